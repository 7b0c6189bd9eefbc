using DocumentFormat.OpenXml.Wordprocessing;
using static Hierarchy.Api.Export.OfficePaper;

namespace Hierarchy.Api.Reports.Export;

/// <summary>A report as a Word document, in the form of Nghị định 30/2020/NĐ-CP: A4, the letter in portrait, then the figures in
/// landscape.</summary>
internal static class ReportDocx
{
    // Half-points: 14, 13, 12 and 11.
    private const int TextSize = 28, HeadSize = 26, NoteSize = 24, RecipientSize = 22;

    // Twentieths of a point: 15 mm.
    private const int MarginRight = 850;

    public static void Write(ReportPaper paper, Stream into) => OfficePaper.Write(into, TextSize, header => BodyOf(paper, header));

    private static Body BodyOf(ReportPaper paper, string header)
    {
        var body = new Body(Head(paper));
        body.Append(Line("", TextSize));
        body.Append(Line("BÁO CÁO", TextSize, JustificationValues.Center, isBold: true));
        body.Append(Line(paper.Title, TextSize, JustificationValues.Center, isBold: true));
        body.Append(Line($"({paper.Window})", HeadSize, JustificationValues.Center, isItalic: true));
        foreach (var (i, section) in paper.Sections.Index())
        {
            body.Append(Line($"{Roman(i + 1)}. {section.Title}", TextSize, JustificationValues.Both, isBold: true, isIndented: true, isWithNext: true));
            foreach (var line in section.Text.Length == 0 ? [] : OfficeText.Plain(section.Text).Split('\n'))
            {
                body.Append(Line(line, TextSize, JustificationValues.Both, isIndented: true));
            }
        }
        if (!paper.Missing.IsEmpty)
        {
            body.Append(Line(
                $"Chưa nhận được báo cáo của: {string.Join("; ", paper.Missing)}.", TextSize, JustificationValues.Both, isIndented: true));
        }
        // Keeps the signature together with the last line of the text.
        body.Elements<Paragraph>().Last().ParagraphProperties!.PrependChild(new KeepNext());
        body.Append(Line("", TextSize, isWithNext: true));
        body.Append(Foot(paper));
        if (paper.Rows.IsEmpty)
        {
            body.Append(new Paragraph(), SectionOf(header, isAcross: false, MarginRight));
        }
        else
        {
            body.Append(new Paragraph(new ParagraphProperties(SectionOf(header, isAcross: false, MarginRight))));
            body.Append(Line("PHỤ LỤC", TextSize, JustificationValues.Center, isBold: true));
            body.Append(Line("SỐ LIỆU BÁO CÁO", TextSize, JustificationValues.Center, isBold: true));
            body.Append(Line(
                paper.Number is { } number ? $"(Kèm theo Báo cáo số {number} ngày {paper.IssuedOn:dd/MM/yyyy} của {paper.Agency})" : $"({ReportPaper.Draft})",
                HeadSize, JustificationValues.Center, isItalic: true));
            body.Append(TableOf(paper), new Paragraph(), SectionOf(header, isAcross: true, MarginRight));
        }
        return body;
    }

    private static Table Head(ReportPaper paper)
    {
        var agency = new List<Paragraph>();
        if (paper.Above is { } above)
        {
            agency.AddRange(ReportPaper.HeadOf(above).Select(line => Line(line.ToUpperInvariant(), HeadSize, JustificationValues.Center)));
        }
        agency.AddRange(ReportPaper.HeadOf(paper.Agency)
            .Select(line => Line(line.ToUpperInvariant(), HeadSize, JustificationValues.Center, isBold: true)));
        agency.Add(Line("_______", HeadSize, JustificationValues.Center));
        agency.Add(Line(paper.Number is { } number ? $"Số: {number}" : $"Số:        ({ReportPaper.Draft})", HeadSize, JustificationValues.Center));
        return Pair(
            40, agency,
            [
                Line("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", HeadSize, JustificationValues.Center, isBold: true),
                Line("Độc lập - Tự do - Hạnh phúc", TextSize, JustificationValues.Center, isBold: true),
                Line("________________", HeadSize, JustificationValues.Center),
                Line(paper.PlaceAndDay, TextSize, JustificationValues.Center, isItalic: true),
            ]);
    }

