namespace Hierarchy.Grains.Rollup;

/// <summary>
/// Counts every roll-up anew from what each unit alone owes, level by level, without anything that the grains keep. Deliberately plain: it
/// is what the running totals are held against.
/// </summary>
public sealed class Recount
{
    private readonly Dictionary<string, Dictionary<Cell, Running>> _own = [];

    /// <summary>Adds a unit as its events leave it.</summary>
    public void Add(UnitState state)
    {
        foreach (var obligation in state.Obligations.Values)
        {
            AddOwn(obligation.Unit, Contribution.CellsOf(obligation.Terms), Contribution.Of(obligation));
        }
        AddMoney(state);
    }

    /// <summary>Adds what the projection says of obligations of one unit that count alike.</summary>
    public void Add(ProjectedSum sum)
    {
        long Is(ObligationStatus status) => sum.Status == status ? sum.Count : 0;
        var open = sum.Status is ObligationStatus.NotStarted or ObligationStatus.InProgress or ObligationStatus.Submitted;
        var measures = new Measures(
            Is(ObligationStatus.Waiting), Is(ObligationStatus.NotStarted), Is(ObligationStatus.InProgress), Is(ObligationStatus.Submitted),
            sum.OnTime, Is(ObligationStatus.Done) - sum.OnTime, Is(ObligationStatus.Cancelled), sum.Reported, sum.Weight, sum.WeightedPercent,
            sum.Planned, sum.Planned, sum.Spent, 0, 0, 0,
            open && sum.Due is { } due ? [new DueCount(due.DayNumber, sum.Count)] : []);
        var terms = new ObligationTerms(
            "", sum.Kind, sum.Plan, sum.PlanOwner, sum.Source, sum.Area, sum.Reform, sum.StartYear, sum.EndYear, "", 0, 0, null, false);
        AddOwn(sum.Unit, Contribution.CellsOf(terms), measures);
    }

    /// <summary>Adds the money of a unit's plans that no obligation carries.</summary>
    public void AddMoney(UnitState state)
    {
        foreach (var plan in state.Plans.Values)
        {
            foreach (var (area, money) in Contribution.UnsplitMoney(plan, state.Tasks.Values))
            {
                AddOwn(plan.Owner, Contribution.CellsOf(plan, area), Measures.Zero with { Planned = money });
            }
        }
    }

    /// <summary>The roll-up of every unit, children before parents; cells that hold nothing are left out.</summary>
    /// <param name="units">Every unit, parents before children.</param>
    public Dictionary<string, Dictionary<Cell, Measures>> Totals(IReadOnlyList<Unit> units)
    {
        var totals = units.ToDictionary(unit => unit.Id, _ => new Dictionary<Cell, Measures>());
        for (var i = units.Count - 1; i >= 0; i--)
        {
            var unit = units[i];
            var total = totals[unit.Id];
            foreach (var (cell, own) in _own.GetValueOrDefault(unit.Id) ?? [])
            {
                total[cell] = Sum(total.GetValueOrDefault(cell), WithUnit(own.ToMeasures()));
            }
            foreach (var cell in total.Where(cell => cell.Value.IsZero).Select(cell => cell.Key).ToList())
            {
                total.Remove(cell);
            }
            if (unit.Parent is null)
            {
                continue;
            }
            var above = totals[unit.Parent];
            foreach (var (cell, measures) in total.Where(cell => cell.Key.RisesAbove(unit.Id)))
            {
                above[cell] = Sum(above.GetValueOrDefault(cell), measures);
            }
        }
        return totals;
    }

    private void AddOwn(string unit, List<Cell> cells, Measures measures)
    {
        if (!_own.TryGetValue(unit, out var own))
        {
            _own[unit] = own = [];
        }
        foreach (var cell in cells)
        {
            if (!own.TryGetValue(cell, out var running))
            {
                own[cell] = running = new Running();
            }
            running.Add(measures);
        }
    }

    private static Measures WithUnit(Measures own)
    {
        if (own.Total == own.Cancelled)
        {
            return own;
        }
        var percent = own.Weight == 0 ? 0 : (long)((own.WeightedPercent + own.Weight / 2) / own.Weight);
        return own with { Units = 1, UnitsSilent = own.Reported == 0 ? 1 : 0, UnitPercents = percent };
    }

    private static Measures Sum(Measures? a, Measures b)
    {
        if (a is null)
        {
            return b;
        }
        var due = new SortedDictionary<int, int>();
        foreach (var count in a.Due.Concat(b.Due))
        {
            due[count.Day] = due.GetValueOrDefault(count.Day) + count.Count;
        }
        return new Measures(
            a.Waiting + b.Waiting, a.NotStarted + b.NotStarted, a.InProgress + b.InProgress, a.Submitted + b.Submitted,
            a.DoneOnTime + b.DoneOnTime, a.DoneLate + b.DoneLate, a.Cancelled + b.Cancelled, a.Reported + b.Reported, a.Weight + b.Weight,
            a.WeightedPercent + b.WeightedPercent, a.Planned + b.Planned, a.Allocated + b.Allocated, a.Spent + b.Spent, a.Units + b.Units,
            a.UnitsSilent + b.UnitsSilent, a.UnitPercents + b.UnitPercents, [.. due.Select(count => new DueCount(count.Key, count.Value))]);
    }

    /// <summary>What one unit owes in one cell, while it is added up: days that are counted where they stand, since a unit may owe tens of
    /// thousands of obligations on as many days.</summary>
    private sealed class Running
    {
        private readonly SortedDictionary<int, int> _due = [];
        private Measures _rest = Measures.Zero;

        public void Add(Measures measures)
        {
            foreach (var count in measures.Due)
            {
                _due[count.Day] = _due.GetValueOrDefault(count.Day) + count.Count;
            }
            _rest = Sum(_rest, measures with { Due = [] });
        }

        public Measures ToMeasures() => _rest with { Due = [.. _due.Select(count => new DueCount(count.Key, count.Value))] };
    }
}
