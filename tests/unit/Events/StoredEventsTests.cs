namespace Hierarchy.UnitTests.Events;

/// <summary>What was ever stored decodes for ever: the golden file holds one line of each form, full and bare.</summary>
public sealed class StoredEventsTests
{
    private const string File = "stored-events.jsonl";

    [Fact]
    public void Events_are_stored_as_approved()
    {
        var lines = Samples().Select(happened => Line(EventCodec.NameOf(happened), EventCodec.Encode(happened)))
            .Append(Line("#obligation", EventCodec.Encode(Obligation)))
            .Append(Line("#obligation", EventCodec.Encode(Obligation with { HandedInBy = "an", HandedInAt = Given.Now, ClaimedOn = Given.Today.AddDays(-3) })))
            .Append(Line("#obligation", EventCodec.Encode(Obligation with
            {
                DueChanges = new DueChanges([new DueChange(Given.Today, Given.Today.AddDays(30), "Gia hạn", Obligation.Document, Given.Now, "an")]),
                Before = new Standing(ObligationStatus.InProgress, "Đang làm"),
                ReportDays = new ReportDays(Given.Today, null, Given.Today.AddDays(-1)),
            })))
            .Append(Line("#obligation", EventCodec.Encode(Obligation with { HandingTo = "b" })))
            .Append(Line("#obligation", EventCodec.Encode(Obligation with { Steward = "tn" })))
            .Append(Line("#obligation", EventCodec.Encode(Obligation with { MovedTo = "b~t~~a", Through = "c" })))
            .Append(Line("#snapshot", EventCodec.Encode(Snapshot())))
            .Append(Line("#snapshot", EventCodec.Encode(Snapshot() with { Grants = [Grant], FocalAgencies = [Focal] })))
            .Append(Line("#snapshot", EventCodec.Encode(Snapshot() with
            {
                Tasks = [new OwnedTask(Task with { WithdrawnIn = 2 }, ["a", "b"], 3, 0, 4, 500)],
                Versions = [new PlanVersions("tay-ninh-2013", [new PlanVersion(1, null, Given.Now, "an"), new PlanVersion(2, Amendment, Given.Now, "an")])],
            })));
        Repository.CheckApproved(File, string.Concat(lines));
    }

    [Fact]
    public void Every_approved_line_decodes_and_is_stored_the_same_again()
    {
        var lines = System.IO.File.ReadAllLines(Path.Combine(Repository.Root, "tests/unit/Approved", File));
        foreach (var line in lines)
        {
            var (name, data) = Parse(line);
            Assert.Equal(data, Encoding.UTF8.GetString(name switch
            {
                "#obligation" => EventCodec.Encode(EventCodec.DecodeObligation(Encoding.UTF8.GetBytes(data))),
                "#snapshot" => EventCodec.Encode(EventCodec.DecodeSnapshot(Encoding.UTF8.GetBytes(data))),
                _ => EventCodec.Encode(EventCodec.Decode(name, Encoding.UTF8.GetBytes(data))),
            }));
        }
    }

    [Fact]
    public void Every_event_has_a_name_of_its_own_and_stands_in_the_file()
    {
        var kinds = typeof(UnitEvent).GetNestedTypes().Where(type => !type.IsAbstract && type.IsAssignableTo(typeof(UnitEvent))).ToHashSet();
        // What stands for a record that cannot be read is itself never stored.
        kinds.Remove(typeof(UnitEvent.Unreadable));
        var samples = Samples().ToList();
        Assert.Equal(kinds, samples.Select(e => e.GetType()).ToHashSet());
        Assert.Equal(kinds.Count, samples.Select(EventCodec.NameOf).Distinct().Count());
        Assert.All(samples, e => Assert.Matches("^[a-z]+(-[a-z]+)+$", EventCodec.NameOf(e)));
        Assert.All(samples, e => Assert.Equal(Check.Json(e), Check.Json(EventCodec.Decode(EventCodec.NameOf(e), EventCodec.Encode(e)))));
    }

    [Fact]
    public void The_stored_form_names_no_type_of_the_code()
    {
        var stored = System.IO.File.ReadAllText(Path.Combine(Repository.Root, "tests/unit/Approved", File));
        Assert.DoesNotContain("Hierarchy.", stored);
        Assert.DoesNotContain("$type", stored);
    }

    [Fact]
    public void A_member_that_may_be_null_may_be_missing()
    {
        var bare = Decode("progress-reported", """{"obligation":"a~t","percent":0}""");
        Assert.Equal(new UnitEvent.ProgressReported("a~t", 0, null, null), bare);
    }

