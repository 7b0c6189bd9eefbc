namespace Hierarchy.UnitTests.Rollup;

/// <summary>
/// The protocol around <see cref="UnitRollup"/> without its threads: units that crash at any point, a network that delays, reorders,
/// repeats
/// and loses what children tell their parents, an outbox that delivers at least once, and checkpoints that lag behind. One seed, one
/// history.
/// </summary>
internal sealed class SimulatedCountry
{
    /// <summary>Far more rounds of recovery than the depth of any tree here needs.</summary>
    private const int RoundsMax = 30;

    private readonly Random _random;
    private readonly RandomHistory _history;
    private readonly Dictionary<string, List<StoredEvent>> _events = [];
    private readonly Dictionary<string, RollupCheckpoint> _checkpoints = [];
    private readonly List<(string Parent, ChildRollup Rollup)> _network = [];
    private readonly List<(string Sender, long Seq, string Target)> _outbox = [];
    private long _incarnation;

    public SimulatedCountry(int seed)
    {
        _random = new Random(seed);
        _history = new RandomHistory(_random, Directory);
        foreach (var unit in _history.Tree())
        {
            _events[unit.Id] = [];
            Units[unit.Id] = new SimulatedUnit(unit.Id);
            Activate(unit.Id);
            Execute(unit.Id, new UnitCommand.RegisterUnit(unit), crash: false);
            Directory.Add(unit);
        }
    }

    public TestDirectory Directory { get; } = new();

    public Dictionary<string, SimulatedUnit> Units { get; } = [];

    /// <inheritdoc cref="RandomHistory.IsOwnOnly"/>
    public bool OwnPlansOnly { set => _history.IsOwnOnly = value; }

    /// <summary>Whether obligations move between units.</summary>
    public bool HandsOver { get; init; } = true;

    /// <summary>All that was stored.</summary>
    public IEnumerable<StoredEvent> Stored => _events.Values.SelectMany(events => events);

    /// <summary>Every obligation where it stands.</summary>
    public IEnumerable<Obligation> Owed => Units.Values.SelectMany(unit => unit.State.Obligations.Values).Where(o => o.IsHere);

    /// <summary>Where an obligation of this id stands now.</summary>
    public Obligation Find(string id)
    {
        var o = Units[Obligation.UnitOf(id)!].State.Obligations[id];
        return o.MovedTo is { } moved ? Find(moved) : o;
    }

    /// <summary>What a unit owed on a day, by all that is stored.</summary>
    public IEnumerable<Obligation> OnDay(string unit, DateOnly day)
    {
        var onDay = new UnitOnDay(day, Directory);
        var state = UnitState.Empty;
        foreach (var stored in _events[unit])
        {
            onDay.Apply(stored, state = state.Apply(stored));
        }
        return onDay.Obligations;
    }

    /// <summary>Some unit hands something over.</summary>
    public void HandOver()
    {
        var unit = _history.AnyUnit();
        if (_history.HandOver(unit, Units[unit].State) is { } command)
        {
            Execute(unit, command, crash: _random.Next(20) == 0);
        }
    }

    /// <summary>What is under way goes on, and nothing else is asked for.</summary>
    public void Move()
    {
        if (_random.Next(2) == 0)
        {
            DeliverMessage();
        }
        else
        {
            MoveNetwork();
        }
    }

    /// <summary>One thing happens, whatever the history and chance make possible.</summary>
    public void Step()
    {
        var unit = _history.AnyUnit();
        switch (_random.Next(100))
        {
            case < 4 when HandsOver:
                HandOver();
                break;
            case < 45:
                Execute(unit, _history.Command(unit, Units[unit].State), crash: _random.Next(20) == 0);
                break;
            case < 55:
                DeliverMessage();
                break;
            case < 70:
                Publish(unit);
                break;
            case < 86:
                MoveNetwork();
                break;
            case < 93:
                Checkpoint(unit);
                break;
            default:
                Activate(unit);
                break;
        }
    }

