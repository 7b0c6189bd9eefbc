using Microsoft.Extensions.DependencyInjection;
using Orleans.Streams;

namespace Orleans;

/// <summary>Streams, for grains.</summary>
public static class GrainStreamingExtensions
{
    /// <summary>The provider that <c>AddMemoryStreams</c> registered under this name.</summary>
    /// <exception cref="InvalidOperationException">There is none of that name.</exception>
    public static IStreamProvider GetStreamProvider(this Grain grain, string name) => ((IGrainBase)grain).GetStreamProvider(name);

    /// <inheritdoc cref="GetStreamProvider(Grain, string)"/>
    public static IStreamProvider GetStreamProvider(this IGrainBase grain, string name)
    {
        ArgumentNullException.ThrowIfNull(grain);
        return grain.GrainContext.ActivationServices.GetRequiredKeyedService<IStreamProvider>(name);
    }
}