    [Theory]
    [InlineData("progress-reported", """{"obligation":"a~t"}""")]
    [InlineData("progress-reported", """{"percent":1}""")]
    [InlineData("progress-reported", """{"obligation":null,"percent":1}""")]
    [InlineData("progress-reported", """{"obligation":"a~t","percent":1,"extra":1}""")]
    [InlineData("progress-reported", """{"obligation":"a~t","percent":"much"}""")]
    [InlineData("progress-reported", "null")]
    [InlineData("progress-reported", "")]
    [InlineData("obligation-submitted", """{"obligation":"a~t","completedOn":"10/05/2013"}""")]
    [InlineData("plan-adopted", """{"plan":{"id":"p"}}""")]
    [InlineData("unit-registered", """{"unit":{"id":"a","name":"A","kind":"Village"}}""")]
    [InlineData("task-added", """{"task":null,"units":[]}""")]
    [InlineData("ProgressReported", """{"obligation":"a~t","percent":1}""")]
    [InlineData("no-such-event", "{}")]
    public void What_is_unknown_or_missing_is_an_error_and_not_a_guess(string name, string data) =>
        Assert.Throws<JsonException>(() => Decode(name, data));

    /// <summary>Each event with every optional member, then those that have any without.</summary>
    private static IEnumerable<UnitEvent> Samples()
    {
        yield return new UnitEvent.UnitRegistered(new Unit("vn24-72-so-noi-vu", "Sở Nội vụ", UnitKind.Department, "vn24-72", "72"));
        yield return new UnitEvent.UnitRegistered(new Unit("bnv", "Bộ Nội vụ", UnitKind.Ministry, null, null));
        yield return new UnitEvent.UnitRegistered(
            new Unit("vn25-80", "Tỉnh Tây Ninh", UnitKind.Province, "bnv", "80"), new DateOnly(2025, 7, 1), Given.Document(),
            [new Kin("vn24-72", Extent.Full), new Kin("vn24-80", Extent.Partial)], "sap-xep-2025");
        yield return new UnitEvent.UnitRenamed("Thành phố Đồng Nai", UnitKind.Province, "75", Given.Today, Given.Document());
        yield return new UnitEvent.UnitRenamed("Chính phủ", UnitKind.Government, null, Given.Today, Given.Document());
        yield return new UnitEvent.UnitMoved("vn25-80", Given.Today, Given.Document(), "vn24-72");
        yield return new UnitEvent.UnitMoved("cp", Given.Today, Given.Document(), null);
        yield return new UnitEvent.UnitClosed(Given.Today, Given.Document(), [new Kin("vn25-80", Extent.Full)], "sap-xep-2025");
        yield return new UnitEvent.UnitClosed(Given.Today, Given.Document(), []);
        yield return new UnitEvent.UnitReopened("sap-xep-2025", "Nhầm");
        yield return new UnitEvent.PlanAdopted(Plan);
        yield return new UnitEvent.PlanAdopted(Plan with
        {
            Number = null,
            AdoptedOn = null,
            Parent = null,
            BasedOn = [],
            Areas = [new Area("I", "Cải cách thể chế", ReformArea.Institutions, null)],
            Objectives = [new Objective("MT1", null, "Đẩy mạnh cải cách", null, null, null, null, null)],
        });
        yield return new UnitEvent.DraftAdopted(
            Plan with { Id = "tn:0123456789abcdef0123" },
            [new AdoptedLine(Task with { Id = "tn:0123456789abcdef0123/n1", Plan = "tn:0123456789abcdef0123" }, ["vn24-72-so-noi-vu", "vn24-72-703"])]);
        yield return new UnitEvent.TaskAdded(Task, ["vn24-72-so-noi-vu", "vn24-72-703"]);
        foreach (var schedule in EverySchedule())
        {
            yield return new UnitEvent.TaskAdded(Given.Task(schedule: schedule) with { Products = [] }, []);
        }
        yield return new UnitEvent.PlanAdopted(Plan with { EffectiveOn = new DateOnly(2013, 1, 5) });
        yield return new UnitEvent.PlanAmended("tay-ninh-2013", Amendment);
        yield return new UnitEvent.PlanAmended("tay-ninh-2013", Amendment with { Lines = [], Objectives = [], Title = null });
        yield return new UnitEvent.TermsAmended("tn", "p", 2, Amendment.Document, Given.Today,
        [
            new AmendedTerms(Given.Terms(due: Given.Today), Given.Terms(due: Given.Today.AddDays(30)) with { PlanVersion = 2 }, Ends: false),
            new AmendedTerms(null, Given.Terms("b") with { PlanVersion = 2, EffectiveOn = Given.Today }, Ends: false),
            new AmendedTerms(Given.Terms("c"), Given.Terms("c") with { PlanVersion = 2 }, Ends: true),
        ]);
        yield return new UnitEvent.TermsAmended("tn", "p", 3, Amendment.Document, Given.Today, []);
        yield return new UnitEvent.TermsAmended("tn", "p", 3, Amendment.Document, Given.Today, [],
            [new ForwardedTerms("b~t~~a", new AmendedTerms(Given.Terms(), Given.Terms() with { PlanVersion = 3 }, Ends: false))]);
        yield return new UnitEvent.ObligationsHandedOver("sx-2025", 3, Given.Today, [
            new HandedOver("a~t", "b", 8, Given.Today, [new Span(Given.Today.AddDays(-9), Obligation)]), new HandedOver("a~u", "c", 2, Given.Today, null),
        ]);
        yield return new UnitEvent.ObligationsReceived("a", "sx-2025", 3, Given.Today, [
            new Received(Obligation with { Through = "a" }, Given.Today, [new Span(Given.Today.AddDays(-9), Obligation)]), new Received(Obligation, Given.Today, null),
        ]);
        yield return new UnitEvent.ObligationsTransferred("sx-2025", 3, Given.Today, "b", [new Transferred("a~t", "b~t~~a")]);
        yield return new UnitEvent.ObligationsEntrusted("sx-2025", 4, [new Entrusted("a~t"), new Entrusted("a~u")], "tn");
        yield return new UnitEvent.ObligationsEntrusted("sx-2025", 5, [new Entrusted("a~t")], null);
        yield return new UnitEvent.PlanTakenOver("sx-2025", 6, "p", "tn");
        yield return new UnitEvent.PlanTakenOver("sx-2025", 7, "p", null);
        yield return new UnitEvent.PlanAdopted(Plan with { Steward = "tn" });
        yield return new UnitEvent.DutyAdded(Given.Duty() with { Source = "V.1.f" }, ["a"]);
        yield return new UnitEvent.DutyAdded(Given.Duty(kind: ObligationKind.Plan), []);
        yield return new UnitEvent.IndicatorDefined(
            new Indicator(
                "i", "tn", "p", "MT1", "Tỷ lệ hài lòng", IndicatorMethod.Ratio, "người hài lòng", "người được hỏi", [Given.Class(UnitKind.Commune)],
                [new Target(Comparison.AtLeast, 80.5, UnitKind.Commune, 2013)], ReformArea.Procedures, null),
            [new Reporter("hoa-1", UnitKind.Commune)]);
        yield return new UnitEvent.IndicatorDefined(
            new Indicator("j", "tn", null, null, "Kế hoạch", IndicatorMethod.System, "việc", null, [], [], null, SystemMeasure.TasksDone), []);
        yield return new UnitEvent.IndicatorImposed(new IndicatorTerms("i", "tn", "Tỷ lệ", IndicatorMethod.Ratio, UnitKind.Commune, ReformArea.Procedures));
        yield return new UnitEvent.IndicatorImposed(new IndicatorTerms("i", "tn", "Tỷ lệ", IndicatorMethod.Sum, UnitKind.Commune, null));
        yield return new UnitEvent.IndicatorReported("i", 2013, "r~2013-Q1", 8, 10, "khảo sát", Given.Document(), "an");
        yield return new UnitEvent.IndicatorReported("i", 2013, null, 8, 10, null, null, null);
        yield return new UnitEvent.IndicatorVerified("i", 2013, "r~2013-Q1", "đúng");
        yield return new UnitEvent.IndicatorVerified("i", 2013, null, null);
        yield return new UnitEvent.InspectionRecorded(Given.Inspection() with { Act = Given.Document() });
        yield return new UnitEvent.InspectionRecorded(Given.Inspection() with { Findings = [] });
        yield return new UnitEvent.UnitInspected(Given.Inspection() with { Act = Given.Document() });
        yield return new UnitEvent.UnitInspected(Given.Inspection() with { Findings = [] });
        yield return new UnitEvent.UnitInspected(Given.Inspection(), new Onward("hoa-1", "hoa-2", IsHeir: true, Given.Today, "sap-xep-2025"));
        yield return new UnitEvent.RegimeAdded(
            Given.Regime() with { NextWorkingDay = true, Holidays = [new DateOnly(2013, 6, 17)] },
            [.. Enum.GetValues<UnitKind>().Select(kind => new Reporter("vn24-72-" + kind, kind))]);
        yield return new UnitEvent.RegimeAdded(
            Given.Regime() with { Act = null, Periods = [Given.Regime().Periods[0] with { TakesOver = "p/bc", Due = [] }], Reporters = [] }, []);
        yield return new UnitEvent.RegimeAdded(
            Given.Regime() with
            {
                Collector = "tn-snv",
                Sections = [new SectionRule("I", "Chỉ đạo", [UnitKind.Commune])],
                Template =
                [
                    new TemplateRow("1", "A", "Nhiệm vụ", "nhiệm vụ", RowSource.Progress, [UnitKind.Commune], null,
                        new ProgressCount(Timeliness.DoneOnTime, ReformArea.Procedures, "p", ObligationKind.Report), Required: false),
                    .. Enum.GetValues<RowSource>().Select(source => new TemplateRow("2", null, "a", "b", source, null, source == RowSource.Indicator ? "i" : null)),
                ],
            }, []);
        yield return new UnitEvent.ReportOpened("r~2013-H1", Given.Form(), [new ServedObligation("a~r~2013-H1")]);
        yield return new UnitEvent.ReportWritten(
            "r~2013-H1", [new SectionText("I", "Đã triển khai")],
            [new RowEntry("I.1", 2, 4, "Trùng"), new RowEntry("I.2", null, 0, null, NothingOccurred: true)], []);
        yield return new UnitEvent.ReportSigned(
            "r~2013-H1", 1, "Nguyễn Văn A", "KT. GIÁM ĐỐC", Given.Document(), "an", Given.Today, "{}", new string('a', 64),
            [new CountedFigure("I.1", new FigureValue(2, 4))], [new ServedObligation("a~r~2013-H1")]);
        yield return new UnitEvent.ReportReceived("r~2013-H1", "Đã nhận", [new ServedObligation("a~r~2013-H1")]);
        yield return new UnitEvent.ReportReturned("r~2013-H1", "Thiếu", []);
        yield return new UnitEvent.ReportReopened("r~2013-H1", "Sai", []);
        yield return new UnitEvent.ObligationsImposed("tn", [Given.Terms() with { Plan = null, Period = "r~2013-Q1" }]);
        yield return new UnitEvent.ObligationsImposed("tn", [], [Given.Terms("hoa-1", "t~q~tn-snv") with { Period = "r~2013-Q1" }]);
        yield return new UnitEvent.ObligationsImposed("tn", [Given.Terms(due: Given.Today, planned: 7), Given.Terms("b", kind: ObligationKind.Report, waits: true)]);
        yield return new UnitEvent.ObligationsImposed("tn", [Given.Terms() with { PlanAdoptedOn = new DateOnly(2012, 12, 26) }]);
        yield return new UnitEvent.ProgressReported("a~t", 3_333, "Đã trình", 9_007_199_254_740_991);
        yield return new UnitEvent.ProgressReported("a~t", 0, null, null);
        yield return new UnitEvent.ProgressReported("a~t", 0, "Bổ sung", 5, Given.Today, new Overtaken(true, false, true));
        yield return new UnitEvent.DueChanged(
            "a~t", Given.Today, Given.Today.AddDays(30), "Gia hạn", new Document("12/QĐ-UBND", Given.Today, null, null));
        yield return new UnitEvent.DueChanged("a~t", null, Given.Today, "Đặt hạn", null);
        yield return new UnitEvent.Withdrawn("a~t", "Nhầm tệp");
        yield return new UnitEvent.Withdrawn("a~t", null);
        yield return new UnitEvent.Reopened("a~t", "Chưa đạt");
        yield return new UnitEvent.Restored("a~t", "Vẫn cần", ObligationStatus.InProgress, "Đang làm");
        yield return new UnitEvent.Restored("a~t", "Vẫn cần", ObligationStatus.Waiting, null);
        yield return new UnitEvent.Submitted("a~t", Given.Today, new Document("12/QĐ-UBND", Given.Today, "Quyết định", "https://example.vn/12"));
        yield return new UnitEvent.Submitted("a~t", Given.Today, new Document("12/QĐ-UBND", Given.Today, null, null));
        yield return new UnitEvent.Submitted("a~t", Given.Today, null);
        yield return new UnitEvent.Submitted("a~t", Given.Today, Given.Document(Given.File(), Given.File("g") with { Name = "Phụ lục.xlsx" }));
        yield return new UnitEvent.Accepted("a~t", "Đạt");
        yield return new UnitEvent.Accepted("a~t", null);
        yield return new UnitEvent.Accepted("a~t", null, Given.Today, Given.Today.AddDays(-2));
        yield return new UnitEvent.SentBack("a~t", "Thiếu phụ lục");
        yield return new UnitEvent.Cancelled("a~t", "Không còn cần");
        yield return new UnitEvent.Triggered("a~t", Given.Today, Given.Today.AddDays(30));
        yield return new UnitEvent.DifficultyRaised("a~t", "Thiếu kinh phí\n\"gấp\" <b>", "tn");
        yield return new UnitEvent.DifficultyEscalated("a~t", "bnv");
        yield return new UnitEvent.DifficultyResolved("a~t", "Đã cấp");
        yield return new UnitEvent.DifficultyReceived("a", "a~t", "Nhiệm vụ", "Thiếu kinh phí");
        yield return new UnitEvent.Submitted("a~t", Given.Today, null, "an");
        yield return new UnitEvent.GrantGiven(Grant);
        foreach (var role in Enum.GetValues<Role>())
        {
            yield return new UnitEvent.GrantGiven(Grant with { Role = role, ReformAreas = null, To = null, Act = null });
        }
        yield return new UnitEvent.GrantDelegated(Grant with { Id = "tn~8", DelegatedFrom = "tn~7", DelegatedBy = "an" });
        yield return new UnitEvent.GrantEnded("tn~7", Given.Today, "Chuyển công tác");
        yield return new UnitEvent.GrantEnded("tn~7", Given.Today, null);
        yield return new UnitEvent.FocalAgencyAppointed(Focal);
        yield return new UnitEvent.FocalAgencyAppointed(Focal with { ReformAreas = null, To = null, Act = null });
        yield return new UnitEvent.FocalAgencyEnded("tn-snv", Given.Today, "Sắp xếp lại");
        yield return new UnitEvent.FocalAgencyEnded("tn-snv", Given.Today, null);
    }

