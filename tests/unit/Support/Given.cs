namespace Hierarchy.UnitTests.Support;

/// <summary>A small province and its plan: what most tests begin with.</summary>
public static class Given
{
    public static readonly DateOnly Today = new(2013, 5, 10);
    public static readonly DateTimeOffset Now = new(2013, 5, 10, 2, 0, 0, TimeSpan.Zero);

    public const string Ministry = "bnv";
    public const string Province = "tn";
    public const string Department = "tn-snv";
    public const string District = "tn-hoa";
    public const string Commune = "hoa-1";

    /// <summary>A ministry, a province, two departments, two districts, three communes.</summary>
    public static TestDirectory Country()
    {
        var directory = new TestDirectory();
        directory.Add(Unit(Ministry, UnitKind.Ministry, null));
        directory.Add(Unit(Province, UnitKind.Province, Ministry));
        directory.Add(Unit("hy", UnitKind.Province, Ministry));
        directory.Add(Unit(Department, UnitKind.Department, Province));
        directory.Add(Unit("tn-stc", UnitKind.Department, Province));
        directory.Add(Unit(District, UnitKind.District, Province));
        directory.Add(Unit("tn-go", UnitKind.District, Province));
        directory.Add(Unit(Commune, UnitKind.Commune, District));
        directory.Add(Unit("hoa-2", UnitKind.Commune, District));
        directory.Add(Unit("go-1", UnitKind.Commune, "tn-go"));
        return directory;
    }

    public static Unit Unit(string id, UnitKind kind, string? parent) => new(id, "Đơn vị " + id, kind, parent, null);

    public static Plan Plan(string id = "p", string owner = Province, int startYear = 2013, int endYear = 2013, params Area[] areas) => new(
        id, owner, "2662/QĐ-UBND", "Kế hoạch cải cách hành chính", new DateOnly(2012, 12, 26), startYear, endYear, [], null,
        areas.Length > 0 ? [.. areas] : [Area("I"), Area("II", ReformArea.Procedures)], []);

    public static Area Area(string id, ReformArea reform = ReformArea.Institutions, long? budget = null) => new(id, "Lĩnh vực " + id, reform, budget);

    public static PlanEntry Entry(Plan plan) => new(
        plan.Id, plan.Owner, plan.Title, plan.StartYear, plan.EndYear, plan.AdoptedOn, plan.Number);

    public static PlanTask Task(
        string id = "t", string plan = "p", string area = "I", Schedule? schedule = null, LeadMode mode = LeadMode.Each, long budget = 0,
        int weight = 1_000, params Assignee[] leads) => new(
        id, plan, id, area, null, "Nhiệm vụ " + id, ["Quyết định"], leads.Length > 0 ? [.. leads] : [Lead(Department)], mode, [], null,
        schedule ?? Schedules.Year(2013), weight, budget);

    public static Duty Duty(
        string id = "d", string plan = "p", ObligationKind kind = ObligationKind.Report, Schedule? schedule = null, params Assignee[] leads) => new(
        id, plan, kind, "Báo cáo cải cách hành chính", leads.Length > 0 ? [.. leads] : [Lead(Department)],
        schedule ?? Schedules.Recurring(2013, 2013, Recurrence.Quarter), null);

    /// <summary>Quarter I and six months, which serves quarter II.</summary>
    public static Regime Regime(string id = "r", int startYear = 2013, int endYear = 2013, params Assignee[] reporters) => new(
        id, Province, "Báo cáo cải cách hành chính", new Document("700/UBND-NV", new DateOnly(2013, 1, 15), null, null),
        [
            Period("Q1", new MonthDay(3, 14), new MonthDay(3, 17)),
            Period("Q2", new MonthDay(6, 14), new MonthDay(6, 17)) with { From = new MonthDay(3, 15), FromYearOffset = 0 },
            Period("H1", new MonthDay(6, 14), new MonthDay(6, 17)) with { Serves = ["Q2"] },
        ],
        reporters.Length > 0 ? [.. reporters] : [Lead(Department)], startYear, endYear, false, []);

    /// <summary>What a department's report for H1 of that regime holds, of which one paper serves two periods.</summary>
    public static ReportForm Form(string owner = Province) => new(
        "r", "Báo cáo", owner, "tn-stc", "r~2013-H1", "06 tháng, 2013", new DateOnly(2012, 12, 15), new DateOnly(2013, 6, 14), ["r~2013-Q2"],
        new DateOnly(2013, 1, 15), [new SectionRule("I", "Chỉ đạo")],
        [
            new TemplateRow("I.1", null, "Nhiệm vụ", "nhiệm vụ", RowSource.Progress),
            new TemplateRow("I.2", "Thủ tục", "Hồ sơ", "hồ sơ", RowSource.Entered),
            new TemplateRow("I.3", "Thủ tục", "Kiến nghị", "kiến nghị", RowSource.Entered, Required: false),
        ]);

    /// <summary>What the system counts for it.</summary>
    public static ReportFigures Figures() =>
        new([new CountedFigure("I.1", new FigureValue(3, 4))], [new IncludedReport("hoa-1", 1, new string('a', 64))], ["hoa-2"]);

