namespace Hierarchy.Store;

/// <summary>
/// The hierarchy in memory. A store fills it when it opens, then adds each registration and adoption as soon as that is on disk.
/// </summary>
/// <remarks>
/// Readers never wait: published arrays are immutable. A registration copies its parent's array of children, an adoption copies the array
/// of all plans, and a change of a unit copies the nodes of all units below it. Writes of other processes are loaded only by <see
/// cref="CatchUpAsync"/>.
/// </remarks>
public sealed class UnitDirectory : IUnitDirectory
{
    internal const char PathSeparator = '~';

    private readonly ConcurrentDictionary<string, Node> _units = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, PlanEntry> _plans = new(StringComparer.Ordinal);
    private readonly Lock _writing = new();
    // Parent of every root; not a unit itself.
    private readonly Node _top = new(new UnitEntry(null!, 0, []), new NamedUnit(null!, "", "", ""), [], "");
    private readonly ConcurrentDictionary<(string Root, UnitKind Kind), int> _counts = [];
    private readonly UnitDays _days = new();
    private long _changes;
    private readonly UnitDirectory? _present;
    private PlanEntry[] _newestFirst = [];

    /// <summary>Creates an empty directory.</summary>
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

    /// <summary>Loads what other processes have written; null if there are none.</summary>
    internal CatchUp? Others { get; set; }

    /// <summary>The number of units, the number of plans, and the sum of the sequence numbers at which the units last changed. The sum
    /// grows with each change.</summary>
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
    /// <remarks>Cost: the number of units below.</remarks>
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
    /// <remarks>Cost: the number of units below.</remarks>
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

    /// <summary>Leaves out the lineage of a reorganisation that is not carried out yet or was undone: its old units have not
    /// ended.</summary>
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
    /// Newest first by the day of adoption, or by 1 January of the first year if none is recorded; then by id. Cost: all plans.
    /// </remarks>
    public IReadOnlyList<PlanEntry> PlansAtOrBelow(string id) =>
        _units.ContainsKey(id) ? [.. Volatile.Read(ref _newestFirst).Where(plan => IsAtOrBelow(plan.Owner, id))] : [];

    internal static PlanEntry EntryOf(Plan plan) => new(
        plan.Id, plan.Owner, plan.Title, plan.StartYear, plan.EndYear, plan.AdoptedOn, plan.Number);

    /// <summary>Ids from the root down to the unit, each followed by <c>~</c>; null for an unknown unit.</summary>
    internal string? PathOf(string id) => _units.TryGetValue(id, out var node) ? node.Path : null;

    /// <summary>The first string after all paths at or below a unit: its path with the final separator replaced by the next
    /// character.</summary>
    internal static string? AfterBelow(string? path) => path is null ? null : path[..^1] + (char)(PathSeparator + 1);

    /// <summary>Whether every unit is at or below this one.</summary>
    internal bool IsOnlyRoot(string id) => _top.Level.Units is [var root] && root.Id == id;

    /// <summary>Adds what is on disk, parents before children. Updates known units that have changed and known plans that have a new title.
    /// Raises <see cref="Changed"/> at most once.</summary>
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
        // The order does not depend on titles.
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
            // An exception of a subscriber must not look like a failure of the append, which is on disk.
        }
    }

    private bool Take(UnitEntry entry)
    {
        var unit = entry.Unit;
        var known = _units.GetValueOrDefault(unit.Id);
        // If another process has just registered the parent, the next refresh loads it and its children.
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

    /// <summary>Creates the node of a unit and copies of all nodes below it. Does not add it to its parent.</summary>
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

    /// <summary>A unit and its children.</summary>
    private sealed class Node(UnitEntry entry, NamedUnit named, Unit[] ancestors, string path)
    {
        // One reference to immutable arrays that are replaced together, so that readers see them consistent.
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
            // A whole country is registered unit by unit. Each costs two array copies, as long as no sibling has ended.
            var (units, closed) = (_level.Units, _level.Closed);
            Volatile.Write(ref _level, closed.Length > 0 || child.Entry.IsClosed
                ? Level.Of(all)
                : new Level(all, [.. units.AsSpan(0, at), child.Unit, .. units.AsSpan(at)], closed));
        }

        public void Release(Node child) => Fill(Array.FindAll(_level.Nodes, node => node.Unit.Id != child.Unit.Id));

        /// <param name="children">Sorted.</param>
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

    /// <param name="Nodes">The nodes of all children.</param>
    /// <param name="Units">The children that have not ended.</param>
    /// <param name="Closed">The children that have ended.</param>
    private sealed record Level(Node[] Nodes, Unit[] Units, Unit[] Closed)
    {
        public static readonly Level None = new([], [], []);

        public static Level Of(Node[] nodes) => nodes.Length == 0 ? None : new(
            nodes,
            [.. nodes.Where(node => !node.Entry.IsClosed).Select(node => node.Unit)],
            [.. nodes.Where(node => node.Entry.IsClosed).Select(node => node.Unit)]);
    }
}
