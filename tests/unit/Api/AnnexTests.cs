using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Validation;
using Hierarchy.Api.Plans.Export;
using S = DocumentFormat.OpenXml.Spreadsheet;
using W = DocumentFormat.OpenXml.Wordprocessing;

namespace Hierarchy.UnitTests.Api;

/// <summary>The annex of a plan as other programs open it.</summary>
public sealed class AnnexTests
{
    private static readonly Plan Plan = Given.Plan(areas: [Given.Area("I", budget: 13_166_600_000), Given.Area("II")]);

    private static readonly ImmutableArray<PlanTask> Tasks =
    [
        Given.Task("1", budget: 1_234_567) with
        {
            Group = "Nhóm 1", Products = ["Quyết định", "=HYPERLINK(\"http://x\")"], Coordinators = [new Assignee(null, null, "Báo Tây Ninh")], Approver = "UBND tỉnh",
            Schedule = Given.Task().Schedule with { Text = "Quý I năm 2013" },
        },
        Given.Task("2") with
        {
            Group = "Nhóm 1", Title = "+cmd|' /C calc'!A0 \uFFFE \u0110",
            Leads = [new Assignee(Given.Department, null, ""), Given.Class(Hierarchy.Grains.Units.UnitKind.District)],
        },
        Given.Task("3") with { WithdrawnIn = 2 },
        Given.Task("4", area: "II"),
    ];

    [Fact]
    public void Lines_stand_under_their_areas_and_groups_with_what_has_become_of_them()
    {
        var annex = Of(withTotals: true);
        Assert.Equal(
            ["STT", "Nội dung, nhiệm vụ", "Sản phẩm", "Cơ quan chủ trì", "Cơ quan phối hợp", "Cấp ban hành/phê duyệt", "Thời gian", "Kinh phí (đồng)", "Tình hình thực hiện"],
            annex.Columns.Select(column => column.Name));
        Assert.Equal(
            ["Area I", "Group ", "Line 1", "Line 2", "Area II", "Line 4"], annex.Rows.Select(row => $"{row.Kind} {row.Cells[0].Text}"));
        Assert.Equal((13_166_600_000, 1_234_567), (annex.Rows[0].Cells[7].Money, annex.Rows[2].Cells[7].Money));
        Assert.Equal("Đơn vị tn-snv; District", annex.Rows[3].Cells[3].Text);
        Assert.Equal("Hoàn thành 1/3 (trễ hạn 1); quá hạn 1; trong hạn 1; hủy 1", annex.Rows[2].Cells[^1].Text);
        Assert.Equal("Kèm theo văn bản số 2662/QĐ-UBND ngày 26 tháng 12 năm 2012 của Đơn vị tn", annex.Reference);
        Assert.Equal("Tình hình thực hiện đến ngày 10/05/2013", annex.ResultsAsOf);
    }

    [Fact]
    public void Columns_in_which_nothing_stands_and_totals_that_are_not_for_the_reader_are_left_out()
    {
        var bare = Tasks[3] with { Products = [] };
        var annex = Annex.Of(
            new PlanContents(Given.Plan(), [bare], [], []), [Measures.Zero], Given.Country(), Given.Today, withTotals: false);
        Assert.Equal(["STT", "Nội dung, nhiệm vụ", "Cơ quan chủ trì", "Thời gian"], annex.Columns.Select(column => column.Name));
        Assert.All(annex.Rows, row => Assert.Equal(4, row.Cells.Length));
        Assert.Null(annex.ResultsAsOf);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_word_document_is_valid_lies_across_and_repeats_its_head(bool withTotals)
    {
        using var stream = new MemoryStream();
        AnnexDocx.Write(Of(withTotals), stream);
        using var document = WordprocessingDocument.Open(stream, isEditable: false);
        CheckValid(document);
        var body = document.MainDocumentPart!.Document!.Body!;
        var page = body.Descendants<W.PageSize>().Single();
        Assert.Equal((W.PageOrientationValues.Landscape, 16_838u), (page.Orient!.Value, page.Width!.Value));
        Assert.All(body.Descendants<W.RunFonts>(), font => Assert.Equal("Times New Roman", font.Ascii!.Value));
        var rows = body.Descendants<W.TableRow>().ToList();
        Assert.Single(body.Descendants<W.TableHeader>());
        Assert.Equal(7, rows.Count);
        Assert.All(rows, row => Assert.Equal(withTotals ? 9 : 8, row.Elements<W.TableCell>().Sum(cell => cell.TableCellProperties!.GridSpan?.Val?.Value ?? 1)));
        Assert.Equal(2, rows[2].Elements<W.TableCell>().Count());
        Assert.Contains("1.234.567", rows[3].InnerText, StringComparison.Ordinal);
        Assert.Contains("PHỤ LỤC", body.InnerText, StringComparison.Ordinal);
    }

    [Fact]
    public void A_workbook_is_valid_has_numbers_and_days_and_no_text_that_could_become_a_formula()
    {
        using var stream = new MemoryStream();
        AnnexXlsx.Write(Of(withTotals: true), stream);
        using var document = SpreadsheetDocument.Open(stream, isEditable: false);
        CheckValid(document);
        var sheet = document.WorkbookPart!.WorksheetParts.Single().Worksheet!;
        var cells = sheet.Descendants<S.Cell>().ToDictionary(cell => cell.CellReference!.Value!);
        Assert.Empty(sheet.Descendants<S.CellFormula>());
        Assert.Equal(("13166600000", null, "1234567"), (cells["H7"].CellValue!.Text, cells["H7"].DataType, cells["H9"].CellValue!.Text));
        // 26 December 2012, as spreadsheets count days.
        Assert.Equal("41269", cells["B4"].CellValue!.Text);
        var formats = document.WorkbookPart.WorkbookStylesPart!.Stylesheet!.CellFormats!.Elements<S.CellFormat>().ToList();
        S.CellFormat FormatOf(string cell) => formats[(int)cells[cell].StyleIndex!.Value];
        Assert.True(FormatOf("B10").QuotePrefix!.Value);
        Assert.Equal("+cmd|' /C calc'!A0  Đ", cells["B10"].InnerText);
        Assert.False(FormatOf("B9").QuotePrefix?.Value ?? false);
        Assert.Equal((3u, 164u), (FormatOf("H9").NumberFormatId!.Value, FormatOf("B4").NumberFormatId!.Value));
        Assert.Equal(["B7:G7", "B8:I8", "B11:I11"], sheet.Descendants<S.MergeCell>().Skip(3).Select(merge => merge.Reference!.Value));
        Assert.Equal(S.OrientationValues.Landscape, sheet.Descendants<S.PageSetup>().Single().Orientation!.Value);
    }

    private static void CheckValid(OpenXmlPackage document)
    {
        var faults = new OpenXmlValidator(DocumentFormat.OpenXml.FileFormatVersions.Office2019).Validate(document).ToList();
        Assert.True(faults.Count == 0, string.Join('\n', faults.Select(fault => $"{fault.Path?.XPath}: {fault.Description}")));
    }

    private static Annex Of(bool withTotals) => Annex.Of(
        new PlanContents(Plan, Tasks, [], []),
        [
            new Measures(new Sums { DoneLate = 1, NotStarted = 1, Submitted = 1, Cancelled = 1 }, [new DueCount(Given.Today.DayNumber - 1, 1)]),
            Measures.Zero, Measures.Zero, Measures.Zero,
        ],
        Given.Country(), Given.Today, withTotals);
}
