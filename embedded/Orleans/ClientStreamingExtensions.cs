using Microsoft.Extensions.DependencyInjection;
using Orleans.Streams;

namespace Orleans;

/// <summary>Streams, for code that is no grain.</summary>
public static class ClientStreamingExtensions
{
    /// <summary>The provider that <c>AddMemoryStreams</c> registered under this name.</summary>
    /// <exception cref="InvalidOperationException">There is none of that name.</exception>
    public static IStreamProvider GetStreamProvider(this IClusterClient client, string name)
    {
        ArgumentNullException.ThrowIfNull(client);
        return client.ServiceProvider.GetRequiredKeyedService<IStreamProvider>(name);
    }
}
