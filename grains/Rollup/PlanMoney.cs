namespace Hierarchy.Grains.Rollup;

/// <summary>Money that a plan sets aside for one of its areas beyond what obligations carry.</summary>
/// <param name="From">First day on which it counts.</param>
/// <param name="Money">Whole đồng; 0 if obligations carry all of it.</param>
public sealed record PlanMoney(
    string Plan, string Owner, string Area, ReformArea Reform, int StartYear, int EndYear, DateOnly From, Scope Scope, long Money)
{
    /// <summary>The entry of each area that has money, in the plan's order.</summary>
    /// <param name="state">The state of the plan's owner.</param>
    /// <param name="ofEmptyAreas">Whether to include areas without money, which may have had some before.</param>
    public static ImmutableArray<PlanMoney> Of(UnitState state, string plan, bool ofEmptyAreas = false)
    {
        var adopted = state.Plans[plan];
        var tasks = state.Tasks.Values.Where(owned => owned.Task.Plan == plan).ToList();
        var scope = Contribution.ScopeOfMoney(adopted, tasks);
        var unsplit = Contribution.UnsplitMoney(adopted, tasks).ToDictionary(money => money.Area.Id, money => money.Money);
        return
        [
            .. adopted.Areas
                .Where(area => ofEmptyAreas || area.Budget > 0 || tasks.Exists(owned => owned.Task.Area == area.Id && owned.Task.Budget > 0))
                .Select(area => new PlanMoney(
                    plan, adopted.Owner, area.Id, area.Reform, adopted.StartYear, adopted.EndYear, adopted.ExistsFrom, scope,
                    unsplit.GetValueOrDefault(area.Id))),
        ];
    }
}
