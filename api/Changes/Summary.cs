namespace Hierarchy.Api.Changes;

/// <summary>One Vietnamese sentence for each kind of event, with its distinguishing facts.</summary>
internal static class Summary
{
    /// <summary>Maximum length of a quoted title or note in characters; longer ones end with an ellipsis.</summary>
    public const int QuoteMax = 120;

    /// <summary>Maximum number of units named in one sentence.</summary>
    private const int KinNamed = 5;

    // Explicit, because the process runs without locale data.
    private static readonly NumberFormatInfo Vietnamese = new()
    {
        NumberDecimalSeparator = ",",
        NumberGroupSeparator = ".",
        NumberGroupSizes = [3],
    };

    /// <param name="happened">The event.</param>
    /// <param name="recordedOn">The day of the recording.</param>
    /// <param name="title">Title of the obligation concerned; empty for other events.</param>
    /// <param name="nameOf">Returns a unit's name by its id.</param>
    /// <param name="personOf">Returns a person's name by id.</param>
    public static string Of(
        UnitEvent happened, DateOnly recordedOn, string title, Func<string, string> nameOf, Func<string, string> personOf) => happened switch
        {
            UnitEvent.UnitRegistered e => Registered(e, nameOf),
            UnitEvent.UnitRenamed e =>
                $"Đổi tên đơn vị thành {Quote(e.Name)}{(e.Code is null ? "" : $", mã {e.Code}")}, từ ngày {Day(e.On)}{DocumentOf(e.Act)}.",
            UnitEvent.UnitMoved e => $"Chuyển đơn vị{(e.From is null ? "" : $" từ {nameOf(e.From)}")} về trực thuộc {nameOf(e.Parent)}, từ ngày "
                + $"{Day(e.On)}{DocumentOf(e.Act)}.",
            UnitEvent.UnitClosed e => $"Đơn vị kết thúc hoạt động từ ngày {Day(e.On)}{Kept(", kế thừa bởi", e.Heirs, nameOf)}{DocumentOf(e.Act)}.",
            UnitEvent.PlanAdopted e => Adopted(e.Plan),
            UnitEvent.DraftAdopted e => Adopted(e),
            UnitEvent.TaskAdded e => $"Thêm nhiệm vụ {e.Task.Code} {Quote(e.Task.Title)}, giao {Number(e.Units.Length)} đơn vị thực hiện.",
            UnitEvent.DutyAdded e => $"Thêm yêu cầu {KindOf(e.Duty)} {Quote(e.Duty.Title)}, giao {Number(e.Units.Length)} đơn vị thực hiện.",
            UnitEvent.RegimeAdded e => Added(e),
            UnitEvent.IndicatorDefined e => $"Giao chỉ tiêu {Quote(e.Indicator.Text)}"
                + (e.Reporters.IsEmpty ? ", hệ thống tự tổng hợp." : $", giao {Number(e.Reporters.Length)} đơn vị báo cáo số liệu."),
            UnitEvent.IndicatorImposed { Terms: var terms } => $"Được {nameOf(terms.Owner)} giao chỉ tiêu {Quote(terms.Text)}.",
            UnitEvent.IndicatorReported e => $"Báo cáo số liệu chỉ tiêu {e.Indicator}, {PeriodOf(e)}: {Number(e.Numerator)}"
                + $"{(e.Denominator == 0 ? "" : "/" + Number(e.Denominator))}{NoteOf(e.Note)}{DocumentOf(e.Document)}.",
            UnitEvent.IndicatorVerified e => $"Xác nhận số liệu chỉ tiêu {e.Indicator}, {PeriodOf(e)}{NoteOf(e.Note)}.",
            UnitEvent.InspectionRecorded { Inspection: var inspection } =>
                $"Kiểm tra {nameOf(inspection.Unit)} ngày {Day(inspection.On)}, phát hiện {Number(inspection.Findings.Length)} vấn đề"
                + $"{DocumentOf(inspection.Act)}.",
            UnitEvent.UnitInspected { Inspection: var inspection } =>
                $"Được {nameOf(inspection.Inspector)} kiểm tra ngày {Day(inspection.On)}, phải khắc phục {Number(inspection.Findings.Length)} vấn đề.",
            UnitEvent.PlanAmended e => Amended(e),
            UnitEvent.ObligationsImposed e => Imposed(e, nameOf),
            UnitEvent.TermsAmended e => Amended(e, nameOf),
            UnitEvent.UnitReopened e => $"Khôi phục đơn vị, hoàn tác {e.Reorganisation}: {e.Reason}",
            UnitEvent.ObligationsHandedOver e =>
                $"Bàn giao {Number(e.Moves.Length)} việc cho {Names([.. e.Moves.Select(move => move.To).Distinct()], nameOf)} theo {e.Reorganisation}, "
                + $"hiệu lực từ ngày {Day(e.EffectiveOn)}.",
            UnitEvent.ObligationsReceived e => $"Tiếp nhận {Number(e.Obligations.Length)} việc từ {nameOf(e.From)} theo {e.Reorganisation}, "
                + $"hiệu lực từ ngày {Day(e.EffectiveOn)}.",
            UnitEvent.ObligationsTransferred e => $"{nameOf(e.To)} đã tiếp nhận {Number(e.Gone.Length)} việc được bàn giao theo {e.Reorganisation}.",
            UnitEvent.ObligationsEntrusted e => e.Steward is { } steward
                ? $"Giao {nameOf(steward)} thay mặt thực hiện {Number(e.Obligations.Length)} việc theo {e.Reorganisation}."
                : $"Thôi giao đơn vị khác thay mặt thực hiện {Number(e.Obligations.Length)} việc theo {e.Reorganisation}.",
            UnitEvent.PlanTakenOver e => e.Steward is { } steward
                ? $"Giao {nameOf(steward)} thay mặt quản lý kế hoạch {e.Plan} theo {e.Reorganisation}."
                : $"Thôi giao đơn vị khác thay mặt quản lý kế hoạch {e.Plan} theo {e.Reorganisation}.",
            UnitEvent.ProgressReported e =>
                $"Báo cáo tiến độ {Quote(title)}{AsOf(e.On)}: đạt {Percent(e.Percent)}%{SpentOf(e.Spent)}{NoteOf(e.Note)}.",
            UnitEvent.Submitted e => $"Trình kết quả {Quote(title)}, {Completed(e.CompletedOn, recordedOn)}{DocumentOf(e.Document)}.",
            UnitEvent.Accepted e => $"Duyệt hoàn thành {Quote(title)}{Confirmed(e)}{NoteOf(e.Note)}.",
            UnitEvent.SentBack e => $"Trả lại {Quote(title)} để làm tiếp{NoteOf(e.Note)}.",
            UnitEvent.Cancelled e => $"Hủy {Quote(title)}{NoteOf(e.Reason)}.",
            UnitEvent.DueChanged e => $"{Moved(e)} {Quote(title)}{NoteOf(e.Reason)}{DocumentOf(e.Document)}.",
            UnitEvent.Withdrawn e => $"Rút lại kết quả đã trình của {Quote(title)}{NoteOf(e.Reason)}.",
            UnitEvent.Reopened e => $"Mở lại {Quote(title)} đã duyệt hoàn thành{NoteOf(e.Reason)}.",
            UnitEvent.Restored e => $"Khôi phục {Quote(title)} đã hủy{NoteOf(e.Reason)}.",
            UnitEvent.Triggered e => $"Ghi nhận sự kiện của {Quote(title)} ngày {Day(e.OccurredOn)}; hạn hoàn thành {Day(e.Due)}.",
            UnitEvent.DifficultyRaised e => $"Nêu khó khăn, vướng mắc của {Quote(title)} lên {nameOf(e.RaisedTo)}{NoteOf(e.Text)}.",
            UnitEvent.DifficultyEscalated e => $"Chuyển khó khăn, vướng mắc của {Quote(title)} lên {nameOf(e.RaisedTo)}.",
            UnitEvent.DifficultyResolved e => $"Giải quyết khó khăn, vướng mắc của {Quote(title)}{NoteOf(e.Resolution)}.",
            UnitEvent.DifficultyReceived e => $"Nhận khó khăn, vướng mắc của {nameOf(e.From)} về {Quote(e.Title)}{NoteOf(e.Text)}.",
            UnitEvent.GrantGiven { Grant: var grant } => $"Phân công {Quote(personOf(grant.Person))} vai trò {TermsOf(grant)}.",
            UnitEvent.GrantDelegated { Grant: var grant } =>
                $"{Quote(personOf(grant.DelegatedBy!))} ủy quyền cho {Quote(personOf(grant.Person))} vai trò {TermsOf(grant)}.",
            UnitEvent.GrantEnded e => $"Chấm dứt phân công {e.Grant} từ ngày {Day(e.On)}{NoteOf(e.Reason)}.",
            UnitEvent.FocalAgencyAppointed e =>
                $"Giao {nameOf(e.Appointed.Agency)} làm cơ quan đầu mối{DaysOf(e.Appointed.From, e.Appointed.To)}{DocumentOf(e.Appointed.Act)}.",
            UnitEvent.FocalAgencyEnded e => $"{nameOf(e.Agency)} thôi làm cơ quan đầu mối từ ngày {Day(e.On)}{NoteOf(e.Reason)}.",
            UnitEvent.ReportOpened { Form: var form } => $"Lập báo cáo {Quote(form.Title)}, kỳ {form.Label}.",
            UnitEvent.ReportWritten e => Written(e),
            UnitEvent.ReportSigned e => $"{Quote(e.Signer)} ({Cut(e.Capacity)}) ký báo cáo kỳ {e.Period}, lần {Number(e.Revision)}"
                + $"{DocumentOf(e.Document)}{Served(", trình", e)}.",
            UnitEvent.ReportReceived e => $"Tiếp nhận báo cáo kỳ {e.Period}{Served(", duyệt hoàn thành", e)}{NoteOf(e.Note)}.",
            UnitEvent.ReportReturned e => $"Trả lại báo cáo kỳ {e.Period}{NoteOf(e.Note)}.",
            UnitEvent.ReportReopened e => $"Mở lại báo cáo kỳ {e.Period} đã ký{NoteOf(e.Reason)}.",
            UnitEvent.Unreadable => "Bản ghi này không đọc được.",
            _ => throw new InvalidOperationException($"{happened.GetType()} has no summary."),
        };

