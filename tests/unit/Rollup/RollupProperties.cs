using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;

namespace Hierarchy.UnitTests.Rollup;

/// <summary>A history that a seed decides. <c>HIERARCHY_SEED</c> replays one.</summary>
public sealed record Scenario(int Seed, int Steps);

public static class Scenarios
{
    private static readonly int? Replayed = int.TryParse(Environment.GetEnvironmentVariable("HIERARCHY_SEED"), out var seed) ? seed : null;

    // Fewer in ./test --quick, which its caller waits for.
    private static int StepsMax => Environment.GetEnvironmentVariable("HIERARCHY_QUICK") is null ? 250 : 60;

    public static Arbitrary<Scenario> Any() => Arb.From(
        from seed in Replayed is { } replayed ? Gen.Constant(replayed) : Gen.Choose(0, int.MaxValue - 1)
        from steps in Gen.Choose(Replayed is null ? 1 : StepsMax, StepsMax)
        select new Scenario(seed, steps),
        // A shorter run of the same seed is the same history, cut off.
        scenario => new[] { scenario.Steps / 2, scenario.Steps * 3 / 4, scenario.Steps - 1 }
            .Where(steps => steps > 0 && steps < scenario.Steps)
            .Select(steps => scenario with { Steps = steps }));
}

/// <summary>What must hold of roll-ups whatever the order, loss, repetition and delay of messages, and wherever units crash.</summary>
[Properties(Arbitrary = [typeof(Scenarios)], MaxTest = 150)]
public sealed class RollupProperties
{
    [Property]
    public void Once_quiet_each_unit_equals_the_recount(Scenario scenario)
    {
        var country = RunUntilQuiet(scenario);
        var recounted = country.Recounted();
        foreach (var unit in country.Directory.All())
        {
            var expected = recounted[unit.Id];
            var actual = country.Units[unit.Id].Cells;
            foreach (var (cell, measures) in expected)
            {
                Assert.Equal(measures, actual.GetValueOrDefault(cell));
            }
            Assert.Equal(expected.Count, actual.Count);
        }
    }

    [Property]
    public void Once_quiet_the_second_book_of_each_unit_equals_the_recount_and_what_the_units_below_have_given(Scenario scenario)
    {
        var country = RunUntilQuiet(scenario);
        var recounted = country.IndicatorsRecounted();
        foreach (var unit in country.Directory.All())
        {
            var actual = country.Units[unit.Id].Indicators;
            Assert.Equal(recounted[unit.Id].OrderBy(cell => cell.Key.ToString()), actual.OrderBy(cell => cell.Key.ToString()));
            // A plain count, of those indicators that are kept here.
            var below = country.Units.Where(u => country.Directory.IsAtOrBelow(u.Key, unit.Id)).Select(u => u.Value.State).ToList();
            foreach (var (terms, _) in below.SelectMany(state => state.GivenIndicators.Values))
            {
                var kept = country.Directory.IsAtOrBelow(unit.Id, terms.Owner);
                var given = below.Select(state => state.GivenIndicators.GetValueOrDefault(terms.Id)).OfType<GivenIndicator>()
                    .Where(one => one.Terms.Class == terms.Class).ToList();
                var values = given.SelectMany(one => one.Values).Where(value => value is { Year: 2013, Period: null }).ToList();
                Assert.Equal(
                    kept ? new IndicatorSums { Expected = given.Count } : default,
                    actual.GetValueOrDefault(new IndicatorCell(terms.Owner, terms.Id, 0, "", terms.Class)));
                Assert.Equal(
                    kept
                        ? new IndicatorSums(
                            values.Sum(value => value.Numerator), values.Sum(value => value.Denominator), values.Count, 0, values.Count(value => value.Verified))
                        : default,
                    actual.GetValueOrDefault(new IndicatorCell(terms.Owner, terms.Id, 2013, "", terms.Class)));
            }
            Assert.Equal(
                below.Where(state => state.Inspected.Values.Any(inspection => inspection.On.Year == 2012)).Count(),
                actual.Where(cell => cell.Key is { Indicator: IndicatorCell.Inspected, Year: 2012 }).Sum(cell => cell.Value.Numerator));
        }
    }

