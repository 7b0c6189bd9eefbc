namespace Hierarchy.Store;

/// <summary>
/// The hierarchy in memory, filled by a store: once when it opens, then with each registration and adoption as soon as that is on disk.
/// </summary>
/// <remarks>
/// Readers never wait: they see published arrays that nobody changes. A registration copies its parent's array of children, an adoption the
/// array of all plans, a change of a unit the nodes of all that stands below it. It learns of what other processes write only through <see
/// cref="CatchUpAsync"/>.
/// </remarks>
public sealed class UnitDirectory : IUnitDirectory
{
    internal const char PathSeparator = '~';

    private readonly ConcurrentDictionary<string, Node> _units = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, PlanEntry> _plans = new(StringComparer.Ordinal);
    private readonly Lock _writing = new();
    // Stands above every root and is no unit itself.
    private readonly Node _top = new(new UnitEntry(null!, 0, []), new NamedUnit(null!, "", "", ""), [], "");
    private readonly ConcurrentDictionary<(string Root, UnitKind Kind), int> _counts = [];
    private readonly UnitDays _days = new();
    private long _changes;
    private readonly UnitDirectory? _present;
    private PlanEntry[] _newestFirst = [];

    /// <summary>One that knows nothing yet.</summary>
    public UnitDirectory() => Living = new LivingUnits(this);

    /// <summary>The tree of another day.</summary>
    /// <param name="units">Parents before children.</param>
    private UnitDirectory(UnitDirectory present, List<UnitEntry> units)
        : this()
    {
        _present = present;
        Add(units, [], present._newestFirst);
    }

    private LivingUnits Living { get; }

    private IEnumerable<UnitEntry> Entries => _units.Values.Select(node => node.Entry);

    /// <inheritdoc/>
    public event Action? Changed;

    /// <summary>Reads what other processes have written; null where there are none.</summary>
    internal CatchUp? Others { get; set; }

    /// <summary>How many units and plans are known, and the sum of the numbers of the events that made the units what they are, which rises
    /// with each change.</summary>
    internal (int Units, int Plans, long Changes) Count => (_units.Count, _plans.Count, Volatile.Read(ref _changes));

    /// <inheritdoc/>
    public Task CatchUpAsync() => Others?.RunAsync() ?? Task.CompletedTask;

    /// <inheritdoc/>
    public Unit? Find(string id) => _units.TryGetValue(id, out var node) ? node.Unit : null;

    /// <inheritdoc/>
    public IReadOnlyList<Unit> Children(string id) => _units.TryGetValue(id, out var node) ? node.Level.Units : [];

    /// <inheritdoc/>
    public IReadOnlyList<Unit> Closed(string id) => _units.TryGetValue(id, out var node) ? node.Level.Closed : [];

    /// <inheritdoc/>
    public IReadOnlyList<Unit> Ancestors(string id) => _units.TryGetValue(id, out var node) ? node.Ancestors : [];

    /// <inheritdoc/>
    /// <remarks>False for a unit that does not exist, even of itself. Cost: the depth of the unit.</remarks>
    public bool IsAtOrBelow(string id, string ancestor) =>
        _units.TryGetValue(id, out var node) && (id == ancestor || Array.Exists(node.Ancestors, unit => unit.Id == ancestor));

    /// <inheritdoc/>
    /// <remarks>Cost: the units below.</remarks>
    public IReadOnlyList<Unit> Below(string id, UnitKind kind)
    {
        var found = new List<Unit>();
        if (_units.TryGetValue(id, out var node))
        {
            Walk(node, below =>
            {
                if (below.Unit.Kind == kind && !below.Entry.IsClosed)
                {
                    found.Add(below.Unit);
                }
            });
        }
        return found;
    }

    /// <inheritdoc/>
    public int CountInTree(string id, UnitKind kind) =>
        _units.TryGetValue(id, out var node) ? _counts.GetValueOrDefault((node.Root, kind)) : 0;