    private static string PeriodOf(UnitEvent.OfIndicator e) =>
        e.Period is { } period ? $"kỳ {period}" : string.Create(CultureInfo.InvariantCulture, $"năm {e.Year}");

    private static string Registered(UnitEvent.UnitRegistered e, Func<string, string> nameOf)
    {
        var under = e.Unit.Parent is null ? "" : $", trực thuộc {nameOf(e.Unit.Parent)}";
        return e.From is not { } from ? $"Đăng ký đơn vị {Quote(e.Unit.Name)}{under}."
            : $"Thành lập đơn vị {Quote(e.Unit.Name)}{under}, từ ngày {Day(from)}{Kept(", trên cơ sở", e.Predecessors ?? [], nameOf)}{DocumentOf(e.Act)}.";
    }

    private static string Kept(string how, ImmutableArray<Kin> units, Func<string, string> nameOf) => units.IsEmpty ? ""
        : $"{how} {string.Join(", ", units.Take(KinNamed).Select(kin => (kin.Extent == Extent.Partial ? "một phần " : "") + nameOf(kin.Unit)))}"
            + (units.Length > KinNamed ? $" và {Number(units.Length - KinNamed)} đơn vị khác" : "");

    internal static string Adopted(Plan plan)
    {
        var number = plan.Number is null ? "" : $" số {plan.Number}";
        var years = plan.StartYear == plan.EndYear ? $"năm {plan.StartYear}" : $"giai đoạn {plan.StartYear}-{plan.EndYear}";
        return $"Ban hành kế hoạch{number} {Quote(plan.Title)}, {years}, gồm {Number(plan.Areas.Length)} nội dung.";
    }

