using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Validation;
using Hierarchy.Api.Reports.Export;
using Hierarchy.UnitTests.Plans;
using S = DocumentFormat.OpenXml.Spreadsheet;
using W = DocumentFormat.OpenXml.Wordprocessing;

namespace Hierarchy.UnitTests.Reports;

/// <summary>A report as other programs open it, in the form of Nghị định 30/2020/NĐ-CP.</summary>
public sealed class ReportPaperTests(OfficeFiles office) : IClassFixture<OfficeFiles>
{
    [Fact]
    public void It_has_what_an_official_letter_has_in_its_order()
    {
        using var document = WordprocessingDocument.Open(Written(ReportDocx.Write, signed: true), isEditable: false);
        Assert.Empty(new OpenXmlValidator(DocumentFormat.OpenXml.FileFormatVersions.Office2019).Validate(document).Select(fault => fault.Description));
        var body = document.MainDocumentPart!.Document!.Body!;
        var text = string.Join('\n', body.Descendants<W.Paragraph>().Select(paragraph => paragraph.InnerText));
        string[] order =
        [
            "ỦY BAN NHÂN DÂN", "ĐƠN VỊ TN", "ĐƠN VỊ TN-SNV", "Số: 12/BC-SNV", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc",
            "ngày 05 tháng 3 năm 2013", "BÁO CÁO", "Báo cáo (06 tháng, 2013)", "I. Chỉ đạo", "Đã triển khai", "=1+1", "Chưa nhận được báo cáo của:",
            "Nơi nhận:", "- Lưu: VT.", "KT. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC", "Nguyễn Văn A", "PHỤ LỤC", "Kèm theo Báo cáo số 12/BC-SNV ngày 05/03/2013",
            "STT", "Nhiệm vụ", "Thủ tục", "Hồ sơ",
        ];
        var at = 0;
        foreach (var part in order)
        {
            var found = text.IndexOf(part, at, StringComparison.Ordinal);
            Assert.True(found >= 0, $"'{part}' does not come after:\n{text[..at]}");
            at = found;
        }
        Assert.All(body.Descendants<W.RunFonts>(), fonts => Assert.Equal("Times New Roman", fonts.Ascii!.Value));
        // A4 upright and across; 20 to 25 mm above and below, 30 to 35 on the left, 15 to 20 on the right.
        Assert.Equal([(11_906u, 16_838u), (16_838u, 11_906u)], body.Descendants<W.PageSize>().Select(size => (size.Width!.Value, size.Height!.Value)));
        Assert.All(body.Descendants<W.PageMargin>(), margin =>
        {
            Assert.InRange(margin.Top!.Value, 1_134, 1_417);
            Assert.InRange(margin.Bottom!.Value, 1_134, 1_417);
            Assert.InRange(margin.Left!.Value, 1_701u, 1_984u);
            Assert.InRange(margin.Right!.Value, 850u, 1_134u);
        });
        // No heading ends a page, and no signature stands on one alone.
        var heading = body.Elements<W.Paragraph>().Single(paragraph => paragraph.InnerText == "I. Chỉ đạo");
        Assert.All([heading, body.Elements<W.Table>().ElementAt(1).PreviousSibling<W.Paragraph>()!], line => Assert.NotNull(line.ParagraphProperties!.KeepNext));
        var table = body.Elements<W.Table>().Last();
        Assert.Equal(
            ["I.1", "Nhiệm vụ", "nhiệm vụ", "2", "4", "50", "3/4", "Trùng một nhiệm vụ"],
            table.Elements<W.TableRow>().ElementAt(1).Elements<W.TableCell>().Select(cell => cell.InnerText));
    }

