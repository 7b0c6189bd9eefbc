namespace Hierarchy.Api.Units;

/// <summary>Today's map, rebuilt when the directory has changed. Thread-safe.</summary>
internal sealed class TodaysMap
{
    private readonly IUnitDirectory _directory;
    private long _changes;
    private Kept? _kept;

    public TodaysMap(IUnitDirectory directory)
    {
        _directory = directory;
        directory.Changed += () => Interlocked.Increment(ref _changes);
    }

    public RestatedMap Read()
    {
        // Read first: a concurrent change is announced after it is visible.
        var changes = Interlocked.Read(ref _changes);
        var kept = Volatile.Read(ref _kept);
        if (kept?.Changes != changes)
        {
            kept = new Kept(changes, new RestatedMap(_directory));
            Volatile.Write(ref _kept, kept);
        }
        return kept.Map;
    }

    private sealed record Kept(long Changes, RestatedMap Map);
}

/// <summary>A cell of a unit and everything below it.</summary>
internal readonly record struct CellAt(string Unit, Cell Cell);

/// <summary>Branches of the tree whose figures are added, and branches whose figures are subtracted.</summary>
internal sealed record Branches(IReadOnlyList<string> More, IReadOnlyList<string> Less)
{
    /// <summary>A unit with the branches that are read with it.</summary>
    public static Branches Of(string unit, Composition with) => new([unit, .. with.More], with.Less);

    /// <summary>The resulting single units.</summary>
    public IReadOnlyList<string> Units(IUnitDirectory directory) => Composition.UnitsOf(More, Less, directory);
}

/// <summary>The tree and the day of requested figures.</summary>
/// <param name="IsRestated">Whether on today's map.</param>
/// <param name="Day">The day by which they are judged.</param>
/// <param name="Past">That day if it is past; null for the present.</param>
internal sealed record Standpoint(bool IsRestated, DateOnly Day, DateOnly? Past)
{
    public static Standpoint Of(TreeView? tree, DateOnly? asOf, Backend backend)
    {
        var day = Texts.Day(asOf, "asOf") ?? backend.Today;
        return new Standpoint(tree == TreeView.Restated, day, day < backend.Today ? day : null);
    }

    /// <summary>The tree of units: that of the day, unless figures are restated.</summary>
    public IUnitDirectory TreeOf(Backend backend) => Past is { } day && !IsRestated ? backend.Directory.StandingOn(day) : backend.Directory;

    /// <summary>The branches from which a unit is read.</summary>
    public Branches Whole(string unit, Backend backend) => Branches.Of(unit, IsRestated ? backend.Map.Of(unit) : Composition.Nothing);

    /// <summary>The same by child. The part of the unit itself comes first and has the unit's id; on today's map it includes units that
    /// continued in it, and units divided among its children.</summary>
    public IReadOnlyList<(Unit Unit, Branches Of)> Parts(string unit, Backend backend)
    {
        var (directory, map, at) = (TreeOf(backend), backend.Map, backend.Directory.Find(unit)!);
        var parts = IsRestated ? map.PartsOf(unit) : RestatedParts.None;
        IReadOnlyList<Unit> below = [.. directory.Children(unit), .. directory.Closed(unit)];
        var standsAlone = !IsRestated || at.IsClosed;
        return
        [
            (at, new Branches(
                [unit, .. parts.Own.More, .. parts.Divided.More],
                [.. below.Select(child => child.Id), .. parts.Own.Less, .. parts.Divided.Less])),
            .. below.Where(child => standsAlone || !child.IsClosed)
                .Select(child => (child, Branches.Of(child.Id, standsAlone ? Composition.Nothing : map.Of(child.Id)))),
            .. parts.Ended.Select(ended => (directory.Find(ended.Unit)!, new Branches(ended.Of.More, ended.Of.Less))),
        ];
    }
}

/// <summary>A cell of branches.</summary>
internal sealed record Part(IReadOnlyList<string> More, IReadOnlyList<string> Less, Cell Cell)
{
    public static Part Of(Branches branches, Cell cell) => new(branches.More, branches.Less, cell);

    public IEnumerable<CellAt> Keys => More.Concat(Less).Select(KeyOf);

    /// <summary>A unit with the branches that are read with it.</summary>
    public static Part Of(string unit, Composition with, Cell cell) => new([unit, .. with.More], with.Less, cell);

    public CellAt KeyOf(string unit) => new(unit, Cell);
}

/// <summary>Adds the figures of several units up to those of one on today's map.</summary>
internal static class RestatedReads
{
    /// <summary>The sums of parts, all read together.</summary>
    /// <param name="past">Past days, ascending, for which sums are wanted besides the present ones.</param>
    /// <param name="onTodaysMap">Whether past days use today's tree; otherwise the tree of each day.</param>
    /// <param name="make">Creates the result; receives a function that reads the sum of a part, for a past day or the present.</param>
    public static IDataLoaderResult Sums(
        IReadOnlyList<Part> parts, ImmutableArray<DateOnly> past, bool onTodaysMap, IUnitDirectory directory, CallContext call,
        Func<Func<Part, DateOnly?, Reading>, object> make)
    {
        CellAt[] keys = [.. parts.SelectMany(part => part.Keys).Distinct()];
        ShowParents(keys, directory, call);
        return Together(keys, key => UnitReads.Whole(directory.Find(key.Unit)!, key.Cell, call), call).Then(object (now) => past.IsEmpty
            ? make((part, _) => SumOf(part, key => now[key]))
            : Together(keys, key => PastReads.Figures(key.Unit, key.Cell, past, onTodaysMap, directory, call), call).Then(object (then) =>
                make((part, day) => SumOf(part, key => day is { } on ? PastReads.ReadingOf(then[key], on, now[key]) : now[key]))));
    }

    private static IDataLoaderResult<IReadOnlyDictionary<CellAt, T>> Together<T>(
        CellAt[] keys, Func<CellAt, IDataLoaderResult<T>> read, CallContext call)
    {
        Load<T>[] loads = [.. keys.Select(key => (Load<T>)read(key))];
        return new Made<IReadOnlyDictionary<CellAt, T>>(call, () => keys.Zip(loads).ToDictionary(pair => pair.First, pair => pair.Second.Value));
    }

    private static Reading SumOf(Part part, Func<CellAt, Reading> read)
    {
        var (measures, version) = (Measures.Zero, 0L);
        foreach (var reading in part.More.Select(part.KeyOf).Select(read))
        {
            (measures, version) = (measures + reading.Measures, version + reading.Version);
        }
        foreach (var reading in part.Less.Select(part.KeyOf).Select(read))
        {
            (measures, version) = (measures - reading.Measures, version + reading.Version);
        }
        return new Reading(measures, version);
    }

    /// <summary>Units with the same parent are read from it with one call.</summary>
    private static void ShowParents(CellAt[] keys, IUnitDirectory directory, CallContext call)
    {
        foreach (var siblings in keys.Select(key => key.Unit).Distinct().GroupBy(unit => directory.Find(unit)!.Parent))
        {
            if (siblings.Key is { } parent && siblings.Skip(1).Any())
            {
                UnitReads.ShowChildren(parent, call);
            }
        }
    }
}
