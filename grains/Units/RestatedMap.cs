namespace Hierarchy.Grains.Units;

/// <summary>The place of ended units on today's map: the one unit in which such a unit continues as a whole; for a divided unit, the lowest
/// unit that contains all its parts; for one without a successor, its last place. Each unit has exactly one place, so that restated figures
/// add up like the others.</summary>
/// <remarks>Reflects the directory at the time of construction. Cost: all units, and more for those that have ended or moved.</remarks>
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

    /// <summary>Whether the restated figures of a unit, or their breakdown, differ from the plain ones.</summary>
    public bool IsAbout(string unit) => _wholes.ContainsKey(unit) || _parts.ContainsKey(unit) || _directory.Closed(unit).Count > 0
        || (_directory.Find(unit) is { IsClosed: true } closed && !WithPredecessors(closed).IsNothing)
        || _directory.Children(unit).Any(child => _wholes.ContainsKey(child.Id));

    /// <summary>The units to add and subtract for the restated figures of a unit.</summary>
    public Composition Of(string unit) => _directory.Find(unit) is { IsClosed: true } closed ? WithPredecessors(closed)
        : _wholes.TryGetValue(unit, out var gathered) ? gathered.Composition
        : Composition.Nothing;

    /// <summary>The parts restated to the unit itself, not to units below it.</summary>
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

    /// <summary>The unit and those that continued in it as a whole, each without units below it.</summary>
    public ImmutableArray<string> Selves(string unit) =>
        _parts.TryGetValue(unit, out var parts) && _directory.Find(unit) is { IsClosed: false } ? [unit, .. parts.Selves] : [unit];

    /// <summary>The present unit at which a unit is placed on this map; null if it has no place.</summary>
    public string? At(string unit) => _places.TryGetValue(unit, out var place) ? place.Unit : unit;

    /// <summary>The units that were formerly above a unit now placed at or below this one.</summary>
    public IReadOnlyCollection<string> FormerlyAbove(string unit) => _former.TryGetValue(unit, out var former) ? former : [];

    /// <summary>All units, by their place.</summary>
    public ILookup<string, string> Standing() => _directory.All().Select(unit => (unit.Id, Place: At(unit.Id))).Where(unit => unit.Place is not null)
        .ToLookup(unit => unit.Place!, unit => unit.Id, StringComparer.Ordinal);

    /// <summary>All single units that make up the unit's restated figures.</summary>
    public IReadOnlyList<string> UnitsOf(string unit)
    {
        var composition = Of(unit);
        return Composition.UnitsOf([unit, .. composition.More], composition.Less, _directory);
    }

    /// <summary>The one unit in which an ended unit continues as a whole; null if it was divided or has no successor.</summary>
    /// <param name="successors">The successions of the ended unit.</param>
    /// <param name="isLiving">Whether a unit is open.</param>
    public static string? WholeHeirOf(IReadOnlyList<Lineage> successors, Func<string, bool> isLiving)
    {
        // An undone reorganisation leaves its successions behind, and later ones add others.
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
        // Set first, so that units that name each other as heirs end the recursion.
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
            // All parts have been merged again.
            return new Place(common, places.TrueForAll(place => place.Unit == common) ? Why.Whole : Why.Divided, null);
        }
        // One part is in that unit; the place of the rest is unknown.
        return new Place(_directory.Find(common)!.Parent ?? common, Why.Divided, null);
    }

    private Place ByParent(Unit unit) => unit.Parent is null || _directory.Find(unit.Parent) is not { } parent
        ? new Place(null, Why.Ended, unit.Id)
        : PlaceOf(parent) is { Why: not Why.Whole } place ? place
        : new Place(PlaceOf(parent).Unit, Why.Ended, unit.Id);

    /// <summary>Adds the figures of the unit and everything below it at its place, and subtracts them at the place of its parent.</summary>
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

    /// <summary>The composition of an ended unit: it and its predecessors as a whole, recursively.</summary>
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

    /// <param name="Unit">An open unit; null for no place on today's map.</param>
    /// <param name="Ended">The highest ended unit without a successor to which it belongs.</param>
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

/// <summary>The branches whose figures are combined with a unit's own.</summary>
/// <param name="Less">Branches to subtract: they are below a counted one but belong elsewhere today.</param>
public sealed record Composition(ImmutableArray<string> More, ImmutableArray<string> Less)
{
    public static readonly Composition Nothing = new([], []);

    public bool IsNothing => More.IsEmpty && Less.IsEmpty;

    /// <summary>The single units of some branches without those of others, in the order of the tree.</summary>
    /// <remarks>A subtracted branch may contain an added one. Cost: the units in those branches.</remarks>
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

/// <summary>The parts restated to a unit itself, besides its own obligations.</summary>
/// <param name="Own">Units that continued in it as a whole.</param>
/// <param name="Ended">Units that ended without a successor, grouped by the highest such unit.</param>
/// <param name="Divided">Units that were divided among units below it.</param>
public sealed record RestatedParts(Composition Own, ImmutableArray<(string Unit, Composition Of)> Ended, Composition Divided)
{
    public static readonly RestatedParts None = new(Composition.Nothing, [], Composition.Nothing);
}
