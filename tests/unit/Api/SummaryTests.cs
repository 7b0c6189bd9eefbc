using Hierarchy.Api.Changes;

namespace Hierarchy.UnitTests.Api;

public sealed class SummaryTests
{
    private const string Title = "Rà soát văn bản";
    private static readonly DateOnly Day = new(2013, 6, 5);

    public static TheoryData<UnitEvent, string> Sentences => new()
    {
        {
            new UnitEvent.UnitRegistered(Given.Unit("hoa-1", Grains.Units.UnitKind.Commune, "hoa")),
            "Đăng ký đơn vị “Đơn vị hoa-1”, trực thuộc <hoa>."
        },
        {
            new UnitEvent.UnitRegistered(
                Given.Unit("bnv", Grains.Units.UnitKind.Ministry, null), new DateOnly(2025, 7, 1), new Document("76/NQ", new DateOnly(2025, 4, 14), null, null),
                [new Grains.Units.Kin("hoa-1", Grains.Units.Extent.Partial), new Grains.Units.Kin("hoa", Grains.Units.Extent.Full)]),
            "Thành lập đơn vị “Đơn vị bnv”, từ ngày 01/07/2025, trên cơ sở một phần <hoa-1>, <hoa>, văn bản số 76/NQ ngày 14/04/2025."
        },
        {
            new UnitEvent.UnitRenamed("Phường Hòa", Grains.Units.UnitKind.Commune, "25459", Day, new Document("76/NQ", Day, null, null)),
            "Đổi tên đơn vị thành “Phường Hòa”, mã 25459, từ ngày 05/06/2013, văn bản số 76/NQ ngày 05/06/2013."
        },
        {
            new UnitEvent.UnitMoved("hoa", Day, new Document("76/NQ", Day, null, null), "go"),
            "Chuyển đơn vị từ <go> về trực thuộc <hoa>, từ ngày 05/06/2013, văn bản số 76/NQ ngày 05/06/2013."
        },
        {
            new UnitEvent.UnitClosed(
                Day, new Document("76/NQ", Day, null, null), [.. Enumerable.Range(1, 7).Select(i => new Grains.Units.Kin($"x{i}", Grains.Units.Extent.Full))]),
            "Đơn vị kết thúc hoạt động từ ngày 05/06/2013, kế thừa bởi <x1>, <x2>, <x3>, <x4>, <x5> và 2 đơn vị khác, văn bản số 76/NQ ngày 05/06/2013."
        },
        { new UnitEvent.UnitRegistered(Given.Unit("bnv", Grains.Units.UnitKind.Ministry, null)), "Đăng ký đơn vị “Đơn vị bnv”." },
        {
            new UnitEvent.PlanAdopted(Given.Plan()),
            "Ban hành kế hoạch số 2662/QĐ-UBND “Kế hoạch cải cách hành chính”, năm 2013, gồm 2 nội dung."
        },
        {
            new UnitEvent.PlanAdopted(Given.Plan(startYear: 2011, endYear: 2015) with { Number = null }),
            "Ban hành kế hoạch “Kế hoạch cải cách hành chính”, giai đoạn 2011-2015, gồm 2 nội dung."
        },
        {
            new UnitEvent.DraftAdopted(Given.Plan(), [new AdoptedLine(Given.Task("I.1"), ["a", "b"]), new AdoptedLine(Given.Task("I.2"), ["b"])]),
            "Ban hành kế hoạch số 2662/QĐ-UBND “Kế hoạch cải cách hành chính”, năm 2013, gồm 2 nội dung và 2 nhiệm vụ, giao 2 đơn vị thực hiện."
        },
        { new UnitEvent.TaskAdded(Given.Task("I.1"), ["a", "b"]), "Thêm nhiệm vụ I.1 “Nhiệm vụ I.1”, giao 2 đơn vị thực hiện." },
        { new UnitEvent.DutyAdded(Given.Duty(), ["a"]), "Thêm yêu cầu báo cáo “Báo cáo cải cách hành chính”, giao 1 đơn vị thực hiện." },
        {
            new UnitEvent.IndicatorDefined(Given.Indicator(), [new Reporter("a", Grains.Units.UnitKind.Department)]),
            "Giao chỉ tiêu “Chỉ tiêu”, giao 1 đơn vị báo cáo số liệu."
        },
        { new UnitEvent.IndicatorDefined(Given.Indicator(), []), "Giao chỉ tiêu “Chỉ tiêu”, hệ thống tự tổng hợp." },
        {
            new UnitEvent.IndicatorImposed(new("i", "tn", "Chỉ tiêu", IndicatorMethod.Ratio, Grains.Units.UnitKind.Department, null)),
            "Được <tn> giao chỉ tiêu “Chỉ tiêu”."
        },
        {
            new UnitEvent.IndicatorReported("i", 2013, null, 1_200, 1_500, "khảo sát", null, null),
            "Báo cáo số liệu chỉ tiêu i, năm 2013: 1.200/1.500: “khảo sát”."
        },
        { new UnitEvent.IndicatorReported("i", 2013, "r~2013-Q1", 7, 0, null, null, null), "Báo cáo số liệu chỉ tiêu i, kỳ r~2013-Q1: 7." },
        { new UnitEvent.IndicatorVerified("i", 2013, null, null), "Xác nhận số liệu chỉ tiêu i, năm 2013." },
        { new UnitEvent.InspectionRecorded(Given.Inspection(unit: "a")), "Kiểm tra <a> ngày 10/05/2013, phát hiện 1 vấn đề." },
        { new UnitEvent.UnitInspected(Given.Inspection()), "Được <tn> kiểm tra ngày 10/05/2013, phải khắc phục 1 vấn đề." },
        {
            new UnitEvent.RegimeAdded(Given.Regime(endYear: 2015), [new Reporter("a", Grains.Units.UnitKind.Department)]),
            "Quy định chế độ báo cáo “Báo cáo cải cách hành chính”, văn bản số 700/UBND-NV ngày 15/01/2013, giai đoạn 2013-2015, "
                + "mỗi năm 3 kỳ, 1 đơn vị báo cáo."
        },
        { new UnitEvent.ReportOpened("r~2013-H1", Given.Form(), []), "Lập báo cáo “Báo cáo”, kỳ 06 tháng, 2013." },
        {
            new UnitEvent.ReportWritten("r~2013-H1", [new SectionText("I", "a")], [new RowEntry("I.1", 2, 4, "Trùng"), new RowEntry("I.2", 1, 0, null)], []),
            "Ghi 1 phần và 2 số liệu của báo cáo kỳ r~2013-H1, điều chỉnh I.1 “Trùng”."
        },
        { new UnitEvent.ReportWritten("r~2013-H1", [], [new RowEntry("I.2", 1, 0, null)], []), "Ghi 1 số liệu của báo cáo kỳ r~2013-H1." },
        {
            new UnitEvent.ReportSigned(
                "r~2013-H1", 2, "Nguyễn Văn A", "KT. GIÁM ĐỐC", new Document("12/BC-SNV", Day, null, null), null, Day, "{}", "", [],
                [new ServedObligation("a"), new ServedObligation("b")]),
            $"“Nguyễn Văn A” (KT. GIÁM ĐỐC) ký báo cáo kỳ r~2013-H1, lần 2, văn bản số 12/BC-SNV ngày {Day:dd/MM/yyyy}, trình 2 việc."
        },
        {
            new UnitEvent.ReportReceived("r~2013-H1", "Đã nhận", [new ServedObligation("a")]),
            "Tiếp nhận báo cáo kỳ r~2013-H1, duyệt hoàn thành 1 việc: “Đã nhận”."
        },
        { new UnitEvent.ReportReturned("r~2013-H1", "Thiếu", []), "Trả lại báo cáo kỳ r~2013-H1: “Thiếu”." },
        { new UnitEvent.ReportReopened("r~2013-H1", "Sai", []), "Mở lại báo cáo kỳ r~2013-H1 đã ký: “Sai”." },
        {
            new UnitEvent.ObligationsImposed("tn", [Given.Terms() with { Period = "r~2013-Q1" }]),
            "<tn> xếp vào kỳ báo cáo 1 việc: “Nhiệm vụ”."
        },
        {
            new UnitEvent.PlanAmended("p", new Amendment(
                2, new Document("700/QĐ-UBND", Day, null, null), Day.AddDays(5),
                [
                    new AmendedLine(null, Given.Task("I.2"), ["a"]),
                    new AmendedLine(Given.Task("I.1"), Given.Task("I.1", weight: 2_000), ["a"]),
                    new AmendedLine(Given.Task("I.3"), Given.Task("I.3") with { WithdrawnIn = 2 }, ["a"]),
                ], [])),
            "Sửa đổi kế hoạch p (phiên bản 2), văn bản số 700/QĐ-UBND ngày 05/06/2013, hiệu lực từ ngày 10/06/2013: bổ sung 1, sửa 1, bãi bỏ 1 nhiệm vụ."
        },
        {
            new UnitEvent.TermsAmended("tn", "p", 2, new Document("700/QĐ-UBND", Day, null, null), Day,
                [new AmendedTerms(null, Given.Terms(), false), new AmendedTerms(Given.Terms("b"), Given.Terms("b"), true)]),
            "<tn> sửa đổi kế hoạch p (phiên bản 2), văn bản số 700/QĐ-UBND ngày 05/06/2013, hiệu lực từ ngày 05/06/2013: "
                + "giao 1, sửa 0, bãi bỏ 1 việc."
        },
        {
            new UnitEvent.ObligationsHandedOver("sx-2025", 1, Day, [new HandedOver("a~t", "b", 2, Day, null)]),
            "Bàn giao 1 việc cho <b> theo sx-2025, hiệu lực từ ngày 05/06/2013."
        },
        {
            new UnitEvent.ObligationsHandedOver("sx-2025", 1, Day, [new HandedOver("a~t", "b", 2, Day, null), new HandedOver("a~u", "c", 2, Day, null)]),
            "Bàn giao 2 việc cho 2 đơn vị theo sx-2025, hiệu lực từ ngày 05/06/2013."
        },
        {
            new UnitEvent.ObligationsReceived("a", "sx-2025", 1, Day, [new Received(ObligationRules.Imposed("b", Given.Terms(), Given.Now), Day, null)]),
            "Tiếp nhận 1 việc từ <a> theo sx-2025, hiệu lực từ ngày 05/06/2013."
        },
        { new UnitEvent.UnitReopened("sx-2025", "Nhầm"), "Khôi phục đơn vị, hoàn tác sx-2025: Nhầm" },
        { new UnitEvent.ObligationsEntrusted("sx-2025", 1, [new Entrusted("a~t")], "b"), "Giao <b> thay mặt thực hiện 1 việc theo sx-2025." },
        { new UnitEvent.ObligationsEntrusted("sx-2025", 1, [new Entrusted("a~t")], null), "Thôi giao đơn vị khác thay mặt thực hiện 1 việc theo sx-2025." },
        { new UnitEvent.PlanTakenOver("sx-2025", 1, "p", "b"), "Giao <b> thay mặt quản lý kế hoạch p theo sx-2025." },
        { new UnitEvent.PlanTakenOver("sx-2025", 1, "p", null), "Thôi giao đơn vị khác thay mặt quản lý kế hoạch p theo sx-2025." },
        {
            new UnitEvent.ObligationsTransferred("sx-2025", 1, Day, "b", [new Transferred("a~t", "b~t~~a")]),
            "<b> đã tiếp nhận 1 việc được bàn giao theo sx-2025."
        },
        {
            new UnitEvent.ObligationsImposed("tn", [Given.Terms(), Given.Terms(source: "u"), Given.Terms(source: "v")]),
            "<tn> giao 3 việc: “Nhiệm vụ” và 2 việc khác."
        },
        { new UnitEvent.ObligationsImposed("tn", [Given.Terms()]), "<tn> giao 1 việc: “Nhiệm vụ”." },
        {
            new UnitEvent.ProgressReported("x", 4_550, "Đã trình", 1_250_000),
            "Báo cáo tiến độ “Rà soát văn bản”: đạt 45,5%, đã chi 1.250.000 đồng: “Đã trình”."
        },
        { new UnitEvent.ProgressReported("x", 10_000, null, null), "Báo cáo tiến độ “Rà soát văn bản”: đạt 100%." },
        {
            new UnitEvent.ProgressReported("x", 5_000, null, null, Day),
            "Báo cáo tiến độ “Rà soát văn bản”, tính đến ngày 05/06/2013: đạt 50%."
        },
        {
            new UnitEvent.DueChanged("x", Day, Day.AddDays(30), "Chờ văn bản", new Document("12/QĐ-SNV", Day, null, null)),
            "Lùi hạn hoàn thành từ 05/06/2013 sang 05/07/2013 của “Rà soát văn bản”: “Chờ văn bản”, văn bản số 12/QĐ-SNV ngày 05/06/2013."
        },
        {
            new UnitEvent.DueChanged("x", Day, Day.AddDays(-1), "Gấp", null),
            "Đẩy sớm hạn hoàn thành từ 05/06/2013 sang 04/06/2013 của “Rà soát văn bản”: “Gấp”."
        },
        {
            new UnitEvent.DueChanged("x", Day, Day, "Xác nhận", null),
            "Giữ hạn hoàn thành 05/06/2013 của “Rà soát văn bản”: “Xác nhận”."
        },
        {
            new UnitEvent.DueChanged("x", null, Day, "Giao hạn", null),
            "Đặt hạn hoàn thành 05/06/2013 cho “Rà soát văn bản”: “Giao hạn”."
        },
        { new UnitEvent.Withdrawn("x", null), "Rút lại kết quả đã trình của “Rà soát văn bản”." },
        { new UnitEvent.Reopened("x", "Chưa đạt"), "Mở lại “Rà soát văn bản” đã duyệt hoàn thành: “Chưa đạt”." },
        { new UnitEvent.Restored("x", "Vẫn cần", ObligationStatus.NotStarted, null), "Khôi phục “Rà soát văn bản” đã hủy: “Vẫn cần”." },
        {
            new UnitEvent.Submitted("x", Day, new Document("12/QĐ-SNV", Day, null, null)),
            "Trình kết quả “Rà soát văn bản”, hoàn thành ngày 05/06/2013, văn bản số 12/QĐ-SNV ngày 05/06/2013."
        },
        {
            new UnitEvent.Submitted("x", Day.AddDays(-4), null),
            "Trình kết quả “Rà soát văn bản”, khai hoàn thành ngày 01/06/2013, ghi nhận ngày 05/06/2013."
        },
        { new UnitEvent.Accepted("x", null), "Duyệt hoàn thành “Rà soát văn bản”." },
        {
            new UnitEvent.Accepted("x", "Đạt", Day, Day.AddDays(-4)),
            "Duyệt hoàn thành “Rà soát văn bản”, xác nhận hoàn thành ngày 05/06/2013 thay cho ngày khai 01/06/2013: “Đạt”."
        },
        { new UnitEvent.SentBack("x", "Thiếu phụ lục"), "Trả lại “Rà soát văn bản” để làm tiếp: “Thiếu phụ lục”." },
        { new UnitEvent.Cancelled("x", "Trùng lặp"), "Hủy “Rà soát văn bản”: “Trùng lặp”." },
        {
            new UnitEvent.Triggered("x", Day, Day.AddDays(30)),
            "Ghi nhận sự kiện của “Rà soát văn bản” ngày 05/06/2013; hạn hoàn thành 05/07/2013."
        },
        {
            new UnitEvent.DifficultyRaised("x", "Thiếu tiền", "tn"),
            "Nêu khó khăn, vướng mắc của “Rà soát văn bản” lên <tn>: “Thiếu tiền”."
        },
        { new UnitEvent.DifficultyEscalated("x", "bnv"), "Chuyển khó khăn, vướng mắc của “Rà soát văn bản” lên <bnv>." },
        { new UnitEvent.DifficultyResolved("x", "Đã cấp"), "Giải quyết khó khăn, vướng mắc của “Rà soát văn bản”: “Đã cấp”." },
        {
            new UnitEvent.DifficultyReceived("hoa", "x", "Việc", "Thiếu tiền"),
            "Nhận khó khăn, vướng mắc của <hoa> về “Việc”: “Thiếu tiền”."
        },
        {
            new UnitEvent.GrantGiven(new Grant("tn~2", "an", Role.Head, "tn", null, Day, null, new Document("12/QĐ-SNV", Day, null, null))),
            "Phân công “an!” vai trò thủ trưởng, từ 05/06/2013, văn bản số 12/QĐ-SNV ngày 05/06/2013."
        },
        {
            new UnitEvent.GrantDelegated(new Grant("tn~3", "binh", Role.Head, "tn", null, Day, Day.AddDays(9), null, "tn~2", "an")),
            "“an!” ủy quyền cho “binh!” vai trò thủ trưởng, từ 05/06/2013 đến 14/06/2013."
        },
        { new UnitEvent.GrantEnded("tn~2", Day, "Nghỉ hưu"), "Chấm dứt phân công tn~2 từ ngày 05/06/2013: “Nghỉ hưu”." },
        {
            new UnitEvent.FocalAgencyAppointed(new FocalAgency("tn~4", "tn", "snv", null, [FocalPower.Follow], Day, null, null)),
            "Giao <snv> làm cơ quan đầu mối, từ 05/06/2013."
        },
        { new UnitEvent.FocalAgencyEnded("snv", Day, null), "<snv> thôi làm cơ quan đầu mối từ ngày 05/06/2013." },
    };

    [Theory]
    [MemberData(nameof(Sentences))]
    public void Each_event_is_told_in_one_sentence_with_its_facts(UnitEvent happened, string sentence) =>
        Assert.Equal(sentence, Summary.Of(happened, Day, Title, id => $"<{id}>", id => $"{id}!"));

    [Fact]
    public void There_is_a_sentence_for_every_event()
    {
        var told = Sentences.Select(row => row.Data.Item1.GetType()).Append(typeof(UnitEvent.Unreadable)).ToHashSet();

        Assert.DoesNotContain(typeof(UnitEvent).GetNestedTypes(), type => !type.IsAbstract && !told.Contains(type));
    }

    [Fact]
    public void A_long_title_is_cut_between_characters()
    {
        var title = new string('a', Summary.QuoteMax - 2) + "\U0001F4C4" + new string('b', 50);

        var sentence = Summary.Of(new UnitEvent.Cancelled("x", "x"), Day, title, id => id, id => id);

        Assert.Equal($"Hủy “{new string('a', Summary.QuoteMax - 2)}…”: “x”.", sentence);
    }
}