    [Property]
    public void Once_quiet_the_general_cells_equal_a_count_of_the_obligations_below(Scenario scenario)
    {
        var country = RunUntilQuiet(scenario);
        var asOf = Given.Today.AddDays(scenario.Seed % 400 - 200);
        foreach (var unit in country.Directory.All())
        {
            var below = country.Units.Where(u => country.Directory.IsAtOrBelow(u.Key, unit.Id)).Select(u => u.Value).ToList();
            foreach (var (year, reform, kind) in Filters(scenario.Seed))
            {
                foreach (var scope in Enum.GetValues<Scope>())
                {
                    var counted = below
                        .Select(u => u.State.Obligations.Values.Where(o => o.IsHere && IsMeant(o, year, reform, kind) && IsOf(scope, o)).ToList())
                        .Where(owed => owed.Count > 0)
                        .ToList();
                    CheckCounts(counted, country.Units[unit.Id].Read(Cell.General(year, reform, kind, scope)), asOf);
                }
            }
        }
    }

    [Property]
    public void At_every_moment_what_is_imposed_and_what_is_own_add_up_to_all(Scenario scenario)
    {
        var country = new SimulatedCountry(scenario.Seed);
        for (var step = 0; step < scenario.Steps; step++)
        {
            country.Step();
        }
        CheckScopes(country, scenario.Seed);
        country.Quiet();
        CheckScopes(country, scenario.Seed);
    }

    [Property]
    public void What_a_unit_makes_of_plans_of_its_own_moves_no_figure_that_is_imposed(Scenario scenario)
    {
        var country = RunUntilQuiet(scenario);
        var before = Imposed(country);
        country.OwnPlansOnly = true;
        for (var step = 0; step < scenario.Steps; step++)
        {
            country.Step();
        }
        country.Quiet();
        Assert.Equal(before, Imposed(country));
    }

    [Property]
    public void Once_quiet_a_plan_shows_all_the_money_that_it_sets_aside(Scenario scenario)
    {
        var country = RunUntilQuiet(scenario);
        foreach (var owner in country.Units.Values)
        {
            foreach (var plan in owner.State.Plans.Values)
            {
                var tasks = owner.State.Tasks.Values.Select(t => t.Task).Where(t => t.Plan == plan.Id).ToList();
                var money = plan.Areas.Sum(a => Math.Max(a.Budget ?? 0, tasks.Where(t => t.Area == a.Id).Sum(t => t.Budget)));
                var kept = country.Owed
                    .Where(o => o.Terms.Plan == plan.Id && o.Terms.Task is not null).Sum(o => o.Terms.Planned - ShareNow(owner.State, o));
                Assert.Equal(money + kept, owner.Read(Cell.OfPlan(plan.Owner, plan.Id, null, null)).Sums.Planned);
                Assert.True(money + kept <= PlanRules.MoneyOf([plan], owner.State.Tasks.Values.Where(t => t.Task.Plan == plan.Id)));
            }
        }
    }

    [Property]
    public void Once_quiet_what_has_not_begun_is_owed_as_the_amended_plans_say(Scenario scenario)
    {
        var country = RunUntilQuiet(scenario);
        foreach (var owner in country.Units.Values.Select(unit => unit.State))
        {
            foreach (var line in owner.Tasks.Values)
            {
                foreach (var terms in line.Units.SelectMany(unit => Imposition.Of(owner.Plans[line.Task.Plan], line, unit)))
                {
                    var owed = country.Find(terms.Id);
                    // What was done once keeps what it was done under, also when it is reopened.
                    if (owed.Status is ObligationStatus.NotStarted or ObligationStatus.Waiting)
                    {
                        Assert.Equal(terms, owed.Terms with { Id = terms.Id, PlanVersion = null, EffectiveOn = null });
                    }
                }
            }
        }
    }

