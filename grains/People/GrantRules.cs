namespace Hierarchy.Grains;

/// <summary>Rules that grants, delegations and appointments share.</summary>
internal static class GrantRules
{
    public static ImmutableArray<ReformArea>? Given(ImmutableArray<ReformArea>? areas) => areas is { IsDefault: true } ? null : areas;

    public static Refusal NoGrant(string id) => Refusal.NotFound($"There is no grant '{Text.Shown(id)}'.", "grant");

    public static Refusal? FaultOfAreas(ImmutableArray<ReformArea>? areas) =>
        areas is not { } given ? null
        : given.IsEmpty ? Refusal.Invalid("reformAreas must not be empty; leave it out for all areas.", "reformAreas")
        : given.Distinct().Count() < given.Length ? Refusal.Invalid("reformAreas contains an area twice.", "reformAreas")
        : PlanRules.First(given, (area, i) => Limits.FaultOfWord<ReformArea>(area, $"reformAreas[{i}]"));

    /// <param name="last">Name of the field of the last day.</param>
    public static Refusal? FaultOfDays(DateOnly from, DateOnly? to, string last) =>
        Limits.FaultOfDay(from, "from") ?? Limits.FaultOfDay(to, last)
        ?? (to < from ? Refusal.Invalid($"{last} must not lie before from.", last) : null);

    public static Refusal? FaultOfCount(UnitState state, DateOnly today) =>
        state.Grants.Values.Count(grant => grant.MayHoldFrom(today)) + state.FocalAgencies.Values.Count(focal => focal.MayHoldFrom(today))
            >= Limits.GrantsMax
            ? Refusal.Invalid($"A unit has at most {Limits.GrantsMax} grants and focal agencies that have not ended.", "unit")
            : null;
}