    private static IEnumerable<Schedule> EverySchedule() =>
    [
        Schedules.Date(Given.Today), Schedules.Month(2013, 2), Schedules.Quarters(2013, 1, 2), Schedules.Year(2013), Schedules.Years(2011, 2013),
        Schedules.Recurring(2013, 2014, [.. Enum.GetValues<Recurrence>().Where(every => every <= Recurrence.Year)]),
        Schedules.Recurring(2013, 2014, Enum.GetValues<Recurrence>()),
        Schedules.OnDays(2013, 2013, Recurrence.Year, new MonthDay(3, 9), new MonthDay(12, 31)),
        Schedules.Quarters(2026, 4, 1, 2) with { EndYear = 2027 },
        Schedules.Recurring(2016, 2020, Recurrence.Year) with { EveryYears = 2, First = new DateOnly(2016, 5, 1) },
        Schedules.Continuous, Schedules.AfterEvent with { Date = Given.Today }, Schedules.Unspecified,
    ];

    private static Plan Plan { get; } = new(
        "tay-ninh-2013", "vn24-72", "2662/QĐ-UBND", "Kế hoạch cải cách hành chính năm 2013", new DateOnly(2012, 12, 26), 2013, 2013,
        ["Nghị quyết số 30/NQ-CP"], "cua-bo",
        [.. Enum.GetValues<ReformArea>().Select(reform => new Area("A" + (int)reform, "Lĩnh vực", reform, 100_000_000))],
        [.. Enum.GetValues<Comparison>().Select(comparison =>
            new Objective("MT" + (int)comparison, "A0", "Trên 60,5% công chức", 60.5, comparison, "%", "công chức", new DateOnly(2013, 12, 31)))]);

