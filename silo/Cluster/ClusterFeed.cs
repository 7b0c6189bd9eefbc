using Hierarchy.Api.Changes;
using Orleans.BroadcastChannel;

namespace Hierarchy.Silo.Cluster;

/// <summary>Tells whoever watches here, at once, and every other node what changed in the units of this one: all that came together within
/// <see cref="Window"/>, on the node's own channel, again until it has arrived or the node is no member any more.</summary>
internal sealed class ClusterFeed(LiveChanges here, TimeProvider time) : BackgroundService, IChangeFeed
{
    /// <summary>How long news waits for more.</summary>
    public static readonly TimeSpan Window = TimeSpan.FromMilliseconds(10);

    /// <summary>Before news that did not arrive is told again.</summary>
    private static readonly TimeSpan Again = TimeSpan.FromMilliseconds(250);

    /// <summary>After so long it is unknown whether all nodes know of a registration.</summary>
    private static readonly TimeSpan RegisteredMax = TimeSpan.FromSeconds(5);

    private readonly ConcurrentDictionary<string, bool> _active = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<SiloAddress, Pending> _nodes = [];
    private ISiloStatusOracle? _members;
    private IBroadcastChannelProvider? _channels;
    private NewsOfNodes? _news;

    /// <summary>Units that are active in this node.</summary>
    public ICollection<string> Active => _active.Keys;

    /// <summary>Begins to tell. The services need this feed themselves, so they come late.</summary>
    public void Begin(IServiceProvider services)
    {
        _channels = services.GetRequiredKeyedService<IBroadcastChannelProvider>(RollupOptions.Channel);
        _news = services.GetRequiredService<NewsOfNodes>();
        Volatile.Write(ref _members, services.GetRequiredService<ISiloStatusOracle>());
    }

    /// <summary>Whether a unit is active in this node.</summary>
    public bool IsActive(string unit) => _active.ContainsKey(unit);

    public void RollupChanged(string unit, long version)
    {
        here.RollupChanged(unit, version);
        foreach (var node in _nodes.Values)
        {
            node.Changed(unit, version);
        }
    }

    public void DayBegan()
    {
        here.DayBegan();
        foreach (var node in _nodes.Values)
        {
            node.DayBegan();
        }
    }

    public void ObligationChanged(Obligation obligation)
    {
        here.ObligationChanged(obligation);
        foreach (var node in _nodes.Values)
        {
            node.Changed(new ChangedObligation(obligation.Unit, obligation.Id));
        }
    }

    public void ReorganisationChanged(string reorganisation)
    {
        here.ReorganisationChanged(reorganisation);
        foreach (var node in _nodes.Values)
        {
            node.ReorganisationChanged(reorganisation);
        }
    }

    public void ReportChanged(ReportKey report)
    {
        here.ReportChanged(report);
        foreach (var node in _nodes.Values)
        {
            node.Changed(report);
        }
    }

    public void Activated(string unit)
    {
        _active[unit] = true;
        foreach (var node in _nodes.Values)
        {
            node.Activated(unit);
        }
        _news?.LetChildrenTell(unit);
    }

    public void Deactivated(string unit) => _active.TryRemove(unit, out _);

    public async Task RegisteredAsync()
    {
        Follow();
        try
        {
            await Task.WhenAll(_nodes.Values.Select(node => node.RegisteredAsync())).WaitAsync(RegisteredMax, time);
        }
        catch (TimeoutException late)
        {
            throw new StoreUnavailableException("Another node could not be notified of the registration.", late);
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Window, time);
        var telling = new Dictionary<SiloAddress, Task>();
        while (await timer.WaitForNextTickAsync(stoppingToken).ConfigureAwait(false))
        {
            Follow();
            foreach (var (node, pending) in _nodes)
            {
                // One bulletin at a time to each node, so that they arrive in order.
                if ((!telling.TryGetValue(node, out var before) || before.IsCompleted) && pending.Take() is var (news, waiting))
                {
                    telling[node] = TellAsync(node, pending, news, waiting);
                }
            }
        }
    }

    private async Task TellAsync(SiloAddress node, Pending pending, Bulletin news, List<TaskCompletionSource> waiting)
    {
        try
        {
            await _channels!.GetChannelWriter<Bulletin>(ChannelId.Create(Bulletin.Channel, NodeGrain.Name(node))).Publish(news);
            waiting.ForEach(told => told.TrySetResult());
        }
        catch (Exception fault) when (fault is not OutOfMemoryException)
        {
            pending.PutBack(news, waiting);
            await Task.Delay(Again, time);
            if (!_nodes.ContainsKey(node))
            {
                pending.Gone();
            }
        }
    }

    /// <summary>Takes in nodes that have come, and lets go those that have gone.</summary>
    private void Follow()
    {
        if (Volatile.Read(ref _members) is not { } members)
        {
            return;
        }
        // One that is just stopping still serves.
        var present = members.GetApproximateSiloStatuses(onlyActive: false)
            .Where(node => node.Value is SiloStatus.Active or SiloStatus.ShuttingDown && !node.Key.Equals(members.SiloAddress))
            .Select(node => node.Key).ToHashSet();
        foreach (var node in present)
        {
            _nodes.GetOrAdd(node, _ => new Pending());
        }
        foreach (var node in _nodes.Keys.Where(node => !present.Contains(node)))
        {
            if (_nodes.TryRemove(node, out var gone))
            {
                gone.Gone();
            }
        }
    }
}
