namespace Hierarchy.Grains.People;

/// <summary>A set of rights at a unit and everything below it.</summary>
/// <param name="Unit">Null: everywhere.</param>
/// <param name="ReformAreas">Null: all, and what belongs to none.</param>
/// <param name="Until">Its last day; null for none.</param>
/// <param name="OnBehalfOf">In whose place; null for the person's own.</param>
/// <param name="IsFocal">Whether it comes from an appointment: then it reaches the unit itself, too.</param>
/// <param name="Collects">Whether reports are collected by it.</param>
public readonly record struct Holding(
    string? Unit, ImmutableArray<Right> Rights, ImmutableArray<ReformArea>? ReformAreas, DateOnly? Until, string? OnBehalfOf, bool IsFocal,
    bool Collects = false)
{
    /// <param name="area">Null for what belongs to none.</param>
    public bool Fits(ReformArea? area) => ReformAreas is not { } areas || (area is { } one && areas.Contains(one));

    /// <summary>Whether it is for all of these areas.</summary>
    public bool Fits(ImmutableArray<ReformArea> areas) => ReformAreas is not { } own || areas.All(area => own.Contains(area));
}

/// <summary>
/// The one judge of what a person may do where, on which day, for which reform area: grants dated and not ended, those passed on as long as
/// what they come from holds, and what supervisors of focal agencies may do. Pure.
/// </summary>
public sealed class Judge(IGrants grants, IPeople people, IUnitDirectory directory)
{
    /// <summary>Why nobody takes away what somebody must have.</summary>
    public static Refusal LastAdministrator { get; } =
        Refusal.Conflict("This is the last administrator: make another one first.", "grant") with { Reason = Reasons.LastAdministrator };

    /// <summary>All that a person holds on a day.</summary>
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

    /// <summary>The grants of a person that hold on a day.</summary>
    public IEnumerable<Grant> GrantsOf(string person, DateOnly day) => grants.OfPerson(person).Where(grant => Holds(grant, day));

    /// <summary>The grants of a person that may hold on a day or later.</summary>
    public IEnumerable<Grant> GrantsFrom(string person, DateOnly day) => grants.OfPerson(person).Where(grant => grant.MayHoldFrom(day));

    /// <summary>Whether a grant holds on a day, and what it was delegated from with it.</summary>
    public bool Holds(Grant grant, DateOnly day) =>
        grant.HoldsOn(day) && (grant.DelegatedFrom is not { } origin || grants.Find(origin)?.HoldsOn(day) == true);

    /// <summary>What lets a person do something at a unit, preferably in his own right; null when nothing does.</summary>
    /// <param name="unit">Null for what stands above all units.</param>
    /// <param name="area">Null for what belongs to no area: that needs a right for all of them.</param>
    /// <param name="own">Whether a right over units below reaches the unit of the grant itself, too.</param>
    public Holding? Find(string person, Right right, string? unit, ReformArea? area, DateOnly day, bool own = false) =>
        Find(person, right, unit, holding => holding.Fits(area), day, own);

    /// <summary>What lets a person do something at a unit that is about these areas alone; null when nothing does.</summary>
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

    /// <summary>What lets a person collect the reports of a unit by a power of an agency; null when nothing does.</summary>
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

    /// <summary>What a person may do at a unit, for whichever areas.</summary>
    public IEnumerable<Right> RightsAt(string person, string unit, DateOnly day)
    {
        Holding[] all = [.. HoldingsOf(person, day)];
        return Roles.All.Where(right => Array.Exists(all, holding => holding.Rights.Contains(right) && Reaches(holding, right, unit, own: false)));
    }

    /// <summary>Whether a person is an administrator of everything below a root: what no unit's right is enough for.</summary>
    public bool IsAdministrator(string person, DateOnly day) => people.IsAdministrator(person)
        || GrantsOf(person, day).Any(grant => grant is { Role: Role.Administrator, ReformAreas: null } && IsRoot(grant.Unit));

    /// <summary>Whether there is an administrator for good when this grant has ended.</summary>
    public bool HasOtherAdministrator(Grant ended, DateOnly day) =>
        people.All().Any(person => people.IsAdministrator(person.Id)) || HasGrantedAdministrator(day, ended);

    /// <summary>Whether a unit has made somebody an administrator for good, besides a grant.</summary>
    public bool HasGrantedAdministrator(DateOnly day, Grant? besides = null) => grants.Units.Where(IsRoot).SelectMany(grants.OfUnit)
        .Any(grant => grant.Id != besides?.Id && IsLastingAdministrator(grant) && grant.HoldsOn(day));

    public bool IsLastingAdministrator(Grant grant) =>
        grant is { Role: Role.Administrator, ReformAreas: null, DelegatedFrom: null, To: null, EndedOn: null } && IsRoot(grant.Unit);

    /// <summary>Whether a person has all these rights at a unit, for these areas and until that day: whoever has them may pass them
    /// on.</summary>
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
