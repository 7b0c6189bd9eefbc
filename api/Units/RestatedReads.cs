namespace Hierarchy.Api.Units;

/// <summary>The map of today, made anew when the directory has changed. Thread-safe.</summary>
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
        // Read first: a change that comes meanwhile is announced after it can be seen.
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

/// <summary>A cell of a unit and all below it.</summary>
internal readonly record struct CellAt(string Unit, Cell Cell);

/// <summary>Units whose figures are added up, each with all below it, and those whose figures are taken away.</summary>
internal sealed record Branches(IReadOnlyList<string> More, IReadOnlyList<string> Less)
{
    /// <summary>A unit and what is read with it.</summary>
    public static Branches Of(string unit, Composition with) => new([unit, .. with.More], with.Less);

    /// <summary>The units that they come to, each alone.</summary>
    public IReadOnlyList<string> Units(IUnitDirectory directory) => Composition.UnitsOf(More, Less, directory);
}

/// <summary>Which tree figures are asked for, and of which day.</summary>
/// <param name="IsRestated">On today's map; otherwise as everything stands.</param>
/// <param name="Day">By which they are judged.</param>
/// <param name="Past">That day where it has passed; null for the present.</param>
internal sealed record Standpoint(bool IsRestated, DateOnly Day, DateOnly? Past)
{
    public static Standpoint Of(TreeView? tree, DateOnly? asOf, Backend backend)
    {
        var day = Texts.Day(asOf, "asOf") ?? backend.Today;
        return new Standpoint(tree == TreeView.Restated, day, day < backend.Today ? day : null);
    }

    /// <summary>The tree in which units stand below each other: as they stood on that day, unless figures are restated.</summary>
    public IUnitDirectory TreeOf(Backend backend) => Past is { } day && !IsRestated ? backend.Directory.StandingOn(day) : backend.Directory;

    /// <summary>What a unit is read from.</summary>
    public Branches Whole(string unit, Backend backend) => Branches.Of(unit, IsRestated ? backend.Map.Of(unit) : Composition.Nothing);

    /// <summary>The same cut by child: what stands at the unit itself and at no child bears the unit, and comes first. On today's map that
    /// is what went on in it, and what was divided among its children.</summary>
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

/// <summary>A cell of such branches.</summary>
internal sealed record Part(IReadOnlyList<string> More, IReadOnlyList<string> Less, Cell Cell)
{
    public static Part Of(Branches branches, Cell cell) => new(branches.More, branches.Less, cell);

    public IEnumerable<CellAt> Keys => More.Concat(Less).Select(KeyOf);

    /// <summary>A unit and what is read with it.</summary>
    public static Part Of(string unit, Composition with, Cell cell) => new([unit, .. with.More], with.Less, cell);

    public CellAt KeyOf(string unit) => new(unit, Cell);
}

/// <summary>Figures of several units, added up to those of one on today's map.</summary>
internal static class RestatedReads
{
    /// <summary>What each part adds up to, all read at once.</summary>
    /// <param name="past">Past days, ascending, for which the sums are wanted beside those of the present.</param>
    /// <param name="onTodaysMap">Whether on past days what stands below a unit today counts there; otherwise what stood there.</param>
    /// <param name="make">Is told how to read the sum of a part, on a past day or at present.</param>
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

    /// <summary>Units that stand below the same one are read from it, all by one question.</summary>
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
