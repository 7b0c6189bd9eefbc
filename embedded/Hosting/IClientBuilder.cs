using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Orleans.Hosting;

/// <summary>Configures the client of this process, which in embedded mode leads to the silo of the same process.</summary>
public interface IClientBuilder
{
    /// <summary>The services of the host.</summary>
    IServiceCollection Services { get; }

    /// <summary>The configuration of the host.</summary>
    IConfiguration Configuration { get; }
}
