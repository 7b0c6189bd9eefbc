namespace Hierarchy.Store;

/// <summary>Cached trees of earlier days. A tree holds from the day of one change to the day before the next.</summary>
internal sealed class DayTrees
{
    /// <summary>Maximum number of cached trees. Each is as large as the directory.</summary>
    private const int TreesMax = 8;

    private readonly Lock _building = new();
    private volatile Changes _changes = new([]);

    /// <summary>Whether nothing has changed since a day, so that its tree is today's.</summary>
    public bool IsLatest(DateOnly day) => _changes.Days is not [.., var last] || last <= day;

    /// <summary>The tree of a day, built unless it is cached.</summary>
    public UnitDirectory Of(DateOnly day, Func<UnitDirectory> build)
    {
        var changes = _changes;
        var place = changes.Days.BinarySearch(day);
        var turn = place >= 0 ? place + 1 : ~place;
        if (changes.Trees.TryGetValue(turn, out var known))
        {
            return known;
        }
        lock (_building)
        {
            if (changes.Trees.TryGetValue(turn, out known))
            {
                return known;
            }
            if (changes.Trees.Count >= TreesMax)
            {
                changes.Trees.Clear();
            }
            return changes.Trees[turn] = build();
        }
    }

    /// <summary>The units of a day under their names of that day, parents first. Leaves out units without a path to a root on that
    /// day.</summary>
    public static List<UnitEntry> Named(IEnumerable<UnitEntry> present, DateOnly day)
    {
        var children = ByParent(
            from entry in present
            let name = entry.AllNames.FirstOrDefault(name => name.IsOn(day))
            where name is not null
            select entry.Unit with { Name = name.Name, Kind = name.Kind, Parent = name.Parent, Code = name.Code });
        return [.. ParentsFirst(children, "").Select(unit => new UnitEntry(unit, 1, []) { IsClosed = false })];
    }

    /// <summary>All units at their places in the tree of a day, parents first.</summary>
    public static List<UnitEntry> Placed(IEnumerable<UnitEntry> present, DateOnly day)
    {
        Unit[] units = [.. present.Select(entry => entry.Unit with { Parent = PlaceOf(entry.AllNames, day).Parent })];
        var children = ByParent(units);
        var placed = ParentsFirst(children, "");
        if (placed.Count < units.Length)
        {
            // Back-dated acts may place two units below each other. Such a branch is attached to the root.
            var (top, known) = (placed[0].Id, placed.Select(unit => unit.Id).ToHashSet(StringComparer.Ordinal));
            foreach (var unit in units.OrderBy(unit => unit.Id, StringComparer.Ordinal).Where(unit => known.Add(unit.Id)))
            {
                placed.Add(unit with { Parent = top });
                placed.AddRange(ParentsFirst(children, unit.Id).Where(below => known.Add(below.Id)));
            }
        }
        return [.. placed.Select(unit => new UnitEntry(unit, 1, []))];
    }

    private static UnitName PlaceOf(ImmutableArray<UnitName> names, DateOnly day) => names is [var only] ? only
        : names.FirstOrDefault(name => name.IsOn(day)) ?? (names[0].From > day ? names[0] : names[^1]);

    private static ILookup<string, Unit> ByParent(IEnumerable<Unit> units) => units.ToLookup(unit => unit.Parent ?? "", StringComparer.Ordinal);

    private static List<Unit> ParentsFirst(ILookup<string, Unit> children, string top)
    {
        var sorted = new List<Unit>();
        var (next, seen) = (new Queue<string>([top]), new HashSet<string>([top], StringComparer.Ordinal));
        while (next.TryDequeue(out var above))
        {
            foreach (var unit in children[above].Where(unit => seen.Add(unit.Id)))
            {
                sorted.Add(unit);
                next.Enqueue(unit.Id);
            }
        }
        return sorted;
    }

    /// <summary>Adds days on which units changed and discards the cached trees.</summary>
    public void Add(SortedSet<DateOnly> days)
    {
        if (days.Count > 0 || _changes.Days.Length > 0)
        {
            days.UnionWith(_changes.Days);
            _changes = new Changes([.. days]);
        }
    }

    /// <summary>The days of changes in order, and the cached trees between them.</summary>
    private sealed record Changes(ImmutableArray<DateOnly> Days)
    {
        public ConcurrentDictionary<int, UnitDirectory> Trees { get; } = [];
    }
}
