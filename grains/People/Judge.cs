namespace Hierarchy.Grains.People;

/// <summary>A set of rights at a unit and everything below it.</summary>
/// <param name="Unit">Null: everywhere.</param>
/// <param name="ReformAreas">Null: all of them, and what belongs to none.</param>
/// <param name="Until">Its last day; null for none.</param>
/// <param name="OnBehalfOf">The person who delegated it; null for the person's own.</param>
/// <param name="IsFocal">Whether it comes from an appointment; if so, it reaches the unit itself, too.</param>
/// <param name="Collects">Whether it includes collecting reports.</param>
public readonly record struct Holding(
    string? Unit, ImmutableArray<Right> Rights, ImmutableArray<ReformArea>? ReformAreas, DateOnly? Until, string? OnBehalfOf, bool IsFocal,
    bool Collects = false)
{
    /// <param name="area">Null for what belongs to none.</param>
    public bool Fits(ReformArea? area) => ReformAreas is not { } areas || (area is { } one && areas.Contains(one));

    /// <summary>Whether it covers all of these areas.</summary>
    public bool Fits(ImmutableArray<ReformArea> areas) => ReformAreas is not { } own || areas.All(area => own.Contains(area));
}

/// <summary>
/// Decides what a person may do, by unit, day and reform area. Considers grants in force, delegations as long as the delegated grant is
/// in force, and the powers of supervisors at focal agencies. Pure.
/// </summary>
public sealed class Judge(IGrants grants, IPeople people, IUnitDirectory directory)
{
    /// <summary>The refusal to remove the last administrator.</summary>
    public static Refusal LastAdministrator { get; } =
        Refusal.Conflict("This is the last administrator: make another one first.", "grant") with { Reason = Reasons.LastAdministrator };

    /// <summary>Everything that a person holds on a day.</summary>
    public IEnumerable<Holding> HoldingsOf(string person, DateOnly day)
    {
        if (people.IsAdministrator(person))
        {
            yield return new Holding(null, Roles.All, null, null, null, IsFocal: false);
        }
        foreach (var grant in GrantsOf(person, day))
        {
            yield return new Holding(grant.Unit, Roles.RightsOf(grant.Role), grant.ReformAreas, grant.LastDay, grant.DelegatedBy, IsFocal: false);
            if (grant.Role != Role.Supervisor)
            {
                continue;
            }
            foreach (var focal in grants.FocalAgencies)
            {
                if (focal.HoldsOn(day) && directory.IsAtOrBelow(focal.Agency, grant.Unit) && Common(grant.ReformAreas, focal.ReformAreas) is var areas
                    && areas is not { IsEmpty: true })
                {
                    yield return new Holding(
                        focal.Unit, Roles.RightsOf(focal.Powers), areas, Earlier(grant.LastDay, focal.LastDay), grant.DelegatedBy, IsFocal: true,
                        focal.Powers.Contains(FocalPower.CollectReports));
                }
            }
        }
    }

    /// <summary>The grants of a person in force on a day.</summary>
    public IEnumerable<Grant> GrantsOf(string person, DateOnly day) => grants.OfPerson(person).Where(grant => Holds(grant, day));

    /// <summary>The grants of a person that may be in force on a day or later.</summary>
    public IEnumerable<Grant> GrantsFrom(string person, DateOnly day) => grants.OfPerson(person).Where(grant => grant.MayHoldFrom(day));

    /// <summary>Whether a grant is in force on a day, together with the grant from which it was delegated.</summary>
    public bool Holds(Grant grant, DateOnly day) =>
        grant.HoldsOn(day) && (grant.DelegatedFrom is not { } origin || grants.Find(origin)?.HoldsOn(day) == true);

    /// <summary>The holding that lets a person do something at a unit, preferably the person's own; null for none.</summary>
    /// <param name="unit">Null for what is above all units.</param>
    /// <param name="area">Null for what belongs to no area, which needs a right for all areas.</param>
    /// <param name="own">Whether a right over units below reaches the unit of the grant itself, too.</param>
    public Holding? Find(string person, Right right, string? unit, ReformArea? area, DateOnly day, bool own = false) =>
        Find(person, right, unit, holding => holding.Fits(area), day, own);

