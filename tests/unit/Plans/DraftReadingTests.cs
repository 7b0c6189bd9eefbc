namespace Hierarchy.UnitTests.Plans;

/// <summary>What a draft is understood as, and which doubts it has.</summary>
public sealed class DraftReadingTests
{
    private static readonly DraftLine Good = new(
        "1", "bảng 1, dòng 12", [], "I.1", "I", null, "Xây dựng chương trình", ["Chương trình"], "Sở Nội vụ", null, null,
            "Quý I năm 2026", null, null);

    private static readonly DraftArea Area = new("I", "Cải cách thể chế", ReformArea.Institutions, null, "bảng 1, dòng 2");

    private static readonly DraftText Draft = new("Kế hoạch", "1/KH-UBND", new DateOnly(2026, 1, 2), 2026, 2026, [Area], [Good], null);

    [Fact]
    public void A_line_that_says_all_has_no_doubt()
    {
        var understood = Understand(Draft);

        Assert.Empty(understood.Issues);
        var line = Assert.Single(understood.Lines);
        Assert.Same(Good, line.Text);
        Assert.Equal([new Assignee("nv", null, "Sở Nội vụ")], line.Leads);
        Assert.Equal(LeadMode.Each, line.LeadMode);
        Assert.Equal(new DateOnly(2026, 3, 31), line.Schedule!.Due);
    }

    [Theory]
    [InlineData("SCHEDULE_UNKNOWN", DraftSeverity.Error, "Thời gian")]
    [InlineData("SCHEDULE_AMBIGUOUS", DraftSeverity.Warning, "Thời gian")]
    [InlineData("LEAD_UNKNOWN", DraftSeverity.Error, "Cơ quan chủ trì")]
    [InlineData("LEAD_SUBSET", DraftSeverity.Warning, "Cơ quan chủ trì")]
    [InlineData("LEAD_MODE", DraftSeverity.Warning, "Cơ quan chủ trì")]
    [InlineData("AREA_MISSING", DraftSeverity.Error, "Lĩnh vực")]
    [InlineData("TITLE_MISSING", DraftSeverity.Error, "Nội dung")]
    public void Each_doubt_about_a_line_has_its_code_severity_and_place(string code, DraftSeverity severity, string column)
    {
        var line = code switch
        {
            "SCHEDULE_UNKNOWN" => Good with { ScheduleText = "Đang chờ" },
            "SCHEDULE_AMBIGUOUS" => Good with { ScheduleText = "" },
            "LEAD_UNKNOWN" => Good with { LeadsText = "Sở Nội bộ" },
            "LEAD_SUBSET" => Good with { LeadsText = "Các sở, ngành có liên quan" },
            "LEAD_MODE" => Good with { LeadsText = "Sở Nội vụ; Sở Y tế" },
            "AREA_MISSING" => Good with { Area = "IX" },
            _ => Good with { Title = " " },
        };

        var issue = Assert.Single(Understand(Draft with { Lines = [line] }).Issues);

        Assert.Equal(("1", column, code, severity), (issue.Line, issue.Column, issue.Code, issue.Severity));
        Assert.Equal($"bảng 1, dòng 12, cột {column}", issue.Place);
    }

    [Fact]
    public void A_typed_line_is_found_by_its_key()
    {
        var typed = Good with { Place = "", ScheduleText = "?" };

        Assert.Equal("dòng 1, cột Thời gian", Assert.Single(Understand(Draft with { Lines = [typed] }).Issues).Place);
    }

    [Fact]
    public void An_unknown_lead_gets_the_three_nearest_names()
    {
        var issue = Assert.Single(Understand(Draft with { Lines = [Good with { LeadsText = "Sở Nội vự, Sở Nội bộ" }] }).Issues);

        Assert.Equal("LEAD_UNKNOWN", issue.Code);
        Assert.Contains("Sở Nội bộ", issue.Message, StringComparison.Ordinal);
        Assert.Equal(3, issue.Suggestions.Length);
        Assert.Equal("Sở Nội vụ", issue.Suggestions[0]);
    }

