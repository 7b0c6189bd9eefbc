using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Orleans.Configuration;
using Orleans.Streams;

namespace Orleans.Hosting;

/// <summary>Settings of one stream provider, kept as named options.</summary>
public interface IPersistentStreamConfigurator
{
    /// <summary>The name of the provider and of its options.</summary>
    string Name { get; }

    /// <summary>The services of the host.</summary>
    internal IServiceCollection Services { get; }
}

/// <summary>Settings of one provider on a silo.</summary>
public interface ISiloPersistentStreamConfigurator : IPersistentStreamConfigurator;

/// <summary>Settings of one memory provider on a silo.</summary>
public interface ISiloMemoryStreamConfigurator : ISiloPersistentStreamConfigurator;

/// <summary>Settings of one memory provider on a client.</summary>
public interface IClusterClientMemoryStreamConfigurator : IPersistentStreamConfigurator;

/// <summary>Accepted for the sake of the genuine packages; embedded streams push to implicit subscribers whatever is set here.</summary>
public static class StreamConfiguratorExtensions
{
    /// <summary>No effect: embedded streams are not pulled.</summary>
    public static void ConfigurePullingAgent(
        this ISiloPersistentStreamConfigurator configurator, Action<OptionsBuilder<StreamPullingAgentOptions>>? configureOptions = null)
    {
        ArgumentNullException.ThrowIfNull(configurator);
        configureOptions?.Invoke(configurator.Services.AddOptions<StreamPullingAgentOptions>(configurator.Name));
    }

    /// <summary>No effect: embedded streams know implicit subscriptions only.</summary>
    public static void ConfigureStreamPubSub(
        this IPersistentStreamConfigurator configurator, StreamPubSubType pubsubType = StreamPubSubType.ExplicitGrainBasedAndImplicit)
    {
        ArgumentNullException.ThrowIfNull(configurator);
        configurator.Services.Configure<StreamPubSubOptions>(configurator.Name, options => options.PubSubType = pubsubType);
    }
}

internal sealed record StreamConfigurator(string Name, IServiceCollection Services)
    : ISiloMemoryStreamConfigurator, IClusterClientMemoryStreamConfigurator;
