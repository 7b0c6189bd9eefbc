namespace Hierarchy.Grains.People;

/// <summary>A role at a unit and everything below it, from a day to a day.</summary>
/// <param name="Id">The unit that gave it, a tilde and the number of the event.</param>
/// <param name="ReformAreas">Null: all, and what belongs to none.</param>
/// <param name="To">Its last day as it was given; null until it is ended.</param>
/// <param name="DelegatedFrom">The grant that it passes on, and without which it does not hold; null when it was given.</param>
/// <param name="DelegatedBy">Whose that is.</param>
/// <param name="EndedOn">The day on which somebody ended it: on that day it holds no more.</param>
[GenerateSerializer, Immutable, Alias("hierarchy.grant")]
public sealed record Grant(
    string Id, string Person, Role Role, string Unit, ImmutableArray<ReformArea>? ReformAreas, DateOnly From, DateOnly? To, Document? Act,
    string? DelegatedFrom = null, string? DelegatedBy = null, DateOnly? EndedOn = null)
{
    /// <summary>Separates the unit from the number.</summary>
    public const char Separator = '~';

    /// <summary>The last day on which it holds, as far as is known; null for no last day.</summary>
    public DateOnly? LastDay => EndedOn is { } ended && !(To < ended) ? ended : To;

    /// <summary>Whether it holds on a day, not asking what it was delegated from.</summary>
    public bool HoldsOn(DateOnly day) => From <= day && !(To < day) && !(EndedOn <= day);

    /// <summary>Whether it may hold on that day or on a later one.</summary>
    public bool MayHoldFrom(DateOnly day) => !(To < day) && EndedOn is null;

    public static string IdOf(string unit, long seq) => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{unit}{Separator}{seq}");

    /// <summary>The unit that gave the grant of this id; null when it is no such id.</summary>
    public static string? UnitOf(string id) => id.IndexOf(Separator) is > 0 and var end ? id[..end] : null;
}

/// <summary>
/// An agency that follows and accepts for a unit, though it stands beside or below those who owe (cơ quan đầu mối): a supervisor there has
/// the powers at that unit and below it.
/// </summary>
/// <param name="Id">As of a grant.</param>
/// <param name="ReformAreas">Null: all.</param>
/// <param name="To">Its last day; null until it is ended.</param>
/// <param name="EndedOn">The day on which somebody ended it: on that day it holds no more.</param>
[GenerateSerializer, Immutable, Alias("hierarchy.focal-agency")]
public sealed record FocalAgency(
    string Id, string Unit, string Agency, ImmutableArray<ReformArea>? ReformAreas, ImmutableArray<FocalPower> Powers, DateOnly From, DateOnly? To,
    Document? Act, DateOnly? EndedOn = null)
{
    /// <summary>The last day on which it holds, as far as is known; null for no last day.</summary>
    public DateOnly? LastDay => EndedOn is { } ended && !(To < ended) ? ended : To;

    public bool HoldsOn(DateOnly day) => From <= day && !(To < day) && !(EndedOn <= day);

    /// <summary>Whether it may hold on that day or on a later one.</summary>
    public bool MayHoldFrom(DateOnly day) => !(To < day) && EndedOn is null;

    /// <summary>Whether both hold on some day for some area, each being named for it, or each for all, and share a power.</summary>
    public bool Clashes(FocalAgency other) =>
        EndedOn is null && other.EndedOn is null && !(To < other.From) && !(other.To < From) && Powers.Any(power => other.Powers.Contains(power))
        && (ReformAreas, other.ReformAreas) switch
        {
            ({ } areas, { } others) => areas.Any(area => others.Contains(area)),
            (null, null) => true,
            _ => Agency == other.Agency,
        };
}
