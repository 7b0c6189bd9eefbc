namespace Hierarchy.Grains.Units;

/// <summary>
/// Where on today's map everything stands that units which have ended hold: at the one unit in which such a unit goes on as a whole; of one
/// that was divided, at the lowest unit in which all its parts are; of one without a successor, where it stood. Each unit stands at one
/// place, so that restated figures add up as the others do.
/// </summary>
/// <remarks>Of the directory as it is when this is made. Cost: all units, and more for those that have ended or moved.</remarks>
public sealed class RestatedMap
{
    private readonly IUnitDirectory _directory;
    private readonly Dictionary<string, Place> _places = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Gathered> _wholes = new(StringComparer.Ordinal);
    private readonly Dictionary<string, HeldParts> _parts = new(StringComparer.Ordinal);
    private readonly Dictionary<string, HashSet<string>> _former = new(StringComparer.Ordinal);

    public RestatedMap(IUnitDirectory directory)
    {
        _directory = directory;
        foreach (var unit in directory.All())
        {
            if (unit.IsClosed)
            {
                Enter(unit, PlaceOf(unit));
            }
            EnterFormer(unit);
        }
    }

    /// <summary>Whether a unit is restated otherwise than it stands, or is cut otherwise.</summary>
    public bool IsAbout(string unit) => _wholes.ContainsKey(unit) || _parts.ContainsKey(unit) || _directory.Closed(unit).Count > 0
        || (_directory.Find(unit) is { IsClosed: true } closed && !WithPredecessors(closed).IsNothing)
        || _directory.Children(unit).Any(child => _wholes.ContainsKey(child.Id));

    /// <summary>What is read together with a unit for its restated figures.</summary>
    public Composition Of(string unit) => _directory.Find(unit) is { IsClosed: true } closed ? WithPredecessors(closed)
        : _wholes.TryGetValue(unit, out var gathered) ? gathered.Composition
        : Composition.Nothing;

    /// <summary>What is restated to a unit itself, and to no unit below it.</summary>
    public RestatedParts PartsOf(string unit)
    {
        if (_directory.Find(unit) is { IsClosed: true } closed)
        {
            return new RestatedParts(WithPredecessors(closed), [], Composition.Nothing);
        }
        return _parts.TryGetValue(unit, out var parts)
            ? new RestatedParts(
                parts.Own.Composition, [.. parts.Ended.Select(ended => (ended.Key, ended.Value.Composition))], parts.Divided.Composition)
            : RestatedParts.None;
    }

    /// <summary>The unit and those that have gone on in it as a whole, each without what stands below it.</summary>
    public ImmutableArray<string> Selves(string unit) =>
        _parts.TryGetValue(unit, out var parts) && _directory.Find(unit) is { IsClosed: false } ? [unit, .. parts.Selves] : [unit];

    /// <summary>The unit that there is at which a unit itself stands on this map; null for what has no place on it.</summary>
    public string? At(string unit) => _places.TryGetValue(unit, out var place) ? place.Unit : unit;

    /// <summary>The units below which one that stands at or below this one has stood before.</summary>
    public IReadOnlyCollection<string> FormerlyAbove(string unit) => _former.TryGetValue(unit, out var former) ? former : [];

    /// <summary>All units by the one at which each stands.</summary>
    public ILookup<string, string> Standing() => _directory.All().Select(unit => (unit.Id, Place: At(unit.Id))).Where(unit => unit.Place is not null)
        .ToLookup(unit => unit.Place!, unit => unit.Id, StringComparer.Ordinal);

    /// <summary>The unit and all that is read with it, each alone.</summary>
    public IReadOnlyList<string> UnitsOf(string unit)
    {
        var composition = Of(unit);
        return Composition.UnitsOf([unit, .. composition.More], composition.Less, _directory);
    }

