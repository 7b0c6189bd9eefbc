using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Wordprocessing;
using Hierarchy.Api.Plans.Export;
using Hierarchy.Grains.Reports;
using Document = DocumentFormat.OpenXml.Wordprocessing.Document;
using Text = DocumentFormat.OpenXml.Wordprocessing.Text;

namespace Hierarchy.Api.Reports.Export;

/// <summary>A report as a Word document, in the form of Nghị định 30/2020/NĐ-CP: A4, the letter upright, its figures across behind
/// it.</summary>
internal static class ReportDocx
{
    private const string Font = "Times New Roman";

    // Half-points: 14, 13, 12 and 11.
    private const int TextSize = 28, HeadSize = 26, NoteSize = 24, RecipientSize = 22;

    // Twentieths of a point: 20 mm above and below, 30 on the left, 15 on the right; the first line of a paragraph begins 1 cm in.
    private const int MarginAbove = 1_134, MarginLeft = 1_701, MarginRight = 850, HeaderAt = 567, FirstLine = 567;
    private const uint Short = 11_906, Long = 16_838;

    public static void Write(ReportPaper paper, Stream into)
    {
        using var document = WordprocessingDocument.Create(into, WordprocessingDocumentType.Document);
        var main = document.AddMainDocumentPart();
        main.AddNewPart<StyleDefinitionsPart>().Styles = new Styles(new DocDefaults(new RunPropertiesDefault(new RunPropertiesBaseStyle(
            Fonts(), new FontSize { Val = $"{TextSize}" }, new Languages { Val = "vi-VN" }))));
        var header = main.AddNewPart<HeaderPart>();
        header.Header = new Header(new Paragraph(
            new ParagraphProperties(new Justification { Val = JustificationValues.Center }),
            new SimpleField(new Run(new Text("1"))) { Instruction = "PAGE" }));
        var head = main.GetIdOfPart(header);
        var body = new Body(Head(paper));
        body.Append(Line("", TextSize));
        body.Append(Line("BÁO CÁO", TextSize, JustificationValues.Center, isBold: true));
        body.Append(Line(paper.Title, TextSize, JustificationValues.Center, isBold: true));
        body.Append(Line($"({paper.Window})", HeadSize, JustificationValues.Center, isItalic: true));
        foreach (var (i, section) in paper.Sections.Index())
        {
            body.Append(Line($"{Roman(i + 1)}. {section.Title}", TextSize, JustificationValues.Both, isBold: true, isIndented: true));
            foreach (var line in section.Text.Length == 0 ? [] : AnnexText.Plain(section.Text).Split('\n'))
            {
                body.Append(Line(line, TextSize, JustificationValues.Both, isIndented: true));
            }
        }
        if (!paper.Missing.IsEmpty)
        {
            body.Append(Line(
                $"Chưa nhận được báo cáo của: {string.Join("; ", paper.Missing)}.", TextSize, JustificationValues.Both, isIndented: true));
        }
        body.Append(Line("", TextSize));
        body.Append(Foot(paper));
        if (paper.Rows.IsEmpty)
        {
            body.Append(new Paragraph(), Section(head, isAcross: false));
        }
        else
        {
            body.Append(new Paragraph(new ParagraphProperties(Section(head, isAcross: false))));
            body.Append(Line("PHỤ LỤC", TextSize, JustificationValues.Center, isBold: true));
            body.Append(Line("SỐ LIỆU BÁO CÁO", TextSize, JustificationValues.Center, isBold: true));
            body.Append(Line(
                paper.Number is { } number ? $"(Kèm theo Báo cáo số {number} ngày {paper.IssuedOn:dd/MM/yyyy} của {paper.Agency})" : $"({ReportPaper.Draft})",
                HeadSize, JustificationValues.Center, isItalic: true));
            body.Append(TableOf(paper), new Paragraph(), Section(head, isAcross: true));
        }
        main.Document = new Document(body);
    }

