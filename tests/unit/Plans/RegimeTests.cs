namespace Hierarchy.UnitTests.Plans;

/// <summary>Reporting periods: their days, whom they oblige, and what they take over from duties.</summary>
public sealed class RegimeTests
{
    private static readonly Regime Usual = Given.Regime();

    private static readonly UnitState Province =
        Given.State(Given.Province, new UnitEvent.UnitRegistered(Given.Unit(Given.Province, UnitKind.Province, Given.Ministry)));

    [Fact]
    public void A_period_has_its_window_its_last_days_and_names_of_its_year()
    {
        var (q1, h1) = (Usual.PeriodsOf(2013).First(), Usual.PeriodsOf(2013).Last());
        Assert.Equal((new DateOnly(2012, 12, 15), new DateOnly(2013, 3, 14)), (q1.From, q1.To));
        Assert.Equal(("r~2013-Q1", "Kỳ Q1, 2013"), (q1.Key, q1.Label));
        Assert.Equal((new DateOnly(2013, 3, 17), null), (q1.DueOf(UnitKind.Department), q1.DueOf(UnitKind.Commune)));
        Assert.Equal(["r~2013-Q2"], h1.Serves);
        Assert.Empty(Usual.PeriodsOf(2014));
        Assert.Equal(h1, Usual.FindPeriod("r~2013-H1"));
        Assert.Null(Usual.FindPeriod("r~2014-H1"));
        Assert.Equal("r", ReportPeriod.RegimeOf("r~2013-H1"));
    }

    [Theory]
    // A Sunday, then a Saturday before the holidays of 30 April and 1 May, then a day of work.
    [InlineData("2013-03-17", "2013-03-18")]
    [InlineData("2013-04-27", "2013-05-02")]
    [InlineData("2013-03-18", "2013-03-18")]
    public void What_falls_due_on_a_day_off_is_due_on_the_next_working_day_where_the_regime_says_so(string day, string due)
    {
        var last = DateOnly.Parse(day, System.Globalization.CultureInfo.InvariantCulture);
        var regime = Usual with
        {
            Periods = [Given.Period("Q1", new MonthDay(3, 14), new MonthDay(last.Month, last.Day))],
            Holidays = [new DateOnly(2013, 4, 29), new DateOnly(2013, 4, 30), new DateOnly(2013, 5, 1)],
        };
        Assert.Equal(last, regime.PeriodsOf(2013).Single().DueOf(UnitKind.Department));
        var moved = (regime with { NextWorkingDay = true }).PeriodsOf(2013).Single().DueOf(UnitKind.Department);
        Assert.Equal(due, $"{moved:yyyy-MM-dd}");
    }

    [Fact]
    public void It_obliges_the_units_of_the_day_for_each_period_and_year_by_the_last_day_of_their_kind()
    {
        var regime = Usual with { EndYear = 2014, Reporters = [Given.Class(UnitKind.Department), Given.Lead(Given.Province)] };
        regime = With(regime, 0, rule => rule with { Due = rule.Due.Add(new PeriodDue(UnitKind.Province, new MonthDay(1, 20), 1)) });
        ImmutableArray<Reporter> reporters =
            [new(Given.Department, UnitKind.Department), new("tn-stc", UnitKind.Department), new(Given.Province, UnitKind.Province)];
        var state = Check.Accepted(Province, new UnitCommand.AddRegime(regime), new UnitEvent.RegimeAdded(regime, reporters));

        Assert.Equal(2 * 3 * 2 + 2, state.Given);
        Assert.Equal(state.Given, UnitState.From(EventCodec.DecodeSnapshot(EventCodec.Encode(state.ToSnapshot()))).Given);
        var terms = RegimeRules.TermsOf(state.Regimes["r"], state, Given.Department);
        Assert.Equal(6, terms.Length);
        Assert.Equal(
            new ObligationTerms(
                "tn-snv~r~2014-H1", ObligationKind.Report, null, Given.Province, "r", "", ReformArea.Steering, 2014, 2014,
                "Báo cáo cải cách hành chính (Kỳ H1, 2014)", 1_000, 0, new DateOnly(2014, 6, 17), false, new DateOnly(2013, 1, 15),
                Period: "r~2014-H1"),
            terms[^1]);
        Assert.Equal(new DateOnly(2013, 1, 15), terms[^1].CompletableFrom);
        // Imposed on its owner, too, in the year of the period.
        var own = RegimeRules.TermsOf(state.Regimes["r"], state, Given.Province);
        Assert.Equal([new DateOnly(2014, 1, 20), new DateOnly(2015, 1, 20)], own.Select(given => given.Due!.Value));
        Assert.Equal(Scope.Imposed, own[0].ScopeOf(Given.Province));
        Assert.Equal(
            [Cell.General(null, null, null), Cell.General(2013, ReformArea.Steering, ObligationKind.Report)],
            Contribution.CellsOf(own[0], Given.Province).Where(cell => cell.Kind is null == (cell.Year == 0) && cell.Reform is null == (cell.Year == 0)));
    }