    /// <summary>No more commands: the outbox empties, what is under way arrives or is lost, and stale units are refreshed from the
    /// deepest up.</summary>
    public void Quiet()
    {
        while (_outbox.Count > 0)
        {
            DeliverMessage();
        }
        while (_network.Count > 0)
        {
            MoveNetwork();
        }
        for (var round = 0; StaleUnits() is { Count: > 0 } stale; round++)
        {
            Assert.True(round < RoundsMax, $"{stale.Count} units stay stale for ever: {string.Join(' ', stale)}");
            stale.ForEach(Refresh);
        }
    }

    /// <summary>What each unit's roll-up has to be.</summary>
    public Dictionary<string, Dictionary<Cell, Measures>> Recounted() => Recount().Totals(Directory.All());

    /// <summary>What the second book of each has to be.</summary>
    public Dictionary<string, Dictionary<IndicatorCell, IndicatorSums>> IndicatorsRecounted() => Recount().IndicatorTotals(Directory.All());

    private Recount Recount()
    {
        var recount = new Recount();
        foreach (var events in _events.Values)
        {
            recount.Add(events.Aggregate(UnitState.Empty, (state, e) => state.Apply(e)));
        }
        return recount;
    }

    /// <returns>False when it is to be asked again later.</returns>
    private bool Execute(string id, UnitCommand command, bool crash)
    {
        var unit = Units[id];
        if (unit.State.ElsewhereOf(command) is { } moved)
        {
            return Execute(Obligation.UnitOf(moved)!, ((UnitCommand.OfObligation)command) with { Obligation = moved }, crash);
        }
        var today = command is UnitCommand.HandOver ? Given.Today : _history.Today;
        var decision = UnitDecider.Decide(unit.State, command, today, Directory, history: _events[id]);
        if (decision.Event is not { } happened)
        {
            return decision.Refusal is not { Code: RefusalCode.Unavailable };
        }
        var stored = new StoredEvent(id, unit.State.Seq + 1, happened, "test", Given.Now, null);
        var next = unit.State.Apply(stored);
        _events[id].Add(stored);
        if (happened is UnitEvent.PlanAdopted adopted)
        {
            Directory.Add(Given.Entry(adopted.Plan));
        }
        _outbox.AddRange(happened.Targets.Select(target => (id, stored.Seq, target)));
        if (crash)
        {
            // On disk, and the unit did not live to see it.
            Activate(id);
            return true;
        }
        unit.Commit(happened, next);
        return true;
    }

    private void DeliverMessage()
    {
        if (_outbox.Count == 0)
        {
            return;
        }
        var index = _random.Next(_outbox.Count);
        var (sender, seq, target) = _outbox[index];
        var taken = Execute(target, RandomHistory.MessageOf(_events[sender], seq, target), crash: _random.Next(10) == 0);
        if (taken && _random.Next(4) != 0)
        {
            // Otherwise the acknowledgement was lost: it comes again.
            _outbox.RemoveAt(index);
        }
    }

    private void Publish(string unit)
    {
        if (Directory.Find(unit)?.Parent is { } parent)
        {
            var told = Units[unit].Published();
            Assert.DoesNotContain(told.Cells, cell => !cell.Key.RisesAbove(unit));
            Assert.DoesNotContain(told.Indicators.Keys, cell => !cell.RisesAbove(unit));
            _network.Add((parent, told));
        }
    }

    private void MoveNetwork()
    {
        if (_network.Count == 0)
        {
            return;
        }
        var index = _random.Next(_network.Count);
        var (parent, rollup) = _network[index];
        var fate = _random.Next(10);
        if (fate < 8)
        {
            Units[parent].Receive(rollup);
        }
        if (fate is not (6 or 7) || _network.Count > 50)
        {
            _network.RemoveAt(index);
        }
    }

    private void Checkpoint(string unit)
    {
        if (Units[unit].Checkpoint() is { } checkpoint
            && (!_checkpoints.TryGetValue(unit, out var kept) || kept.Rollup.Version < checkpoint.Rollup.Version))
        {
            _checkpoints[unit] = checkpoint with
            {
                Rollup = checkpoint.Rollup with
                {
                    Cells = Written(checkpoint.Rollup.Cells),
                    Indicators = IndicatorCodec.Decode(IndicatorCodec.Encode(checkpoint.Rollup.Indicators))!,
                },
            };
        }
    }

