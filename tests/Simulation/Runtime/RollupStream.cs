using Hierarchy.Grains.Rollup;
using Orleans.Runtime;
using Orleans.Streams;

namespace Hierarchy.Simulation.Runtime;

/// <summary>The stream to one parent: what is told on it may come late, in another order, several times or never.</summary>
internal sealed class RollupStream(SimulatedSilo silo, StreamId id) : IAsyncStream<ChildRollup>
{
    public bool IsRewindable => false;

    public string ProviderName => ((IStreamProvider)silo).Name;

    public StreamId StreamId => id;

    public Task OnNextAsync(ChildRollup item, StreamSequenceToken? token = null)
    {
        if (silo.IsDead)
        {
            return Task.CompletedTask;
        }
        var cluster = silo.Cluster;
        cluster.Told(item);
        if (cluster.Weather.StreamRefuses)
        {
            return Task.FromException(new CacheFullException("The run says so."));
        }
        foreach (var (parent, rollup) in cluster.Rules.Told(id.GetKeyAsString(), item, silo))
        {
            for (var copies = cluster.Weather.Copies; copies > 0; copies--)
            {
                silo.Timeline.After(cluster.Weather.StreamDelay, "", parent, () => Arrive(parent, rollup));
            }
        }
        silo.Reach(Moment.Told);
        return Task.CompletedTask;
    }

    public Task OnErrorAsync(Exception ex) => Task.CompletedTask;

    public bool Equals(IAsyncStream<ChildRollup>? other) => other is not null && other.StreamId == id;

    public override bool Equals(object? obj) => Equals(obj as IAsyncStream<ChildRollup>);

    public override int GetHashCode() => id.GetKeyAsString().Length;

    private void Arrive(string parent, ChildRollup rollup)
    {
        // What is under way in a process dies with it.
        if (!silo.IsDead)
        {
            silo.Cluster.PlaceOf(silo, parent)?.Deliver(parent, new GrainCall(
                silo.Timeline.IsTraced ? $"item {rollup.Unit} v{rollup.Version:x}" : "item",
                Interleaves: false, grain => grain.OnNextAsync(rollup), _ => { }, Outlives: true));
        }
    }
}