    [Fact]
    public void It_counts_in_the_cells_of_its_own_year_alone()
    {
        var state = Given.State(Given.Department, new UnitEvent.UnitRegistered(Given.Unit(Given.Department, UnitKind.Department, Given.Province)));
        var regime = new OwnedRegime(Usual with { EndYear = 2014 }, [new(Given.Department, UnitKind.Department)], 1);
        state = state.Apply(new StoredEvent(
            Given.Department, 2, new UnitEvent.ObligationsImposed(Given.Province, RegimeRules.TermsOf(regime, Province, Given.Department)), "m", Given.Now,
            "m:1"));
        var rollup = UnitRollup.Of(state, Given.Department);
        Assert.Equal(6, rollup.Read(Cell.General(null, null, null)).Sums.Total);
        Assert.Equal(3, rollup.Read(Cell.General(2013, null, null)).Sums.Total);
        Assert.Equal(3, rollup.Read(Cell.General(2014, ReformArea.Steering, ObligationKind.Report)).Sums.Total);
        Assert.DoesNotContain(rollup.ReadAll().Keys, cell => cell.Scope is CellScope.Plan or CellScope.Source or CellScope.Period);
    }

    [Fact]
    public void What_duties_demand_already_becomes_periods_and_no_figure_changes_in_whatever_order_the_messages_come()
    {
        var duty = Given.Duty("p/bc", schedule: Schedules.OnDays(2013, 2013, Recurrence.Quarter, new MonthDay(3, 9), new MonthDay(6, 9)));
        var half = Given.Duty("p/6t", schedule: Schedules.OnDays(2013, 2013, Recurrence.HalfYear, new MonthDay(6, 9)));
        var owner = Given.State(
            Given.Province, new UnitEvent.UnitRegistered(Given.Unit(Given.Province, UnitKind.Province, Given.Ministry)),
            new UnitEvent.PlanAdopted(Given.Plan()), new UnitEvent.DutyAdded(duty, [Given.Department]), new UnitEvent.DutyAdded(half, [Given.Department]));
        var regime = Usual with
        {
            Reporters = [],
            Periods = [Taking("Q1", 3, "p/bc"), Taking("Q2", 6, "p/bc"), Taking("H1", 6, "p/6t") with { Serves = ["Q2"] }],
        };
        owner = Check.Accepted(
            owner, new UnitCommand.AddRegime(regime), new UnitEvent.RegimeAdded(regime, [new Reporter(Given.Department, UnitKind.Department)]));
        Assert.Equal(3, owner.Given);
        Check.Refused(owner, new UnitCommand.AddRegime(regime with { Id = "s" }), RefusalCode.Conflict, "periods[0].takesOver");

        var plan = owner.Plans["p"];
        UnitCommand.Impose[] messages =
        [
            new(Given.Province, Imposition.Of(plan, owner.Duties["p/bc"], Given.Department)),
            new(Given.Province, Imposition.Of(plan, owner.Duties["p/6t"], Given.Department)),
            new(Given.Province, RegimeRules.TermsOf(owner.Regimes["r"], owner, Given.Department)),
        ];
        int[][] orders = [[0, 1, 2, 2], [2, 1, 0], [0, 2, 1, 0]];
        var ends = Array.ConvertAll(orders, order => order.Aggregate(
            Given.State(Given.Department, new UnitEvent.UnitRegistered(Given.Unit(Given.Department, UnitKind.Department, Given.Province))),
            (state, i) => Check.Decide(state, messages[i]) is Decision.Accepted accepted
                ? state.Apply(new StoredEvent(Given.Department, state.Seq + 1, accepted.Event, "m", Given.Now, null))
                : state));
        var without = new[] { 0, 1 }.Aggregate(ends[0] with { Obligations = ends[0].Obligations.Clear() }, (state, i) =>
            state.Apply(new StoredEvent(Given.Department, state.Seq + 1, Check.Decide(state, messages[i]).Event!, "m", Given.Now, null)));
        Assert.All(ends, end =>
        {
            Assert.Equal(
                ["r~2013-H1", "r~2013-Q1", "r~2013-Q2"], end.Obligations.Values.Select(o => o.Terms.Period!).Order(StringComparer.Ordinal));
            Assert.All(end.Obligations.Values, o => Assert.Equal("p", o.Terms.Plan));
            Assert.Equal(UnitRollup.Of(without, Given.Department).ReadAll(), UnitRollup.Of(end, Given.Department).ReadAll());
        });
        // The second time there is nothing to write.
        Assert.Equal(4, ends[0].Seq);
        Assert.Equal(2, ends[0].Obligations["tn-snv~p/bc~2013-03-09"].Version);
    }

