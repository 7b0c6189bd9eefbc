using Hierarchy.Simulation.Checks;

namespace Hierarchy.Simulation.Runtime;

/// <summary>The processes on one database, the placement of units, and the run's observations.</summary>
internal sealed class SimulatedCluster(VirtualTime timeline, Rules rules)
{
    private static readonly TimeSpan RestartMax = TimeSpan.FromSeconds(3);

    private readonly List<SimulatedSilo> _silos = [];
    private readonly SortedDictionary<string, SimulatedSilo> _places = new(StringComparer.Ordinal);
    private long _lastCall;
    private int _lastSilo;

    public VirtualTime VirtualTime => timeline;

    public Rules Rules => rules;

    public Weather Weather { get; } = new(timeline);

    public Calendar Calendar { get; } = new(new DateTimeOffset(2013, 3, 30, 9, 0, 0, TimeSpan.Zero).AddDays(timeline.Next(300)));

    public MemoryDatabase Database { get; } = new();

    public Ledger Ledger { get; } = new();

    public SignedReports Signed { get; } = new();

    /// <summary>The first fault; null for none.</summary>
    public string? Fault { get; private set; }

    /// <summary>Whether the processes do not see each other, so that each runs every unit.</summary>
    public bool IsSplit { get; private set; }

    /// <summary>Whether there may have been two activations of one unit.</summary>
    public bool WasSplit { get; private set; }

    public IReadOnlyList<SimulatedSilo> Silos => _silos;

    public void Fail(string fault)
    {
        VirtualTime.Note($"FAULT {fault}");
        Fault ??= fault;
    }

    public void StartSilo()
    {
        var silo = new SimulatedSilo(this, $"silo{++_lastSilo}");
        _silos.Add(silo);
        silo.Start();
    }

    /// <summary>Crashes a process in the middle of its work; it restarts soon.</summary>
    public void Crash(SimulatedSilo silo)
    {
        if (!_silos.Remove(silo))
        {
            return;
        }
        silo.Crash();
        foreach (var unit in _places.Where(place => place.Value == silo).Select(place => place.Key).ToList())
        {
            _places.Remove(unit);
        }
        timeline.After(timeline.Between(TimeSpan.Zero, RestartMax), "restart of", silo.Name, StartSilo);
    }

    /// <summary>A process that accepts requests; null if there is none.</summary>
    public SimulatedSilo? AnyReady()
    {
        var ready = _silos.Where(silo => silo.IsReady).ToList();
        return ready.Count == 0 ? null : timeline.Any(ready);
    }

    /// <summary>The process where a call from this one finds the unit; null if it is gone.</summary>
    public SimulatedSilo? PlaceOf(SimulatedSilo from, string unit)
    {
        if (from.IsDead || IsSplit)
        {
            return from.IsDead ? null : from;
        }
        if (!_places.TryGetValue(unit, out var place))
        {
            _places[unit] = place = timeline.Any(_silos);
        }
        return place;
    }

    public void Unplace(SimulatedSilo silo, string unit)
    {
        if (_places.GetValueOrDefault(unit) == silo)
        {
            _places.Remove(unit);
        }
    }

    /// <summary>Splits the cluster: each process starts to run every unit asked of it.</summary>
    public void Split()
    {
        VirtualTime.Note("SPLIT");
        IsSplit = WasSplit = true;
    }

    /// <summary>Heals the split: of two activations of a unit one ends, orderly or at once.</summary>
    public void Heal()
    {
        if (!IsSplit)
        {
            return;
        }
        VirtualTime.Note("HEALED");
        IsSplit = false;
        _places.Clear();
        var activations = _silos.SelectMany(silo => silo.Activations).ToLookup(activation => activation.Key);
        foreach (var unit in activations.OrderBy(unit => unit.Key, StringComparer.Ordinal))
        {
            var kept = timeline.Any(unit.ToList());
            foreach (var activation in unit)
            {
                if (activation == kept)
                {
                    _places[unit.Key] = activation.Silo;
                }
                else if (timeline.Chance(0.5))
                {
                    activation.Deactivate();
                }
                else
                {
                    activation.Die();
                    activation.Silo.Forget(activation);
                }
            }
        }
    }

    public void DeactivateAny()
    {
        var active = _silos.SelectMany(silo => silo.Activations).Where(activation => activation.IsActive).ToList();
        if (active.Count > 0)
        {
            var activation = timeline.Any(active);
            VirtualTime.Note($"deactivation of {activation.Name}");
            activation.Deactivate();
        }
    }

    /// <summary>Announces an activation to all processes, unless the message is lost.</summary>
    public void News(string activated)
    {
        for (var silo = 0; silo < _silos.Count && Weather.TwoSilos; silo++)
        {
            var hears = _silos[silo];
            for (var copies = Weather.Copies; copies > 0; copies--)
            {
                timeline.After(Weather.ChannelDelay, "", hears.Name, () => hears.Hear(activated));
            }
        }
    }

    public long NextCall() => ++_lastCall;

    /// <summary>The database as observed by the run.</summary>
    public IEventStore Observed(IEventStore database) => new WatchedStore(database, this);

    /// <summary>Checks a published roll-up.</summary>
    public void Told(ChildRollup rollup)
    {
        if (Ledger.FaultOf(rollup) is { } fault)
        {
            Fail(fault);
        }
    }
}
