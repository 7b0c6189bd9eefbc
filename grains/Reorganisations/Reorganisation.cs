namespace Hierarchy.Grains.Reorganisations;

/// <summary>Founding, renaming, moving and closing of units by one legal document, as one act.</summary>
/// <param name="Carrier">The lowest unit that contains all concerned.</param>
/// <param name="EffectiveOn">The day of names, codes and membership.</param>
/// <param name="OperatesFrom">From when the new units act; the bodies before them act until then.</param>
/// <param name="Rules">Who inherits the open work of closed units; the first that fits counts.</param>
[GenerateSerializer, Immutable, Alias("hierarchy.reorganisation")]
public sealed record Reorganisation(
    string Id, string Carrier, string Title, Document Act, DateOnly EffectiveOn, DateOnly OperatesFrom,
    ImmutableArray<Unit> Establish, ImmutableArray<Renaming> Rename, ImmutableArray<Moving> Move, ImmutableArray<Closing> Close,
    ImmutableArray<AssignmentRule> Rules)
{
    /// <summary>The same with new units after those that they stand below, and closed ones after those that stand below them: the order in
    /// which it can be carried out.</summary>
    public Reorganisation Ordered(IUnitDirectory directory)
    {
        var founded = Establish.GroupBy(unit => unit.Id, StringComparer.Ordinal).ToDictionary(same => same.Key, same => same.First());
        return this with
        {
            Establish = [.. Establish.OrderBy(unit => DepthIn(founded, unit))],
            Close = [.. Close.OrderByDescending(closing => directory.Ancestors(closing.Unit).Count)],
        };
    }

    /// <summary>The same with the heirs that rules name for all of a unit: where that was divided, or has no heir, it goes on there as a
    /// whole.</summary>
    /// <param name="kindOf">The kind of a unit that closes.</param>
    public Reorganisation WithWholeHeirs(Func<string, UnitKind> kindOf)
    {
        var assignment = new Assignment(this);
        return this with { Close = [.. Close.Select(HeirOf)] };

        Closing HeirOf(Closing closing) =>
            closing.WholeHeir is null && assignment.OfWhole(closing.Unit, kindOf(closing.Unit)) is { } heir
                ? closing with { Heirs = [new Kin(heir, Extent.Full), .. closing.Heirs.Where(other => other.Unit != heir)] }
                : closing;
    }

    private static int DepthIn(Dictionary<string, Unit> founded, Unit unit)
    {
        var depth = 0;
        for (var at = unit; depth <= Limits.DepthMax && at.Parent is { } parent && founded.TryGetValue(parent, out var above); at = above)
        {
            depth++;
        }
        return depth;
    }
}

/// <summary>A unit bears another name and stays the same unit.</summary>
/// <param name="Kind">Null for the same as before; so is the code.</param>
[GenerateSerializer, Immutable, Alias("hierarchy.renaming")]
public sealed record Renaming(string Unit, string Name, UnitKind? Kind, string? Code);

/// <summary>A unit stands below another one, with all that stands below it.</summary>
[GenerateSerializer, Immutable, Alias("hierarchy.moving")]
public sealed record Moving(string Unit, string Parent);

/// <summary>A unit ends.</summary>
/// <param name="Heirs">Units in which it goes on: one for all of it, or several for parts; none for a unit that has no successor.</param>
[GenerateSerializer, Immutable, Alias("hierarchy.closing")]
public sealed record Closing(string Unit, ImmutableArray<Kin> Heirs)
{
    /// <summary>The one unit in which all of it goes on; null where it is divided or has no successor.</summary>
    public string? WholeHeir => Heirs is [{ Extent: Extent.Full } only] ? only.Unit : null;
}

/// <summary>What becomes of open obligations of closed units: exactly one of heir, steward and cancel, and what narrows it.</summary>
/// <param name="From">The unit that owes them.</param>
/// <param name="Obligations">Null: whichever.</param>
/// <param name="FromKind">The kind of the unit that owes them.</param>
/// <param name="Heir">The unit that goes on for all of it.</param>
/// <param name="Steward">The unit that acts for what stays where it is.</param>
/// <param name="Cancel">The reason for which it is cancelled.</param>
[GenerateSerializer, Immutable, Alias("hierarchy.assignment-rule")]
public sealed record AssignmentRule(
    string? From, ImmutableArray<string>? Obligations, UnitKind? FromKind, ReformArea? ReformArea, string? Plan,
    string? Heir, string? Steward, string? Cancel)
{
    /// <summary>Whether it speaks of all that a unit has, and not of a part of it.</summary>
    public bool IsOfWhole => Obligations is null && ReformArea is null && Plan is null;
}

/// <summary>Why a reorganisation cannot be carried out as it is.</summary>
/// <param name="Code">For programs.</param>
/// <param name="Unit">The unit concerned; null where none is.</param>
/// <param name="Place">Which part of it is meant, such as "establish[3].parent".</param>
[GenerateSerializer, Immutable, Alias("hierarchy.reorganisation-conflict")]
public sealed record ReorganisationConflict(string Code, string? Unit, string Message, string Place);
