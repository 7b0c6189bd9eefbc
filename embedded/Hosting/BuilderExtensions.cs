using Hierarchy.Embedded;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Orleans.Streams;

namespace Orleans.Hosting;

/// <summary>What can be configured on a silo.</summary>
public static class SiloBuilderExtensions
{
    /// <summary>Sets options of the host.</summary>
    public static ISiloBuilder Configure<TOptions>(this ISiloBuilder builder, Action<TOptions> configureOptions)
        where TOptions : class
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.Configure(configureOptions);
        return builder;
    }

    /// <summary>Adds services to the host.</summary>
    public static ISiloBuilder ConfigureServices(this ISiloBuilder builder, Action<IServiceCollection> configureDelegate)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(configureDelegate);
        configureDelegate(builder.Services);
        return builder;
    }

    /// <summary>Adds a stream provider of that name. It holds 16,384 undelivered items at most and loses them with the process.</summary>
    public static ISiloBuilder AddMemoryStreams(
        this ISiloBuilder builder, string name, Action<ISiloMemoryStreamConfigurator>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        configure?.Invoke(new StreamConfigurator(name, builder.Services));
        AddMemoryStreams(builder.Services, name);
        return builder;
    }

    internal static void AddMemoryStreams(IServiceCollection services, string name)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        services.TryAddKeyedSingleton<IStreamProvider>(
            name, static (provider, key) => new MemoryStreamProvider(provider.GetRequiredService<EmbeddedSilo>(), (string)key!));
    }
}

/// <summary>What can be configured on a client.</summary>
public static class ClientBuilderExtensions
{
    /// <summary>Sets options of the host.</summary>
    public static IClientBuilder Configure<TOptions>(this IClientBuilder builder, Action<TOptions> configureOptions)
        where TOptions : class
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.Configure(configureOptions);
        return builder;
    }

    /// <summary>Adds services to the host.</summary>
    public static IClientBuilder ConfigureServices(this IClientBuilder builder, Action<IServiceCollection> configureDelegate)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(configureDelegate);
        configureDelegate(builder.Services);
        return builder;
    }

    /// <summary>Adds a stream provider of that name: the silo's own, if it has one.</summary>
    public static IClientBuilder AddMemoryStreams(
        this IClientBuilder builder, string name, Action<IClusterClientMemoryStreamConfigurator>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        configure?.Invoke(new StreamConfigurator(name, builder.Services));
        SiloBuilderExtensions.AddMemoryStreams(builder.Services, name);
        return builder;
    }
}