    /// <inheritdoc/>
    /// <remarks>Cost: all units.</remarks>
    public IReadOnlyList<Unit> All()
    {
        var all = new List<Unit>(_units.Count);
        Walk(_top, node => all.Add(node.Unit));
        return all;
    }

    /// <inheritdoc/>
    public IEnumerable<NamedUnit> Named() => _units.Values.Select(node => node.Named);

    /// <inheritdoc/>
    /// <remarks>Cost: the units below.</remarks>
    public IReadOnlyList<Unit> Subtree(string id)
    {
        var found = new List<Unit>();
        if (_units.TryGetValue(id, out var node))
        {
            found.Add(node.Unit);
            Walk(node, below => found.Add(below.Unit));
        }
        return found;
    }

    /// <inheritdoc/>
    public IReadOnlyList<Unit> ByCode(string code) => _present is null
        ? [.. _days.Bearers(code).Select(Find).OfType<Unit>()]
        : [.. _present._days.Bearers(code).Select(Find).OfType<Unit>().Where(unit => unit.Code == code)];

    /// <inheritdoc/>
    public IReadOnlyList<UnitName> Names(string id) =>
        _present?.Names(id) ?? (_units.TryGetValue(id, out var node) ? node.Entry.AllNames : []);

    /// <inheritdoc/>
    public IReadOnlyList<Lineage> Predecessors(string id) => (_present ?? this).Standing((_present ?? this)._days.Predecessors(id));

    /// <inheritdoc/>
    public IReadOnlyList<Lineage> Successors(string id) => (_present ?? this).Standing((_present ?? this)._days.Successors(id));

    /// <summary>But for what a reorganisation said that is not carried out yet, or was undone: its old units have not ended.</summary>
    private ImmutableArray<Lineage> Standing(ImmutableArray<Lineage> all) =>
        all.Any(IsUndone) ? [.. all.Where(lineage => !IsUndone(lineage))] : all;

    private bool IsUndone(Lineage lineage) => lineage.Reorganisation is not null && Find(lineage.Old) is { IsClosed: false };

    /// <inheritdoc/>
    public IUnitDirectory At(DateOnly day) => _present is not null ? _present.At(day)
        : IsUnchangedSince(day) ? Living
        : _days.Trees.Of(day, () => new UnitDirectory(this, DayTrees.Named(Entries, day)));

    /// <inheritdoc/>
    public bool IsUnchangedSince(DateOnly day) => _present is null && _days.Trees.IsLatest(day);

    /// <inheritdoc/>
    IUnitDirectory IUnitDirectory.StandingOn(DateOnly day) => StandingOn(day);

    /// <inheritdoc cref="IUnitDirectory.StandingOn"/>
    internal UnitDirectory StandingOn(DateOnly day) => _present is not null ? _present.StandingOn(day)
        : _days.Places.IsLatest(day) ? this
        : _days.Places.Of(day, () => new UnitDirectory(this, DayTrees.Placed(Entries, day)));

    /// <inheritdoc/>
    public PlanEntry? FindPlan(string id) => _plans.GetValueOrDefault(id);

    /// <inheritdoc/>
    /// <remarks>
    /// Newest by the day of adoption, or by 1 January of its first year where none is recorded; then by id. Cost: all plans.
    /// </remarks>
    public IReadOnlyList<PlanEntry> PlansAtOrBelow(string id) =>
        _units.ContainsKey(id) ? [.. Volatile.Read(ref _newestFirst).Where(plan => IsAtOrBelow(plan.Owner, id))] : [];

    internal static PlanEntry EntryOf(Plan plan) => new(
        plan.Id, plan.Owner, plan.Title, plan.StartYear, plan.EndYear, plan.AdoptedOn, plan.Number);

    /// <summary>Ids from the root down to the unit, each followed by <c>~</c>; null for an unknown unit.</summary>
    internal string? PathOf(string id) => _units.TryGetValue(id, out var node) ? node.Path : null;

