using Hierarchy.Embedded;
using Orleans.Hosting;

namespace Microsoft.Extensions.Hosting;

/// <summary>Adds a client to a host. In embedded mode it leads to the silo of the same host, so <c>UseOrleans</c> is needed as
/// well.</summary>
public static class OrleansClientGenericHostExtensions
{
    /// <summary>Adds a client; beside a silo it changes nothing.</summary>
    public static IHostBuilder UseOrleansClient(this IHostBuilder hostBuilder, Action<IClientBuilder> configureDelegate)
    {
        ArgumentNullException.ThrowIfNull(hostBuilder);
        ArgumentNullException.ThrowIfNull(configureDelegate);
        return hostBuilder.ConfigureServices(
            (context, services) => configureDelegate(new EmbeddedBuilder(services, context.Configuration).AddClient()));
    }

    /// <summary>Adds a client; beside a silo it changes nothing.</summary>
    public static HostApplicationBuilder UseOrleansClient(
        this HostApplicationBuilder hostAppBuilder, Action<IClientBuilder> configureDelegate)
    {
        ((IHostApplicationBuilder)hostAppBuilder).UseOrleansClient(configureDelegate);
        return hostAppBuilder;
    }

    /// <summary>Adds a client; beside a silo it changes nothing.</summary>
    public static IHostApplicationBuilder UseOrleansClient(
        this IHostApplicationBuilder hostAppBuilder, Action<IClientBuilder> configureDelegate)
    {
        ArgumentNullException.ThrowIfNull(hostAppBuilder);
        ArgumentNullException.ThrowIfNull(configureDelegate);
        configureDelegate(new EmbeddedBuilder(hostAppBuilder.Services, hostAppBuilder.Configuration).AddClient());
        return hostAppBuilder;
    }
}
