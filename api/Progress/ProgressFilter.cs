namespace Hierarchy.Api.Progress;

internal sealed record ProgressFilterInput(int? Year, ReformArea? ReformArea, string? Plan, ObligationKind? Kind, Scope? Scope);

/// <summary>What of a roll-up is asked for. Each filter is one cell, at one unit.</summary>
/// <param name="Kind">Null for all kinds.</param>
/// <param name="Scope">Does not narrow what one plan imposes.</param>
internal sealed record ProgressFilter(int? Year, ReformArea? ReformArea, string? Plan, ObligationKind? Kind, Scope Scope = Scope.Imposed)
{
    /// <summary>What an absent filter means: the schema's defaults.</summary>
    public static readonly ProgressFilter Default = new(null, null, null, ObligationKind.Task);

    /// <summary>A year that no plan can have: its cell is always empty.</summary>
    private const int NoYear = -1;

    public static ProgressFilter Of(ProgressFilterInput? filter) =>
        filter is null ? Default : new(filter.Year, filter.ReformArea, filter.Plan, filter.Kind, filter.Scope ?? Scope.All);

    /// <summary>The cell that is asked for at a unit.</summary>
    /// <exception cref="FieldError">The plan is unknown, or has nothing to do with the unit.</exception>
    public Cell CellAt(string unit, IUnitDirectory directory, RestatedMap map) => PlanAt(unit, directory, map) is { } plan ? CellOf(plan) : General();

    /// <summary>Null when the filter names no plan.</summary>
    /// <exception cref="FieldError">It names one that does not exist, or whose owner neither stands nor has stood at, above or below the unit or
    /// one that went on in it.</exception>
    public PlanEntry? PlanAt(string unit, IUnitDirectory directory, RestatedMap map) =>
        FindPlan(directory) is not { } plan ? null
        : RelatedPlans.Concerns(unit, plan, directory, map) ? plan
        : throw ApiError.Invalid(
            $"The plan '{plan.Id}' belongs to '{plan.Owner}', which is neither above nor below '{unit}'.", "filter", "plan");

    /// <summary>The plan's cell; an empty one when the plan does not cover the year.</summary>
    public Cell CellOf(PlanEntry plan) => Covers(plan) ? Cell.OfPlan(plan.Owner, plan.Id, ReformArea, Kind) : Nothing();

    /// <summary>Whether the plan's period contains the year, if one is asked for.</summary>
    public bool Covers(PlanEntry plan) => Year is not { } year || (plan.StartYear <= year && year <= plan.EndYear);

    private PlanEntry? FindPlan(IUnitDirectory directory) =>
        Plan is null ? null : directory.FindPlan(Plan) ?? throw ApiError.NoPlan(Plan, "filter", "plan");

    public static Cell Nothing() => Cell.General(NoYear, null, null);

    // The year 0 means every year in a cell; nobody may ask for it by accident.
    private Cell General() => Year is < 1 ? Nothing() : Cell.General(Year, ReformArea, Kind, Scope);
}
