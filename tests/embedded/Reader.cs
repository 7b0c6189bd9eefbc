using Orleans;
using Orleans.Runtime;
using Orleans.Streams;
using Orleans.Streams.Core;

namespace Hierarchy.Tests.Embedded;

/// <summary>A line of a newspaper: what goes through the streams.</summary>
[GenerateSerializer, Immutable]
internal sealed record Line([property: Id(0)] int Number);

internal interface IReader : IGrainWithStringKey
{
    Task<int[]> Seen();

    /// <summary>Publishes from within a grain.</summary>
    Task Write(string key, int number);
}

/// <summary>Subscribed to the stream of its own key. The number 13 makes it fail; the number 99 waits on a gate.</summary>
[ImplicitStreamSubscription("news")]
internal sealed class Reader(Probe probe) : Grain, IReader, IStreamSubscriptionObserver, IAsyncObserver<Line>
{
    private readonly List<int> _seen = [];

    public async Task OnSubscribed(IStreamSubscriptionHandleFactory handleFactory)
    {
        probe.Report($"{this.GetPrimaryKeyString()} subscribed to {handleFactory.StreamId} of {handleFactory.ProviderName}");
        if (!this.GetPrimaryKeyString().StartsWith("deaf", StringComparison.Ordinal))
        {
            await handleFactory.Create<Line>().ResumeAsync(this);
        }
    }

    public async Task OnNextAsync(Line item, StreamSequenceToken? token = null)
    {
        if (item.Number == 99)
        {
            probe.Report("99 begins");
            await probe.Gate("99");
        }

        if (item.Number == 13)
        {
            throw new FormatException("unlucky");
        }

        await Task.Yield();
        _seen.Add(item.Number);
        probe.Report($"{this.GetPrimaryKeyString()} reads {item.Number}");
    }

    public Task OnErrorAsync(Exception ex) => Task.CompletedTask;

    public Task<int[]> Seen() => Task.FromResult(_seen.ToArray());

    public Task Write(string key, int number) =>
        this.GetStreamProvider("test").GetStream<Line>(StreamId.Create("news", key)).OnNextAsync(new(number));
}
