using Hierarchy.Api.Units;
using Hierarchy.Grains.Obligations;
using Hierarchy.Grains.Plans;
using Hierarchy.Grains.Rollup;

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

    /// <summary>The unit to ask, and the cell there.</summary>
    /// <exception cref="FieldError">The plan is unknown, or neither above nor below the unit.</exception>
    public (string Unit, Cell Cell) KeyAt(string unit, IUnitDirectory directory) =>
        FindPlan(directory) is { } plan ? (ReadAt(unit, plan, directory), CellOf(plan)) : (unit, General());

    /// <summary>The plan's cell; an empty one when the plan does not cover the year.</summary>
    public Cell CellOf(PlanEntry plan) => Covers(plan) ? Cell.OfPlan(plan.Owner, plan.Id, ReformArea, Kind) : Nothing();

    /// <summary>Whether the plan's period contains the year, if one is asked for.</summary>
    public bool Covers(PlanEntry plan) => Year is not { } year || (plan.StartYear <= year && year <= plan.EndYear);

    /// <summary>Null when the filter names no plan.</summary>
    /// <exception cref="FieldError">It names one that does not exist.</exception>
    public PlanEntry? FindPlan(IUnitDirectory directory) =>
        Plan is null ? null : directory.FindPlan(Plan) ?? throw ApiError.NoPlan(Plan, "filter", "plan");

    /// <summary>The unit whose roll-up holds all that the plan imposes at or below this one.</summary>
    /// <exception cref="FieldError">The plan's owner is neither at, above nor below the unit.</exception>
    public static string ReadAt(string unit, PlanEntry plan, IUnitDirectory directory) =>
        directory.IsAtOrBelow(unit, plan.Owner) ? unit
        : directory.IsAtOrBelow(plan.Owner, unit) ? plan.Owner
        : throw ApiError.Invalid(
            $"The plan '{plan.Id}' belongs to '{plan.Owner}', which is neither above nor below '{unit}'.", "filter", "plan");

    /// <summary>The cells that hold what is asked for at a unit on today's map and at those that are read with it, each where it is
    /// kept.</summary>
    /// <exception cref="FieldError">The plan is unknown, or has nothing to do with any of them.</exception>
    public Func<string, IEnumerable<CellAt>> KeysAt(string unit, bool past, Backend backend)
    {
        if (FindPlan(backend.Directory) is not { } plan)
        {
            var cell = General();
            return at => [new CellAt(at, cell)];
        }
        CheckPlan(unit, plan, backend);
        return KeysOf(plan, CellOf(plan), past, backend.Directory);
    }

    /// <summary>Where a plan's cell is read: at the unit, and at the plan's owner where it stands below. What was handed over to units
    /// beside the owner rises from there.</summary>
    /// <param name="past">Figures of past days are counted, and kept nowhere.</param>
    public static Func<string, IEnumerable<CellAt>> KeysOf(PlanEntry plan, Cell cell, bool past, IUnitDirectory directory) => at =>
        !past && plan.Owner != at && directory.IsAtOrBelow(plan.Owner, at) ? [new(at, cell), new(plan.Owner, cell)] : [new(at, cell)];

    /// <exception cref="FieldError">The plan's owner is neither at, above nor below the unit or one that is read with it.</exception>
    public static void CheckPlan(string unit, PlanEntry plan, Backend backend)
    {
        if (!backend.Map.Of(unit).More.Any(at =>
            backend.Directory.IsAtOrBelow(at, plan.Owner) || backend.Directory.IsAtOrBelow(plan.Owner, at)))
        {
            ReadAt(unit, plan, backend.Directory);
        }
    }

    public static Cell Nothing() => Cell.General(NoYear, null, null);

    // The year 0 means every year in a cell; nobody may ask for it by accident.
    private Cell General() => Year is < 1 ? Nothing() : Cell.General(Year, ReformArea, Kind, Scope);
}
