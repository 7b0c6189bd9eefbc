namespace Hierarchy.Grains.Rollup;

/// <summary>What one obligation, or the unsplit money of one area, adds to a roll-up, and to which cells.</summary>
public static class Contribution
{
    /// <summary>Without the per-unit members, which depend on all obligations of the unit in a cell.</summary>
    public static Measures Of(Obligation o)
    {
        if (!o.IsHere)
        {
            return Measures.Zero;
        }
        var counts = o.Status != ObligationStatus.Cancelled;
        var late = o.Status == ObligationStatus.Done && o.CompletedOn > o.Due;
        var sums = new Sums
        {
            Waiting = Is(o, ObligationStatus.Waiting),
            NotStarted = Is(o, ObligationStatus.NotStarted),
            InProgress = Is(o, ObligationStatus.InProgress),
            Submitted = Is(o, ObligationStatus.Submitted),
            DoneOnTime = late ? 0 : Is(o, ObligationStatus.Done),
            DoneLate = late ? 1 : 0,
            Cancelled = Is(o, ObligationStatus.Cancelled),
            Reported = o.Reported ? 1 : 0,
            Postponed = o.IsPostponed ? 1 : 0,
            Undated = o.IsUndated ? 1 : 0,
            Weight = counts ? o.Terms.Weight : 0,
            WeightedPercent = counts ? (long)o.Terms.Weight * o.Percent : 0,
            Planned = o.Terms.Planned,
            Allocated = o.Terms.Planned,
            Spent = o.Spent,
        };
        return new Measures(sums, o.IsPressing && o.Due is { } due ? [new DueCount(due.DayNumber, 1)] : []);
    }

    /// <param name="unit">The unit that owes it.</param>
    public static List<Cell> CellsOf(ObligationTerms terms, string unit)
    {
        var cells = new List<Cell>(32);
        AddGeneral(cells, terms.ScopeOf(unit), terms.StartYear, terms.EndYear, terms.Reform, terms.Kind);
        if (terms.Plan is { } plan)
        {
            AddPlan(cells, terms.PlanOwner, plan, terms.Area, terms.Reform, terms.Kind);
            cells.Add(Cell.OfSource(terms.PlanOwner, terms.Source));
        }
        return cells;
    }

    /// <summary>Money that a plan sets aside for its areas beyond what obligations carry, by area. It counts at the plan's owner.</summary>
    public static IEnumerable<(Area Area, long Money)> UnsplitMoney(Plan plan, IEnumerable<OwnedTask> tasks)
    {
        var ofPlan = tasks.Where(t => t.Task.Plan == plan.Id).ToLookup(t => t.Task.Area);
        foreach (var area in plan.Areas)
        {
            var planned = Math.Max(area.Budget ?? 0, ofPlan[area.Id].Sum(t => t.Task.Budget));
            var split = ofPlan[area.Id].Where(t => t.Units.Length > 0).Sum(t => t.Task.Budget);
            if (planned > split)
            {
                yield return (area, planned - split);
            }
        }
    }

    /// <summary>The cells of an area's unsplit money: those of a task in that area. Its scope is Own as long as no line of the plan imposes
    /// anything on another unit.</summary>
    public static List<Cell> CellsOf(Plan plan, Area area, IEnumerable<OwnedTask> tasks)
    {
        var cells = new List<Cell>(32);
        AddGeneral(cells, ScopeOfMoney(plan, tasks), plan.StartYear, plan.EndYear, area.Reform, ObligationKind.Task);
        AddPlan(cells, plan.Owner, plan.Id, area.Id, area.Reform, ObligationKind.Task);
        return cells;
    }

    public static List<Cell> CellsOf(PlanMoney money)
    {
        var cells = new List<Cell>(32);
        AddGeneral(cells, money.Scope, money.StartYear, money.EndYear, money.Reform, ObligationKind.Task);
        AddPlan(cells, money.Owner, money.Plan, money.Area, money.Reform, ObligationKind.Task);
        return cells;
    }

    internal static Scope ScopeOfMoney(Plan plan, IEnumerable<OwnedTask> tasks) =>
        ShippedPlans.Contain(plan.Owner, plan.Id) || tasks.Any(t => t.Task.Plan == plan.Id && t.Units.Any(unit => unit != plan.Owner))
            ? Scope.Imposed
            : Scope.Own;

    private static void AddGeneral(List<Cell> cells, Scope scope, int startYear, int endYear, ReformArea reform, ObligationKind kind)
    {
        // Cells that usually have equal measures are adjacent, so that they share what is published.
        foreach (var (ofReform, ofKind) in (ReadOnlySpan<(ReformArea?, ObligationKind?)>)[(null, null), (null, kind), (reform, null), (reform, kind)])
        {
            for (var year = startYear - 1; year <= endYear; year++)
            {
                cells.Add(Cell.General(year < startYear ? null : year, ofReform, ofKind, scope));
            }
        }
    }

    private static void AddPlan(List<Cell> cells, string owner, string plan, string area, ReformArea reform, ObligationKind kind)
    {
        cells.Add(Cell.OfPlan(owner, plan, null, null));
        cells.Add(Cell.OfPlan(owner, plan, null, kind));
        cells.Add(Cell.OfPlan(owner, plan, reform, null));
        cells.Add(Cell.OfPlan(owner, plan, reform, kind));
        if (area.Length > 0)
        {
            cells.Add(Cell.OfPlanArea(owner, plan, area, null));
            cells.Add(Cell.OfPlanArea(owner, plan, area, kind));
        }
    }

    private static long Is(Obligation o, ObligationStatus status) => o.Status == status ? 1 : 0;
}
