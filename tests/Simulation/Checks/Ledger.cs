using Hierarchy.Grains;
using Hierarchy.Grains.Ports;
using Hierarchy.Grains.Rollup;

namespace Hierarchy.Simulation.Checks;

/// <summary>What is on disk, as the run sees it happen: each state that each unit ever had.</summary>
internal sealed class Ledger
{
    private static readonly Cell All = Cell.General(null, null, null);

    private readonly Dictionary<string, List<UnitState>> _states = new(StringComparer.Ordinal);
    private readonly Dictionary<string, HashSet<Own>> _owns = new(StringComparer.Ordinal);
    private readonly Dictionary<(string Unit, string Request), long> _requests = [];
    private readonly Dictionary<(string Unit, long Version), Measures> _told = [];
    private readonly HashSet<string> _parents = [];

    public IEnumerable<string> Units => _states.Keys;

    /// <summary>The unit as it stands on disk now.</summary>
    public UnitState StateOf(string unit) => _states.TryGetValue(unit, out var states) ? states[^1] : UnitState.Empty;

    /// <summary>The unit right after its event of this number.</summary>
    public UnitState StateOf(string unit, long seq) => _states[unit][(int)seq];

    public long? Find(string unit, string request) => _requests.TryGetValue((unit, request), out var seq) ? seq : null;

    public void Add(StoredEvent stored)
    {
        if (!_states.TryGetValue(stored.Unit, out var states))
        {
            _states[stored.Unit] = states = [UnitState.Empty];
            _owns[stored.Unit] = [default];
        }
        var next = states[^1].Apply(stored);
        states.Add(next);
        _owns[stored.Unit].Add(Own.Of(next));
        if (stored.RequestId is { } request)
        {
            _requests.Add((stored.Unit, request), stored.Seq);
        }
        if (stored.Event is UnitEvent.UnitRegistered { Unit.Parent: { } parent })
        {
            _parents.Add(parent);
        }
    }

    /// <summary>What is wrong with what a unit tells its parent; null when nothing is: it is on disk, and its version never meant
    /// anything
    /// else.</summary>
    public string? FaultOf(ChildRollup rollup)
    {
        var all = rollup.Cells.GetValueOrDefault(All) ?? Measures.Zero;
        if (!_told.TryAdd((rollup.Unit, rollup.Version), all) && _told[(rollup.Unit, rollup.Version)] != all)
        {
            return $"{rollup.Unit} tells two different things as version {rollup.Version:x}";
        }
        return _parents.Contains(rollup.Unit) || _owns.GetValueOrDefault(rollup.Unit)?.Contains(Own.Of(all)) == true
            ? null
            : $"{rollup.Unit} tells its parent in version {rollup.Version:x} what is not on disk: {Own.Of(all)}";
    }

    /// <summary>What a unit without children adds, without its money, which depends on its plans.</summary>
    private readonly record struct Own(
        long Waiting, long NotStarted, long InProgress, long Submitted, long OnTime, long Late, long Cancelled, long Reported, Int128 Percent,
        Int128 Spent)
    {
        public static Own Of(Measures all) => new(
            all.Waiting, all.NotStarted, all.InProgress, all.Submitted, all.DoneOnTime, all.DoneLate, all.Cancelled, all.Reported,
            all.WeightedPercent, all.Spent);

        public static Own Of(UnitState state)
        {
            var own = default(Own);
            foreach (var obligation in state.Obligations.Values)
            {
                own = own.Plus(Of(Contribution.Of(obligation)));
            }
            return own;
        }

        private Own Plus(Own o) => new(
            Waiting + o.Waiting, NotStarted + o.NotStarted, InProgress + o.InProgress, Submitted + o.Submitted, OnTime + o.OnTime,
            Late + o.Late, Cancelled + o.Cancelled, Reported + o.Reported, Percent + o.Percent, Spent + o.Spent);
    }
}
