using Orleans.BroadcastChannel;

namespace Hierarchy.Simulation.Runtime;

/// <summary>The channel to one parent: messages may arrive late, reordered, repeatedly or never.</summary>
/// <remarks>In some runs the publisher learns whether a message arrived, as from the real channel; in others it does not, which is
/// worse.</remarks>
internal sealed class RollupChannel(SimulatedSilo silo, string parent) : IBroadcastChannelWriter<ChildRollup>
{
    public Task Publish(ChildRollup item)
    {
        if (silo.IsDead)
        {
            return Task.CompletedTask;
        }
        var cluster = silo.Cluster;
        cluster.Told(item);
        if (cluster.Weather.TellingIsAnswered)
        {
            return silo.SendAsync(parent, What(item), interleaves: true, grain => grain.ReceiveAsync(item));
        }
        if (cluster.Weather.ChannelRefuses)
        {
            return Task.FromException(new OrleansException("The run says so."));
        }
        foreach (var (told, rollup) in cluster.Rules.Told(parent, item, silo))
        {
            for (var copies = cluster.Weather.Copies; copies > 0; copies--)
            {
                silo.VirtualTime.After(cluster.Weather.ChannelDelay, "", told, () => Arrive(told, rollup));
            }
        }
        silo.Reach(Moment.Told);
        return Task.CompletedTask;
    }

    private void Arrive(string told, ChildRollup rollup)
    {
        // Messages under way in a process die with it.
        if (!silo.IsDead)
        {
            silo.Cluster.PlaceOf(silo, told)?.Deliver(
                told, new GrainCall(What(rollup), Interleaves: true, grain => grain.ReceiveAsync(rollup), _ => { }, Outlives: true));
        }
    }

    private string What(ChildRollup rollup) => silo.VirtualTime.IsTraced ? $"item {rollup.Unit} v{rollup.Version:x}" : "item";
}
