namespace Hierarchy.UnitTests.Reports;

/// <summary>A report of one unit: what may be done to it when, and what becomes of all that it discharges.</summary>
public sealed class ReportTests
{
    private const string Period = "r~2013-H1";

    private static readonly DateOnly Issued = new(2013, 3, 5);
    private static readonly Document Paper = Given.SignReport().Document;
    private static readonly ReportForm Form = Given.Form();

    public static TheoryData<string, ReportStatus[], ReportStatus> Commands { get; } = new()
    {
        { "write", [ReportStatus.Draft, ReportStatus.Returned], ReportStatus.Draft },
        { "sign", [ReportStatus.Draft, ReportStatus.Returned], ReportStatus.Signed },
        { "receive", [ReportStatus.Signed], ReportStatus.Received },
        { "return", [ReportStatus.Signed], ReportStatus.Returned },
        { "reopen", [ReportStatus.Signed, ReportStatus.Received], ReportStatus.Draft },
    };

    [Theory]
    [MemberData(nameof(Commands))]
    public void Each_command_is_accepted_in_its_statuses_and_refused_in_all_others(string name, ReportStatus[] accepted, ReportStatus after)
    {
        foreach (var status in Enum.GetValues<ReportStatus>())
        {
            var (given, command) = (InStatus(status), CommandOf(name));
            if (!accepted.Contains(status))
            {
                Check.Refused(given, command, RefusalCode.Conflict, "report");
                continue;
            }
            var next = After(given, command);
            Assert.Equal(after, next.Reports[Period].Status);
            Assert.Equal(given.Reports[Period].Version + 1, next.Reports[Period].Version);
            // What a snapshot keeps is all of it.
            var kept = UnitState.From(EventCodec.DecodeSnapshot(EventCodec.Encode(next.ToSnapshot())));
            Assert.Equal(EventCodec.Encode(next.Reports[Period]), EventCodec.Encode(kept.Reports[Period]));
        }
    }

    [Fact]
    public void Opening_begins_what_is_owed_and_does_nothing_the_second_time()
    {
        var opened = After(Owing(), new UnitCommand.OpenReport(Form));
        Assert.Equal((ReportStatus.Draft, 1, 1), (opened.Reports[Period].Status, opened.Reports[Period].Revision, opened.Reports[Period].Version));
        Assert.Equal([ObligationStatus.InProgress, ObligationStatus.InProgress, ObligationStatus.NotStarted], StatusesOf(opened));
        Check.Nothing(opened, new UnitCommand.OpenReport(Form));
    }

    [Fact]
    public void Signing_hands_in_all_that_the_paper_serves_on_the_day_of_the_paper_and_nothing_else()
    {
        var signed = InStatus(ReportStatus.Signed);
        Assert.Equal([ObligationStatus.Submitted, ObligationStatus.Submitted, ObligationStatus.NotStarted], StatusesOf(signed));
        var obligation = signed.Obligations["tn-snv~r~2013-H1"];
        Assert.Equal((Issued, Paper, Obligation.PercentMax), (obligation.CompletedOn, obligation.Document, obligation.Percent));
        var signature = signed.Reports[Period].Signature!;
        Assert.Equal(("Nguyễn Văn A", "KT. GIÁM ĐỐC / PHÓ GIÁM ĐỐC", Paper), (signature.Signer, signature.Capacity, signature.Document));
    }

    [Fact]
    public void What_is_signed_holds_figures_and_document_and_its_hash_is_that_of_its_bytes()
    {
        var decision = Check.Decide(Written(), CommandOf("sign"));
        var signed = (UnitEvent.ReportSigned)decision.Event!;
        Assert.Equal(ReportContent.Sha256Of(signed.Content), signed.Sha256);
        var content = ReportContent.Read(signed.Content);
        Assert.Equal(signed.Content, content.Written());
        Assert.Equal(new FigureValue(3, 4), content.Rows[0].Counted);
        Assert.Equal((new FigureValue(2, 4), "Trùng một nhiệm vụ"), (content.Rows[0].Value!.Value, content.Rows[0].Reason));
        Assert.Equal(("12/BC-SNV", "hoa-1", "hoa-2"), (content.Document!.Number, content.Includes[0].Unit, content.Missing[0]));
        Assert.DoesNotContain("Nguyễn Văn A", signed.Content, StringComparison.Ordinal);
        // The same another time, whatever comes between.
        Assert.Equal(signed.Sha256, ((UnitEvent.ReportSigned)Check.Decide(Written(), CommandOf("sign")).Event!).Sha256);
        Assert.Equal([("I.1", 2L, 4L), ("I.2", 5L, 0L)], signed.Values.Select(value => (value.Code, value.Value.Numerator, value.Value.Denominator)));
    }