    private static string Adopted(UnitEvent.DraftAdopted e)
    {
        var units = e.Lines.SelectMany(line => line.Units).Distinct().Count();
        return $"{Adopted(e.Plan)[..^1]} và {Number(e.Lines.Length)} nhiệm vụ, giao {Number(units)} đơn vị thực hiện.";
    }

    private static string Added(UnitEvent.RegimeAdded e)
    {
        var (regime, years) = (e.Regime, e.Regime.Years == 1 ? $"năm {e.Regime.StartYear}" : $"giai đoạn {e.Regime.StartYear}-{e.Regime.EndYear}");
        return $"Quy định chế độ báo cáo {Quote(regime.Title)}{DocumentOf(regime.Act)}, {years}, mỗi năm {Number(regime.Periods.Length)} kỳ, "
            + $"{Number(e.Reporters.Length)} đơn vị báo cáo.";
    }

    private static string Written(UnitEvent.ReportWritten e)
    {
        string[] parts =
        [
            .. e.Sections.IsEmpty ? [] : new[] { $"{Number(e.Sections.Length)} phần" },
            .. e.Rows.IsEmpty ? [] : new[] { $"{Number(e.Rows.Length)} số liệu" },
        ];
        var reasons = e.Rows.Where(row => row.Reason is not null).Select(row => $"{row.Code} {Quote(row.Reason!)}").ToList();
        return $"Ghi {string.Join(" và ", parts)} của báo cáo kỳ {e.Period}"
            + (reasons.Count == 0 ? "." : $", điều chỉnh {string.Join(", ", reasons.Take(KinNamed))}{(reasons.Count > KinNamed ? "…" : "")}.");
    }

    private static string Served(string how, UnitEvent.OfReport e) => e.Obligations.IsEmpty ? "" : $"{how} {Number(e.Obligations.Length)} việc";

    private static string Imposed(UnitEvent.ObligationsImposed e, Func<string, string> nameOf)
    {
        var all = e.Obligations.AddRange(e.Forwarded ?? []);
        var rest = all.Length - 1;
        // A regime that takes over a plan's duties imposes nothing new.
        var done = all.All(terms => terms.Plan is not null && terms.Period is not null) ? "xếp vào kỳ báo cáo" : "giao";
        return $"{nameOf(e.From)} {done} {Number(all.Length)} việc: {Quote(all[0].Title)}"
            + (rest > 0 ? $" và {Number(rest)} việc khác." : ".");
    }