    public static ObligationTerms ReportTerms(string unit, string period, string owner = Province) =>
        Terms(unit, "r", ReformArea.Steering, ObligationKind.Report, new DateOnly(2013, 6, 17)) with
        {
            Id = $"{unit}~{period}",
            Plan = null,
            PlanOwner = owner,
            Period = period,
            PlanAdoptedOn = new DateOnly(2013, 1, 15),
        };

    public static UnitCommand.OpenReport OpenReport(string owner = Province) => new(Form(owner));

    public static UnitCommand.WriteReport WriteReport() => new(
        "r~2013-H1", [new SectionText("I", "Đã triển khai")], [new RowEntry("I.1", 2, 4, "Trùng một nhiệm vụ"), new RowEntry("I.2", 5, 0, null)], null);

    public static UnitCommand.SignReport SignReport() => new(
        "r~2013-H1", "Nguyễn Văn A", "KT. GIÁM ĐỐC / PHÓ GIÁM ĐỐC", new Document("12/BC-SNV", new DateOnly(2013, 3, 5), null, null), null, Figures());

    /// <summary>What leads to the status of a report in which this is accepted.</summary>
    public static IEnumerable<UnitCommand> Before(UnitCommand.OfReport command) => command switch
    {
        UnitCommand.ReceiveReport or UnitCommand.ReturnReport or UnitCommand.ReopenReport => [OpenReport(), WriteReport(), SignReport()],
        UnitCommand.SignReport => [OpenReport(), WriteReport()],
        _ => [OpenReport()],
    };

    /// <summary>A ratio that one department gives.</summary>
    public static Indicator Indicator(string id = "i") => new(
        id, Province, null, null, "Chỉ tiêu", IndicatorMethod.Ratio, "tử số", "mẫu số", [Lead(Department)], [], null, null);

    public static Inspection Inspection(string id = "k", string unit = Department) =>
        new(id, Province, unit, Today, null, [new Finding("Niêm yết thiếu", Today.AddDays(30))]);

    /// <summary>Of what begins on 15 December of the year before.</summary>
    public static PeriodRule Period(string key, MonthDay to, MonthDay due) => new(
        key, "Kỳ " + key, new MonthDay(12, 15), -1, to, [new PeriodDue(UnitKind.Department, due), new PeriodDue(UnitKind.District, due)], []);

    public static Assignee Lead(string unit) => new(unit, null, unit);

    public static Assignee Class(UnitKind kind) => new(null, kind, kind.ToString());

    public static Document Document(params EvidenceFile[] files) =>
        new("12/QĐ-UBND", Today, null, null) { Files = new EvidenceFiles([.. files]) };

    public static EvidenceFile File(string id = "f") => new(id, "Báo cáo.pdf", "application/pdf", 5, new string('a', 64));

    public static ObligationTerms Terms(
        string unit = Department, string source = "t", ReformArea reform = ReformArea.Institutions, ObligationKind kind = ObligationKind.Task,
        DateOnly? due = null, bool waits = false, int weight = 1_000, long planned = 0) => new(
        Obligation.IdOf(unit, source, ""), kind, "p", Province, source, kind == ObligationKind.Task ? "I" : "", reform, 2013, 2013, "Nhiệm vụ",
        weight, planned, due, waits);

    /// <summary>The state of a unit to which this happened, and nothing else.</summary>
    public static UnitState State(string unit, params UnitEvent[] happened) =>
        happened.Aggregate(UnitState.Empty, (state, e) => state.Apply(new StoredEvent(unit, state.Seq + 1, e, "test", Now, null)));
}

/// <summary>One schedule of each kind.</summary>
public static class Schedules
{
    public static readonly Schedule Continuous = Of(ScheduleKind.Continuous, "Thường xuyên");
    public static readonly Schedule AfterEvent = Of(ScheduleKind.AfterEvent, "Sau khi có văn bản");
    public static readonly Schedule Unspecified = Of(ScheduleKind.Unspecified, "");

    public static Schedule Date(DateOnly date) => Of(ScheduleKind.Date) with { Date = date };

    public static Schedule Month(int year, int month) => Of(ScheduleKind.Month) with { StartYear = year, Month = month };

    public static Schedule Quarters(int year, params int[] quarters) => Of(ScheduleKind.Quarters) with { StartYear = year, Quarters = [.. quarters] };

    public static Schedule Year(int year) => Of(ScheduleKind.Year) with { StartYear = year };

    public static Schedule Years(int? start, int end) => Of(ScheduleKind.Years) with { StartYear = start, EndYear = end };

    public static Schedule Recurring(int start, int end, params Recurrence[] every) =>
        Of(ScheduleKind.Recurring) with { StartYear = start, EndYear = end, Every = [.. every] };

    public static Schedule OnDays(int start, int end, Recurrence every, params MonthDay[] days) =>
        Recurring(start, end, every) with { Days = [.. days] };

    public static Schedule Of(ScheduleKind kind, string text = "") => new(kind, text, null, null, [], null, null, [], []);
}