    [Fact]
    public void Receiving_finishes_what_was_handed_in_and_reopening_takes_it_up_again()
    {
        var received = InStatus(ReportStatus.Received);
        Assert.Equal([ObligationStatus.Done, ObligationStatus.Done, ObligationStatus.NotStarted], StatusesOf(received));
        var reopened = After(received, CommandOf("reopen"));
        Assert.Equal([ObligationStatus.InProgress, ObligationStatus.InProgress, ObligationStatus.NotStarted], StatusesOf(reopened));
        var report = reopened.Reports[Period];
        Assert.Equal((2, null, "Sai số liệu"), (report.Revision, report.Signature, report.Note));
        // What was written goes on.
        Assert.Equal(("Đã triển khai", 2L), (report.TextOf("I"), report.EntryOf("I.1")!.Numerator));
        var again = After(reopened, (UnitCommand.SignReport)CommandOf("sign") with { ExpectedRevision = 2 });
        Assert.Equal(ReportStatus.Signed, again.Reports[Period].Status);
    }

    [Fact]
    public void A_returned_one_goes_on_as_its_next_revision()
    {
        var returned = InStatus(ReportStatus.Returned);
        Assert.Equal((1, true), (returned.Reports[Period].Revision, returned.Reports[Period].Signature is not null));
        Assert.Equal([ObligationStatus.InProgress, ObligationStatus.InProgress, ObligationStatus.NotStarted], StatusesOf(returned));
        var written = After(returned, CommandOf("write"));
        Assert.Equal((2, ReportStatus.Draft, null), (written.Reports[Period].Revision, written.Reports[Period].Status, written.Reports[Period].Signature));
        Assert.Equal(2, After(returned, CommandOf("sign")).Reports[Period].Revision);
    }

    [Fact]
    public void What_is_entered_instead_of_what_is_counted_needs_a_reason_and_can_be_taken_back()
    {
        var draft = Opened();
        Check.Refused(draft, Write(new RowEntry("I.1", 1, 2, null)), RefusalCode.Invalid, "rows[0].reason");
        Check.Refused(draft, Write(new RowEntry("I.1", null, 0, null, NothingOccurred: true)), RefusalCode.Invalid, "rows[0].reason");
        Check.Refused(draft, Write(new RowEntry("I.9", 1, 2, null)), RefusalCode.Invalid, "rows[0].code");
        Check.Refused(draft, Write(new RowEntry("I.2", 1, 0, null), new RowEntry("I.2", 1, 0, null)), RefusalCode.Invalid, "rows[1].code");
        Check.Refused(draft, Write(new RowEntry("I.2", 1, -1, null)), RefusalCode.Invalid, "rows[0].denominator");
        Check.Refused(draft, Write(new RowEntry("I.2", long.MaxValue, 0, null)), RefusalCode.Invalid, "rows[0].numerator");
        Check.Refused(draft, Write(new RowEntry("I.2", 1, 0, null, NothingOccurred: true)), RefusalCode.Invalid, "rows[0].nothingOccurred");
        Check.Refused(draft, Write(), RefusalCode.Invalid, "rows");
        Check.Refused(draft, Write(new RowEntry("I.2", 1, 0, null)) with { ExpectedVersion = 7 }, RefusalCode.Conflict, "expectedVersion");
        Check.Refused(
            draft, Write() with { Sections = [new SectionText("II", "x")] }, RefusalCode.Invalid, "sections[0].key");
        var entered = After(draft, Write(new RowEntry("I.2", 1, 0, null)));
        Assert.Empty(After(entered, Write(new RowEntry("I.2", null, 0, null))).Reports[Period].Entries);
    }

