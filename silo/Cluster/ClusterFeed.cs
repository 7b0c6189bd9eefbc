using System.Collections.Concurrent;
using Hierarchy.Grains.Obligations;
using Hierarchy.Grains.Ports;
using Hierarchy.Store.Cluster;
using Microsoft.Extensions.Hosting;

namespace Hierarchy.Silo.Cluster;

/// <summary>Tells the other processes what changed in the units of this silo: all that came together within <see cref="Window"/> at once, and
/// each unit's newest version alone.</summary>
internal sealed class ClusterFeed(ClusterBus bus, TimeProvider time) : BackgroundService, IChangeFeed
{
    /// <summary>How long news waits for more.</summary>
    public static readonly TimeSpan Window = TimeSpan.FromMilliseconds(10);

    /// <summary>How often a silo without news says that it lives.</summary>
    public static readonly TimeSpan Heartbeat = TimeSpan.FromMilliseconds(500);

    /// <summary>Changed obligations that wait to be told; more than that are told to nobody, while the database is away.</summary>
    private const int ObligationsMax = 100_000;

    private readonly Lock _gate = new();
    private readonly ConcurrentDictionary<string, bool> _active = new(StringComparer.Ordinal);
    private Dictionary<string, long> _versions = new(StringComparer.Ordinal);
    private HashSet<(string Unit, string Obligation)> _obligations = [];
    private HashSet<string> _activated = new(StringComparer.Ordinal);
    private HashSet<string> _gone = new(StringComparer.Ordinal);
    private string? _silo;

    /// <summary>Begins to tell, under the name of this silo.</summary>
    public void Begin(string silo) => Volatile.Write(ref _silo, silo);

    /// <summary>When the others were last told anything, as a timestamp of the clock; 0 before that.</summary>
    public long ToldAt { get; private set; }

    /// <summary>Whether a unit is active in this silo.</summary>
    public bool IsActive(string unit) => _active.ContainsKey(unit);

    /// <summary>Units that are active in this silo.</summary>
    public ICollection<string> Active => _active.Keys;

    public void RollupChanged(string unit, long version)
    {
        lock (_gate)
        {
            _versions[unit] = version;
        }
    }

    public void ObligationChanged(Obligation obligation)
    {
        lock (_gate)
        {
            if (_obligations.Count < ObligationsMax)
            {
                _obligations.Add((obligation.Unit, obligation.Id));
            }
        }
    }

    public void Activated(string unit)
    {
        _active[unit] = true;
        lock (_gate)
        {
            _activated.Add(unit);
        }
    }

    public void Deactivated(string unit) => _active.TryRemove(unit, out _);

    /// <summary>Another silo has died or left: calls that went to it, or through it, may never be answered.</summary>
    public void Gone(string silo)
    {
        lock (_gate)
        {
            _gone.Add(silo);
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Window, time);
        IReadOnlyList<string> unsent = [];
        while (await timer.WaitForNextTickAsync(stoppingToken).ConfigureAwait(false))
        {
            if (Volatile.Read(ref _silo) is not { } silo)
            {
                continue;
            }
            if (unsent.Count == 0)
            {
                unsent = Take(silo);
            }
            if (unsent.Count == 0)
            {
                continue;
            }
            try
            {
                await bus.SendAsync(unsent, stoppingToken);
                unsent = [];
                ToldAt = time.GetTimestamp();
            }
            catch (StoreUnavailableException)
            {
                // Told again until they are; what comes meanwhile waits, a unit's newest version alone.
            }
        }
    }

    private IReadOnlyList<string> Take(string silo)
    {
        Bulletin bulletin;
        lock (_gate)
        {
            if (_versions.Count + _obligations.Count + _activated.Count + _gone.Count == 0 && ToldAt != 0 && time.GetElapsedTime(ToldAt) < Heartbeat)
            {
                return [];
            }
            bulletin = new Bulletin(silo, [.. _versions.Select(v => (v.Key, v.Value))], [.. _obligations], [.. _activated], [.. _gone]);
            (_versions, _obligations) = (new(StringComparer.Ordinal), []);
            (_activated, _gone) = (new(StringComparer.Ordinal), new(StringComparer.Ordinal));
        }
        return bulletin.Write();
    }
}