    [Fact]
    public void The_period_of_a_report_is_so_on_all_its_days_whenever_it_is_said()
    {
        var terms = Given.Terms("d", kind: ObligationKind.Report) with { PlanAdoptedOn = Given.Today.AddDays(-100) };
        StoredEvent[] history =
        [
            Stored(1, new UnitEvent.ObligationsImposed("tn", [terms]), -50),
            Stored(2, new UnitEvent.ObligationsImposed("tn", [terms with { Period = "r~2013-Q1" }, Given.Terms("e")]), -10),
            Stored(3, new UnitEvent.Submitted(terms.Id, Given.Today.AddDays(-20), null), 0),
        ];
        var timeline = Timeline.Of(terms.Id, history, Given.Country())!;
        Assert.Equal(
            [ObligationStatus.NotStarted, ObligationStatus.Submitted], timeline.Spans.Select(span => span.State.Status));
        Assert.All(timeline.Spans, span => Assert.Equal("r~2013-Q1", span.State.Terms.Period));
        Assert.Equal(Given.Today.AddDays(-100), timeline.Spans[0].From);

        static StoredEvent Stored(long seq, UnitEvent happened, int day) => new(Given.Department, seq, happened, "a", Given.Now.AddDays(day), null);
    }

    public static TheoryData<Func<Regime, Regime>, RefusalCode, string?> Wrong => new()
    {
        { regime => regime with { Owner = "hy" }, RefusalCode.Invalid, "owner" },
        { regime => regime with { Id = "a b" }, RefusalCode.Invalid, "id" },
        { regime => regime with { Title = " " }, RefusalCode.Invalid, "title" },
        { regime => regime with { Act = Given.Document() with { IssuedOn = Given.Today.AddDays(1) } }, RefusalCode.Invalid, "act.issuedOn" },
        { regime => regime with { StartYear = 1899 }, RefusalCode.Invalid, "startYear" },
        { regime => regime with { EndYear = 2012 }, RefusalCode.Invalid, "endYear" },
        { regime => regime with { EndYear = 2063 }, RefusalCode.Invalid, "endYear" },
        { regime => regime with { Periods = [] }, RefusalCode.Invalid, "periods" },
        { regime => With(regime, 1, rule => rule with { Key = "Q1" }), RefusalCode.Invalid, "periods[1].key" },
        { regime => With(regime, 1, rule => rule with { Key = "Quarter-2-2013" }), RefusalCode.Invalid, "periods[1].key" },
        { regime => With(regime, 0, rule => rule with { Label = "" }), RefusalCode.Invalid, "periods[0].label" },
        { regime => With(regime, 0, rule => rule with { From = new MonthDay(13, 1) }), RefusalCode.Invalid, "periods[0].from" },
        { regime => With(regime, 0, rule => rule with { FromYearOffset = 0 }), RefusalCode.Invalid, "periods[0].to" },
        { regime => With(regime, 0, rule => rule with { FromYearOffset = -2 }), RefusalCode.Invalid, "periods[0].fromYearOffset" },
        { regime => With(regime, 0, rule => rule with { Due = [rule.Due[0], rule.Due[0]] }), RefusalCode.Invalid, "periods[0].due[1].kind" },
        { regime => With(regime, 0, rule => rule with { Due = [rule.Due[0] with { LastDay = default }] }), RefusalCode.Invalid, "periods[0].due[0].lastDay" },
        { regime => With(regime, 0, rule => rule with { Due = [rule.Due[0] with { YearOffset = 2 }] }), RefusalCode.Invalid, "periods[0].due[0].yearOffset" },
        { regime => With(regime, 0, rule => rule with { Serves = ["Q9"] }), RefusalCode.Invalid, "periods[0].serves[0]" },
        { regime => With(regime, 0, rule => rule with { Serves = ["Q1"] }), RefusalCode.Invalid, "periods[0].serves[0]" },
        { regime => With(regime, 0, rule => rule with { Serves = ["H1"] }), RefusalCode.Invalid, "periods[0].serves[0]" },
        { regime => With(regime, 0, rule => rule with { Serves = ["Q2"] }), RefusalCode.Invalid, "periods[0].serves[0]" },
        { regime => regime with { Reporters = [Given.Lead("hy")] }, RefusalCode.Invalid, "reporters[0].unit" },
        { regime => regime with { Reporters = [Given.Lead("xx")] }, RefusalCode.NotFound, "reporters[0].unit" },
        { regime => regime with { Reporters = [Given.Class(UnitKind.Commune)] }, RefusalCode.Invalid, "periods" },
        { regime => With(regime, 0, rule => rule with { TakesOver = "p/bc" }), RefusalCode.Invalid, "periods" },
        { regime => All(regime, "p/bc"), RefusalCode.Invalid, "reporters" },
        { regime => All(regime, "p/bc") with { Reporters = [], NextWorkingDay = true }, RefusalCode.Invalid, "nextWorkingDay" },
        { regime => All(regime, "p/bc") with { Reporters = [] }, RefusalCode.NotFound, "periods[0].takesOver" },
    };