    [Fact]
    public void Nobody_signs_while_a_required_row_has_nothing()
    {
        var draft = Opened();
        var refusal = Check.Decide(draft, CommandOf("sign")).Refusal!;
        Assert.Equal(("ROWS_MISSING", 1), (refusal.Reason, refusal.Count));
        Assert.Contains("I.2", refusal.Message, StringComparison.Ordinal);
        var marked = After(draft, Write(new RowEntry("I.2", null, 0, null, NothingOccurred: true)));
        var signed = (UnitEvent.ReportSigned)Check.Decide(marked, CommandOf("sign")).Event!;
        Assert.Equal(new FigureValue(0, 0), ReportContent.Read(signed.Content).Rows[1].Value);
    }

    [Fact]
    public void A_paper_bears_a_day_on_which_somebody_demanded_it()
    {
        var sign = (UnitCommand.SignReport)CommandOf("sign");
        Check.Refused(Written(), sign with { Document = Paper with { IssuedOn = new DateOnly(2013, 1, 14) } }, RefusalCode.Invalid, "document.issuedOn");
        Check.Refused(Written(), sign with { Document = Paper with { IssuedOn = Given.Today.AddDays(1) } }, RefusalCode.Invalid, "document.issuedOn");
        Check.Refused(Written(), sign with { ExpectedRevision = 2 }, RefusalCode.Conflict, "expectedRevision");
        Check.Refused(Written(), sign with { Signer = " " }, RefusalCode.Invalid, "signer");
    }

    [Fact]
    public void A_period_is_open_to_whoever_owes_it_and_to_whoever_demands_it_once_it_has_begun()
    {
        var elsewhere = Given.State(Given.Department, new UnitEvent.UnitRegistered(Given.Unit(Given.Department, UnitKind.Department, Given.Province)));
        Assert.Equal("PERIOD_NOT_OPEN", Check.Decide(elsewhere, new UnitCommand.OpenReport(Form)).Refusal!.Reason);
        var owner = Given.State(Given.Province, new UnitEvent.UnitRegistered(Given.Unit(Given.Province, UnitKind.Province, Given.Ministry)));
        Assert.IsType<Decision.Accepted>(Check.Decide(owner, new UnitCommand.OpenReport(Form)));
        var later = Form with { From = Given.Today.AddDays(1) };
        Assert.Equal("PERIOD_NOT_OPEN", Check.Decide(Owing(), new UnitCommand.OpenReport(later)).Refusal!.Reason);
        Check.Refused(elsewhere, Write(new RowEntry("I.2", 1, 0, null)), RefusalCode.NotFound, "report");
    }

    [Fact]
    public void What_is_signed_late_counts_from_the_day_of_the_paper_on_days_gone_by()
    {
        var signed = (UnitEvent.ReportSigned)Check.Decide(Written(), CommandOf("sign")).Event!;
        var known = new List<StoredEvent>();
        foreach (var happened in new UnitEvent[] { Imposed(), (UnitEvent)Check.Decide(Owing(), new UnitCommand.OpenReport(Form)).Event!, signed })
        {
            known.Add(new StoredEvent(Given.Department, known.Count + 1, happened, "test", Given.Now, null));
        }
        // The history of one obligation need not hold that of the others, nor the opening.
        foreach (var history in new[] { known, [known[0], known[2]] })
        {
            var timeline = Timeline.Of("tn-snv~r~2013-H1", history, Given.Country())!;
            Assert.Equal(ObligationStatus.NotStarted, timeline.On(Issued.AddDays(-1))!.Status);
            Assert.Equal(ObligationStatus.Submitted, timeline.On(Issued)!.Status);
        }
    }

    [Theory]
    [InlineData("Q2", UnitKind.Department, "H1")]
    [InlineData("Q2", UnitKind.Commune, "Q2")]
    [InlineData("H1", UnitKind.Department, "H1")]
    [InlineData("Q1", UnitKind.Department, "Q1")]
    public void One_paper_serves_two_periods_where_its_own_is_owed(string key, UnitKind kind, string paper)
    {
        var regime = Given.Regime();
        var asked = regime.FindPeriod("r~2013-" + key)!;
        Assert.Equal("r~2013-" + paper, regime.PaperOf(asked, kind).Key);
    }