    [Property]
    public void Once_quiet_each_obligation_stands_at_one_unit_with_all_that_was_done_to_it(Scenario scenario)
    {
        var country = RunUntilQuiet(scenario);
        var standing = country.Owed.ToList();
        Assert.DoesNotContain(standing, o => o.HandingTo is not null);
        Assert.Equal(standing.Count, standing.DistinctBy(o => Obligation.OriginOf(o.Id)).Count());
        var state = country.Units.Keys.ToDictionary(unit => unit, _ => UnitState.Empty);
        // Each change makes the version one more, wherever it stood; what is left of it at the giver is no change of it.
        var changes = country.Stored
            .SelectMany(stored => stored.Event.Changed(state[stored.Unit] = state[stored.Unit].Apply(stored))
                .Where(_ => stored.Event is not UnitEvent.ObligationsTransferred).Select(o => (Origin: Obligation.OriginOf(o.Id), o.Id)))
            .ToLookup(change => change.Origin, change => change.Id);
        Assert.Equal(changes.Count, standing.Count);
        foreach (var ids in changes)
        {
            Assert.Equal(ids.Count(), Assert.Single(ids.Distinct().Select(country.Find).Distinct()).Version);
        }
    }

    [Property]
    public void Handing_over_moves_no_figure_of_whoever_stands_above_both(Scenario scenario)
    {
        var country = RunUntilQuiet(scenario);
        var before = country.Units["u0"].Cells.ToDictionary(cell => cell.Key, cell => cell.Value with { Sums = WithoutUnits(cell.Value.Sums) });
        for (var step = 0; step < scenario.Steps; step++)
        {
            country.HandOver();
            country.Move();
        }
        country.Quiet();
        var after = country.Units["u0"].Cells;
        foreach (var cell in before.Keys.Union(after.Keys).Where(cell => cell.Scope is CellScope.Imposed or CellScope.Own))
        {
            var (was, now) = (before.GetValueOrDefault(cell, Measures.Zero), after.GetValueOrDefault(cell, Measures.Zero));
            Assert.Equal(was, now with { Sums = WithoutUnits(now.Sums) });
        }
    }

    [Property]
    public void On_each_day_an_obligation_stands_at_one_unit(Scenario scenario)
    {
        var country = RunUntilQuiet(scenario);
        foreach (var day in new[] { -140, -scenario.Seed % 130, -40, -1, 0 }.Select(days => Given.Today.AddDays(days)))
        {
            var standing = country.Units.Keys.SelectMany(unit => country.OnDay(unit, day)).Select(o => Obligation.OriginOf(o.Id)).ToList();
            var expected = country.Owed.Where(o => ExistsFrom(country, o) <= day).Select(o => Obligation.OriginOf(o.Id)).ToHashSet();
            Assert.Equal(standing.Count, standing.Distinct().Count());
            Assert.Equal(expected, [.. standing]);
        }
    }

    /// <summary>As whoever has it from its first day on says it.</summary>
    private static DateOnly ExistsFrom(SimulatedCountry country, Obligation o)
    {
        var origin = Obligation.OriginOf(o.Id);
        return country.Units[Obligation.UnitOf(origin)!].State.Obligations[origin].Terms.ExistsFrom(country.Directory);
    }

    [Property]
    public void At_every_moment_versions_rise_and_nothing_is_negative_or_out_of_place(Scenario scenario)
    {
        var country = new SimulatedCountry(scenario.Seed);
        var versions = country.Units.ToDictionary(u => u.Key, u => u.Value.Version);
        for (var step = 0; step < scenario.Steps; step++)
        {
            country.Step();
            foreach (var (id, unit) in country.Units.Where(u => u.Value.Version != versions[u.Key]))
            {
                Assert.True(unit.Version > versions[id], "a version has fallen");
                versions[id] = unit.Version;
                foreach (var (cell, measures) in unit.Cells)
                {
                    CheckCell(country, id, cell, measures);
                }
            }
        }
    }

