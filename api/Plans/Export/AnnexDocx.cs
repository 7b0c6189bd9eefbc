using System.Collections.Immutable;
using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Wordprocessing;
using Document = DocumentFormat.OpenXml.Wordprocessing.Document;
using Text = DocumentFormat.OpenXml.Wordprocessing.Text;

namespace Hierarchy.Api.Plans.Export;

/// <summary>An annex as a Word document, in the form of Nghị định 30/2020/NĐ-CP: Times New Roman, A4 across, the number of the page above.</summary>
internal static class AnnexDocx
{
    private const string Font = "Times New Roman";

    // Half-points: 14, 13 and 12.
    private const string TitleSize = "28", TextSize = "26", TableSize = "24";

    // Twentieths of a point: A4 across, 2 cm around and 3 cm on the left.
    private const uint PageWidth = 16_838, PageHeight = 11_906, MarginLeft = 1_701, MarginRight = 1_134;
    private const int MarginAbove = 1_134, HeaderAt = 567;

    public static void Write(Annex annex, Stream into)
    {
        using var document = WordprocessingDocument.Create(into, WordprocessingDocumentType.Document);
        var main = document.AddMainDocumentPart();
        main.AddNewPart<StyleDefinitionsPart>().Styles = new Styles(new DocDefaults(new RunPropertiesDefault(new RunPropertiesBaseStyle(
            Fonts(), new FontSize { Val = TextSize }, new Languages { Val = "vi-VN" }))));
        var header = main.AddNewPart<HeaderPart>();
        header.Header = new Header(new Paragraph(
            new ParagraphProperties(new Justification { Val = JustificationValues.Center }),
            new SimpleField(new Run(new Text("1"))) { Instruction = "PAGE" }));
        var body = new Body();
        body.Append(Heads(annex));
        body.Append(TableOf(annex));
        body.Append(new Paragraph());
        body.Append(new SectionProperties(
            new HeaderReference { Type = HeaderFooterValues.Default, Id = main.GetIdOfPart(header) },
            new PageSize { Width = PageWidth, Height = PageHeight, Orient = PageOrientationValues.Landscape },
            new PageMargin
            {
                Top = MarginAbove,
                Bottom = MarginAbove,
                Left = MarginLeft,
                Right = MarginRight,
                Header = HeaderAt,
                Footer = HeaderAt,
                Gutter = 0,
            },
            // The first page bears no number.
            new TitlePage()));
        main.Document = new Document(body);
    }

    private static IEnumerable<Paragraph> Heads(Annex annex)
    {
        yield return Centred("PHỤ LỤC", TitleSize, isBold: true);
        yield return Centred(annex.Title, TitleSize, isBold: true);
        yield return Centred($"({annex.Reference})", TextSize, isItalic: true);
        if (annex.ResultsAsOf is { } asOf)
        {
            yield return Centred(asOf, TextSize, isItalic: true);
        }
        yield return new Paragraph();
    }

    private static Table TableOf(Annex annex)
    {
        var table = new Table(
            new TableProperties(
                new TableWidth { Type = TableWidthUnitValues.Pct, Width = "5000" },
                new TableBorders(
                    new TopBorder { Val = BorderValues.Single, Size = 4 }, new LeftBorder { Val = BorderValues.Single, Size = 4 },
                    new BottomBorder { Val = BorderValues.Single, Size = 4 }, new RightBorder { Val = BorderValues.Single, Size = 4 },
                    new InsideHorizontalBorder { Val = BorderValues.Single, Size = 4 }, new InsideVerticalBorder { Val = BorderValues.Single, Size = 4 }),
                new TableLayout { Type = TableLayoutValues.Fixed }),
            new TableGrid(WidthsOf(annex.Columns).Select(width => new GridColumn { Width = $"{width}" })));
        table.Append(new TableRow(
            [new TableRowProperties(new CantSplit(), new TableHeader()),
                .. annex.Columns.Select(column => CellOf([column.Name], isBold: true, at: JustificationValues.Center))]));
        foreach (var row in annex.Rows)
        {
            table.Append(RowOf(row));
        }
        return table;
    }

    private static TableRow RowOf(AnnexRow row)
    {
        var made = new TableRow(new TableRowProperties(new CantSplit()));
        for (var (i, across) = (0, 1); i < row.Cells.Length; i += across)
        {
            across = i == AnnexRow.NameColumn ? row.Across : 1;
            var cell = row.Cells[i];
            var lines = cell.Money is { } money ? [AnnexText.Written(money)] : AnnexText.Plain(cell.Text).Split('\n');
            var at = i == 0 ? JustificationValues.Center : cell.Money is not null ? JustificationValues.Right : JustificationValues.Left;
            made.Append(CellOf(lines, row.Kind == AnnexRowKind.Area, row.Kind == AnnexRowKind.Group, at, across));
        }
        return made;
    }

    private static TableCell CellOf(
        string[] lines, bool isBold = false, bool isItalic = false, JustificationValues? at = null, int across = 1)
    {
        var how = new TableCellProperties();
        if (across > 1)
        {
            how.Append(new GridSpan { Val = across });
        }
        how.Append(new TableCellVerticalAlignment { Val = TableVerticalAlignmentValues.Center });
        return new TableCell([how, .. lines.Select(line => Line(line, TableSize, isBold, isItalic, at ?? JustificationValues.Left))]);
    }

    private static Paragraph Centred(string text, string size, bool isBold = false, bool isItalic = false) =>
        Line(AnnexText.Plain(text).Replace('\n', ' '), size, isBold, isItalic, JustificationValues.Center);

    private static Paragraph Line(string text, string size, bool isBold, bool isItalic, JustificationValues at)
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
        how.Append(new FontSize { Val = size });
        return new Paragraph(
            new ParagraphProperties(new SpacingBetweenLines { Before = "40", After = "40" }, new Justification { Val = at }),
            new Run(how, new Text(text) { Space = SpaceProcessingModeValues.Preserve }));
    }

    private static RunFonts Fonts() => new() { Ascii = Font, HighAnsi = Font, EastAsia = Font, ComplexScript = Font };

    private static IEnumerable<long> WidthsOf(ImmutableArray<AnnexColumn> columns)
    {
        var (all, room) = (columns.Sum(column => column.Width), PageWidth - MarginLeft - MarginRight);
        return columns.Select(column => room * column.Width / all);
    }
}
