using Orleans.BroadcastChannel;
using Orleans.Concurrency;

namespace Hierarchy.Silo.Cluster;

/// <summary>A node as the others can ask it. <see cref="ByProvinceDirector"/> puts it there.</summary>
[Alias("hierarchy.node-grain")]
internal interface INodeGrain : IGrainWithStringKey
{
    /// <summary>Whether that node has been answered by the database within the last two seconds.</summary>
    [Alias("reaches-database")]
    Task<bool> ReachesDatabaseAsync();
}

/// <summary>Hears what the other nodes tell this one.</summary>
[ImplicitChannelSubscription(Bulletin.Channel), Reentrant]
internal sealed class NodeGrain(NewsOfNodes news, Pulse pulse) : Grain, INodeGrain, IOnBroadcastChannelSubscribed
{
    public const string Prefix = "node@";

    private static readonly TimeSpan Lately = TimeSpan.FromSeconds(2);

    public static string Name(SiloAddress node) => Prefix + node.ToParsableString();

    public Task<bool> ReachesDatabaseAsync() => Task.FromResult(pulse.SinceAnswer < Lately);

    public Task OnSubscribed(IBroadcastChannelSubscription streamSubscription) => streamSubscription.Attach<Bulletin>(news.HearAsync);
}
