namespace Hierarchy.Api.Progress;

internal sealed record ProgressFilterInput(int? Year, ReformArea? ReformArea, string? Plan, ObligationKind? Kind, Scope? Scope);

/// <summary>Selects one cell of a roll-up at a unit.</summary>
/// <param name="Kind">Null for all kinds.</param>
/// <param name="Scope">Ignored when a plan is named.</param>
internal sealed record ProgressFilter(int? Year, ReformArea? ReformArea, string? Plan, ObligationKind? Kind, Scope Scope = Scope.Imposed)
{
    /// <summary>The default filter of the schema.</summary>
    public static readonly ProgressFilter Default = new(null, null, null, ObligationKind.Task);

    /// <summary>A year outside every plan, whose cell is always empty.</summary>
    private const int NoYear = -1;

    public static ProgressFilter Of(ProgressFilterInput? filter) =>
        filter is null ? Default : new(filter.Year, filter.ReformArea, filter.Plan, filter.Kind, filter.Scope ?? Scope.All);

    /// <summary>The selected cell at a unit.</summary>
    /// <exception cref="FieldError">The plan is unknown, or does not concern the unit.</exception>
    public Cell CellAt(string unit, IUnitDirectory directory, RestatedMap map) => PlanAt(unit, directory, map) is { } plan ? CellOf(plan) : General();

    /// <summary>Null when the filter names no plan.</summary>
    /// <exception cref="FieldError">The plan is unknown, or its owner neither is nor was at, above or below the unit or one that continued
    /// in it.</exception>
    public PlanEntry? PlanAt(string unit, IUnitDirectory directory, RestatedMap map) =>
        FindPlan(directory) is not { } plan ? null
        : RelatedPlans.Concerns(unit, plan, directory, map) ? plan
        : throw ApiError.Invalid(
            $"The plan '{plan.Id}' belongs to '{plan.Owner}', which is neither above nor below '{unit}'.", "filter", "plan");

    /// <summary>The plan's cell; an empty one if the plan does not cover the year.</summary>
    public Cell CellOf(PlanEntry plan) => Covers(plan) ? Cell.OfPlan(plan.Owner, plan.Id, ReformArea, Kind) : Nothing();

    /// <summary>Whether the plan's period contains the year, if one is given.</summary>
    public bool Covers(PlanEntry plan) => Year is not { } year || (plan.StartYear <= year && year <= plan.EndYear);

    private PlanEntry? FindPlan(IUnitDirectory directory) =>
        Plan is null ? null : directory.FindPlan(Plan) ?? throw ApiError.NoPlan(Plan, "filter", "plan");

    public static Cell Nothing() => Cell.General(NoYear, null, null);

    // In a cell the year 0 means all years; callers must not select it by accident.
    private Cell General() => Year is < 1 ? Nothing() : Cell.General(Year, ReformArea, Kind, Scope);
}
