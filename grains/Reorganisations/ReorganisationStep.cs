namespace Hierarchy.Grains.Reorganisations;

/// <summary>One of the acts that a reorganisation is made of. They follow from it alone, not from the units as they are: whoever goes on
/// with it after a crash counts the same steps.</summary>
/// <param name="Number">From 1.</param>
public abstract record ReorganisationStep(int Number)
{
    /// <summary>The request under which it is done, at most once.</summary>
    public string KeyIn(string reorganisation) =>
        string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{KeyOf(reorganisation)}:{Number}");

    /// <summary>With what the requests of all its steps begin.</summary>
    public static string KeyOf(string reorganisation) => "reorg:" + reorganisation;

    /// <summary>How many there are.</summary>
    public static int CountOf(Reorganisation reorganisation) =>
        reorganisation.Establish.Length + reorganisation.Rename.Length + (2 * reorganisation.Close.Length) + reorganisation.Move.Length;

    /// <summary>In the order in which they are done: new units first, then names, then the work of those that end, what moves, and the ends,
    /// from below; last new codes, which those may have borne.</summary>
    /// <param name="reorganisation">Ordered.</param>
    public static ImmutableArray<ReorganisationStep> Of(Reorganisation reorganisation)
    {
        var before = reorganisation.Close
            .SelectMany(closing => closing.Heirs.Select(heir => (heir.Unit, Old: new Kin(closing.Unit, heir.Extent))))
            .ToLookup(kin => kin.Unit, kin => kin.Old, StringComparer.Ordinal);
        var number = 0;
        return
        [
            .. reorganisation.Establish.Select(unit => new Found(++number, unit, [.. before[unit.Id]])),
            .. reorganisation.Rename.Where(renaming => renaming.Code is null).Select(renaming => new Rename(++number, renaming)),
            .. reorganisation.Close.Select(closing => new GiveAway(++number, closing)),
            .. reorganisation.Move.Select(moving => new Move(++number, moving)),
            .. reorganisation.Close.Select(closing => new Close(++number, closing)),
            .. reorganisation.Rename.Where(renaming => renaming.Code is not null).Select(renaming => new Rename(++number, renaming)),
        ];
    }

    /// <param name="Predecessors">Units that go on in it.</param>
    public sealed record Found(int Number, Unit Unit, ImmutableArray<Kin> Predecessors) : ReorganisationStep(Number);

    public sealed record Rename(int Number, Renaming Renaming) : ReorganisationStep(Number);

    /// <summary>Its open obligations go where the rules say, its plans to who goes on with them.</summary>
    public sealed record GiveAway(int Number, Closing Closing) : ReorganisationStep(Number);

    public sealed record Move(int Number, Moving Moving) : ReorganisationStep(Number);

    public sealed record Close(int Number, Closing Closing) : ReorganisationStep(Number);
}
