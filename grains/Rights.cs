namespace Hierarchy.Grains;

/// <summary>Decides whether a caller may give a unit a command, and on whose behalf. Pure.</summary>
/// <remarks>Persons are judged by their grants and appointments (<see cref="Judge"/>), other callers by the unit of their token.</remarks>
internal static class Rights
{
    /// <summary>The refusal that follows from the scope of a caller without a person; null for none, and for every caller with a
    /// person.</summary>
    /// <param name="state">If given, the unit that now has a handed-over obligation judges commands on it, and a steward counts in place of
    /// the unit.</param>
    public static Refusal? FaultOfCaller(UnitCommand command, Caller caller, string unit, IUnitDirectory directory, UnitState? state = null) =>
        caller is { Person: null, Scope: { } scope } && state?.CollectorOf(command) is { } collector && directory.IsAtOrBelow(collector, scope)
            ? null
            : FaultOfCaller(
                command, caller, (state is null ? null : HandOverRules.StewardOf(state, command, directory)) ?? unit,
                state?.ElsewhereOf(command) is not null, directory);

    private static Refusal? FaultOfCaller(UnitCommand command, Caller caller, string unit, bool isElsewhere, IUnitDirectory directory) =>
        caller.Person is not null || caller.Scope is not { } scope || isElsewhere ? null
        : command.Needs == Right.RegisterUnits ? Refusal.Forbidden("Only administrators register units.")
        : command.Needs is Right.Grant ? Refusal.Forbidden("Only administrators change grants and focal agencies.")
        : !directory.IsAtOrBelow(unit, scope) ? Refusal.Forbidden($"'{caller.Name}' may act only at '{scope}' and below.")
        : command.Needs is Right.Accept or Right.ChangeDue && !command.IsForHolder && !command.ReachesOwn && unit == scope
            && directory.Ancestors(unit).Count > 0
            ? Refusal.Forbidden("Only a unit above the one that owes the obligation may do this.")
        : null;

    /// <summary>Null if the caller may prepare a unit's plans in all areas.</summary>
    public static Refusal? FaultOfDrafts(Caller caller, string owner, Judge judge, IUnitDirectory directory, DateOnly today) =>
        caller.Person is { } person
            ? judge.Find(person, Right.Plan, owner, area: null, today) is null ? Lacking(caller, person, Right.Plan, owner, judge, today) : null
        : caller.Scope is { } scope && !directory.IsAtOrBelow(owner, scope)
            ? Refusal.Forbidden($"'{caller.Name}' may act only at '{scope}' and below.")
        : null;

    /// <summary>Null if the caller may reorganise the units below the carrier.</summary>
    public static Refusal? FaultOfReorganising(Caller caller, string carrier, Judge judge, DateOnly today) =>
        caller.IsSystem ? null
        : caller.Person is { } person
            ? judge.Find(person, Right.RegisterUnits, carrier, area: null, today) is null
                ? Lacking(caller, person, Right.RegisterUnits, carrier, judge, today)
                : null
        : caller.Scope is not null ? Refusal.Forbidden("Only administrators reorganise units.")
        : null;

    /// <summary>Refuses a caller without a person whose unit does not hold the open difficulty that the command is about; otherwise
    /// null.</summary>
    public static Refusal? FaultOfHolder(UnitCommand command, Caller caller, UnitState state, IUnitDirectory directory)
    {
        if (caller.Person is not null || caller.Scope is not { } scope || HolderOf(command, state, directory) is not { } holder || holder == scope)
        {
            return null;
        }
        var name = directory.Find(holder)?.Name;
        return Refusal.Forbidden($"The difficulty is with '{holder}'{(name is null ? "" : $" ({name})")}: only that unit can escalate or resolve it.");
    }

    /// <summary>The refusal if the caller may not give the command, and otherwise the origin to record.</summary>
    public static (Refusal? Refusal, Origin Origin) Of(
        UnitCommand command, Caller caller, UnitState state, string unit, Judge judge, IUnitDirectory directory, DateOnly today)
    {
        var own = new Origin(caller.Person, caller.Session, caller.Address, null);
        if (caller.IsSystem)
        {
            return (null, own);
        }
        if (FaultOfEnding(command, state, judge, today) is { } last)
        {
            return (last, own);
        }
        if (command is UnitCommand.DelegateGrant { Grant: var id })
        {
            return (state.Grants.TryGetValue(id, out var passed) && (caller.Person is null || passed.Person != caller.Person)
                ? Refusal.Forbidden("Only the holder of a grant may delegate it.") : null, own);
        }
        if (caller.Person is not { } person)
        {
            return (FaultOfHolder(command, caller, state, directory), own);
        }
        if (command is UnitCommand.EndGrant { Grant: var ended } && state.Grants.GetValueOrDefault(ended)?.DelegatedBy == person)
        {
            return (null, own);
        }
        if (command.Needs is not { } right)
        {
            return (Refusal.Forbidden("Only units may do this."), own);
        }
        var holder = HolderOf(command, state, directory);
        var place = holder ?? HandOverRules.StewardOf(state, command, directory) ?? command.PlaceOf(unit);
        if (command.OtherPlace is { } other && judge.Find(person, right, other, area: null, today) is null)
        {
            return (Lacking(caller, person, right, other, judge, today), own);
        }
        var area = command.AreaIn(state);
        var held = (AreasGiven(command, state) is { } areas
                ? judge.Find(person, right, place, areas, today) : judge.Find(person, right, place, area, today, own: holder is not null || command.ReachesOwn))
            ?? Collecting(command, person, state, place, judge, today);
        return held is { } holding
            ? (FaultOfHanding(command, person, state) ?? FaultOfGiving(command, person, state, unit, judge, today),
                own with { OnBehalfOf = holding.OnBehalfOf })
            : (Lacking(caller, person, right, place, judge, today), own);
    }