    /// <summary>What an obligation would bear of its line's money under the plan as it is now: what is done may keep another share.</summary>
    private static long ShareNow(UnitState owner, Obligation o)
    {
        var line = owner.Tasks[o.Terms.Source];
        var origin = Obligation.OriginOf(o.Id);
        var unit = Obligation.UnitOf(origin)!;
        var now = line.Units.Contains(unit)
            ? Imposition.Of(owner.Plans[o.Terms.Plan!], line, unit).FirstOrDefault(terms => terms.Id == origin)
            : null;
        Assert.True(o.Terms.Planned == (now?.Planned ?? 0) || o.Status == ObligationStatus.Done || owner.Plans[o.Terms.Plan!].Version > 1);
        return now?.Planned ?? 0;
    }

    private static SimulatedCountry RunUntilQuiet(Scenario scenario)
    {
        var country = Run(scenario);
        country.Quiet();
        return country;
    }

    private static SimulatedCountry Run(Scenario scenario)
    {
        var country = new SimulatedCountry(scenario.Seed);
        for (var step = 0; step < scenario.Steps; step++)
        {
            country.Step();
        }
        return country;
    }

    private static IEnumerable<(int? Year, ReformArea? Reform, ObligationKind? Kind)> Filters(int seed)
    {
        var random = new Random(seed);
        yield return (null, null, null);
        for (var i = 0; i < 6; i++)
        {
            yield return (
                random.Next(2) == 0 ? null : 2010 + random.Next(8),
                random.Next(2) == 0 ? null : (ReformArea)random.Next(8),
                random.Next(2) == 0 ? null : (ObligationKind)random.Next(3));
        }
    }

    private static bool IsMeant(Obligation o, int? year, ReformArea? reform, ObligationKind? kind) =>
        (year is null || (o.Terms.StartYear <= year && year <= o.Terms.EndYear))
        && (reform is null || o.Terms.Reform == reform)
        && (kind is null || o.Terms.Kind == kind);

    private static bool IsOf(Scope scope, Obligation o) => scope == Scope.All
        || (o.Terms.Plan is not null && Obligation.UnitOf(Obligation.OriginOf(o.Id)) == o.Terms.PlanOwner) == (scope == Scope.Own);

    private static void CheckScopes(SimulatedCountry country, int seed)
    {
        foreach (var unit in country.Units.Values)
        {
            foreach (var (year, reform, kind) in Filters(seed))
            {
                var imposed = unit.Read(Cell.General(year, reform, kind));
                var own = unit.Read(Cell.General(year, reform, kind, Scope.Own));
                var all = unit.Read(Cell.General(year, reform, kind, Scope.All));
                Assert.Equal(WithoutUnits(all.Sums), WithoutUnits(imposed.Sums + own.Sums));
                Assert.Equal(
                    all.Due,
                    imposed.Due.Concat(own.Due).GroupBy(due => due.Day).OrderBy(day => day.Key).Select(day => new DueCount(day.Key, day.Sum(due => due.Count))));
                // A unit that owes both is one unit.
                Assert.InRange(all.Sums.Units, Math.Max(imposed.Sums.Units, own.Sums.Units), imposed.Sums.Units + own.Sums.Units);
            }
        }
    }

    private static Sums WithoutUnits(Sums sums) => sums with { Units = 0, UnitsSilent = 0, UnitPercents = 0 };

    private static HashSet<(string, Cell, Measures)> Imposed(SimulatedCountry country) =>
        [.. country.Units.SelectMany(unit => unit.Value.Cells.Where(cell => cell.Key.Scope == CellScope.Imposed).Select(cell => (unit.Key, cell.Key, cell.Value)))];

