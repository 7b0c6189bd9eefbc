namespace Hierarchy.Simulation.Checks;

/// <summary>The data on disk as observed by the run: every state that each unit ever had.</summary>
internal sealed class Ledger
{
    private static readonly Cell All = Cell.General(null, null, null, Scope.All);

    private readonly Dictionary<string, List<UnitState>> _states = new(StringComparer.Ordinal);
    private readonly Dictionary<string, HashSet<Sums>> _owns = new(StringComparer.Ordinal);
    private readonly Dictionary<string, (string Unit, long Seq)> _requests = [];
    private readonly Dictionary<(string Unit, long Version), Measures> _told = [];
    private readonly HashSet<string> _parents = [];

    public IEnumerable<string> Units => _states.Keys;

    /// <summary>The unit's present state on disk.</summary>
    public UnitState StateOf(string unit) => _states.TryGetValue(unit, out var states) ? states[^1] : UnitState.Empty;

    /// <summary>The unit right after its event of this number.</summary>
    public UnitState StateOf(string unit, long seq) => _states[unit][(int)seq];

    /// <summary>The event of a caller's request, with the unit that held the obligation then.</summary>
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
            // Includes new parents of moved units, which then also publish what is below them.
            _parents.Add(parent);
        }
    }

    /// <summary>The fault in a published roll-up; null for none: it must be on disk, and its version must never have had another
    /// content.</summary>
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

    /// <summary>The sums of a unit's own obligations, without its money, which depends on its plans.</summary>
    public static Sums OwnOf(UnitState state) => OwnOf(state.Obligations.Values.Aggregate(
        default(Sums), (sums, obligation) => sums + Contribution.Of(obligation).Sums));

    public static Sums OwnOf(Sums all) => all with { Planned = 0, Allocated = 0, Units = 0, UnitsSilent = 0, UnitPercents = 0 };
}
