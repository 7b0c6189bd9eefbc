using Hierarchy.Embedded;
using Orleans.Hosting;

namespace Microsoft.Extensions.Hosting;

/// <summary>Adds a silo to a host.</summary>
/// <remarks>The silo is a singleton with its own hosted service. What is registered after it starts later and stops earlier.</remarks>
public static class OrleansSiloGenericHostExtensions
{
    /// <summary>Adds a silo; a second one is the first one.</summary>
    public static IHostBuilder UseOrleans(this IHostBuilder hostBuilder, Action<ISiloBuilder> configureDelegate)
    {
        ArgumentNullException.ThrowIfNull(configureDelegate);
        return hostBuilder.UseOrleans((_, silo) => configureDelegate(silo));
    }

    /// <summary>Adds a silo; a second one is the first one.</summary>
    public static IHostBuilder UseOrleans(this IHostBuilder hostBuilder, Action<HostBuilderContext, ISiloBuilder> configureDelegate)
    {
        ArgumentNullException.ThrowIfNull(hostBuilder);
        ArgumentNullException.ThrowIfNull(configureDelegate);
        return hostBuilder.ConfigureServices(
            (context, services) => configureDelegate(context, new EmbeddedBuilder(services, context.Configuration).AddSilo()));
    }

    /// <summary>Adds a silo with the defaults.</summary>
    public static HostApplicationBuilder UseOrleans(this HostApplicationBuilder hostAppBuilder) => hostAppBuilder.UseOrleans(_ => { });

    /// <summary>Adds a silo; a second one is the first one.</summary>
    public static HostApplicationBuilder UseOrleans(this HostApplicationBuilder hostAppBuilder, Action<ISiloBuilder> configureDelegate)
    {
        ((IHostApplicationBuilder)hostAppBuilder).UseOrleans(configureDelegate);
        return hostAppBuilder;
    }

    /// <summary>Adds a silo with the defaults.</summary>
    public static IHostApplicationBuilder UseOrleans(this IHostApplicationBuilder hostAppBuilder) => hostAppBuilder.UseOrleans(_ => { });

    /// <summary>Adds a silo; a second one is the first one.</summary>
    public static IHostApplicationBuilder UseOrleans(this IHostApplicationBuilder hostAppBuilder, Action<ISiloBuilder> configureDelegate)
    {
        ArgumentNullException.ThrowIfNull(hostAppBuilder);
        ArgumentNullException.ThrowIfNull(configureDelegate);
        configureDelegate(new EmbeddedBuilder(hostAppBuilder.Services, hostAppBuilder.Configuration).AddSilo());
        return hostAppBuilder;
    }
}
