using Orleans.BroadcastChannel;
using Orleans.Concurrency;

namespace Hierarchy.Silo.Cluster;

/// <summary>Represents a node to the others; <see cref="ByProvinceDirector"/> places it on that node.</summary>
[Alias("hierarchy.node-grain")]
internal interface INodeGrain : IGrainWithStringKey
{
    /// <summary>Whether the node has had an answer from the database within the last two seconds.</summary>
    [Alias("reaches-database")]
    Task<bool> ReachesDatabaseAsync();
}

/// <summary>Receives the bulletins of the other nodes.</summary>
[ImplicitChannelSubscription(Bulletin.Channel), Reentrant]
internal sealed class NodeGrain(NewsOfNodes news, Pulse pulse) : Grain, INodeGrain, IOnBroadcastChannelSubscribed
{
    public const string Prefix = "node@";

    private static readonly TimeSpan Lately = TimeSpan.FromSeconds(2);

    public static string Name(SiloAddress node) => Prefix + node.ToParsableString();

    public Task<bool> ReachesDatabaseAsync() => Task.FromResult(pulse.SinceAnswer < Lately);

    public Task OnSubscribed(IBroadcastChannelSubscription streamSubscription) => streamSubscription.Attach<Bulletin>(news.HearAsync);
}