    private static void CheckCounts(List<List<Obligation>> owedByUnit, Measures measures, DateOnly asOf)
    {
        var all = owedByUnit.SelectMany(owed => owed).ToList();
        long Count(Func<Obligation, bool> condition) => all.Count(condition);
        var onTime = Count(o => o.Status == ObligationStatus.Done && (o.Due is null || o.CompletedOn <= o.Due));
        var late = Count(o => o.Status == ObligationStatus.Done && o.CompletedOn > o.Due);
        var cancelled = Count(o => o.Status == ObligationStatus.Cancelled);
        bool IsOpen(Obligation o) => o.Status is not (ObligationStatus.Done or ObligationStatus.Cancelled or ObligationStatus.Waiting);
        bool IsInTime(Obligation o) => o.Status == ObligationStatus.Submitted && (o.Due is null || o.CompletedOn <= o.Due);
        bool IsLateAt(Obligation o, DateOnly day) => IsOpen(o) && !IsInTime(o) && o.Due < day;
        var overdue = Count(o => IsLateAt(o, asOf));
        var withinTerm = Count(o => o.Status == ObligationStatus.Waiting || (IsOpen(o) && !IsLateAt(o, asOf)));
        Assert.Equal(
            (all.Count, onTime, late, overdue, cancelled),
            (measures.Sums.Total, measures.Sums.DoneOnTime, measures.Sums.DoneLate, measures.OverdueAt(asOf), measures.Sums.Cancelled));
        Assert.Equal(measures.Sums.Total, measures.Sums.DoneOnTime + measures.Sums.DoneLate + withinTerm + measures.OverdueAt(asOf) + measures.Sums.Cancelled);
        Assert.Equal(Count(o => IsOpen(o) && !IsInTime(o) && o.Due >= asOf && o.Due <= asOf.AddDays(30)), measures.DueWithin(asOf, 30));
        Assert.Equal(Count(o => o.Reported), measures.Sums.Reported);
        Assert.Equal(Count(o => o.DueChanges?.All.Any(change => change.To > change.From) == true), measures.Sums.Postponed);
        Assert.Equal(Count(o => IsOpen(o) && o.Due is null), measures.Sums.Undated);
        Assert.Equal(
            (withinTerm, overdue),
            (Count(o => o.TimelinessAt(asOf) == Timeliness.WithinTerm), Count(o => o.TimelinessAt(asOf) == Timeliness.Overdue)));
        Assert.Equal(all.Sum(o => o.Spent), measures.Sums.Spent);
        var owing = owedByUnit.Where(owed => owed.Any(o => o.Status != ObligationStatus.Cancelled)).ToList();
        Assert.Equal(owing.Count, measures.Sums.Units);
        Assert.Equal(owing.Count(owed => !owed.Any(o => o.Reported)), measures.Sums.UnitsSilent);
    }

    private static void CheckCell(SimulatedCountry country, string unit, Cell cell, Measures measures)
    {
        var sound = cell.Scope == CellScope.Overlap
            ? measures.Sums.Units <= 0 && measures.Due.IsEmpty && WithoutUnits(measures.Sums) == default
            : Array.TrueForAll(measures.Sums.ToArray(), scalar => scalar >= 0)
                && measures.Due.All(due => due.Count > 0)
                && measures.Due.Zip(measures.Due.Skip(1)).All(pair => pair.First.Day < pair.Second.Day)
                && measures.Sums.UnitsSilent <= measures.Sums.Units
                && measures.Sums.Units <= measures.Sums.Total - measures.Sums.Cancelled
                && measures.Sums.Reported <= measures.Sums.Total
                && measures.Sums.WeightedPercent <= measures.Sums.Weight * Obligation.PercentMax
                && measures.Due.Sum(due => due.Count) + measures.Sums.Undated <= measures.Sums.Open
                && measures.Sums.Postponed <= measures.Sums.Total;
        var inPlace = cell.Scope is not (CellScope.Plan or CellScope.Source) || country.Directory.IsAtOrBelow(unit, cell.Owner);
        if (!sound || !inPlace)
        {
            Assert.Fail($"{unit} {cell}: {measures}");
        }
    }
}
