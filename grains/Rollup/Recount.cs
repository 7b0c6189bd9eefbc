namespace Hierarchy.Grains.Rollup;

/// <summary>Computes every roll-up from each unit's own obligations, level by level, without using anything that the grains keep.
/// Deliberately plain: running totals are checked against it.</summary>
/// <param name="periods">Whether to count by period, too. Roll-ups do not, but the store does.</param>
public sealed class Recount(bool periods = false)
{
    private readonly Dictionary<string, Dictionary<Cell, Running>> _own = [];
    private readonly Dictionary<string, Dictionary<IndicatorCell, IndicatorSums>> _ownIndicators = [];

    /// <summary>Adds a unit in the state after its events.</summary>
    public void Add(UnitState state)
    {
        foreach (var obligation in state.Obligations.Values.Where(o => o.IsHere))
        {
            Add(obligation);
        }
        AddMoney(state);
        if (state.Unit is { } unit)
        {
            _ownIndicators[unit.Id] = IndicatorContribution.Of(state);
        }
    }

    /// <summary>Adds one obligation in its present state.</summary>
    public void Add(Obligation obligation) => Add(obligation.Unit, obligation.Unit, obligation.Terms, Contribution.Of(obligation));

    /// <summary>Adds sums from the projection.</summary>
    public void Add(ProjectedSum sum)
    {
        long Is(ObligationStatus status) => sum.Status == status ? sum.Count : 0;
        var sums = new Sums
        {
            Waiting = Is(ObligationStatus.Waiting),
            NotStarted = Is(ObligationStatus.NotStarted),
            InProgress = Is(ObligationStatus.InProgress),
            Submitted = Is(ObligationStatus.Submitted),
            DoneOnTime = sum.Status == ObligationStatus.Done ? sum.OnTime : 0,
            DoneLate = Is(ObligationStatus.Done) - (sum.Status == ObligationStatus.Done ? sum.OnTime : 0),
            Cancelled = Is(ObligationStatus.Cancelled),
            Reported = sum.Reported,
            Postponed = sum.Postponed,
            Undated = sum.Due is null ? Is(ObligationStatus.NotStarted) + Is(ObligationStatus.InProgress) + Is(ObligationStatus.Submitted) : 0,
            Weight = sum.Weight,
            WeightedPercent = sum.WeightedPercent,
            Planned = sum.Planned,
            Allocated = sum.Planned,
            Spent = sum.Spent,
        };
        var pressing = sum.Status == ObligationStatus.Submitted ? sum.Count - sum.OnTime : sum.Count;
        var measures = new Measures(sums, sums.Open > 0 && pressing > 0 && sum.Due is { } due ? [new DueCount(due.DayNumber, pressing)] : []);
        var terms = new ObligationTerms(
            "", sum.Kind, sum.Plan, sum.PlanOwner, sum.Source, sum.Area, sum.Reform, sum.StartYear, sum.EndYear, "", 0, 0, null, false,
            Period: sum.Period);
        Add(sum.Unit, sum.Origin, terms, measures);
    }

    /// <summary>Adds the money of a unit's plans that no obligation carries.</summary>
    /// <param name="day">If given, only plans that existed on that day count.</param>
    public void AddMoney(UnitState state, DateOnly? day = null)
    {
        foreach (var plan in state.Plans.Values.Where(plan => !(plan.ExistsFrom > day)))
        {
            foreach (var (area, money) in Contribution.UnsplitMoney(plan, state.Tasks.Values))
            {
                AddOwn(plan.Owner, Contribution.CellsOf(plan, area, state.Tasks.Values), new Measures(new Sums { Planned = money }, []));
            }
        }
    }

    /// <summary>Adds money that no obligation carries, from the projection.</summary>
    public void Add(PlanMoney money) => AddOwn(money.Owner, Contribution.CellsOf(money), new Measures(new Sums { Planned = money.Money }, []));

