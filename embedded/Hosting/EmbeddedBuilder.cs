using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Orleans;
using Orleans.Configuration;
using Orleans.Hosting;

namespace Hierarchy.Embedded;

/// <summary>Registers the silo and its client. Doing so twice changes nothing.</summary>
internal sealed record EmbeddedBuilder(IServiceCollection Services, IConfiguration Configuration) : ISiloBuilder, IClientBuilder
{
    public EmbeddedBuilder AddSilo()
    {
        if (Services.Any(service => service.ServiceType == typeof(EmbeddedSilo)))
        {
            return this;
        }

        Services.TryAddSingleton(TimeProvider.System);
        Services.AddSingleton<EmbeddedSilo>();
        Services.AddHostedService(provider => provider.GetRequiredService<EmbeddedSilo>());
        Services.AddOptions<SiloMessagingOptions>()
            .Validate(options => options.MaxEnqueuedRequestsHardLimit >= 1, "MaxEnqueuedRequestsHardLimit must be at least 1.")
            .Validate(options => options.MaxForwardCount >= 0, "MaxForwardCount must not be negative.")
            .Validate(options => options.ResponseTimeout > TimeSpan.Zero, "ResponseTimeout must be positive.")
            .ValidateOnStart();
        Services.AddOptions<GrainCollectionOptions>()
            .Validate(options => options.CollectionQuantum > TimeSpan.Zero, "CollectionQuantum must be positive.")
            .Validate(
                options => options.ClassSpecificCollectionAge.Values.Append(options.CollectionAge)
                    .All(age => age > options.CollectionQuantum),
                "CollectionAge must exceed CollectionQuantum.")
            .Validate(
                options => options.ActivationTimeout > TimeSpan.Zero && options.DeactivationTimeout > TimeSpan.Zero,
                "ActivationTimeout and DeactivationTimeout must be positive.")
            .ValidateOnStart();
        return AddClient();
    }

    public EmbeddedBuilder AddClient()
    {
        Services.TryAddSingleton(static provider => (provider.GetService<EmbeddedSilo>() ?? throw new InvalidOperationException(
            "The embedded runtime has no network: a client needs UseOrleans in the same process, or a build with "
            + "-p:OrleansPackages=true.")).Client);
        Services.TryAddSingleton<IGrainFactory>(static provider => provider.GetRequiredService<IClusterClient>());
        return this;
    }
}
