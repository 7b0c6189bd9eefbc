namespace Hierarchy.Grains.Reorganisations;

/// <summary>Founding, renaming, moving and closing of units by one legal document, as one act.</summary>
/// <param name="Carrier">The lowest unit that contains all units concerned.</param>
/// <param name="EffectiveOn">The day from which names, codes and membership change.</param>
/// <param name="OperatesFrom">First day on which the new units act; until then their predecessors act.</param>
/// <param name="Rules">Who inherits the open work of closed units; the first rule that fits applies.</param>
[GenerateSerializer, Immutable, Alias("hierarchy.reorganisation")]
public sealed record Reorganisation(
    string Id, string Carrier, string Title, Document Act, DateOnly EffectiveOn, DateOnly OperatesFrom,
    ImmutableArray<Unit> Establish, ImmutableArray<Renaming> Rename, ImmutableArray<Moving> Move, ImmutableArray<Closing> Close,
    ImmutableArray<AssignmentRule> Rules)
{
    /// <summary>The same in an order that can be carried out: new units after their parents, closed units after the units below
    /// them.</summary>
    public Reorganisation Ordered(IUnitDirectory directory)
    {
        var founded = Establish.GroupBy(unit => unit.Id, StringComparer.Ordinal).ToDictionary(same => same.Key, same => same.First());
        return this with
        {
            Establish = [.. Establish.OrderBy(unit => DepthIn(founded, unit))],
            Close = [.. Close.OrderByDescending(closing => directory.Ancestors(closing.Unit).Count)],
        };
    }

    /// <summary>The same with the heirs that rules name for a whole unit: a closing unit that is divided or has no heir continues there
    /// as a whole.</summary>
    /// <param name="kindOf">Returns the kind of a closing unit.</param>
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

/// <summary>Gives a unit another name. It stays the same unit.</summary>
/// <param name="Kind">Null keeps the present kind. The same applies to the code.</param>
[GenerateSerializer, Immutable, Alias("hierarchy.renaming")]
public sealed record Renaming(string Unit, string Name, UnitKind? Kind, string? Code);

/// <summary>Moves a unit below another one, with everything below it.</summary>
[GenerateSerializer, Immutable, Alias("hierarchy.moving")]
public sealed record Moving(string Unit, string Parent);

/// <summary>Closes a unit.</summary>
/// <param name="Heirs">Its successors: one for the whole unit, several for parts, or none.</param>
[GenerateSerializer, Immutable, Alias("hierarchy.closing")]
public sealed record Closing(string Unit, ImmutableArray<Kin> Heirs)
{
    /// <summary>The single successor of the whole unit; null when it is divided or has no successor.</summary>
    public string? WholeHeir => Heirs is [{ Extent: Extent.Full } only] ? only.Unit : null;
}

/// <summary>Assigns open obligations of closed units: exactly one of heir, steward and cancel, and optional filters.</summary>
/// <param name="From">The unit that owes them.</param>
/// <param name="Obligations">Null: any.</param>
/// <param name="FromKind">The kind of the unit that owes them.</param>
/// <param name="Heir">The unit that takes them over.</param>
/// <param name="Steward">The unit that acts for obligations that stay where they are.</param>
/// <param name="Cancel">The reason for cancelling them.</param>
[GenerateSerializer, Immutable, Alias("hierarchy.assignment-rule")]
public sealed record AssignmentRule(
    string? From, ImmutableArray<string>? Obligations, UnitKind? FromKind, ReformArea? ReformArea, string? Plan,
    string? Heir, string? Steward, string? Cancel)
{
    /// <summary>Whether it covers all work of a unit, not a part.</summary>
    public bool IsOfWhole => Obligations is null && ReformArea is null && Plan is null;
}

/// <summary>A reason why a reorganisation cannot be carried out as it is.</summary>
/// <param name="Code">Machine-readable code.</param>
/// <param name="Unit">The unit concerned; null for none.</param>
/// <param name="Place">The part of the reorganisation, such as "establish[3].parent".</param>
[GenerateSerializer, Immutable, Alias("hierarchy.reorganisation-conflict")]
public sealed record ReorganisationConflict(string Code, string? Unit, string Message, string Place);