    /// <summary>The one unit in which a unit that has ended goes on as a whole; null where it was divided or has no successor.</summary>
    /// <param name="successors">In which ways it goes on.</param>
    /// <param name="isLiving">Which of them there are.</param>
    public static string? WholeHeirOf(IReadOnlyList<Lineage> successors, Func<string, bool> isLiving)
    {
        // A reorganisation that was undone leaves what it said, and others say more.
        var last = successors.Where(kin => kin.Extent == Extent.Full).Select(kin => (DateOnly?)kin.On).Max();
        List<string> heirs = [.. successors.Where(kin => kin.Extent == Extent.Full && kin.On == last).Select(kin => kin.New).Distinct()];
        return heirs is [var only] ? only
            : heirs.Where(isLiving).Take(2).ToList() is [var living] ? living
            : null;
    }

    private Place PlaceOf(Unit unit)
    {
        if (!unit.IsClosed)
        {
            return new Place(unit.Id, Why.Whole, null);
        }
        if (_places.TryGetValue(unit.Id, out var known))
        {
            return known;
        }
        // Kept at once, so that units which name each other as heirs come to an end.
        _places[unit.Id] = new Place(null, Why.Ended, unit.Id);
        return _places[unit.Id] = ByHeirs(unit) ?? ByParent(unit);
    }

    private Place? ByHeirs(Unit unit)
    {
        var successors = _directory.Successors(unit.Id).Where(kin => kin.New != unit.Id && _directory.Find(kin.New) is not null).ToList();
        if (WholeHeirOf(successors, id => !_directory.Find(id)!.IsClosed) is { } heir)
        {
            return PlaceOf(_directory.Find(heir)!) is { Unit: not null } place ? place : null;
        }
        List<Place> places = [.. successors.Select(kin => kin.New).Distinct().Select(id => PlaceOf(_directory.Find(id)!))];
        if (places.Count == 0 || Common(places.Select(place => LineOf(place.Unit))) is not [.., var common])
        {
            return null;
        }
        if (places.Count > 1)
        {
            // Its parts have come together again.
            return new Place(common, places.TrueForAll(place => place.Unit == common) ? Why.Whole : Why.Divided, null);
        }
        // A part is in that one; where the rest is, nobody says.
        return new Place(_directory.Find(common)!.Parent ?? common, Why.Divided, null);
    }

    private Place ByParent(Unit unit) => unit.Parent is null || _directory.Find(unit.Parent) is not { } parent
        ? new Place(null, Why.Ended, unit.Id)
        : PlaceOf(parent) is { Why: not Why.Whole } place ? place
        : new Place(PlaceOf(parent).Unit, Why.Ended, unit.Id);

    /// <summary>Adds what the unit and all below it hold where it stands, and takes it away where what it stands below stands.</summary>
    private void Enter(Unit unit, Place place)
    {
        var parent = unit.Parent is { } above ? _directory.Find(above) : null;
        var (from, to) = (LineOf(parent is null ? null : PlaceOf(parent).Unit), LineOf(place.Unit));
        var common = from.Zip(to).TakeWhile(pair => pair.First == pair.Second).Count();
        to[common..].ForEach(id => Of(_wholes, id).More.Add(unit.Id));
        from[common..].ForEach(id => Of(_wholes, id).Less.Add(unit.Id));
        if (place.Unit is { } at && place.Why == Why.Whole)
        {
            Of(_parts, at).Selves.Add(unit.Id);
        }
        if (parent is { IsClosed: true } && PlaceOf(parent) is var before)
        {
            if (before == place)
            {
                return;
            }
            PartAt(before)?.Less.Add(unit.Id);
        }
        PartAt(place)?.More.Add(unit.Id);
    }

    private void EnterFormer(Unit unit)
    {
        var names = _directory.Names(unit.Id);
        if (names.Count < 2)
        {
            return;
        }
        foreach (var parent in names.Select(name => name.Parent).OfType<string>().Where(parent => parent != unit.Parent))
        {
            LineOf(unit.Id).ForEach(above => Of(_former, above).Add(parent));
        }
    }

