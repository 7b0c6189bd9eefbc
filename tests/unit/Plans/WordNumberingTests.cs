using Hierarchy.Api.Plans.Drafts;

namespace Hierarchy.UnitTests.Plans;

/// <summary>Numbers that Word counts by itself stand in no text of the file, and are read as it shows them.</summary>
public sealed class WordNumberingTests(OfficeFiles office) : IClassFixture<OfficeFiles>
{
    private const string Word = "xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\"";

    [Fact]
    public void Lists_that_an_office_program_numbers_give_areas_groups_and_codes()
    {
        var bytes = office.Docx("""
            <html><head><meta charset="utf-8"></head><body><table border="1">
            <tr><td>STT</td><td>Nội dung</td><td>Cơ quan chủ trì</td><td>Thời gian</td></tr>
            <tr><td><ol type="I"><li></li></ol></td><td colspan="3">CẢI CÁCH THỂ CHẾ</td></tr>
            <tr><td><ol><li></li></ol></td><td>Rà soát văn bản</td><td>Sở Tư pháp</td><td>Quý I</td></tr>
            <tr><td><ol start="2"><li></li></ol></td><td>Kiểm tra văn bản</td><td>Sở Tư pháp</td><td>Quý II</td></tr>
            <tr><td><ol type="I" start="2"><li></li></ol></td><td colspan="3">CẢI CÁCH THỦ TỤC</td></tr>
            <tr><td></td><td><ol type="a"><li>Công khai thủ tục</li></ol></td><td>Sở Nội vụ</td><td>Quý III</td></tr>
            <tr><td></td><td><ol type="a" start="2"><li>Niêm yết thủ tục</li></ol></td><td>Sở Nội vụ</td><td>Quý IV</td></tr>
            </table></body></html>
            """);

        var draft = DraftFile.Read(new MemoryStream(bytes), "ke-hoach.docx");

        Assert.Equal(["I CẢI CÁCH THỂ CHẾ", "II CẢI CÁCH THỦ TỤC"], draft.Areas.Select(area => $"{area.Id} {area.Name}"));
        Assert.Equal(
            ["I.1 Rà soát văn bản", "I.2 Kiểm tra văn bản", "II.a Công khai thủ tục", "II.b Niêm yết thủ tục"],
            draft.Lines.Select(line => $"{line.Code} {line.Title}"));
    }

    /// <summary>Levels within each other, styles, numbers that begin again, and what is no number.</summary>
    [Theory]
    [InlineData("decimal", "1", "2", "5")]
    [InlineData("upperRoman", "I", "II", "V")]
    [InlineData("lowerLetter", "a", "b", "e")]
    [InlineData("upperLetter", "A", "B", "E")]
    [InlineData("decimalZero", "01", "02", "05")]
    [InlineData("lowerRoman", "i", "ii", "v")]
    public void Levels_are_counted_as_they_come(string format, string one, string two, string five)
    {
        var numbering = $"""
            <w:numbering {Word}>
            <w:abstractNum w:abstractNumId="3">
              <w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="{format}"/><w:lvlText w:val="%1."/></w:lvl>
              <w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%1.%2."/></w:lvl>
              <w:lvl w:ilvl="2"><w:numFmt w:val="bullet"/><w:lvlText w:val="\uF0B7"/></w:lvl></w:abstractNum>
            <w:num w:numId="1"><w:abstractNumId w:val="3"/></w:num>
            <w:num w:numId="2"><w:abstractNumId w:val="3"/><w:lvlOverride w:ilvl="0"><w:startOverride w:val="5"/></w:lvlOverride></w:num>
            <w:num w:numId="7"><w:abstractNumId w:val="99"/></w:num></w:numbering>
            """;
        const string Styles = $"""
            <w:styles {Word}>
            <w:style w:styleId="Muc"><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>
            <w:style w:styleId="MucCon"><w:basedOn w:val="Muc"/></w:style>
            <w:style w:styleId="Vong"><w:basedOn w:val="Vong"/></w:style></w:styles>
            """;
        string[] paragraphs =
        [
            Of("<w:pStyle w:val=\"MucCon\"/>"), Numbered(1, 1), Numbered(1, 1), Of("<w:pStyle w:val=\"Muc\"/>"), Numbered(1, 1), Numbered(2, 0), Numbered(2, 1),
            Numbered(1, 2), Of("<w:pStyle w:val=\"Muc\"/><w:numPr><w:numId w:val=\"0\"/></w:numPr>"), Of("<w:pStyle w:val=\"Vong\"/>"), Numbered(7, 0),
            Numbered(1, 9), Numbered(8, 0),
        ];
        var rows = string.Concat(paragraphs.Select(paragraph =>
            $"<w:tr><w:tc>{paragraph}</w:tc><w:tc>{MadeFile.Paragraph("Sở Nội vụ")}</w:tc></w:tr>"));
        var bytes = MadeFile.Docx(
            $"<w:tbl><w:tr><w:tc>{MadeFile.Paragraph("Nội dung")}</w:tc><w:tc>{MadeFile.Paragraph("Cơ quan chủ trì")}</w:tc></w:tr>{rows}</w:tbl>",
            MadeFile.Relations("word/", "document.xml", MadeFile.Relation("n", "numbering", "numbering.xml"), MadeFile.Relation("s", "styles", "styles.xml")),
            ("word/numbering.xml", numbering), ("word/styles.xml", Styles));

        var cells = DraftFile.Read(new MemoryStream(bytes), "ke-hoach.docx").Lines.Select(line => line.Cells[0]);

        string[] numbers = [$"{one}.", $"{one}.1.", $"{one}.2.", $"{two}.", $"{two}.1.", $"{five}.", $"{five}.1."];
        Assert.Equal([.. numbers.Select(number => $"{number} Việc"), "- Việc", "Việc", "Việc", "Việc", "Việc", "Việc"], cells);

        static string Numbered(int number, int level) => Of($"<w:numPr><w:ilvl w:val=\"{level}\"/><w:numId w:val=\"{number}\"/></w:numPr>");

        static string Of(string properties) => $"<w:p><w:pPr>{properties}</w:pPr><w:r><w:t>Việc</w:t></w:r></w:p>";
    }
}
