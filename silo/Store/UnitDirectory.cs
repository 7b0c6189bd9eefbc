using System.Collections.Concurrent;
using Hierarchy.Grains.Plans;
using Hierarchy.Grains.Ports;
using Hierarchy.Grains.Units;
using Hierarchy.Store.Cluster;

namespace Hierarchy.Store;

/// <summary>
/// The hierarchy in memory, filled by a store: once when it opens, then with each registration and adoption as soon as that is on disk.
/// </summary>
/// <remarks>
/// Readers never wait: they see published arrays that nobody changes. A registration copies its parent's array of children, an adoption the
/// array of all plans. It learns of what other processes write only through <see cref="CatchUpAsync"/>.
/// </remarks>
public sealed class UnitDirectory : IUnitDirectory
{
    internal const char PathSeparator = '~';

    private readonly ConcurrentDictionary<string, Node> _units = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, PlanEntry> _plans = new(StringComparer.Ordinal);
    private readonly Lock _writing = new();
    // Stands above every root and is no unit itself.
    private readonly Node _top = new(null!, "", [], "");
    private readonly ConcurrentDictionary<(string Root, UnitKind Kind), int> _counts = [];
    private PlanEntry[] _newestFirst = [];

    /// <inheritdoc/>
    public event Action? Changed;

    /// <summary>Reads what other processes have written; null where there are none.</summary>
    internal CatchUp? Others { get; set; }

    /// <summary>How many units and plans are known.</summary>
    internal (int Units, int Plans) Count => (_units.Count, _plans.Count);

    /// <inheritdoc/>
    public Task CatchUpAsync() => Others?.RunAsync() ?? Task.CompletedTask;

    /// <inheritdoc/>
    public Unit? Find(string id) => _units.TryGetValue(id, out var node) ? node.Unit : null;

    /// <inheritdoc/>
    public IReadOnlyList<Unit> Children(string id) => _units.TryGetValue(id, out var node) ? node.Level.Units : [];

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
            Walk(node, unit =>
            {
                if (unit.Kind == kind)
                {
                    found.Add(unit);
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
        Walk(_top, all.Add);
        return all;
    }

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

    /// <summary>Takes in what is on disk, parents before children; of what it knows already, a plan may bear another
    /// title now. Tells the watchers once.</summary>
    internal void Add(IEnumerable<Unit> units, IEnumerable<PlanEntry> plans)
    {
        var changed = false;
        lock (_writing)
        {
            foreach (var unit in units)
            {
                changed |= Add(unit);
            }
            PlanEntry[] named = [.. plans];
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

    private bool Add(Unit unit)
    {
        if (_units.ContainsKey(unit.Id))
        {
            return false;
        }
        // A parent that another process registered a moment ago comes with the next refresh, and its children with it.
        if ((unit.Parent is null ? _top : _units.GetValueOrDefault(unit.Parent)) is not { } parent)
        {
            return false;
        }
        Unit[] ancestors = unit.Parent is null ? [] : [.. parent.Ancestors, parent.Unit];
        var node = new Node(unit, Vietnamese.SortKey(unit.Name), ancestors, $"{parent.Path}{unit.Id}{PathSeparator}");
        _units[unit.Id] = node;
        parent.Adopt(node);
        _counts.AddOrUpdate((node.Root, unit.Kind), 1, (_, count) => count + 1);
        return true;
    }

    private static void Walk(Node from, Action<Unit> visit)
    {
        foreach (var child in from.Level.Nodes)
        {
            visit(child.Unit);
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
    private sealed class Node(Unit unit, string sortKey, Unit[] ancestors, string path)
    {
        // One reference to both arrays, which are replaced and never changed: whoever reads sees them agree.
        private Level _level = new([], []);

        public Unit Unit => unit;

        public Unit[] Ancestors => ancestors;

        public string Path => path;

        public string Root => ancestors is [var top, ..] ? top.Id : unit.Id;

        public Level Level => Volatile.Read(ref _level);

        public void Adopt(Node child)
        {
            var (nodes, units) = _level;
            var at = ~Array.BinarySearch(nodes, child, Order.Instance);
            Volatile.Write(ref _level, new Level(
                [.. nodes.AsSpan(0, at), child, .. nodes.AsSpan(at)], [.. units.AsSpan(0, at), child.Unit, .. units.AsSpan(at)]));
        }

        private sealed class Order : IComparer<Node>
        {
            public static readonly Order Instance = new();

            public int Compare(Node? left, Node? right) =>
                (left!.Unit.Kind.CompareTo(right!.Unit.Kind), string.CompareOrdinal(left.SortKey, right.SortKey)) switch
                {
                    (0, 0) => string.CompareOrdinal(left.Unit.Id, right.Unit.Id),
                    (0, var byName) => byName,
                    (var byKind, _) => byKind,
                };
        }

        private string SortKey { get; } = sortKey + '\0' + unit?.Name;
    }

    private sealed record Level(Node[] Nodes, Unit[] Units);
}
