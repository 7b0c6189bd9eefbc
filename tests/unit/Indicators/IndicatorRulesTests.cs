namespace Hierarchy.UnitTests.Indicators;

/// <summary>What may be said of indicators and inspections, and what follows from it.</summary>
public sealed class IndicatorRulesTests
{
    private static readonly Objective Numeric = new("MT1", "II", "Kiểm tra đạt ít nhất 60 %", 60, Comparison.AtLeast, "%", null, new DateOnly(2013, 12, 31));

    private static readonly UnitState Province = Given.State(
        Given.Province, new UnitEvent.UnitRegistered(Given.Unit(Given.Province, UnitKind.Province, Given.Ministry)),
        new UnitEvent.PlanAdopted(Given.Plan() with { Objectives = [Numeric] }));

    private static readonly IndicatorTerms Terms = new("i", Given.Province, "Chỉ tiêu", IndicatorMethod.Ratio, UnitKind.Department, null);

    private static readonly UnitState Department = Asked(IndicatorMethod.Ratio);

    public static TheoryData<string, RefusalCode, string?, Indicator> Refused { get; } = new()
    {
        { "of another owner", RefusalCode.Invalid, "owner", Given.Indicator() with { Owner = "hy" } },
        { "an id with a space", RefusalCode.Invalid, "id", Given.Indicator("a b") },
        { "no text", RefusalCode.Invalid, "text", Given.Indicator() with { Text = " " } },
        { "no label", RefusalCode.Invalid, "numeratorLabel", Given.Indicator() with { NumeratorLabel = "" } },
        { "a ratio without denominator", RefusalCode.Invalid, "denominatorLabel", Given.Indicator() with { DenominatorLabel = null } },
        {
            "a sum with one", RefusalCode.Invalid, "denominatorLabel", Given.Indicator() with { Method = IndicatorMethod.Sum }
        },
        { "an unknown method", RefusalCode.Invalid, "method", Given.Indicator() with { Method = (IndicatorMethod)9 } },
        { "nobody who gives it", RefusalCode.Invalid, "reporters", Given.Indicator() with { Reporters = [] } },
        { "somebody elsewhere", RefusalCode.Invalid, "reporters[0].unit", Given.Indicator() with { Reporters = [Given.Lead("hy")] } },
        { "nobody known", RefusalCode.NotFound, "reporters[0].unit", Given.Indicator() with { Reporters = [Given.Lead("x")] } },
        { "an unknown objective", RefusalCode.NotFound, "objective", Given.Indicator() with { Objective = "MT9" } },
        { "a measure of what is given", RefusalCode.Invalid, "system", Given.Indicator() with { System = SystemMeasure.TasksDone } },
        {
            "the system without a measure", RefusalCode.Invalid, "system", Given.Indicator() with { Method = IndicatorMethod.System, Reporters = [] }
        },
        {
            "inspected units of no class", RefusalCode.Invalid, "reporters",
            Given.Indicator() with { Method = IndicatorMethod.System, System = SystemMeasure.UnitsInspected, Reporters = [] }
        },
        {
            "tasks of a class", RefusalCode.Invalid, "reporters",
            Given.Indicator() with { Method = IndicatorMethod.System, System = SystemMeasure.TasksDone, Reporters = [Given.Class(UnitKind.Commune)] }
        },
        {
            "an inspected unit by name", RefusalCode.Invalid, "reporters[0].unit",
            Given.Indicator() with { Method = IndicatorMethod.System, System = SystemMeasure.UnitsInspected }
        },
        {
            "a target that is no number", RefusalCode.Invalid, "targets[0].value",
            Given.Indicator() with { Targets = [new Target(Comparison.AtLeast, double.NaN, null, null)] }
        },
        {
            "a target of seven decimals", RefusalCode.Invalid, "targets[0].value",
            Given.Indicator() with { Targets = [new Target(Comparison.AtLeast, 0.1234567, null, null)] }
        },
        {
            "a target of no year", RefusalCode.Invalid, "targets[0].year", Given.Indicator() with { Targets = [new Target(Comparison.AtLeast, 1, null, 1)] }
        },
        {
            "two targets for one class and year", RefusalCode.Invalid, "targets[1]",
            Given.Indicator() with { Targets = [new Target(Comparison.AtLeast, 1, null, null), new Target(Comparison.AtMost, 2, null, null)] }
        },
    };