    private static Table Head(ReportPaper paper)
    {
        var agency = new List<Paragraph>();
        if (paper.Above is { } above)
        {
            agency.Add(Line(above.ToUpperInvariant(), HeadSize, JustificationValues.Center));
        }
        agency.Add(Line(paper.Agency.ToUpperInvariant(), HeadSize, JustificationValues.Center, isBold: true));
        agency.Add(Line("_______", HeadSize, JustificationValues.Center));
        agency.Add(Line(paper.Number is { } number ? $"Số: {number}" : $"Số:        ({ReportPaper.Draft})", HeadSize, JustificationValues.Center));
        return Pair(
            42, agency,
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

    /// <summary>Two columns without lines.</summary>
    /// <param name="left">Share of the left one, in hundredths.</param>
    private static Table Pair(int left, IEnumerable<Paragraph> first, IEnumerable<Paragraph> second)
    {
        var room = (int)Short - MarginLeft - MarginRight;
        return new Table(
            new TableProperties(new TableWidth { Type = TableWidthUnitValues.Pct, Width = "5000" }, new TableLayout { Type = TableLayoutValues.Fixed }),
            new TableGrid(new GridColumn { Width = $"{room * left / 100}" }, new GridColumn { Width = $"{room * (100 - left) / 100}" }),
            new TableRow(new TableRowProperties(new CantSplit()), new TableCell(first), new TableCell(second)));
    }

    private static Table TableOf(ReportPaper paper)
    {
        var (all, room) = (ReportText.Widths.Sum(), (int)Long - MarginLeft - MarginRight);
        var table = new Table(
            new TableProperties(
                new TableWidth { Type = TableWidthUnitValues.Pct, Width = "5000" },
                new TableBorders(
                    new TopBorder { Val = BorderValues.Single, Size = 4 }, new LeftBorder { Val = BorderValues.Single, Size = 4 },
                    new BottomBorder { Val = BorderValues.Single, Size = 4 }, new RightBorder { Val = BorderValues.Single, Size = 4 },
                    new InsideHorizontalBorder { Val = BorderValues.Single, Size = 4 }, new InsideVerticalBorder { Val = BorderValues.Single, Size = 4 }),
                new TableLayout { Type = TableLayoutValues.Fixed }),
            new TableGrid(ReportText.Widths.Select(width => new GridColumn { Width = $"{room * width / all}" })));
        table.Append(new TableRow(
            [new TableRowProperties(new CantSplit(), new TableHeader()),
                .. ReportText.Columns.Select(column => CellOf(column, JustificationValues.Center, isBold: true))]));
        string? section = null;
        foreach (var row in paper.Rows)
        {
            if (row.Section is { } heading && heading != section)
            {
                table.Append(new TableRow(new TableRowProperties(new CantSplit()), CellOf(heading, isBold: true, across: ReportText.Columns.Length)));
            }
            section = row.Section;
            table.Append(RowOf(row));
        }
        return table;
    }

    private static TableRow RowOf(ContentRow row) => new(
        new TableRowProperties(new CantSplit()),
        CellOf(row.Code, JustificationValues.Center), CellOf(row.Label), CellOf(row.UnitOfMeasure, JustificationValues.Center),
        CellOf(ReportText.Written(row.Value?.Numerator), JustificationValues.Right),
        CellOf(row.Value is { Denominator: > 0 } value ? ReportText.Written(value.Denominator) : "", JustificationValues.Right),
        CellOf(ReportText.Percent(row.Value), JustificationValues.Right),
        CellOf(row.Entered is null ? "" : ReportText.Written(row.Counted), JustificationValues.Right), CellOf(ReportText.NoteOf(row)));

    private static TableCell CellOf(string text, JustificationValues? at = null, bool isBold = false, int across = 1)
    {
        var how = new TableCellProperties();
        if (across > 1)
        {
            how.Append(new GridSpan { Val = across });
        }
        how.Append(new TableCellVerticalAlignment { Val = TableVerticalAlignmentValues.Center });
        return new TableCell([how, .. AnnexText.Plain(text).Split('\n').Select(line => Line(line, NoteSize, at, isBold))]);
    }

    private static SectionProperties Section(string header, bool isAcross) => new(
        new HeaderReference { Type = HeaderFooterValues.Default, Id = header },
        isAcross
            ? new PageSize { Width = Long, Height = Short, Orient = PageOrientationValues.Landscape }
            : new PageSize { Width = Short, Height = Long },
        new PageMargin { Top = MarginAbove, Bottom = MarginAbove, Left = MarginLeft, Right = MarginRight, Header = HeaderAt, Footer = HeaderAt, Gutter = 0 },
        // The first page bears no number.
        new TitlePage());

    private static Paragraph Line(
        string text, int size, JustificationValues? at = null, bool isBold = false, bool isItalic = false, bool isIndented = false)
    {
        var how = new RunProperties(Fonts());
        if (isBold)
        {
            how.Append(new Bold());
        }
        if (isItalic)
        {
            how.Append(new Italic());
        }
        how.Append(new FontSize { Val = $"{size}" });
        var paragraph = new ParagraphProperties(new SpacingBetweenLines { Before = "60", After = "60" });
        if (isIndented)
        {
            paragraph.Append(new Indentation { FirstLine = $"{FirstLine}" });
        }
        paragraph.Append(new Justification { Val = at ?? JustificationValues.Left });
        return new Paragraph(
            paragraph, new Run(how, new Text(AnnexText.Plain(text).Replace('\n', ' ')) { Space = SpaceProcessingModeValues.Preserve }));
    }

    private static RunFonts Fonts() => new() { Ascii = Font, HighAnsi = Font, EastAsia = Font, ComplexScript = Font };

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