    /// <summary>The roll-up of every unit, children before parents, without empty cells.</summary>
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
            foreach (var (cell, overlap) in Overlaps(_own.GetValueOrDefault(unit.Id) ?? []))
            {
                total[cell] = Sum(total.GetValueOrDefault(cell), overlap);
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

    /// <summary>The second book of every unit, without empty cells.</summary>
    /// <param name="units">Every unit, parents before children.</param>
    public Dictionary<string, Dictionary<IndicatorCell, IndicatorSums>> IndicatorTotals(IReadOnlyList<Unit> units)
    {
        var totals = units.ToDictionary(unit => unit.Id, unit => _ownIndicators.GetValueOrDefault(unit.Id)?.ToDictionary() ?? []);
        foreach (var unit in units.Reverse())
        {
            foreach (var (cell, sums) in totals[unit.Id].Where(cell => unit.Parent is not null && cell.Key.RisesAbove(unit.Id)))
            {
                totals[unit.Parent!][cell] = totals[unit.Parent!].GetValueOrDefault(cell) + sums;
            }
        }
        return totals.ToDictionary(unit => unit.Key, unit => unit.Value.Where(cell => cell.Value != default).ToDictionary());
    }

    /// <summary>Counts the restated figures of a unit: the second book and, if periods are counted, the obligations for each period, of all
    /// units placed at or below it on today's map. Each unit is counted alone at its place.</summary>
    /// <param name="standing">All units, by their place on today's map.</param>
    public RestatedCount Restated(string unit, ILookup<string, string> standing, IUnitDirectory directory)
    {
        var (indicators, owed) = (new Dictionary<IndicatorCell, IndicatorSums>(), new Dictionary<Cell, Measures>());
        foreach (var id in directory.Subtree(unit).SelectMany(at => standing[at.Id]))
        {
            foreach (var (cell, sums) in _ownIndicators.GetValueOrDefault(id) ?? [])
            {
                indicators[cell] = indicators.GetValueOrDefault(cell) + sums;
            }
            foreach (var (cell, own) in _own.GetValueOrDefault(id)?.Where(cell => cell.Key.Scope == CellScope.Period) ?? [])
            {
                owed[cell] = Sum(owed.GetValueOrDefault(cell), WithUnit(own.ToMeasures()));
            }
        }
        return new RestatedCount(indicators.Where(cell => cell.Value != default).ToDictionary(), owed.Where(cell => !cell.Value.IsZero).ToDictionary());
    }

    /// <param name="origin">The unit on which it was imposed, needed if the terms have no id.</param>
    private void Add(string unit, string origin, ObligationTerms terms, Measures measures)
    {
        AddOwn(unit, Contribution.CellsOf(terms, origin), measures);
        if (periods && terms.Period is { } period)
        {
            AddOwn(unit, [Cell.OfPeriod(period)], measures);
        }
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

    /// <summary>The correction for units with obligations in both scopes when these are added up.</summary>
    private static IEnumerable<(Cell Cell, Measures Overlap)> Overlaps(Dictionary<Cell, Running> own)
    {
        foreach (var (cell, imposed) in own.Where(cell => cell.Key.Scope == CellScope.Imposed))
        {
            if (own.TryGetValue(cell.In(CellScope.Own), out var ofItself))
            {
                var (left, right) = (imposed.ToMeasures().Sums, ofItself.ToMeasures().Sums);
                yield return (cell.In(CellScope.Overlap), new Measures(UnitOf(left + right) - UnitOf(left) - UnitOf(right), []));
            }
        }
    }

    private static Sums UnitOf(Sums own) => WithUnit(new Measures(own, [])).Sums - own;

    private static Measures WithUnit(Measures own)
    {
        var sums = own.Sums;
        if (sums.Owed == 0)
        {
            return own;
        }
        var percent = sums.Weight == 0 ? 0 : (long)((sums.WeightedPercent + sums.Weight / 2) / sums.Weight);
        return own with { Sums = sums with { Units = 1, UnitsSilent = sums.Reported == 0 ? 1 : 0, UnitPercents = percent } };
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
        return new Measures(a.Sums + b.Sums, [.. due.Select(count => new DueCount(count.Key, count.Value))]);
    }

    /// <summary>A running sum for one unit and cell. Due days are counted in place, since a unit may have tens of thousands of obligations
    /// on as many days.</summary>
    private sealed class Running
    {
        private readonly SortedDictionary<int, int> _due = [];
        private Sums _sums;

        public void Add(Measures measures)
        {
            foreach (var count in measures.Due)
            {
                _due[count.Day] = _due.GetValueOrDefault(count.Day) + count.Count;
            }
            _sums += measures.Sums;
        }

        public Measures ToMeasures() => new(_sums, [.. _due.Select(count => new DueCount(count.Key, count.Value))]);
    }
}

/// <summary>The restated figures of a unit and everything below it on today's map.</summary>
public sealed record RestatedCount(IReadOnlyDictionary<IndicatorCell, IndicatorSums> Indicators, IReadOnlyDictionary<Cell, Measures> Periods)
{
    /// <summary>The restated figures as the API computes them: added up from the units of the composition.</summary>
    /// <param name="indicatorsOf">The second book of a unit.</param>
    /// <param name="cellsOf">The cells of a unit and everything below it, including those of periods.</param>
    public static RestatedCount Shown(
        string unit, Composition with, Func<string, IReadOnlyDictionary<IndicatorCell, IndicatorSums>> indicatorsOf,
        Func<string, IReadOnlyDictionary<Cell, Measures>> cellsOf, IUnitDirectory directory)
    {
        var (indicators, owed) = (new Dictionary<IndicatorCell, IndicatorSums>(), new Dictionary<Cell, Measures>());
        foreach (var (top, isMore) in with.More.Prepend(unit).Select(top => (top, true)).Concat(with.Less.Select(top => (top, false))))
        {
            foreach (var (cell, sums) in WholeOf(top))
            {
                indicators[cell] = isMore ? indicators.GetValueOrDefault(cell) + sums : indicators.GetValueOrDefault(cell) - sums;
            }
            foreach (var (cell, measures) in cellsOf(top).Where(cell => cell.Key.Scope == CellScope.Period))
            {
                var before = owed.GetValueOrDefault(cell, Measures.Zero);
                owed[cell] = isMore ? before + measures : before - measures;
            }
        }
        return new RestatedCount(indicators.Where(cell => cell.Value != default).ToDictionary(), owed.Where(cell => !cell.Value.IsZero).ToDictionary());

        // An indicator's cells do not rise above its owner: for units above, they are read at the owner.
        IEnumerable<KeyValuePair<IndicatorCell, IndicatorSums>> WholeOf(string top) => indicatorsOf(top).Concat(
            directory.Subtree(top).Skip(1).SelectMany(below => indicatorsOf(below.Id).Where(cell => cell.Key.Owner == below.Id)));
    }
}