    [Theory]
    [InlineData(null)]
    [InlineData(" ; ")]
    public void A_line_without_leads_is_told(string? leads) =>
        Assert.Equal("LEAD_UNKNOWN", Assert.Single(Understand(Draft with { Lines = [Good with { LeadsText = leads }] }).Issues).Code);

    [Fact]
    public void A_lead_above_or_beside_the_owner_is_told_as_such()
    {
        var issue = Assert.Single(Understand(Draft with { Lines = [Good with { LeadsText = "Bộ Nội vụ" }] }).Issues);

        Assert.Equal("LEAD_UNKNOWN", issue.Code);
        Assert.Contains("không thuộc Tỉnh A", issue.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_mode_that_was_chosen_is_kept_without_doubt()
    {
        var understood = Understand(Draft with { Lines = [Good with { LeadsText = "Sở Nội vụ; Sở Y tế", LeadMode = LeadMode.Joint }] });

        Assert.Empty(understood.Issues);
        Assert.Equal(LeadMode.Joint, understood.Lines[0].LeadMode);
    }

    [Fact]
    public void Of_lines_with_one_code_each_but_the_first_is_told()
    {
        var second = Good with { Key = "2", Code = " I.1 ", Place = "bảng 1, dòng 13" };

        var issue = Assert.Single(Understand(Draft with { Lines = [Good, second] }).Issues);

        Assert.Equal(("2", "CODE_DUPLICATE", DraftSeverity.Error), (issue.Line, issue.Code, issue.Severity));
        Assert.Contains("bảng 1, dòng 12", issue.Message, StringComparison.Ordinal);
        Assert.Equal(["I.1a"], issue.Suggestions);
    }

    [Fact]
    public void Lines_without_a_code_are_no_duplicates() =>
        Assert.Empty(Understand(Draft with { Lines = [Good with { Code = null }, Good with { Key = "2", Code = null }] }).Issues);

    [Fact]
    public void Missing_years_are_told_once()
    {
        var lines = Enumerable.Range(1, 5).Select(i => Good with { Key = $"{i}", Code = $"I.{i}", ScheduleText = "Hằng năm" });

        var issue = Assert.Single(Understand(Draft with { EndYear = null, StartYear = null, Lines = [.. lines] }).Issues);

        Assert.Equal((null, "YEARS_MISSING", DraftSeverity.Error), (issue.Line, issue.Code, issue.Severity));
    }

    [Fact]
    public void Years_in_the_wrong_order_are_told() =>
        Assert.Contains(Understand(Draft with { EndYear = 2025 }).Issues, issue => issue.Code == "YEARS_MISSING");

    [Fact]
    public void A_draft_without_a_title_is_told() =>
        Assert.Equal("TITLE_MISSING", Assert.Single(Understand(Draft with { Title = null }).Issues).Code);

    [Theory]
    [InlineData("Cải cách thể chế", ReformArea.Institutions)]
    [InlineData("KIỂM SOÁT THỦ TỤC HÀNH CHÍNH", ReformArea.Procedures)]
    [InlineData("Tổ chức bộ máy hành chính", ReformArea.Apparatus)]
    [InlineData("Cải cách chế độ công vụ", ReformArea.CivilService)]
    [InlineData("Tài chính công", ReformArea.PublicFinance)]
    [InlineData("Xây dựng, phát triển chính quyền điện tử, chính quyền số", ReformArea.Modernisation)]
    [InlineData("Áp dụng ISO 9001", ReformArea.Modernisation)]
    [InlineData("Công tác chỉ đạo, điều hành cải cách thủ tục hành chính", ReformArea.Steering)]
    [InlineData("Tuyên truyền", ReformArea.Steering)]
    [InlineData("Các nhiệm vụ khác", ReformArea.Other)]
    public void An_area_without_a_reform_area_is_taken_by_its_words(string name, ReformArea reform)
    {
        var issue = Assert.Single(Understand(Draft with { Areas = [Area with { Name = name, Reform = null }] }).Issues);

        Assert.Equal(reform, DraftReading.ReformOf(Area with { Name = name, Reform = null }));
        Assert.Equal((null, "AREA_REFORM", DraftSeverity.Warning), (issue.Line, issue.Code, issue.Severity));
        Assert.Equal("bảng 1, dòng 2, cột Lĩnh vực", issue.Place);
        Assert.Equal([Grains.Text.Constant(reform)], issue.Suggestions);
    }

    [Fact]
    public void Sums_are_held_against_what_the_document_states()
    {
        var second = new DraftArea("II", "Thủ tục", ReformArea.Procedures, 500_000, "");
        var lines = new[] { Good with { Budget = 13_000_000 }, Good with { Key = "2", Code = "I.2", Budget = 200_000 } };

        var issues = Understand(Draft with
        {
            Areas = [Area with { Budget = 13_166_600 }, second],
            Lines = [.. lines],
            StatedBudget = 13_700_000,
        }).Issues;

        Assert.All(issues, issue => Assert.Equal(("BUDGET_SUM", DraftSeverity.Warning), (issue.Code, issue.Severity)));
        Assert.Equal(
            [
                "Lĩnh vực “Cải cách thể chế” ghi 13.166.600 đồng; cộng các dòng được 13.200.000 đồng, thừa 33.400 đồng.",
                "Văn bản ghi tổng 13.700.000 đồng; cộng các lĩnh vực được 13.666.600 đồng, thiếu 33.400 đồng.",
            ],
            issues.Select(issue => issue.Message));
    }

    [Fact]
    public void A_sum_that_is_right_is_not_told()
    {
        const long Sum = long.MaxValue / 4;

        var draft = Draft with { Areas = [Area with { Budget = Sum }], Lines = [Good with { Budget = Sum }], StatedBudget = Sum };

        Assert.Empty(Understand(draft).Issues);
    }

    [Fact]
    public void A_yearly_line_whose_product_names_the_quarter_is_told()
    {
        var line = Good with { ScheduleText = "Hằng năm", Products = ["Quyết định ban hành vào quý 1 hàng năm"] };

        var issue = Assert.Single(Understand(Draft with { Lines = [line] }).Issues);

        Assert.Equal("SCHEDULE_AMBIGUOUS", issue.Code);
        Assert.Equal(["Quý I hằng năm"], issue.Suggestions);
    }

    [Fact]
    public void Five_thousand_lines_ask_the_directory_once()
    {
        var directory = new CountingDirectory(Directory());
        var lines = Enumerable.Range(1, 5_000).Select(i => Good with
        {
            Key = $"{i}",
            Code = $"I.{i}",
            LeadsText = $"Sở Không có {i}",
            CoordinatorsText = $"Sở Y tế, Hội {i}",
        });

        var understood = DraftReading.Understand(Draft with { Lines = [.. lines] }, "a", directory);

        Assert.Equal(5_000, understood.Lines.Length);
        Assert.Equal(5_000, understood.Issues.Count(issue => issue.Code == "LEAD_UNKNOWN"));
        Assert.Equal(Limits.DraftNearestMax, understood.Issues.Count(issue => issue.Suggestions.Length == DraftUnits.NearestCount));
        Assert.InRange(directory.Calls, 1, 100);
    }

    [Fact]
    public void The_directory_is_not_asked_for_names_when_no_line_has_one()
    {
        var directory = new CountingDirectory(Directory());

        DraftReading.Understand(Draft with { Lines = [] }, "a", directory);

        Assert.Equal(1, directory.Calls);
    }

    private static UnderstoodDraft Understand(DraftText draft) => DraftReading.Understand(draft, "a", Directory());

    private static TestDirectory Directory()
    {
        var directory = new TestDirectory();
        directory.Add(new Unit("bnv", "Bộ Nội vụ", UnitKind.Ministry, null, null));
        directory.Add(new Unit("a", "Tỉnh A", UnitKind.Province, "bnv", null));
        directory.Add(new Unit("nv", "Sở Nội vụ", UnitKind.Department, "a", null));
        directory.Add(new Unit("yt", "Sở Y tế", UnitKind.Department, "a", null));
        directory.Add(new Unit("tc", "Sở Tài chính", UnitKind.Department, "a", null));
        return directory;
    }
}
