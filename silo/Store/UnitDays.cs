namespace Hierarchy.Store;

/// <summary>A unit as a store holds it.</summary>
/// <param name="Seq">The sequence number of the event that led to this state; the higher one is newer.</param>
/// <param name="Names">All its names; empty if it has only ever had one.</param>
internal sealed record UnitEntry(Unit Unit, long Seq, ImmutableArray<UnitName> Names)
{
    public static UnitEntry? Of(Append append) => (append.Changed ?? append.Registered) is { } unit
        ? new UnitEntry(unit, append.ExpectedSeq + append.Events.Length, append.Names.Length > 1 ? append.Names : [])
        : null;

    /// <summary>Whether the unit has ended; always false in the tree of a past day.</summary>
    public bool IsClosed { get; init; } = Unit?.IsClosed == true;

    public ImmutableArray<UnitName> AllNames => Names.IsDefaultOrEmpty ? [UnitName.Of(Unit)] : Names;
}

/// <summary>The history of units beside today's tree: the units that have had a code, the lineage of units, and the trees of earlier
/// days.</summary>
internal sealed class UnitDays
{
    private readonly ConcurrentDictionary<string, ImmutableArray<string>> _bearers = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, ImmutableArray<Lineage>> _before = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, ImmutableArray<Lineage>> _after = new(StringComparer.Ordinal);

    /// <summary>Trees by the days on which anything changed.</summary>
    public DayTrees Trees { get; } = new();

    /// <summary>Trees by the days on which a unit moved.</summary>
    public DayTrees Places { get; } = new();

    /// <summary>The ids of units that have or had a code.</summary>
    public ImmutableArray<string> Bearers(string code) => _bearers.GetValueOrDefault(code, []);

    public ImmutableArray<Lineage> Predecessors(string id) => _before.GetValueOrDefault(id, []);

    public ImmutableArray<Lineage> Successors(string id) => _after.GetValueOrDefault(id, []);

    /// <summary>Adds units that are new or have changed.</summary>
    public void Add(IReadOnlyCollection<UnitEntry> changed)
    {
        var (days, moves) = (new SortedSet<DateOnly>(), new SortedSet<DateOnly>());
        foreach (var entry in changed)
        {
            var before = entry.AllNames[0];
            foreach (var name in entry.AllNames)
            {
                if (name.Parent != before.Parent)
                {
                    moves.Add(name.From!.Value);
                }
                before = name;
                if (name.Code is { } code)
                {
                    Put(_bearers, code, entry.Unit.Id);
                }
                if (name.From is { } from)
                {
                    days.Add(from);
                }
                if (name.To is { } to)
                {
                    days.Add(to.AddDays(1));
                }
            }
        }
        if (changed.Count > 0)
        {
            Trees.Add(days);
            Places.Add(moves);
        }
    }

    public void Add(IEnumerable<Lineage> lineage)
    {
        foreach (var one in lineage)
        {
            Put(_before, one.New, one);
            Put(_after, one.Old, one);
        }
    }

    private static void Put(ConcurrentDictionary<string, ImmutableArray<string>> of, string key, string unit) =>
        of.AddOrUpdate(key, [unit], (_, known) => known.Contains(unit) ? known : known.Add(unit));

    private static void Put(ConcurrentDictionary<string, ImmutableArray<Lineage>> of, string key, Lineage lineage) => of.AddOrUpdate(
        key, [lineage],
        (_, known) =>
        {
            var same = known.FirstOrDefault(other => (other.Old, other.New, other.On) == (lineage.Old, lineage.New, lineage.On));
            return same is not null
                ? known.Replace(same, same.With(lineage))
                : [.. known.Add(lineage).OrderBy(other => other.On).ThenBy(other => other.Old, StringComparer.Ordinal)
                    .ThenBy(other => other.New, StringComparer.Ordinal)];
        });
}

/// <summary>Today's tree: the directory without units that have ended.</summary>
internal sealed class LivingUnits(UnitDirectory directory) : IUnitDirectory
{
    /// <inheritdoc/>
    public event Action? Changed
    {
        add => directory.Changed += value;
        remove => directory.Changed -= value;
    }

    public Unit? Find(string id) => directory.Find(id) is { IsClosed: false } unit ? unit : null;

    public IReadOnlyList<Unit> Children(string id) => directory.Children(id);

    public IReadOnlyList<Unit> Ancestors(string id) => Find(id) is null ? [] : directory.Ancestors(id);

    public bool IsAtOrBelow(string id, string ancestor) =>
        Find(id) is not null && Find(ancestor) is not null && directory.IsAtOrBelow(id, ancestor);

    public IReadOnlyList<Unit> Below(string id, UnitKind kind) => directory.Below(id, kind);

    public IReadOnlyList<Unit> All() => [.. directory.All().Where(unit => !unit.IsClosed)];

    public IEnumerable<NamedUnit> Named() => directory.Named().Where(named => !named.Unit.IsClosed);

    public IReadOnlyList<Unit> ByCode(string code) => [.. directory.ByCode(code).Where(unit => !unit.IsClosed && unit.Code == code)];

    public IReadOnlyList<UnitName> Names(string id) => directory.Names(id);

    public IReadOnlyList<Lineage> Predecessors(string id) => directory.Predecessors(id);

    public IReadOnlyList<Lineage> Successors(string id) => directory.Successors(id);

    public IUnitDirectory At(DateOnly day) => directory.At(day);

    public bool IsUnchangedSince(DateOnly day) => directory.IsUnchangedSince(day);

    public IUnitDirectory StandingOn(DateOnly day) => directory.StandingOn(day);

    public PlanEntry? FindPlan(string id) => directory.FindPlan(id);

    public IReadOnlyList<PlanEntry> PlansAtOrBelow(string id) => Find(id) is null ? [] : directory.PlansAtOrBelow(id);
}
