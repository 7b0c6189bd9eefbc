namespace Hierarchy.Grains.People;

/// <summary>A role at a unit and everything below it, from a day to a day.</summary>
/// <param name="Id">The id of the unit that gave it, a tilde and the number of the event.</param>
/// <param name="ReformAreas">Null: all of them, and what belongs to none.</param>
/// <param name="To">Last day as given; null: until it is ended.</param>
/// <param name="DelegatedFrom">The grant that it delegates and without which it is not in force; null for one that is no
/// delegation.</param>
/// <param name="DelegatedBy">The holder of that grant.</param>
/// <param name="EndedOn">The day on which somebody ended it, and from which it is no longer in force.</param>
[GenerateSerializer, Immutable, Alias("hierarchy.grant")]
public sealed record Grant(
    string Id, string Person, Role Role, string Unit, ImmutableArray<ReformArea>? ReformAreas, DateOnly From, DateOnly? To, Document? Act,
    string? DelegatedFrom = null, string? DelegatedBy = null, DateOnly? EndedOn = null)
{
    /// <summary>Separates the unit from the number.</summary>
    public const char Separator = '~';

    /// <summary>Last day in force, as far as is known; null for no last day.</summary>
    public DateOnly? LastDay => EndedOn is { } ended && !(To < ended) ? ended : To;

    /// <summary>Whether it is in force on a day, regardless of the grant from which it was delegated.</summary>
    public bool HoldsOn(DateOnly day) => From <= day && !(To < day) && !(EndedOn <= day);

    /// <summary>Whether it may be in force on that day or later.</summary>
    public bool MayHoldFrom(DateOnly day) => !(To < day) && EndedOn is null;

    public static string IdOf(string unit, long seq) => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{unit}{Separator}{seq}");

    /// <summary>The unit that gave the grant of this id; null for an invalid id.</summary>
    public static string? UnitOf(string id) => id.IndexOf(Separator) is > 0 and var end ? id[..end] : null;
}

/// <summary>
/// An agency that follows and accepts for a unit, although it is beside or below the units that owe (cơ quan đầu mối). A supervisor of
/// the agency has its powers at that unit and below it.
/// </summary>
/// <param name="Id">In the form of a grant's id.</param>
/// <param name="ReformAreas">Null: all.</param>
/// <param name="To">Last day as given; null: until it is ended.</param>
/// <param name="EndedOn">The day on which somebody ended it, and from which it is no longer in force.</param>
[GenerateSerializer, Immutable, Alias("hierarchy.focal-agency")]
public sealed record FocalAgency(
    string Id, string Unit, string Agency, ImmutableArray<ReformArea>? ReformAreas, ImmutableArray<FocalPower> Powers, DateOnly From, DateOnly? To,
    Document? Act, DateOnly? EndedOn = null)
{
    /// <summary>Last day in force, as far as is known; null for no last day.</summary>
    public DateOnly? LastDay => EndedOn is { } ended && !(To < ended) ? ended : To;

    public bool HoldsOn(DateOnly day) => From <= day && !(To < day) && !(EndedOn <= day);

    /// <summary>Whether it may be in force on that day or later.</summary>
    public bool MayHoldFrom(DateOnly day) => !(To < day) && EndedOn is null;

    /// <summary>Whether both are in force on a common day, for a common area, and share a power.</summary>
    public bool Clashes(FocalAgency other) =>
        EndedOn is null && other.EndedOn is null && !(To < other.From) && !(other.To < From) && Powers.Any(power => other.Powers.Contains(power))
        && (ReformAreas, other.ReformAreas) switch
        {
            ({ } areas, { } others) => areas.Any(area => others.Contains(area)),
            (null, null) => true,
            _ => Agency == other.Agency,
        };
}
