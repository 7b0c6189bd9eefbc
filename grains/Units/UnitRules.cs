namespace Hierarchy.Grains.Units;

/// <summary>Rules shared by registering, renaming, moving and closing units. Pure: the directory is used only for what is known
/// locally.</summary>
public static class UnitRules
{
    /// <summary>Levels may be skipped but not reversed. Offices and departments may contain their own kind, and communes may contain
    /// offices.</summary>
    public static bool MayStandUnder(UnitKind kind, UnitKind parent) =>
        parent != UnitKind.Body
        && (LevelOf(kind) > LevelOf(parent)
            || (kind == parent && kind is UnitKind.Department or UnitKind.Office)
            || (kind == UnitKind.Office && parent == UnitKind.Commune));

    private static int LevelOf(UnitKind kind) => kind switch
    {
        UnitKind.Government => 0,
        UnitKind.Ministry => 1,
        UnitKind.Province => 2,
        UnitKind.Department or UnitKind.District or UnitKind.CentralAgency => 3,
        UnitKind.Office or UnitKind.Commune => 4,
        _ => 5,
    };

    /// <summary>The open units of a class below a unit. Offices below communes belong only to those communes.</summary>
    public static IEnumerable<Unit> MembersOf(string owner, UnitKind kind, IUnitDirectory directory)
    {
        var below = directory.Below(owner, kind);
        return kind != UnitKind.Office || IsInCommune(owner, directory) ? below : below.Where(office => !IsInCommune(office.Id, directory));
    }

    /// <summary>Whether a unit is a commune or below one.</summary>
    public static bool IsInCommune(string unit, IUnitDirectory directory) => directory.Find(unit)?.Kind == UnitKind.Commune
        || directory.Ancestors(unit).Any(above => above.Kind == UnitKind.Commune);

    public static bool IsClass(UnitKind kind) => kind is not (UnitKind.Body or UnitKind.Government);

    public static Refusal? FaultOfClosed(Unit unit, string? field) => unit.To is { } last
        ? Refusal.Conflict($"'{unit.Id}' ended on {last:yyyy-MM-dd}.", field) with { Reason = Reasons.UnitClosed }
        : null;

    /// <summary>Checks the day of an act on a unit: neither in the future nor before the unit's last change.</summary>
    public static Refusal? FaultOfDay(UnitState state, DateOnly on, DateOnly today) =>
        FaultOfDay(on, "on", today)
        ?? (state.Names[^1].From is { } last && on < last
            ? Refusal.Conflict($"The unit last changed on {last:yyyy-MM-dd}: no earlier change can be recorded.", "on") with
            {
                Reason = Reasons.DayBeforeLastEvent,
            }
            : null);

    public static Refusal? FaultOfDay(DateOnly? day, string field, DateOnly today) =>
        Limits.FaultOfDay(day, field)
        ?? Limits.FaultOfFuture(day, field, today);

    public static Refusal? FaultOfAct(Document? act, DateOnly today) =>
        act is null ? Refusal.Invalid("Changing a unit needs a document with a number and a day.", "act") : DocumentRules.Fault(act, "act", today);

    public static Refusal? FaultOfName(string name, string? code, UnitKind kind) =>
        Text.Fault(name, "name", required: true, Limits.NameMax)
        ?? (code is not null && Limits.FaultOfNewId(code) is { } ofCode ? Refusal.Invalid($"code {ofCode}.", "code") : null)
        ?? Limits.FaultOfWord<UnitKind>(kind, "kind");