    private static Table Foot(ReportPaper paper)
    {
        var signature = paper.Capacity.Select(line => Line(line.ToUpperInvariant(), TextSize, JustificationValues.Center, isBold: true)).ToList();
        signature.AddRange(Enumerable.Range(0, 4).Select(_ => Line("", TextSize, JustificationValues.Center)));
        signature.Add(Line(paper.Signer ?? "", TextSize, JustificationValues.Center, isBold: true));
        return Pair(
            50,
            [
                Line("Nơi nhận:", NoteSize, isBold: true, isItalic: true),
                .. paper.Recipients.Select(recipient => Line(recipient, RecipientSize)),
            ],
            signature);
    }

    /// <summary>Two columns without borders.</summary>
    /// <param name="left">Width of the left one in percent.</param>
    private static Table Pair(int left, IEnumerable<Paragraph> first, IEnumerable<Paragraph> second)
    {
        var room = (int)Short - MarginLeft - MarginRight;
        return new Table(
            // No cell margins, so that the name of the country fits on one line.
            new TableProperties(
                new TableWidth { Type = TableWidthUnitValues.Pct, Width = "5000" }, new TableLayout { Type = TableLayoutValues.Fixed },
                new TableCellMarginDefault(
                    new TableCellLeftMargin { Width = 0, Type = TableWidthValues.Dxa }, new TableCellRightMargin { Width = 0, Type = TableWidthValues.Dxa })),
            new TableGrid(new GridColumn { Width = $"{room * left / 100}" }, new GridColumn { Width = $"{room * (100 - left) / 100}" }),
            new TableRow(new TableRowProperties(new CantSplit()), new TableCell(first), new TableCell(second)));
    }

    private static Table TableOf(ReportPaper paper)
    {
        var table = OfficePaper.TableOf(ReportText.Widths, Long - MarginLeft - MarginRight);
        table.Append(HeadOf(ReportText.Columns.Select(column => CellOf(column, JustificationValues.Center, isBold: true))));
        string? section = null;
        foreach (var row in paper.Rows)
        {
            if (row.Section is { } heading && heading != section)
            {
                table.Append(OfficePaper.RowOf([CellOf(heading, isBold: true, across: ReportText.Columns.Length)]));
            }
            section = row.Section;
            table.Append(OfficePaper.RowOf(Cells(row)));
        }
        return table;
    }

    private static TableCell[] Cells(ContentRow row) =>
    [
        CellOf(row.Code, JustificationValues.Center), CellOf(row.Label), CellOf(row.UnitOfMeasure ?? "", JustificationValues.Center),
        CellOf(ReportText.Written(row.Value?.Numerator), JustificationValues.Right),
        CellOf(row.Value is { Denominator: > 0 } value ? ReportText.Written(value.Denominator) : "", JustificationValues.Right),
        CellOf(ReportText.Percent(row.Value), JustificationValues.Right),
        CellOf(row.Entered is null ? "" : ReportText.Written(row.Counted), JustificationValues.Right), CellOf(ReportText.NoteOf(row)),
    ];

    private static TableCell CellOf(string text, JustificationValues? at = null, bool isBold = false, int across = 1) =>
        OfficePaper.CellOf(OfficeText.Plain(text).Split('\n').Select(line => Line(line, NoteSize, at, isBold)), across);

    private static string Roman(int number)
    {
        var (written, left) = ("", number);
        foreach (var (value, letters) in new[] { (100, "C"), (90, "XC"), (50, "L"), (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I") })
        {
            for (; left >= value; left -= value)
            {
                written += letters;
            }
        }
        return written;
    }
}
