namespace Hierarchy.Simulation.Checks;

/// <summary>What is on disk, as the run sees it happen: each state that each unit ever had.</summary>
internal sealed class Ledger
{
    private static readonly Cell All = Cell.General(null, null, null, Scope.All);

    private readonly Dictionary<string, List<UnitState>> _states = new(StringComparer.Ordinal);
    private readonly Dictionary<string, HashSet<Sums>> _owns = new(StringComparer.Ordinal);
    private readonly Dictionary<string, (string Unit, long Seq)> _requests = [];
    private readonly Dictionary<(string Unit, long Version), Measures> _told = [];
    private readonly HashSet<string> _parents = [];

    public IEnumerable<string> Units => _states.Keys;

    /// <summary>The unit as it stands on disk now.</summary>
    public UnitState StateOf(string unit) => _states.TryGetValue(unit, out var states) ? states[^1] : UnitState.Empty;

    /// <summary>The unit right after its event of this number.</summary>
    public UnitState StateOf(string unit, long seq) => _states[unit][(int)seq];

    /// <summary>The event that a caller's request is stored as, and the unit: the one that had the obligation then.</summary>
    public (string Unit, long Seq)? Find(string request) => _requests.TryGetValue(request, out var answered) ? answered : null;

    public void Add(StoredEvent stored)
    {
        if (!_states.TryGetValue(stored.Unit, out var states))
        {
            _states[stored.Unit] = states = [UnitState.Empty];
            _owns[stored.Unit] = [default];
        }
        var next = states[^1].Apply(stored);
        states.Add(next);
        _owns[stored.Unit].Add(OwnOf(next));
        if (stored.RequestId is { } request && !request.StartsWith(RequestKey.MessagePrefix, StringComparison.Ordinal))
        {
            _requests.Add(request, (stored.Unit, stored.Seq));
        }
        if (next.Unit?.Parent is { } parent)
        {
            // Also one that it is moved under: from then on the parent tells what is below it, too.
            _parents.Add(parent);
        }
    }

    /// <summary>What is wrong with what a unit tells its parent; null when nothing is: it is on disk, and its version never meant
    /// anything
    /// else.</summary>
    public string? FaultOf(ChildRollup rollup)
    {
        var all = rollup.Read(All);
        if (!_told.TryAdd((rollup.Unit, rollup.Version), all) && _told[(rollup.Unit, rollup.Version)] != all)
        {
            return $"{rollup.Unit} tells two different things as version {rollup.Version:x}";
        }
        return _parents.Contains(rollup.Unit) || _owns.GetValueOrDefault(rollup.Unit)?.Contains(OwnOf(all.Sums)) == true
            ? null
            : $"{rollup.Unit} tells its parent in version {rollup.Version:x} what is not on disk: {OwnOf(all.Sums)}";
    }

    /// <summary>What a unit's own obligations add, without its money, which depends on its plans.</summary>
    public static Sums OwnOf(UnitState state) => OwnOf(state.Obligations.Values.Aggregate(
        default(Sums), (sums, obligation) => sums + Contribution.Of(obligation).Sums));

    public static Sums OwnOf(Sums all) => all with { Planned = 0, Allocated = 0, Units = 0, UnitsSilent = 0, UnitPercents = 0 };
}