    /// <summary>The holding that lets a person collect a report: the right to accept at the collecting unit, or the power to collect; null
    /// for none.</summary>
    private static Holding? Collecting(UnitCommand command, string person, UnitState state, string? place, Judge judge, DateOnly today) =>
        command is not UnitCommand.OfReport { IsForCollector: true } ? null
        : (state.CollectorOf(command) is { } collector
            ? judge.Find(person, Right.Accept, collector, command.AreaIn(state), today, own: true) : null)
        ?? judge.FindCollecting(person, place!, command.AreaIn(state), today);

    /// <summary>Four-eyes rule: nobody decides on what they handed in themselves.</summary>
    private static Refusal? FaultOfHanding(UnitCommand command, string person, UnitState state) =>
        (command is UnitCommand.Accept or UnitCommand.SendBack or UnitCommand.Reopen
            && state.Obligations.GetValueOrDefault(((UnitCommand.OfObligation)command).Obligation)?.HandedInBy == person)
        || (command is UnitCommand.OfReport { IsForCollector: true, Period: var period }
            && state.Reports.GetValueOrDefault(period)?.Signature?.Person == person)
            ? Refusal.Forbidden("Whoever submitted it may not decide on it: somebody else must.", Reasons.SamePerson)
            : null;

    /// <summary>The reform areas for which a right is given or taken away; null for all areas, and for any other command.</summary>
    private static ImmutableArray<ReformArea>? AreasGiven(UnitCommand command, UnitState state) => command switch
    {
        UnitCommand.GiveGrant { ReformAreas: { IsDefaultOrEmpty: false } given } => given,
        UnitCommand.AppointFocalAgency { ReformAreas: { IsDefaultOrEmpty: false } given } => given,
        UnitCommand.EndGrant { Grant: var id } => state.Grants.GetValueOrDefault(id)?.ReformAreas,
        _ => null,
    };

    /// <summary>Nobody may give or take away more than they hold themselves.</summary>
    private static Refusal? FaultOfGiving(UnitCommand command, string person, UnitState state, string unit, Judge judge, DateOnly today)
    {
        var isCovered = command switch
        {
            UnitCommand.GiveGrant given =>
                judge.Covers(person, Roles.RightsOf(given.Role), unit, given.ReformAreas, given.To, today),
            UnitCommand.AppointFocalAgency { Powers.IsDefault: false } appointed =>
                judge.Covers(person, Roles.RightsOf(appointed.Powers), unit, appointed.ReformAreas, appointed.To, today),
            UnitCommand.EndGrant { Grant: var id } when state.Grants.TryGetValue(id, out var ended) =>
                judge.Covers(person, Roles.RightsOf(ended.Role), unit, ended.ReformAreas, today, today),
            _ => true,
        };
        return isCovered ? null : Refusal.Forbidden("You cannot give more than you have: a larger area, more powers or a longer time.", Reasons.AboveOwnRights);
    }

    private static Refusal? FaultOfEnding(UnitCommand command, UnitState state, Judge judge, DateOnly today) =>
        command is UnitCommand.EndGrant { Grant: var id } && state.Grants.TryGetValue(id, out var ended)
        && judge.IsLastingAdministrator(ended) && !judge.HasOtherAdministrator(ended, today)
            ? Judge.LastAdministrator
            : null;

    private static Refusal Lacking(Caller caller, string person, Right right, string? place, Judge judge, DateOnly today) => Refusal.Forbidden(
        place is null ? "That is for administrators of everything." : $"'{caller.Name}' has not the right {Text.Constant(right)} at '{Text.Shown(place)}'.",
        right == Right.Grant && judge.HoldingsOf(person, today).Any(holding => holding.Rights.Contains(right)) ? Reasons.AboveOwnRights : null);

    /// <summary>The unit that holds the open difficulty which the command is about; null for none.</summary>
    private static string? HolderOf(UnitCommand command, UnitState state, IUnitDirectory directory) =>
        command.IsForHolder && command is UnitCommand.OfObligation { Obligation: var id } ? state.Obligations.GetValueOrDefault(id)?.HolderIn(directory) : null;
}
