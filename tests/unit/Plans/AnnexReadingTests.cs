using Hierarchy.Api.Plans.Drafts;

namespace Hierarchy.UnitTests.Plans;

/// <summary>The annexes of three plans, made into files, give the lines that data/plans has for them.</summary>
public sealed partial class AnnexReadingTests(OfficeFiles office, ITestOutputHelper output) : IClassFixture<OfficeFiles>
{
    [Theory]
    [InlineData("docx")]
    [InlineData("xlsx")]
    public void Tay_Ninh_is_read_as_published(string kind)
    {
        var draft = ReadWithHead("tay-ninh-2013", kind, 63, "I II III IV V VI VII", "2662/QĐ-UBND", new DateOnly(2012, 12, 26), 2013, 2013);

        Assert.Equal(13_166_600_000, draft.StatedBudget);
        Assert.Equal(13_166_600_000, draft.Areas.Sum(area => area.Budget));
        Assert.Equal("Kế hoạch cải cách hành chính năm 2013", draft.Title);
        CheckInherited(draft);
        CheckAgainstPlan("tay-ninh-2013", draft, products: true);
    }

    [Theory]
    [InlineData("docx")]
    [InlineData("xlsx")]
    public void Binh_Dinh_is_read_as_published(string kind)
    {
        var draft = ReadWithHead(
            "binh-dinh-2011-2015", kind, 48, "NV1 NV2 NV3 NV4 NV5 NV6 NV7 CDDH", "492/QĐ-UBND", new DateOnly(2011, 10, 6), 2011, 2015);

        CheckAgainstPlan("binh-dinh-2011-2015", draft, products: true, split: "NV2.3");
    }

    [Theory]
    [InlineData("docx")]
    [InlineData("xlsx")]
    public void Tien_Giang_is_read_as_published(string kind)
    {
        var draft = ReadWithHead("tien-giang-2018", kind, 55, "I II III IV V VI VII VIII", "355/KH-UBND", new DateOnly(2017, 12, 29), 2018, 2018);

        CheckAgainstPlan("tien-giang-2018", draft, products: false, split: "I.6");
    }

    /// <summary>Plain text tells no merged cells: leads and times go on all the same, and coordinators only where the lead does.</summary>
    [Theory]
    [InlineData("tay-ninh-2013", ';', 63)]
    [InlineData("tay-ninh-2013", '\t', 63)]
    [InlineData("binh-dinh-2011-2015", ',', 48)]
    [InlineData("tien-giang-2018", '\t', 55)]
    public void Plain_text_of_an_annex_gives_the_same_lines(string plan, char separator, int lines)
    {
        var draft = DraftFile.Read(new MemoryStream(Encoding.UTF8.GetBytes(AnnexFiles.ToText(plan, separator))), $"{plan}.csv");

        Assert.Equal(lines, draft.Lines.Length);
        CheckAgainstPlan(plan, draft, products: plan != "tien-giang-2018", split: plan[0] == 'b' ? "NV2.3" : "I.6");
        var agencies = AnnexFiles.Agencies(plan);
        Assert.Equal(agencies.Select(row => row.Leads), draft.Lines.Select(line => line.LeadsText ?? ""));
        var other = agencies.Zip(draft.Lines).Count(row => row.First.Coordinators != (row.Second.CoordinatorsText ?? ""));
        output.WriteLine($"{plan}: {other} of {lines} cells of coordinators are not as published");
        Assert.True(other <= 10, $"{other} cells of coordinators");
    }

    private DraftText ReadAs(string plan, string kind) => DraftFile.Read(new MemoryStream(office.Of(plan, kind)), $"{plan}.{kind}");

    private DraftText ReadWithHead(
        string plan, string kind, int lines, string areas, string number, DateOnly adoptedOn, int startYear, int endYear)
    {
        var draft = ReadAs(plan, kind);
        Assert.Equal(lines, draft.Lines.Length);
        Assert.Equal(areas.Split(' '), draft.Areas.Select(area => area.Id));
        Assert.Equal((number, adoptedOn, startYear, endYear), (draft.Number, draft.AdoptedOn, draft.StartYear, draft.EndYear));
        Assert.Equal(AnnexFiles.Agencies(plan), draft.Lines.Select(line => (line.LeadsText ?? "", line.CoordinatorsText ?? "")));
        return draft;
    }

    /// <summary>Leads, coordinators and times of merged cells go on below; what the table leaves empty stays so in the cells.</summary>
    private static void CheckInherited(DraftText draft)
    {
        Assert.Equal(30, draft.Lines.Count(line => line.Cells[3].Length == 0 && line.LeadsText is not null));
        Assert.Equal(25, draft.Lines.Count(line => line.Cells[4].Length == 0 && line.CoordinatorsText is not null));
        Assert.Equal(9, draft.Lines.Count(line => line.Cells[5].Length == 0 && line.ScheduleText is not null));
        Assert.Equal(2, draft.Lines.Count(line => line.Budget is not null));
    }

    private void CheckAgainstPlan(string plan, DraftText draft, bool products, string? split = null)
    {
        var expected = ShippedData.Plan(plan);
        Assert.Equal(expected.Areas.Select(area => (area.Id, area.Name, area.Budget)), draft.Areas.Select(area => (area.Id, area.Name, area.Budget)));
        Assert.Equal(
            expected.Tasks.Select(task => Row(task.Code, split)).Distinct(), draft.Lines.Select(line => line.Code));
        var faults = new List<string>();
        foreach (var task in expected.Tasks.Where(task => Row(task.Code, split) == task.Code))
        {
            var line = draft.Lines.Single(line => line.Code == task.Code);
            Compare(faults, line, "title", task.Title, line.Title);
            Compare(faults, line, "area", task.Area, line.Area);
            Compare(faults, line, "group", task.Group, line.Group);
            Compare(faults, line, "schedule", task.Schedule.Text, line.ScheduleText);
            Compare(faults, line, "budget", $"{task.Budget}", $"{line.Budget}");
            Compare(faults, line, "key", task.Code, line.Key);
            if (products)
            {
                Compare(faults, line, "products", string.Join('|', task.Products), string.Join('|', line.Products));
            }
            else
            {
                Compare(faults, line, "approver", task.Approver, line.Approver);
            }
        }
        var cells = draft.Lines.Length * 7;
        output.WriteLine($"{plan}: {100.0 * (cells - faults.Count) / cells:F1} % of {cells} cells as in data/plans");
        Assert.Empty(faults);
    }

    /// <summary>One row of a table may be several tasks of the plan: it then is one line of the draft.</summary>
    private static string Row(string code, string? split) => split is not null && code.StartsWith(split + ".", StringComparison.Ordinal) ? split : code;

    private static void Compare(List<string> faults, DraftLine line, string what, string? expected, string? actual)
    {
        if ((expected ?? "") != (actual ?? ""))
        {
            faults.Add($"{line.Code} ({line.Place}) {what}: '{actual}' instead of '{expected}'");
        }
    }
}