    /// <summary>The holding that lets a person do something at a unit in all of these areas; null for none.</summary>
    public Holding? Find(string person, Right right, string? unit, ImmutableArray<ReformArea> areas, DateOnly day) =>
        Find(person, right, unit, holding => holding.Fits(areas), day, own: false);

    private Holding? Find(string person, Right right, string? unit, Func<Holding, bool> fits, DateOnly day, bool own)
    {
        Holding? found = null;
        foreach (var holding in HoldingsOf(person, day))
        {
            if (holding.Rights.Contains(right) && fits(holding) && Reaches(holding, right, unit, own))
            {
                found = holding;
                if (holding.OnBehalfOf is null)
                {
                    break;
                }
            }
        }
        return found;
    }

    /// <summary>The holding, from the power of a focal agency, that lets a person collect a unit's reports; null for none.</summary>
    public Holding? FindCollecting(string person, string unit, ReformArea? area, DateOnly day)
    {
        foreach (var holding in HoldingsOf(person, day))
        {
            if (holding.Collects && holding.Fits(area) && Reaches(holding, Right.Accept, unit, own: false))
            {
                return holding;
            }
        }
        return null;
    }

    /// <summary>What a person may do at a unit, in any area.</summary>
    public IEnumerable<Right> RightsAt(string person, string unit, DateOnly day)
    {
        Holding[] all = [.. HoldingsOf(person, day)];
        return Roles.All.Where(right => Array.Exists(all, holding => holding.Rights.Contains(right) && Reaches(holding, right, unit, own: false)));
    }

    /// <summary>Whether a person is an administrator of everything below a root, which no right at a unit can replace.</summary>
    public bool IsAdministrator(string person, DateOnly day) => people.IsAdministrator(person)
        || GrantsOf(person, day).Any(grant => grant is { Role: Role.Administrator, ReformAreas: null } && IsRoot(grant.Unit));

    /// <summary>Whether a permanent administrator remains when this grant has ended.</summary>
    public bool HasOtherAdministrator(Grant ended, DateOnly day) =>
        people.All().Any(person => people.IsAdministrator(person.Id)) || HasGrantedAdministrator(day, ended);

    /// <summary>Whether a grant of a unit, other than the given one, makes somebody a permanent administrator.</summary>
    public bool HasGrantedAdministrator(DateOnly day, Grant? besides = null) => grants.Units.Where(IsRoot).SelectMany(grants.OfUnit)
        .Any(grant => grant.Id != besides?.Id && IsLastingAdministrator(grant) && grant.HoldsOn(day));

    public bool IsLastingAdministrator(Grant grant) =>
        grant is { Role: Role.Administrator, ReformAreas: null, DelegatedFrom: null, To: null, EndedOn: null } && IsRoot(grant.Unit);

    /// <summary>Whether a person has all these rights at a unit, for these areas and until that day, and so may pass them on.</summary>
    public bool Covers(string person, ImmutableArray<Right> rights, string unit, ImmutableArray<ReformArea>? areas, DateOnly? until, DateOnly day)
    {
        Holding[] enough = [.. HoldingsOf(person, day).Where(holding => !holding.IsFocal && (holding.Unit is null || directory.IsAtOrBelow(unit, holding.Unit))
            && (holding.Until is null || (until is { } last && last <= holding.Until)))];
        return rights.All(right => Array.Exists(enough, holding => holding.Rights.Contains(right)
            && (holding.ReformAreas is not { } own || (areas is { } wanted && wanted.All(area => own.Contains(area))))));
    }

    private bool Reaches(Holding holding, Right right, string? unit, bool own) => holding.Unit is null
        || (unit is not null && directory.IsAtOrBelow(unit, holding.Unit)
            && (own || holding.IsFocal || right is not (Right.Accept or Right.ChangeDue) || unit != holding.Unit || IsRoot(unit)));

    private bool IsRoot(string unit) => directory.Find(unit) is { Parent: null };

    private static ImmutableArray<ReformArea>? Common(ImmutableArray<ReformArea>? some, ImmutableArray<ReformArea>? others) =>
        some is not { } left ? others
        : others is not { } right ? some
        : [.. left.Intersect(right)];

    private static DateOnly? Earlier(DateOnly? one, DateOnly? other) => one is null || other < one ? other : one;
}