    private static PlanTask Task { get; } = new(
        "I.1.1", "tay-ninh-2013", "I.1.1", "A0", "1. Nhóm", "Rà soát văn bản", ["Quyết định", "Báo cáo"],
        [new Assignee("vn24-72-so-noi-vu", null, "Sở Nội vụ"), .. Enum.GetValues<UnitKind>().Select(kind => new Assignee(null, kind, "Các đơn vị"))],
        LeadMode.Joint, [new Assignee(null, null, "Tỉnh ủy")], "UBND tỉnh", Schedules.Quarters(2013, 1, 2) with { Text = "Quý I, II năm 2013" },
        2_500, 1_000_000);

    private static Amendment Amendment { get; } = new(
        2, new Document("700/QĐ-UBND", Given.Today, "Quyết định sửa đổi", "https://example.vn/700"), Given.Today,
        [
            new AmendedLine(Task, Task with { WithdrawnIn = 2 }, ["a", "b"]),
            new AmendedLine(null, Task with { Id = "I.1.2" }, ["a"]),
            new AmendedLine(Task with { Id = "I.1.3" }, Task with { Id = "I.1.3", Title = "Tên mới" }, ["a", "c"], ["a", "b"]),
        ],
        [new AmendedObjective(null, Plan.Objectives[0] with { Id = "MT9" }), new AmendedObjective(Plan.Objectives[0], Plan.Objectives[0] with { Target = 70 })],
        new AmendedTitle("Kế hoạch", "Kế hoạch sửa đổi"));