    private void Refresh(string unit)
    {
        foreach (var child in CheckpointsOfChildren(unit))
        {
            Units[unit].Receive(child.Rollup);
        }
        if (Directory.Find(unit)?.Parent is { } parent)
        {
            Units[parent].Receive(Units[unit].Published());
        }
        Checkpoint(unit);
    }

    private IEnumerable<RollupCheckpoint> CheckpointsOfChildren(string unit) =>
        Directory.Children(unit).Where(child => _checkpoints.ContainsKey(child.Id)).Select(child => _checkpoints[child.Id]);

    private List<string> StaleUnits()
    {
        bool IsStale(string unit) => !_checkpoints.TryGetValue(unit, out var kept)
            || kept.Seq < _events[unit].Count
            || CheckpointsOfChildren(unit).Any(child => kept.Included.GetValueOrDefault(child.Unit, -1) < child.Rollup.Version);
        return [.. Directory.All().Reverse().Where(unit => IsStale(unit.Id)).Select(unit => unit.Id)];
    }

    /// <summary>What the unit held in memory is gone; it begins anew from disk, from the first event or from a snapshot of any
    /// age.</summary>
    private void Activate(string unit)
    {
        var events = _events[unit];
        var covered = _random.Next(events.Count + 1);
        var state = events.Take(covered).Aggregate(UnitState.Empty, (s, e) => s.Apply(e));
        state = UnitState.From(EventCodec.DecodeSnapshot(EventCodec.Encode(state.ToSnapshot())));
        state = events.Skip(covered).Aggregate(state, (s, e) => s.Apply(e));
        Units[unit].Activate(state, ++_incarnation, CheckpointsOfChildren(unit));
    }

    private static ToldCells Written(ToldCells cells) => RollupCodec.Decode(RollupCodec.Encode(cells))!;
}

/// <summary>What a unit holds in memory.</summary>
internal sealed class SimulatedUnit(string id)
{
    private const int ChangeBits = 20;

    private UnitRollup _rollup = new(id);
    private long _checkpointed;
    private ChildRollup? _published;

    public UnitState State { get; private set; } = UnitState.Empty;

    public long Version { get; private set; }

    public IReadOnlyDictionary<Cell, Measures> Cells => _rollup.ReadAll();

    public IReadOnlyDictionary<IndicatorCell, IndicatorSums> Indicators => _rollup.ReadIndicators();

    public Measures Read(Cell cell) => _rollup.Read(cell);

    public void Activate(UnitState state, long incarnation, IEnumerable<RollupCheckpoint> children)
    {
        Assert.True(Version < incarnation << ChangeBits, "versions rise across crashes");
        State = state;
        _rollup = UnitRollup.Of(state, id);
        foreach (var child in children)
        {
            _rollup.Receive(child.Rollup);
        }
        Version = incarnation << ChangeBits;
        _checkpointed = 0;
        _published = null;
    }

    public void Commit(UnitEvent happened, UnitState next)
    {
        var before = State;
        State = next;
        foreach (var changed in happened.Changed(next))
        {
            _rollup.Change(before.Obligations.GetValueOrDefault(changed.Id), changed);
        }
        if (happened is UnitEvent.PlanAdopted or UnitEvent.TaskAdded or UnitEvent.PlanAmended)
        {
            _rollup.ChangeMoney(next);
        }
        _rollup.ChangeIndicators(next);
        Version++;
    }

    public void Receive(ChildRollup rollup)
    {
        if (_rollup.Receive(rollup) != Reception.Stale)
        {
            Version++;
        }
    }

    public ChildRollup Published() => _published = _published?.Version == Version ? _published : _rollup.Publish(Version);

    /// <summary>Null when nothing has changed since the last one.</summary>
    public RollupCheckpoint? Checkpoint()
    {
        if (State.Unit is null || _checkpointed == Version)
        {
            return null;
        }
        _checkpointed = Version;
        return new RollupCheckpoint(id, State.Seq, _rollup.Children.ToImmutableDictionary(c => c.Key, c => c.Value.Version), Published());
    }
}