    [Theory]
    [MemberData(nameof(Refused))]
    public void What_cannot_be_measured_is_refused_with_its_place(string why, RefusalCode code, string? field, Indicator indicator)
    {
        Assert.NotEmpty(why);
        Check.Refused(Province, new UnitCommand.DefineIndicator(indicator), code, field);
    }

    [Fact]
    public void Each_reporter_is_told_its_class_and_an_objective_gives_its_target()
    {
        var defined = (UnitEvent.IndicatorDefined)Check.Decide(Province, new UnitCommand.DefineIndicator(
            Given.Indicator() with { Objective = "MT1", Reporters = [Given.Class(UnitKind.Department), Given.Lead(Given.District)] })).Event!;
        Assert.Equal(("p", "MT1", ReformArea.Procedures), (defined.Indicator.Plan, defined.Indicator.Objective, defined.Indicator.Reform));
        Assert.Equal(new Target(Comparison.AtLeast, 60, null, 2013), Assert.Single(defined.Indicator.Targets));
        Assert.Equal(["tn-snv", "tn-stc", "tn-hoa"], defined.Targets);
        var after = Province.Apply(new StoredEvent(Given.Province, 3, defined, "test", Given.Now, null));
        var message = (UnitCommand.ImposeIndicator)defined.MessageTo(new PendingMessage(1, Given.Province, 3, Given.District, defined), after);
        Assert.Equal(new IndicatorTerms("i", Given.Province, "Chỉ tiêu", IndicatorMethod.Ratio, UnitKind.District, ReformArea.Procedures), message.Terms);
        // Once for an objective, and once for an id.
        Check.Refused(after, new UnitCommand.DefineIndicator(Given.Indicator("j") with { Objective = "p/MT1" }), RefusalCode.Conflict, "objective");
        Check.Refused(after, new UnitCommand.DefineIndicator(Given.Indicator()), RefusalCode.Conflict, "id");
        // What it knows is ignored.
        Assert.Equal(Decision.Nothing, Check.Decide(Department, new UnitCommand.ImposeIndicator(Terms)));
    }

    [Theory]
    [InlineData(IndicatorMethod.Ratio, 3, 2L, "numerator")]
    [InlineData(IndicatorMethod.Ratio, -1, 2L, "numerator")]
    [InlineData(IndicatorMethod.Ratio, 1, null, "denominator")]
    [InlineData(IndicatorMethod.Ratio, 1, -1L, "denominator")]
    [InlineData(IndicatorMethod.Ratio, 1, Indicator.NumberMax + 1, "denominator")]
    [InlineData(IndicatorMethod.Ratio, 0, 0L, null)]
    [InlineData(IndicatorMethod.Ratio, 2, 2L, null)]
    [InlineData(IndicatorMethod.Units, 2, null, "numerator")]
    [InlineData(IndicatorMethod.Units, 1, 2L, "denominator")]
    [InlineData(IndicatorMethod.Units, 1, 1L, null)]
    [InlineData(IndicatorMethod.Units, 0, null, null)]
    [InlineData(IndicatorMethod.Sum, 5, 1L, "denominator")]
    [InlineData(IndicatorMethod.Sum, Indicator.NumberMax + 1, null, "numerator")]
    [InlineData(IndicatorMethod.Sum, Indicator.NumberMax, null, null)]
    public void Numbers_are_those_of_the_method(IndicatorMethod method, long numerator, long? denominator, string? refused)
    {
        var command = new UnitCommand.ReportIndicator("i", 2013, null, numerator, denominator, null, null);
        if (refused is not null)
        {
            Check.Refused(Asked(method), command, RefusalCode.Invalid, refused);
            return;
        }
        Check.Accepted(Asked(method), command, new UnitEvent.IndicatorReported(
            "i", 2013, null, numerator, method == IndicatorMethod.Units ? 1 : denominator ?? 0, null, null, null));
    }

