using Hierarchy.Api.Changes;
using Orleans.BroadcastChannel;

namespace Hierarchy.Silo.Cluster;

/// <summary>Forwards changes of this node's units: to local watchers at once, and to every other node in batches of <see cref="Window"/> on
/// the node's own channel. Repeats a batch until it arrives or the node leaves the cluster.</summary>
internal sealed class ClusterFeed(LiveChanges here, TimeProvider time) : BackgroundService, IChangeFeed
{
    /// <summary>How long a batch collects changes.</summary>
    public static readonly TimeSpan Window = TimeSpan.FromMilliseconds(10);

    /// <summary>Delay before a failed batch is repeated.</summary>
    private static readonly TimeSpan Again = TimeSpan.FromMilliseconds(250);

    /// <summary>After this time it is unknown whether all nodes know of a registration.</summary>
    private static readonly TimeSpan RegisteredMax = TimeSpan.FromSeconds(5);

    private readonly ConcurrentDictionary<string, bool> _active = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<SiloAddress, Pending> _nodes = [];
    private ISiloStatusOracle? _members;
    private IBroadcastChannelProvider? _channels;
    private NewsOfNodes? _news;

    /// <summary>Units that are active on this node.</summary>
    public ICollection<string> Active => _active.Keys;

    /// <summary>Starts forwarding. The services depend on this feed themselves, so they are passed in late.</summary>
    public void Begin(IServiceProvider services)
    {
        _channels = services.GetRequiredKeyedService<IBroadcastChannelProvider>(RollupOptions.Channel);
        _news = services.GetRequiredService<NewsOfNodes>();
        Volatile.Write(ref _members, services.GetRequiredService<ISiloStatusOracle>());
    }

    /// <summary>Whether a unit is active on this node.</summary>
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
                // One bulletin at a time for each node, so that they arrive in order.
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

    /// <summary>Adds nodes that have joined, and removes those that have left.</summary>
    private void Follow()
    {
        if (Volatile.Read(ref _members) is not { } members)
        {
            return;
        }
        // A node that is stopping still serves.
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