    [Theory]
    [MemberData(nameof(Wrong))]
    public void What_is_wrong_is_refused_with_its_place(Func<Regime, Regime> change, RefusalCode code, string? field) =>
        Check.Refused(Province, new UnitCommand.AddRegime(change(Usual)), code, field);

    [Fact]
    public void A_duty_without_such_a_report_and_one_that_asks_for_a_plan_are_not_taken_over()
    {
        var owner = Given.State(
            Given.Province, new UnitEvent.UnitRegistered(Given.Unit(Given.Province, UnitKind.Province, Given.Ministry)),
            new UnitEvent.PlanAdopted(Given.Plan()),
            new UnitEvent.DutyAdded(Given.Duty("p/bc", schedule: Schedules.OnDays(2013, 2013, Recurrence.Quarter, new MonthDay(3, 9))), [Given.Department]),
            new UnitEvent.DutyAdded(Given.Duty("p/kh", kind: ObligationKind.Plan), [Given.Department]));
        var regime = Usual with { Reporters = [], Periods = [Taking("Q1", 3, "p/bc")] };
        Check.Refused(owner, new UnitCommand.AddRegime(regime with { Periods = [Taking("Q1", 4, "p/bc")] }), RefusalCode.Invalid, "periods[0].due");
        Check.Refused(owner, new UnitCommand.AddRegime(regime with { Periods = [Taking("Q1", 3, "p/bc"), Taking("Q2", 3, "p/bc")] }),
            RefusalCode.Invalid, "periods[1].due");
        Check.Refused(owner, new UnitCommand.AddRegime(regime with { Periods = [Taking("Q1", 3, "p/kh")] }), RefusalCode.Invalid, "periods[0].takesOver");
        Check.Refused(owner, new UnitCommand.AddRegime(Usual with { Id = "p/bc" }), RefusalCode.Conflict, "id");
    }

    private static PeriodRule Taking(string key, int month, string duty) =>
        Given.Period(key, new MonthDay(month, 9), new MonthDay(month, 9)) with { TakesOver = duty };

    private static Regime With(Regime regime, int period, Func<PeriodRule, PeriodRule> change) =>
        regime with { Periods = regime.Periods.SetItem(period, change(regime.Periods[period])) };

    private static Regime All(Regime regime, string duty) => regime with { Periods = [.. regime.Periods.Select(rule => rule with { TakesOver = duty })] };
}