    /// <summary>Checks whether a unit of this kind may be under the parent from a day on.</summary>
    /// <param name="levels">Number of levels of the unit and everything below it.</param>
    public static Refusal? FaultOfPlace(UnitKind kind, string parentId, int levels, DateOnly? on, IUnitDirectory directory) =>
        directory.Find(parentId) is not { } parent ? Refusal.NoUnit(parentId, "parent")
        : FaultOfClosed(parent, "parent") is { } closed ? closed
        : parent.From > on
            ? Refusal.Conflict($"'{parent.Id}' exists since {parent.From:yyyy-MM-dd}.", "parent") with { Reason = Reasons.DayBeforeLastEvent }
        : !MayStandUnder(kind, parent.Kind)
            ? Refusal.Invalid($"A {Text.Constant(kind)} cannot stand under a {Text.Constant(parent.Kind)}.", "parent") with { Reason = Reasons.Level }
        : directory.Ancestors(parent.Id).Count + 1 + levels > Limits.DepthMax
            ? Refusal.Invalid($"The hierarchy has at most {Limits.DepthMax} levels.", "parent") with { Reason = Reasons.Level }
        : null;

    /// <summary>Checks that a code belongs to only one unit of its kind on each day from its first one on.</summary>
    public static Refusal? FaultOfCode(string unit, UnitKind kind, string? code, DateOnly on, IUnitDirectory directory)
    {
        if (code is null)
        {
            return null;
        }
        var bearer = directory.ByCode(code).FirstOrDefault(other => other.Id != unit
            && directory.Names(other.Id).Any(name => name.Code == code && name.Kind == kind && !(name.To < on)));
        return bearer is null ? null
            : Refusal.Conflict($"The code {code} belongs to '{bearer.Id}' ({bearer.Name}) on {on:yyyy-MM-dd}.", "code") with { Reason = Reasons.CodeTaken };
    }

    /// <summary>Checks whether more units of some kinds fit into the tree of a unit.</summary>
    public static Refusal? FaultOfTree(IEnumerable<UnitKind> added, string tree, IUnitDirectory directory)
    {
        foreach (var coming in added.GroupBy(TreeBound.Of))
        {
            var bound = coming.Key;
            if (bound.Kinds.Sum(like => directory.CountInTree(tree, like)) + coming.Count() > bound.UnitsMax)
            {
                return Refusal.Conflict(
                    $"A hierarchy holds at most {bound.UnitsMax} units that are {string.Join(" or ", bound.Kinds.Select(Text.Constant))}.", "kind");
            }
        }
        return null;
    }

    public static Refusal? FaultOfKin(string unit, ImmutableArray<Kin> kin, string field, IUnitDirectory directory) =>
        kin.Length > Limits.PartsMax ? Refusal.Invalid($"At most {Limits.PartsMax} {field} are allowed.", field)
        : kin.DistinctBy(one => one.Unit).Count() < kin.Length ? Refusal.Invalid($"{field} contains a unit twice.", field)
        : PlanRules.First(kin, (one, i) =>
            Limits.FaultOfWord<Extent>(one.Extent, $"{field}[{i}].extent")
            ?? (one.Unit == unit ? Refusal.Invalid($"{field} contains the unit itself.", $"{field}[{i}].unit")
                : directory.Find(one.Unit) is null ? Refusal.NoUnit(one.Unit, $"{field}[{i}].unit")
                : null));

    /// <summary>The names after adding one that applies from a day on.</summary>
    public static ImmutableArray<UnitName> Named(ImmutableArray<UnitName> names, Unit unit, DateOnly on)
    {
        var next = UnitName.Of(unit) with { From = on, To = null };
        return names[^1].From == on ? names.SetItem(names.Length - 1, next) : Ended(names, on).Add(next);
    }

    /// <summary>The names after the last one applies again.</summary>
    public static ImmutableArray<UnitName> Reopened(ImmutableArray<UnitName> names) => names.SetItem(names.Length - 1, names[^1] with { To = null });

    /// <summary>Whether its registration was undone: it is empty, and may be registered again.</summary>
    public static bool NeverWas(Unit unit) => unit.To < unit.From;

    /// <summary>The names after the last one ends on the day before.</summary>
    public static ImmutableArray<UnitName> Ended(ImmutableArray<UnitName> names, DateOnly on) =>
        names.SetItem(names.Length - 1, names[^1] with { To = on.AddDays(-1) });
}