    [Fact]
    public void A_form_has_the_sections_and_rows_of_its_kind_of_unit()
    {
        var regime = Given.Regime() with
        {
            Sections = [new SectionRule("I", "Chung"), new SectionRule("II", "Xã", [UnitKind.Commune])],
            Template = [new TemplateRow("1", null, "a", "b", RowSource.Entered, [UnitKind.Commune]), new TemplateRow("2", null, "a", "b", RowSource.Entered)],
        };
        var form = ReportForm.Of(regime.FindPeriod(Period)!, UnitKind.Department);
        Assert.Equal(["I"], form.Sections.Select(section => section.Key));
        Assert.Equal(["2"], form.Rows.Select(row => row.Code));
        Assert.Equal(["r~2013-Q2"], form.Serves);
    }

    [Fact]
    public void A_template_names_each_row_of_a_kind_of_unit_once_and_no_more_than_it_needs()
    {
        var row = new TemplateRow("1", null, "a", "b", RowSource.Entered, [UnitKind.Commune]);
        Assert.Null(Fault(row, row with { Kinds = [UnitKind.Department] }));
        Assert.Equal("template[1].code", Fault(row, row with { Kinds = null }));
        Assert.Equal("template[1].code", Fault(row, row with { Kinds = [UnitKind.Department, UnitKind.Commune] }));
        Assert.Equal("template[0].indicator", Fault(row with { Source = RowSource.Indicator }));
        Assert.Equal("template[0].indicator", Fault(row with { Indicator = "i" }));
        Assert.Equal("template[0].count", Fault(row with { Count = new ProgressCount(null, null, null) }));
        Assert.Equal("template[0].code", Fault(row with { Code = new string('a', Limits.RowCodeMax + 1) }));
        Assert.Equal("template[0].label", Fault(row with { Label = "" }));

        static string? Fault(params TemplateRow[] rows) => TemplateRules.Fault([], [.. rows])?.Field;
    }

    private static UnitEvent.ObligationsImposed Imposed() => new(
        Given.Province, [.. new[] { "H1", "Q2", "Q1" }.Select(key => Given.ReportTerms(Given.Department, "r~2013-" + key))]);

    private static UnitState Owing() => Given.State(
        Given.Department, new UnitEvent.UnitRegistered(Given.Unit(Given.Department, UnitKind.Department, Given.Province)), Imposed());

    private static UnitState Opened() => After(Owing(), new UnitCommand.OpenReport(Form));

    private static UnitState Written() => After(Opened(), CommandOf("write"));

    private static UnitState InStatus(ReportStatus status) => status switch
    {
        ReportStatus.Draft => Written(),
        ReportStatus.Signed => After(Written(), CommandOf("sign")),
        ReportStatus.Received => After(InStatus(ReportStatus.Signed), CommandOf("receive")),
        _ => After(InStatus(ReportStatus.Signed), CommandOf("return")),
    };

    private static UnitCommand CommandOf(string name) => name switch
    {
        "write" => Given.WriteReport(),
        "sign" => Given.SignReport(),
        "receive" => new UnitCommand.ReceiveReport(Period, null),
        "return" => new UnitCommand.ReturnReport(Period, "Thiếu số liệu"),
        _ => new UnitCommand.ReopenReport(Period, "Sai số liệu"),
    };

    private static UnitCommand.WriteReport Write(params RowEntry[] rows) => new(Period, [], [.. rows], null);

    private static UnitState After(UnitState given, UnitCommand command)
    {
        var decision = Check.Decide(given, command);
        Assert.True(decision is Decision.Accepted, $"{command} is refused: {decision.Refusal}");
        Assert.Equal(command.Subject, UnitState.SubjectOf(decision.Event!));
        // As it will be read.
        var stored = EventCodec.Decode(EventCodec.NameOf(decision.Event!), EventCodec.Encode(decision.Event!));
        return given.Apply(new StoredEvent(given.Unit!.Id, given.Seq + 1, stored, "test", Given.Now, null));
    }

    private static IEnumerable<ObligationStatus> StatusesOf(UnitState state) =>
        new[] { "H1", "Q2", "Q1" }.Select(key => state.Obligations[$"tn-snv~r~2013-{key}"].Status);
}