    /// <summary>The first string after all paths at or below a unit: the last letter of its path, the separator, gives way to the next
    /// one.</summary>
    internal static string? AfterBelow(string? path) => path is null ? null : path[..^1] + (char)(PathSeparator + 1);

    /// <summary>Whether every unit stands at or below this one.</summary>
    internal bool IsOnlyRoot(string id) => _top.Level.Units is [var root] && root.Id == id;

    /// <summary>Takes in what is on disk, parents before children; of what it knows already, a unit may have changed and a plan may bear
    /// another title now. Tells the watchers once.</summary>
    internal void Add(IEnumerable<UnitEntry> units, IEnumerable<Lineage> lineage, IEnumerable<PlanEntry> plans)
    {
        var changed = false;
        lock (_writing)
        {
            var taken = units.Where(Take).ToList();
            _days.Add(taken);
            _days.Add(lineage);
            PlanEntry[] named = [.. plans];
            changed = taken.Count > 0;
            changed |= Retitle(named);
            PlanEntry[] fresh = [.. named.Where(plan => _plans.TryAdd(plan.Id, plan))];
            if (fresh.Length > 0)
            {
                changed = true;
                Volatile.Write(ref _newestFirst, Merged(_newestFirst, fresh));
            }
        }
        if (changed)
        {
            Announce();
        }
    }

    private bool Retitle(PlanEntry[] plans)
    {
        PlanEntry[] retitled = [.. plans.Where(plan => _plans.TryGetValue(plan.Id, out var known) && known.Title != plan.Title)];
        if (retitled.Length == 0)
        {
            return false;
        }
        foreach (var plan in retitled)
        {
            _plans[plan.Id] = plan;
        }
        // Titles decide no order.
        Volatile.Write(ref _newestFirst, [.. _newestFirst.Select(plan => _plans[plan.Id])]);
        return true;
    }

    private void Announce()
    {
        try
        {
            Changed?.Invoke();
        }
        catch (Exception)
        {
            // A watcher's fault must not look like that of the append, which is on disk.
        }
    }

    private bool Take(UnitEntry entry)
    {
        var unit = entry.Unit;
        var known = _units.GetValueOrDefault(unit.Id);
        // A parent that another process registered a moment ago comes with the next refresh, and its children with it.
        if (known?.Entry.Seq >= entry.Seq || (unit.Parent is null ? _top : _units.GetValueOrDefault(unit.Parent)) is not { } parent)
        {
            return false;
        }
        if (known is not null)
        {
            Walk(known, below => Counted(known.Root, below.Unit.Kind, -1));
            Counted(known.Root, known.Unit.Kind, -1);
            ParentOf(known).Release(known);
        }
        var node = Place(entry, parent, known?.Level.Nodes ?? []);
        parent.Adopt(node);
        _changes += entry.Seq - (known?.Entry.Seq ?? 0);
        return true;
    }

    /// <summary>A unit in its place with all that stands below it, which the tree does not know yet.</summary>
    private Node Place(UnitEntry entry, Node parent, Node[] below)
    {
        var unit = entry.Unit;
        Unit[] ancestors = ReferenceEquals(parent, _top) ? [] : [.. parent.Ancestors, parent.Unit];
        var node = new Node(entry, NamedUnit.Of(unit), ancestors, $"{parent.Path}{unit.Id}{PathSeparator}");
        node.Fill([.. below.Select(child => Place(child.Entry, node, child.Level.Nodes))]);
        _units[unit.Id] = node;
        Counted(node.Root, unit.Kind, 1);
        return node;
    }

    private Node ParentOf(Node node) => node.Ancestors is [.., var above] ? _units[above.Id] : _top;

    private void Counted(string root, UnitKind kind, int more) => _counts.AddOrUpdate((root, kind), more, (_, count) => count + more);