    private static string Amended(UnitEvent.PlanAmended e)
    {
        var lines = e.Amendment.Lines;
        var (added, withdrawn) = (lines.Count(line => line.Before is null), lines.Count(line => line.Withdraws));
        return $"Sửa đổi kế hoạch {e.Plan} (phiên bản {e.Amendment.Version}){DocumentOf(e.Amendment.Document)}, hiệu lực từ ngày "
            + $"{Day(e.Amendment.EffectiveOn)}: bổ sung {Number(added)}, sửa {Number(lines.Length - added - withdrawn)}, "
            + $"bãi bỏ {Number(withdrawn)} nhiệm vụ.";
    }

    private static string Amended(UnitEvent.TermsAmended e, Func<string, string> nameOf)
    {
        var (ended, added) = (e.Terms.Count(terms => terms.Ends), e.Terms.Count(terms => !terms.Ends && terms.Before is null));
        return $"{nameOf(e.From)} sửa đổi kế hoạch {e.Plan} (phiên bản {e.Version}){DocumentOf(e.Document)}, hiệu lực từ ngày "
            + $"{Day(e.EffectiveOn)}: giao {Number(added)}, sửa {Number(e.Terms.Length - added - ended)}, bãi bỏ {Number(ended)} việc.";
    }

    private static string Names(ImmutableArray<string> units, Func<string, string> nameOf) =>
        units.Length == 1 ? nameOf(units[0]) : $"{Number(units.Length)} đơn vị";

    private static string Completed(DateOnly claimed, DateOnly recorded) => claimed < recorded
        ? $"khai hoàn thành ngày {Day(claimed)}, ghi nhận ngày {Day(recorded)}"
        : $"hoàn thành ngày {Day(claimed)}";

    private static string Confirmed(UnitEvent.Accepted e) => e is { CompletedOn: { } confirmed, ClaimedOn: { } claimed }
        ? $", xác nhận hoàn thành ngày {Day(confirmed)} thay cho ngày khai {Day(claimed)}"
        : "";

    private static string TermsOf(Grant grant) => $"{RoleOf(grant)}{DaysOf(grant.From, grant.To)}{DocumentOf(grant.Act)}";

    private static string RoleOf(Grant grant) => grant.Role switch
    {
        Role.Viewer => "người xem",
        Role.Clerk => "chuyên viên",
        Role.Head => "thủ trưởng",
        Role.Supervisor => "người theo dõi, thẩm định",
        Role.Planner => "người lập kế hoạch",
        Role.Registrar => "người quản lý đơn vị",
        Role.Auditor => "người kiểm tra",
        _ => "quản trị",
    };

    private static string DaysOf(DateOnly from, DateOnly? to) => to is { } last ? $", từ {Day(from)} đến {Day(last)}" : $", từ {Day(from)}";
    private static string Moved(UnitEvent.DueChanged e) => e.From is not { } from
        ? $"Đặt hạn hoàn thành {Day(e.To)} cho"
        : e.To == from ? $"Giữ hạn hoàn thành {Day(from)} của"
        : $"{(e.To > from ? "Lùi" : "Đẩy sớm")} hạn hoàn thành từ {Day(from)} sang {Day(e.To)} của";

    private static string AsOf(DateOnly? on) => on is { } day ? $", tính đến ngày {Day(day)}" : "";

    private static string KindOf(Duty duty) => duty.Kind == ObligationKind.Report ? "báo cáo" : "lập kế hoạch";

    private static string SpentOf(long? spent) => spent is { } money ? $", đã chi {Number(money)} đồng" : "";

    private static string NoteOf(string? note) => string.IsNullOrEmpty(note) ? "" : ": " + Quote(note);

    private static string DocumentOf(Document? document) =>
        document is null ? "" : $", văn bản số {Cut(document.Number)} ngày {Day(document.IssuedOn)}";

    internal static string Quote(string text) => $"“{Cut(text)}”";

    private static string Cut(string text)
    {
        if (text.Length <= QuoteMax)
        {
            return text;
        }
        var end = char.IsHighSurrogate(text[QuoteMax - 2]) ? QuoteMax - 2 : QuoteMax - 1;
        return text[..end] + "…";
    }

    private static string Percent(int hundredths) => (hundredths / 100m).ToString("0.##", Vietnamese);

    internal static string Thousandths(int value) => (value / 1000m).ToString("#,0.###", Vietnamese);

    internal static string Number(long value) => value.ToString("#,0", Vietnamese);

    internal static string Day(DateOnly day) => day.ToString("dd/MM/yyyy", CultureInfo.InvariantCulture);
}