    private Gathered? PartAt(Place place) => place.Unit is not { } unit ? null : place.Why switch
    {
        Why.Whole => Of(_parts, unit).Own,
        Why.Divided => Of(_parts, unit).Divided,
        _ => Of(Of(_parts, unit).Ended, place.Ended!),
    };

    /// <summary>One that has ended itself, with those that went before it as a whole, and those before them.</summary>
    private Composition WithPredecessors(Unit unit)
    {
        var counted = new List<string> { unit.Id };
        for (var i = 0; i < counted.Count; i++)
        {
            counted.AddRange(_directory.Predecessors(counted[i]).Select(kin => kin.Old).Distinct()
                .Where(old => _directory.Find(old) is { IsClosed: true }
                    && WholeHeirOf(_directory.Successors(old), id => _directory.Find(id) is { IsClosed: false }) == counted[i]
                    && !counted.Exists(other => _directory.IsAtOrBelow(old, other) || _directory.IsAtOrBelow(other, old)))
                .ToList());
        }
        return counted.Count == 1 ? Composition.Nothing : new Composition([.. counted.Skip(1)], []);
    }

    private List<string> LineOf(string? unit) => unit is null ? [] : [.. _directory.Ancestors(unit).Select(above => above.Id), unit];

    private static List<string> Common(IEnumerable<List<string>> lines) => lines.Aggregate(
        (one, other) => [.. one.Zip(other).TakeWhile(pair => pair.First == pair.Second).Select(pair => pair.First)]);

    private static T Of<T>(Dictionary<string, T> all, string key)
        where T : new() => all.TryGetValue(key, out var one) ? one : all[key] = new T();

    private enum Why : byte { Whole, Divided, Ended }

    /// <param name="Unit">One that there is; null for what has no place on today's map.</param>
    /// <param name="Ended">The highest unit without successor that it belongs to.</param>
    private sealed record Place(string? Unit, Why Why, string? Ended);

    private sealed class Gathered
    {
        public List<string> More { get; } = [];

        public List<string> Less { get; } = [];

        public Composition Composition => new([.. More], [.. Less]);
    }

    private sealed class HeldParts
    {
        public Gathered Own { get; } = new();

        public Gathered Divided { get; } = new();

        public Dictionary<string, Gathered> Ended { get; } = new(StringComparer.Ordinal);

        public List<string> Selves { get; } = [];
    }
}

/// <summary>Whose figures, each with all below it, are added up beside a unit's own.</summary>
/// <param name="Less">Those that are taken away again: they stand below one that is counted, and belong elsewhere today.</param>
public sealed record Composition(ImmutableArray<string> More, ImmutableArray<string> Less)
{
    public static readonly Composition Nothing = new([], []);

    public bool IsNothing => More.IsEmpty && Less.IsEmpty;

    /// <summary>The units that are left of some branches without others, each alone; in the order of the tree.</summary>
    /// <remarks>What is taken away may hold again what is added. Cost: the units in those branches.</remarks>
    public static IReadOnlyList<string> UnitsOf(IEnumerable<string> more, IEnumerable<string> less, IUnitDirectory directory)
    {
        var counts = new Dictionary<string, int>(StringComparer.Ordinal);
        var units = new List<string>();
        Count(more, 1);
        Count(less, -1);
        return [.. units.Where(unit => counts[unit] > 0)];

        void Count(IEnumerable<string> tops, int times)
        {
            foreach (var below in tops.SelectMany(directory.Subtree))
            {
                if (counts.TryAdd(below.Id, 0))
                {
                    units.Add(below.Id);
                }
                counts[below.Id] += times;
            }
        }
    }
}

/// <summary>What is restated to a unit itself, beside what it owes itself.</summary>
/// <param name="Own">What went on in it as a whole.</param>
/// <param name="Ended">What has ended without a successor, by the highest unit that has.</param>
/// <param name="Divided">What was divided among units below it.</param>
public sealed record RestatedParts(Composition Own, ImmutableArray<(string Unit, Composition Of)> Ended, Composition Divided)
{
    public static readonly RestatedParts None = new(Composition.Nothing, [], Composition.Nothing);
}