    private static void Walk(Node from, Action<Node> visit)
    {
        foreach (var child in from.Level.Nodes)
        {
            visit(child);
            Walk(child, visit);
        }
    }

    private static PlanEntry[] Merged(PlanEntry[] sorted, PlanEntry[] fresh)
    {
        if (fresh is [var one])
        {
            var at = Array.BinarySearch(sorted, one, NewestFirst.Instance);
            return [.. sorted.AsSpan(0, ~at), one, .. sorted.AsSpan(~at)];
        }
        PlanEntry[] all = [.. sorted, .. fresh];
        Array.Sort(all, NewestFirst.Instance);
        return all;
    }

    private sealed class NewestFirst : IComparer<PlanEntry>
    {
        public static readonly NewestFirst Instance = new();

        public int Compare(PlanEntry? left, PlanEntry? right)
        {
            var byDay = DayOf(right!).CompareTo(DayOf(left!));
            return byDay != 0 ? byDay : string.CompareOrdinal(left!.Id, right!.Id);
        }

        private static DateOnly DayOf(PlanEntry plan) => plan.AdoptedOn ?? new DateOnly(Math.Clamp(plan.StartYear, 1, 9999), 1, 1);
    }

    /// <summary>A unit and what hangs right below it.</summary>
    private sealed class Node(UnitEntry entry, NamedUnit named, Unit[] ancestors, string path)
    {
        // One reference to all arrays, which are replaced and never changed: whoever reads sees them agree.
        private Level _level = Level.None;

        public UnitEntry Entry => entry;

        public Unit Unit => entry.Unit;

        public NamedUnit Named => named;

        public Unit[] Ancestors => ancestors;

        public string Path => path;

        public string Root => ancestors is [var top, ..] ? top.Id : Unit.Id;

        public Level Level => Volatile.Read(ref _level);

        public void Adopt(Node child)
        {
            var nodes = _level.Nodes;
            var at = ~Array.BinarySearch(nodes, child, Order.Instance);
            Node[] all = [.. nodes.AsSpan(0, at), child, .. nodes.AsSpan(at)];
            // A list of the country is registered unit by unit: each costs two copies, as long as nothing there has ended.
            var (units, closed) = (_level.Units, _level.Closed);
            Volatile.Write(ref _level, closed.Length > 0 || child.Entry.IsClosed
                ? Level.Of(all)
                : new Level(all, [.. units.AsSpan(0, at), child.Unit, .. units.AsSpan(at)], closed));
        }

        public void Release(Node child) => Fill(Array.FindAll(_level.Nodes, node => node.Unit.Id != child.Unit.Id));

        /// <param name="children">In their order.</param>
        public void Fill(Node[] children) => Volatile.Write(ref _level, Level.Of(children));

        private sealed class Order : IComparer<Node>
        {
            public static readonly Order Instance = new();

            public int Compare(Node? left, Node? right) =>
                (left!.Unit.Kind.CompareTo(right!.Unit.Kind), string.CompareOrdinal(left.Named.SortKey, right.Named.SortKey)) switch
                {
                    (0, 0) => string.CompareOrdinal(left.Unit.Id, right.Unit.Id),
                    (0, var byName) => byName,
                    (var byKind, _) => byKind,
                };
        }
    }

    /// <param name="Nodes">Of all that hangs there.</param>
    /// <param name="Units">Those that there are.</param>
    /// <param name="Closed">Those that have ended.</param>
    private sealed record Level(Node[] Nodes, Unit[] Units, Unit[] Closed)
    {
        public static readonly Level None = new([], [], []);

        public static Level Of(Node[] nodes) => nodes.Length == 0 ? None : new(
            nodes,
            [.. nodes.Where(node => !node.Entry.IsClosed).Select(node => node.Unit)],
            [.. nodes.Where(node => node.Entry.IsClosed).Select(node => node.Unit)]);
    }
}