    [Theory]
    [InlineData(UnitKind.Province, "Tỉnh Tây Ninh", "Ủy ban nhân dân tỉnh Tây Ninh")]
    [InlineData(UnitKind.Commune, "Phường 1", "Ủy ban nhân dân phường 1")]
    [InlineData(UnitKind.Department, "Sở Nội vụ", "Sở Nội vụ")]
    [InlineData(UnitKind.Ministry, "Bộ Nội vụ", "Bộ Nội vụ")]
    public void For_a_place_its_committee_signs_under_no_other_agency(UnitKind kind, string name, string agency)
    {
        var directory = new TestDirectory();
        directory.Add(new Unit("m", "Bộ Nội vụ", UnitKind.Ministry, null, null));
        directory.Add(new Unit(Given.Department, name, kind, kind == UnitKind.Ministry ? null : "m", null));
        var report = new Report(Given.Form(), Given.Department, 1, 1, ReportStatus.Draft, [], [], null, null, Given.Now);
        var content = ReportContent.Of(report, name, Given.Figures(), null);
        var paper = ReportPaper.Of(report, new WrittenContent(content, content.Written()), directory);
        Assert.Equal((agency, kind == UnitKind.Department ? "Bộ Nội vụ" : null), (paper.Agency, paper.Above));
        Assert.Equal(agency, string.Join(' ', ReportPaper.HeadOf(agency)));
    }

    [Fact]
    public void A_draft_says_that_it_is_one()
    {
        using var document = WordprocessingDocument.Open(Written(ReportDocx.Write, signed: false), isEditable: false);
        Assert.Empty(new OpenXmlValidator(DocumentFormat.OpenXml.FileFormatVersions.Office2019).Validate(document).Select(fault => fault.Description));
        Assert.Contains("DỰ THẢO", document.MainDocumentPart!.Document!.InnerText, StringComparison.Ordinal);
    }

    [Fact]
    public void Figures_are_numbers_in_the_workbook_and_no_text_is_a_formula()
    {
        using var document = SpreadsheetDocument.Open(Written(ReportXlsx.Write, signed: true), isEditable: false);
        Assert.Empty(new OpenXmlValidator(DocumentFormat.OpenXml.FileFormatVersions.Office2019).Validate(document).Select(fault => fault.Description));
        var cells = document.WorkbookPart!.WorksheetParts.Single().Worksheet!.Descendants<S.Cell>().ToDictionary(cell => cell.CellReference!.Value!);
        Assert.Equal(("2", "4", "50"), (cells["D7"].CellValue!.Text, cells["E7"].CellValue!.Text, cells["F7"].CellValue!.Text));
        Assert.Null(cells["D7"].DataType);
        Assert.Equal(S.CellValues.InlineString, cells["B7"].DataType!.Value);
        Assert.All(cells.Values, cell => Assert.Null(cell.CellFormula));
    }

    [Fact]
    public void LibreOffice_opens_it_and_prints_the_letter_upright_and_its_figures_across()
    {
        var pdf = Encoding.Latin1.GetString(office.Pdf(Written(ReportDocx.Write, signed: true).ToArray()));
        Assert.StartsWith("%PDF", pdf, StringComparison.Ordinal);
        var boxes = Regex.Matches(pdf, @"/MediaBox\s*\[\s*0 0 ([\d.]+) ([\d.]+)")
            .Select(box => double.Parse(box.Groups[1].Value, System.Globalization.CultureInfo.InvariantCulture)).ToList();
        Assert.Contains(boxes, width => Math.Abs(width - 595) < 2);
        Assert.Contains(boxes, width => Math.Abs(width - 842) < 2);
    }

    private static MemoryStream Written(Action<ReportPaper, Stream> write, bool signed)
    {
        var draft = new Report(
            Given.Form(), Given.Department, 1, 3, ReportStatus.Draft, [new SectionText("I", "Đã triển khai\n=1+1 \uFFFE")],
            [.. Given.WriteReport().Rows], null, null, Given.Now);
        var sign = Given.SignReport();
        var report = signed
            ? draft with
            {
                Status = ReportStatus.Signed,
                Signature = new ReportSignature(null, sign.Signer, sign.Capacity, sign.Document, Given.Today, Given.Now, new string('a', 64)),
            }
            : draft;
        var content = ReportContent.Of(draft, "Đơn vị tn-snv", Given.Figures(), signed ? sign.Document : null);
        var stream = new MemoryStream();
        write(ReportPaper.Of(report, new WrittenContent(content, content.Written()), Given.Country()), stream);
        stream.Position = 0;
        return stream;
    }
}
