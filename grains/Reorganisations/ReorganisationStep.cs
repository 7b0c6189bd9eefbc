namespace Hierarchy.Grains.Reorganisations;

/// <summary>One step of a reorganisation. The steps depend on the reorganisation alone, not on the present units, so that a restart after
/// a crash numbers them alike.</summary>
/// <param name="Number">Counted from 1.</param>
public abstract record ReorganisationStep(int Number)
{
    /// <summary>The request id of the step, which makes it happen at most once.</summary>
    public string KeyIn(string reorganisation) =>
        string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{KeyOf(reorganisation)}:{Number}");

    /// <summary>The common prefix of the request ids of all steps.</summary>
    public static string KeyOf(string reorganisation) => "reorg:" + reorganisation;

    /// <summary>The number of steps.</summary>
    public static int CountOf(Reorganisation reorganisation) =>
        reorganisation.Establish.Length + reorganisation.Rename.Length + (2 * reorganisation.Close.Length) + reorganisation.Move.Length;

    /// <summary>The steps in order: new units, names, work of closing units, moves, closings from below, and last new codes, which closed
    /// units may have had.</summary>
    /// <param name="reorganisation">Must be ordered.</param>
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

    /// <param name="Predecessors">Units that it succeeds.</param>
    public sealed record Found(int Number, Unit Unit, ImmutableArray<Kin> Predecessors) : ReorganisationStep(Number);

    public sealed record Rename(int Number, Renaming Renaming) : ReorganisationStep(Number);

    /// <summary>Hands out the unit's open obligations by the rules, and its plans to the units that take them on.</summary>
    public sealed record GiveAway(int Number, Closing Closing) : ReorganisationStep(Number);

    public sealed record Move(int Number, Moving Moving) : ReorganisationStep(Number);

    public sealed record Close(int Number, Closing Closing) : ReorganisationStep(Number);
}