    private static Grant Grant { get; } = new(
        "tn~7", "binh", Role.Head, "tn", [ReformArea.Procedures, ReformArea.Other], Given.Today, Given.Today.AddDays(14),
        new Document("12/QĐ-UBND", Given.Today, "Quyết định", "https://example.vn/12"));

    private static FocalAgency Focal { get; } = new(
        "tn~9", "tn", "tn-snv", [ReformArea.Procedures], [.. Enum.GetValues<FocalPower>()], Given.Today, Given.Today.AddDays(14),
        new Document("12/QĐ-UBND", Given.Today, null, null));

    private static Obligation Obligation { get; } = new(
        Given.Terms(due: Given.Today, planned: 7), Given.Department, ObligationStatus.Submitted, 10_000, 4_250, Given.Today, Given.Today.AddDays(-1),
        new Document("12/QĐ-UBND", Given.Today, "Quyết định", "https://example.vn/12"), "Ghi chú",
        new Difficulty("Thiếu kinh phí", Given.Now, "tn", Given.Now.AddHours(1), "Đã cấp"), 5, true, 7, Given.Now);

    private static UnitSnapshot Snapshot() => new(
        12, new Unit("vn24-72", "UBND tỉnh Tây Ninh", UnitKind.Province, "bnv", "72"), [Plan], [new OwnedTask(Task, ["a", "b"], 3)],
        [new OwnedDuty(Given.Duty(), ["a"], 4)], [.. Enum.GetValues<ObligationStatus>().Select((status, i) => Obligation with
        {
            Terms = Given.Terms(source: "t" + i),
            Status = status,
            CompletedOn = null,
            Document = null,
            Difficulty = null,
        })],
        [new AnsweredRequest("c:r1", 1, "unit-registered:vn24-72"), new AnsweredRequest("m:tn#3", 2, "obligations-imposed:tn")],
        Regimes: [new OwnedRegime(Given.Regime(), [new Reporter("a", UnitKind.Department)], 5)],
        Indicators: [new OwnedIndicator(Given.Indicator(), [new Reporter("a", UnitKind.Department)], 6)],
        GivenIndicators:
        [
            new GivenIndicator(
                new IndicatorTerms("i", "tn", "Tỷ lệ", IndicatorMethod.Ratio, UnitKind.Commune, null),
                [new GivenValue(2013, "r~2013-Q1", 8, 10, "khảo sát", Given.Document(), "an", Verified: true)]),
        ],
        Inspections: [Given.Inspection()], Inspected: [Given.Inspection()],
        Reports: [new Report(
            Given.Form(), "a", 2, 7, ReportStatus.Signed, [new SectionText("I", "Đã triển khai")], [new RowEntry("I.1", 2, 4, "Trùng")],
            new ReportSignature("an", "Nguyễn Văn A", "KT. GIÁM ĐỐC", Given.Document(), Given.Today, Given.Now, new string('a', 64)), "Sai", Given.Now)]);

    private static UnitEvent Decode(string name, string data) => EventCodec.Decode(name, Encoding.UTF8.GetBytes(data));

    private static string Line(string name, byte[] data) => $"{name} {Encoding.UTF8.GetString(data)}\n";

    private static (string Name, string Data) Parse(string line)
    {
        var (name, data) = (line[..line.IndexOf(' ')], line[(line.IndexOf(' ') + 1)..]);
        Assert.NotNull(JsonNode.Parse(data));
        return (name, data);
    }
}