    [Fact]
    public void What_is_given_counts_what_is_given_anew_replaces_it_and_is_verified_anew()
    {
        var cell = new IndicatorCell(Given.Province, "i", 2013, "", UnitKind.Department);
        var state = After(Department, new UnitCommand.ReportIndicator("i", 2013, null, 1, 4, "lần đầu", Given.Document()));
        Assert.Equal(new IndicatorSums(1, 4, 1, 0, 0), IndicatorContribution.Of(state)[cell]);
        state = After(state, new UnitCommand.VerifyIndicator("i", 2013, null, null));
        Assert.Equal(new IndicatorSums(1, 4, 1, 0, 1), IndicatorContribution.Of(state)[cell]);
        Check.Refused(state, new UnitCommand.VerifyIndicator("i", 2013, null, null), RefusalCode.Conflict, "year");
        state = After(state, new UnitCommand.ReportIndicator("i", 2013, null, 3, 4, null, null));
        state = After(state, new UnitCommand.ReportIndicator("i", 2013, "r~2013-Q1", 1, 1, null, null));
        Assert.Equal(new IndicatorSums(3, 4, 1, 0, 0), IndicatorContribution.Of(state)[cell]);
        Assert.Equal(new IndicatorSums(1, 1, 1, 0, 0), IndicatorContribution.Of(state)[cell with { Period = "r~2013-Q1" }]);
        Assert.Equal(new IndicatorSums { Expected = 1 }, IndicatorContribution.Of(state)[cell with { Year = 0 }]);
        Assert.Equal(state.GivenIndicators["i"].Values, UnitState.From(EventCodec.DecodeSnapshot(EventCodec.Encode(state.ToSnapshot()))).GivenIndicators["i"].Values);
    }

    [Fact]
    public void What_is_not_asked_for_or_not_given_or_of_another_year_is_refused()
    {
        Check.Refused(Department, new UnitCommand.ReportIndicator("j", 2013, null, 1, 1, null, null), RefusalCode.NotFound, "indicator");
        Check.Refused(Department, new UnitCommand.ReportIndicator("i", 1, null, 1, 1, null, null), RefusalCode.Invalid, "year");
        foreach (var period in new[] { "r~2014-Q1", "2013", "", "r", "~2013-Q1", "r~2013" })
        {
            Check.Refused(Department, new UnitCommand.ReportIndicator("i", 2013, period, 1, 1, null, null), RefusalCode.Invalid, "period");
        }
        Check.Refused(Department, new UnitCommand.VerifyIndicator("i", 2013, null, null), RefusalCode.Conflict, "year");
    }

    [Fact]
    public void Who_has_given_it_does_not_verify_it()
    {
        var given = Given.State(
            Given.Department, new UnitEvent.UnitRegistered(Given.Unit(Given.Department, UnitKind.Department, Given.Province)),
            new UnitEvent.IndicatorImposed(Terms), new UnitEvent.IndicatorReported("i", 2013, null, 1, 1, null, null, "an"));
        Decision By(string person) => UnitDecider.Decide(
            given, new UnitCommand.VerifyIndicator("i", 2013, null, null), Given.Today, Given.Country(), person: person);
        Assert.Equal((RefusalCode.Forbidden, "SAME_PERSON"), (By("an").Refusal!.Code, By("an").Refusal!.Reason));
        Assert.Equal(new UnitEvent.IndicatorVerified("i", 2013, null, null), By("binh").Event);
    }

