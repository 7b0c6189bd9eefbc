namespace Hierarchy.UnitTests.Reports;

/// <summary>Open reports, values and inspections of a unit that has ended: who goes on with them, and what stays where it is.</summary>
public sealed class EndedUnitTests
{
    private const string Period = "r~2013-H1";

    private static readonly DateOnly End = new(2013, 5, 1);
    private static readonly Document Act = new("1/NQ", new DateOnly(2013, 4, 1), null, null);
    private static readonly IndicatorTerms Terms = new("i", Given.Province, "Chỉ tiêu", IndicatorMethod.Ratio, UnitKind.Department, null);

    [Theory]
    [InlineData("tn-go", true)]
    [InlineData(Given.District, false)]
    [InlineData(Given.Department, false)]
    public void Whoever_its_obligations_are_entrusted_to_writes_signs_and_hands_in_an_open_report(string scope, bool may)
    {
        var state = Ended(entrusted: true);
        foreach (var command in new UnitCommand[] { new UnitCommand.OpenReport(Given.Form()), Given.WriteReport(), Given.SignReport() })
        {
            Assert.Equal(may, Rights.FaultOfCaller(command, new Caller("a", scope), Given.Department, Given.Country(), state) is null);
            var decision = Check.Decide(state, command);
            Assert.Null(decision.Refusal);
            state = decision is Decision.Accepted { Event: var happened } ? Next(state, happened) : state;
        }
        Assert.Equal(ReportStatus.Signed, state.Reports[Period].Status);
        Assert.All(["H1", "Q2"], key => Assert.Equal(ObligationStatus.Submitted, state.Obligations[$"tn-snv~r~2013-{key}"].Status));
        // Who signed does not receive it: that is for who stands above.
        var receive = new UnitCommand.ReceiveReport(Period, null);
        Assert.NotNull(Rights.FaultOfCaller(receive, new Caller("a", "tn-go"), Given.Department, Given.Country(), state));
        Assert.Null(Rights.FaultOfCaller(receive, new Caller("a", Given.Province), Given.Department, Given.Country(), state));
        Assert.Equal(ReportStatus.Received, Next(state, Check.Decide(state, receive).Event!).Reports[Period].Status);
    }

    [Fact]
    public void What_nobody_was_entrusted_with_is_for_the_unit_above_and_is_refused_at_a_unit_that_nobody_goes_on_with()
    {
        var state = Ended(entrusted: false);
        Assert.Equal(Given.Province, HandOverRules.StewardOf(state, Given.WriteReport(), Given.Country()));
        Assert.Null(Check.Decide(state, Given.WriteReport()).Refusal);
        var alone = new TestDirectory();
        alone.Add(Given.Unit(Given.Department, UnitKind.Department, null));
        Assert.Equal(Reasons.UnitClosed, Check.Decide(state, Given.WriteReport(), alone).Refusal!.Reason);
        // A unit that is there writes its reports itself.
        Assert.Null(HandOverRules.StewardOf(Opened(), Given.WriteReport(), Given.Country()));
    }

    [Fact]
    public void A_value_is_completed_for_the_years_of_the_unit_and_stays_in_them()
    {
        var given = Next(Ended(entrusted: false), new UnitEvent.IndicatorReported("i", 2012, null, 6, 10, null, null, null));
        var late = new UnitCommand.ReportIndicator("i", 2013, null, 7, 10, null, null);
        Assert.Null(Rights.FaultOfCaller(late, new Caller("a", Given.Province), Given.Department, Given.Country(), given));
        Assert.NotNull(Rights.FaultOfCaller(late, new Caller("a", Given.Department), Given.Department, Given.Country(), given));
        given = Next(given, Check.Decide(given, late).Event!);
        given = Next(given, Check.Decide(given, new UnitCommand.VerifyIndicator("i", 2013, null, null)).Event!);
        Assert.Equal(Reasons.UnitClosed, Check.Decide(given, late with { Year = 2014 }).Refusal!.Reason);
        Assert.Equal(
            [(0, new IndicatorSums(0, 0, 0, 1, 0)), (2012, new(6, 10, 1, 0, 0)), (2013, new(7, 10, 1, 0, 1)), (2014, new(0, 0, 0, -1, 0))],
            IndicatorContribution.Of(given).Select(cell => (cell.Key.Year, cell.Value)).OrderBy(cell => cell.Year));
    }

    [Fact]
    public void What_an_inspection_has_found_reaches_a_unit_that_has_ended_meanwhile_and_whoever_goes_on_there()
    {
        var inspection = new Inspection("k", Given.Ministry, Given.Department, new DateOnly(2013, 3, 1), null, [new("Sổ sai", Given.Today)]);
        var decision = Check.Decide(Ended(entrusted: true), new UnitCommand.ReceiveInspection(inspection));
        var inspected = Assert.IsType<UnitEvent.UnitInspected>(decision.Event);
        Assert.Equal(("tn-go", false), (inspected.Onward!.To, inspected.Onward.IsHeir));
        Assert.Equal("tn-go", Next(Ended(entrusted: true), inspected).Obligations["tn-snv~k~1"].Steward);
        var without = (UnitEvent.UnitInspected)Check.Decide(
            Ended(entrusted: true), new UnitCommand.ReceiveInspection(inspection with { Findings = [] })).Event!;
        Assert.Null(without.Onward);
        // An heir is handed what was found.
        var whole = inspected with { Onward = inspected.Onward with { To = "tn-go", IsHeir = true } };
        Assert.Equal([Given.Department], whole.Targets);
        var message = whole.MessageTo(new PendingMessage(1, Given.Department, 1, Given.Department, whole), Ended(entrusted: true));
        Assert.Equal(new Handing("tn-snv~k~1", "tn-go"), Assert.Single(Assert.IsType<UnitCommand.HandOver>(message).Moves));
    }

    [Theory]
    [InlineData(2012, 0)]
    [InlineData(2013, 1)]
    public void An_inspected_unit_goes_on_counting_and_is_one_of_all_in_the_year_in_which_it_ended(int year, long more)
    {
        var inspection = new Inspection("k", Given.Ministry, Given.Department, new DateOnly(year, 3, 1), null, []);
        var sums = IndicatorContribution.Of(Next(Ended(entrusted: false), new UnitEvent.UnitInspected(inspection)))
            [IndicatorCell.OfInspected(year, UnitKind.Department)];
        Assert.Equal((1, more), (sums.Numerator, sums.Denominator));
    }

    private static UnitState Opened() => Given.State(
        Given.Department, new UnitEvent.UnitRegistered(Given.Unit(Given.Department, UnitKind.Department, Given.Province)),
        new UnitEvent.ObligationsImposed(Given.Province, [.. new[] { "H1", "Q2" }.Select(key => Given.ReportTerms(Given.Department, "r~2013-" + key))]),
        new UnitEvent.IndicatorImposed(Terms),
        new UnitEvent.ReportOpened(Period, Given.Form(), []));

    private static UnitState Ended(bool entrusted)
    {
        var state = entrusted
            ? Next(Opened(), new UnitEvent.ObligationsEntrusted("dot-1", 1, [.. Opened().Obligations.Keys.Select(id => new Entrusted(id))], "tn-go"))
            : Opened();
        return Next(state, new UnitEvent.UnitClosed(End, Act, []));
    }

    private static UnitState Next(UnitState state, UnitEvent happened) =>
        state.Apply(new StoredEvent(state.Unit!.Id, state.Seq + 1, happened, "test", Given.Now, null));
}
