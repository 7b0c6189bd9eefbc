using System.IO.Compression;

namespace Hierarchy.UnitTests.Plans;

/// <summary>Files of a few parts, made by hand: what no office program writes is among them.</summary>
internal static class MadeFile
{
    private const string Word = "xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\"";
    private const string Sheet = "xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\" "
        + "xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\"";

    public static byte[] Zip(params (string Name, string Text)[] parts)
    {
        using var bytes = new MemoryStream();
        using (var zip = new ZipArchive(bytes, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var (name, text) in parts)
            {
                using var part = zip.CreateEntry(name, CompressionLevel.Fastest).Open();
                part.Write(Encoding.UTF8.GetBytes(text));
            }
        }
        return bytes.ToArray();
    }

    public static (string, string) Relations(string folder, string of, params string[] relations) => (
        $"{folder}_rels/{of}.rels",
        $"<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">{string.Concat(relations)}</Relationships>");

    public static string Relation(string id, string type, string target, bool external = false) =>
        $"<Relationship Id=\"{id}\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/{type}\" Target=\"{target}\""
        + (external ? " TargetMode=\"External\"/>" : "/>");

    public static byte[] Docx(string body, params (string, string)[] more) => Zip([
        Relations("", "", Relation("rId1", "officeDocument", "word/document.xml")),
        ("word/document.xml", $"<w:document {Word}><w:body>{body}</w:body></w:document>"),
        .. more]);

    public static string Paragraph(string text) => $"<w:p><w:r><w:t>{WebUtility.HtmlEncode(text)}</w:t></w:r></w:p>";

    /// <summary>"^" goes on from above, "v" before a text begins such a cell, "2*" before it makes it two columns wide.</summary>
    public static string Table(params IEnumerable<string[]> rows) =>
        $"<w:tbl>{string.Concat(rows.Select(row => $"<w:tr>{string.Concat(row.Select(Cell))}</w:tr>"))}</w:tbl>";

    private static string Cell(string text)
    {
        var properties = "";
        if (text.Length > 1 && text[1] == '*')
        {
            (properties, text) = ($"<w:gridSpan w:val=\"{text[0]}\"/>", text[2..]);
        }
        if (text == "^")
        {
            (properties, text) = (properties + "<w:vMerge/>", "");
        }
        else if (text.StartsWith('v') && text.Length > 1 && char.IsUpper(text[1]))
        {
            (properties, text) = (properties + "<w:vMerge w:val=\"restart\"/>", text[1..]);
        }
        return $"<w:tc><w:tcPr>{properties}</w:tcPr>{(text.StartsWith('<') ? text : Paragraph(text))}</w:tc>";
    }

    /// <param name="sheets">Name, "hidden" or "visible", and what stands in it.</param>
    public static byte[] Xlsx(params (string Name, string State, string Content)[] sheets) => Zip([
        Relations("", "", Relation("rId1", "officeDocument", "xl/workbook.xml")),
        ("xl/workbook.xml", $"<workbook {Sheet}><sheets>" + string.Concat(sheets.Index().Select(sheet =>
            $"<sheet name=\"{sheet.Item.Name}\" sheetId=\"{sheet.Index + 1}\" state=\"{sheet.Item.State}\" r:id=\"rId{sheet.Index + 1}\"/>"))
            + "</sheets></workbook>"),
        Relations("xl/", "workbook.xml", [
            Relation("s", "sharedStrings", "sharedStrings.xml"), Relation("f", "styles", "/xl/styles.xml"),
            .. sheets.Index().Select(sheet => Relation($"rId{sheet.Index + 1}", "worksheet", $"worksheets/sheet{sheet.Index + 1}.xml"))]),
        ("xl/sharedStrings.xml", $"<sst {Sheet}><si><t>Nội dung</t></si><si><r><t>Cơ quan </t></r><r><t>chủ trì</t></r><rPh><t>x</t></rPh></si></sst>"),
        ("xl/styles.xml", $"<styleSheet {Sheet}><numFmts><numFmt numFmtId=\"170\" formatCode=\"mm/yyyy\"/></numFmts>"
            + "<cellXfs><xf numFmtId=\"0\"/><xf numFmtId=\"14\"/><xf numFmtId=\"170\"/></cellXfs></styleSheet>"),
        .. sheets.Index().Select(sheet => ($"xl/worksheets/sheet{sheet.Index + 1}.xml", $"<worksheet {Sheet}>{sheet.Item.Content}</worksheet>"))]);

    public static string Inline(string place, string text) => $"<c r=\"{place}\" t=\"inlineStr\"><is><t>{WebUtility.HtmlEncode(text)}</t></is></c>";
}