    [Fact]
    public void Who_has_ended_is_not_expected_to_give_what_comes_after()
    {
        var closed = After(Department, new UnitCommand.CloseUnit(new DateOnly(2013, 1, 15), Given.Document() with { IssuedOn = new DateOnly(2013, 1, 1) }, []));
        var book = IndicatorContribution.Of(closed);
        var cell = new IndicatorCell(Given.Province, "i", 0, "", UnitKind.Department);
        Assert.Equal(1, book[cell].Expected);
        Assert.Equal(-1, book[cell with { Year = closed.Unit!.To!.Value.Year + 1 }].Expected);
    }

    [Theory]
    // 60 % of 14 needs 9, 30 % of 94 needs 29.
    [InlineData(Comparison.AtLeast, 60, 8, 14, false)]
    [InlineData(Comparison.AtLeast, 60, 9, 14, true)]
    [InlineData(Comparison.AtLeast, 30, 28, 94, false)]
    [InlineData(Comparison.AtLeast, 30, 29, 94, true)]
    [InlineData(Comparison.AtLeast, 60, 3, 5, true)]
    [InlineData(Comparison.MoreThan, 60, 3, 5, false)]
    [InlineData(Comparison.Equal, 100, 9, 9, true)]
    [InlineData(Comparison.Equal, 100, 8, 9, false)]
    [InlineData(Comparison.AtMost, 33.333333, 1, 3, false)]
    [InlineData(Comparison.AtMost, 33.333334, 1, 3, true)]
    [InlineData(Comparison.LessThan, 50, 1, 2, false)]
    [InlineData(Comparison.AtLeast, 7, 7, 0, true)]
    [InlineData(Comparison.AtLeast, 7.5, 7, 0, false)]
    [InlineData(Comparison.AtLeast, 1e12, long.MaxValue, long.MaxValue, false)]
    public void A_target_is_judged_in_whole_numbers(Comparison comparison, double target, long numerator, long denominator, bool reached) =>
        Assert.Equal(reached, new Target(comparison, target, null, null).IsReached(numerator, denominator));

    [Fact]
    public void The_target_counts_that_names_most_of_class_and_year()
    {
        Target Of(double value, UnitKind? kind, int? year) => new(Comparison.AtLeast, value, kind, year);
        var indicator = Given.Indicator() with
        {
            Targets = [Of(1, null, null), Of(2, null, 2013), Of(3, UnitKind.Commune, null), Of(4, UnitKind.Commune, 2013), Of(5, UnitKind.District, 2014)],
        };
        Assert.Equal(
            (1, 2, 3, 4, 2, 5),
            (indicator.TargetOf(null, 2012)!.Value, indicator.TargetOf(null, 2013)!.Value, indicator.TargetOf(UnitKind.Commune, 2012)!.Value,
                indicator.TargetOf(UnitKind.Commune, 2013)!.Value, indicator.TargetOf(UnitKind.District, 2013)!.Value,
                indicator.TargetOf(UnitKind.District, 2014)!.Value));
        Assert.Null((indicator with { Targets = [Of(5, UnitKind.District, 2014)] }).TargetOf(UnitKind.District, 2013));
    }

    [Theory]
    [InlineData(Given.Province, Given.Commune, null)]
    [InlineData(Given.Department, Given.Commune, null)]
    [InlineData(Given.Department, "tn-stc", null)]
    [InlineData(Given.Department, Given.Department, "inspector")]
    [InlineData(Given.District, "go-1", null)]
    [InlineData(Given.Commune, "go-1", "inspector")]
    [InlineData(Given.Department, "hy", "inspector")]
    [InlineData(Given.Department, "x", "unit")]
    public void Who_inspects_stands_above_or_right_below_one_that_does(string inspector, string unit, string? refused)
    {
        var given = Given.State(inspector, new UnitEvent.UnitRegistered(Given.Country().Find(inspector)!));
        var command = new UnitCommand.RecordInspection(new Inspection("k", inspector, unit, Given.Today, null, []));
        if (refused is null)
        {
            Check.Accepted(given, command, new UnitEvent.InspectionRecorded(command.Inspection));
            return;
        }
        Check.Refused(given, command, refused == "unit" ? RefusalCode.NotFound : RefusalCode.Invalid, refused);
    }

    [Fact]
    public void What_was_found_is_owed_by_the_inspected_unit_and_it_counts_once_a_year()
    {
        var inspection = new Inspection(
            "k", Given.Province, Given.Commune, new DateOnly(2013, 3, 1), null, [new("Niêm yết thiếu", new DateOnly(2013, 4, 1)), new("Sổ sai", Given.Today)]);
        var state = Given.State(
            Given.Commune, new UnitEvent.UnitRegistered(Given.Unit(Given.Commune, UnitKind.Commune, Given.District)), new UnitEvent.UnitInspected(inspection),
            new UnitEvent.UnitInspected(inspection with { Id = "l", Findings = [] }),
            new UnitEvent.UnitInspected(inspection with { Id = "m", On = new(2012, 3, 1), Findings = [] }));
        Assert.Equal(["hoa-1~k~1", "hoa-1~k~2"], state.Obligations.Keys.Order());
        var terms = state.Obligations["hoa-1~k~1"].Terms;
        Assert.Equal(
            (ObligationKind.Finding, null, ReformArea.Steering, 2013, 1_000, new DateOnly(2013, 4, 1), Scope.Imposed),
            (terms.Kind, terms.Plan, terms.Reform, terms.StartYear, terms.Weight, terms.Due!.Value, terms.ScopeOf(Given.Commune)));
        Assert.Equal(
            [(2012, 1L), (2013, 1L)],
            IndicatorContribution.Of(state).Select(cell => (cell.Key.Year, cell.Value.Numerator)).Order());
        Assert.Equal(Decision.Nothing, Check.Decide(state, new UnitCommand.ReceiveInspection(inspection)));
        Check.Refused(state, new UnitCommand.ReceiveInspection(inspection with { Unit = "hoa-2" }), RefusalCode.Invalid, "unit");
        var rollup = UnitRollup.Of(state, Given.Commune);
        Assert.Equal(2, rollup.Read(Cell.General(2013, ReformArea.Steering, ObligationKind.Finding)).Sums.Total);
        Assert.Equal(0, rollup.Read(Cell.General(null, null, ObligationKind.Task)).Sums.Total);
    }

    [Fact]
    public void An_inspection_is_refused_that_is_to_come_or_whose_findings_are_due_before_it()
    {
        var inspection = new Inspection("k", Given.Province, Given.Commune, Given.Today, null, []);
        Check.Refused(Province, new UnitCommand.RecordInspection(inspection with { On = Given.Today.AddDays(1) }), RefusalCode.Invalid, "on");
        Check.Refused(
            Province, new UnitCommand.RecordInspection(inspection with { Findings = [new("a", Given.Today.AddDays(-1))] }), RefusalCode.Invalid, "findings[0].due");
        Check.Refused(
            Province, new UnitCommand.RecordInspection(inspection with { Findings = [.. Enumerable.Repeat(new Finding("a", Given.Today), Limits.FindingsMax + 1)] }),
            RefusalCode.Invalid, "findings");
    }

    private static UnitState Asked(IndicatorMethod method) => Given.State(
        Given.Department, new UnitEvent.UnitRegistered(Given.Unit(Given.Department, UnitKind.Department, Given.Province)),
        new UnitEvent.IndicatorImposed(Terms with { Method = method }));

    private static UnitState After(UnitState state, UnitCommand command) =>
        state.Apply(new StoredEvent(state.Unit!.Id, state.Seq + 1, Check.Decide(state, command).Event!, "test", Given.Now, null));
}
