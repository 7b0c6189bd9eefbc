using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Wordprocessing;
using Document = DocumentFormat.OpenXml.Wordprocessing.Document;
using Text = DocumentFormat.OpenXml.Wordprocessing.Text;

namespace Hierarchy.Api.Export;

/// <summary>Building blocks of Word documents in the form of Nghị định 30/2020/NĐ-CP: Times New Roman, A4, page numbers at the top from the
/// second page on.</summary>
internal static class OfficePaper
{
    /// <summary>Sides of A4, in twentieths of a point.</summary>
    public const uint Short = 11_906, Long = 16_838;

    /// <summary>Top and bottom margin, and left margin, in twentieths of a point: 20 and 30 mm.</summary>
    public const int MarginAbove = 1_134, MarginLeft = 1_701;

    private const int HeaderAt = 567, FirstLine = 567;

    /// <param name="size">Size of the text in half-points, like all sizes here.</param>
    /// <param name="body">Creates the body; receives the id of the header for its sections.</param>
    public static void Write(Stream into, int size, Func<string, Body> body)
    {
        using var document = WordprocessingDocument.Create(into, WordprocessingDocumentType.Document);
        var main = document.AddMainDocumentPart();
        main.AddNewPart<StyleDefinitionsPart>().Styles = new Styles(new DocDefaults(new RunPropertiesDefault(new RunPropertiesBaseStyle(
            Fonts(), new FontSize { Val = $"{size}" }, new Languages { Val = "vi-VN" }))));
        var header = main.AddNewPart<HeaderPart>();
        header.Header = new Header(new Paragraph(
            new ParagraphProperties(new Justification { Val = JustificationValues.Center }),
            new SimpleField(new Run(new Text("1"))) { Instruction = "PAGE" }));
        main.Document = new Document(body(main.GetIdOfPart(header)));
    }

    public static SectionProperties SectionOf(string header, bool isAcross, uint marginRight) => new(
        new HeaderReference { Type = HeaderFooterValues.Default, Id = header },
        isAcross
            ? new PageSize { Width = Long, Height = Short, Orient = PageOrientationValues.Landscape }
            : new PageSize { Width = Short, Height = Long },
        new PageMargin
        {
            Top = MarginAbove,
            Bottom = MarginAbove,
            Left = MarginLeft,
            Right = marginRight,
            Header = HeaderAt,
            Footer = HeaderAt,
            Gutter = 0,
        },
        // The first page has no number.
        new TitlePage());

    /// <summary>A table with borders, of full width, with proportional columns.</summary>
    public static Table TableOf(IReadOnlyCollection<int> widths, long room) => new(
        new TableProperties(
            new TableWidth { Type = TableWidthUnitValues.Pct, Width = "5000" },
            new TableBorders(
                new TopBorder { Val = BorderValues.Single, Size = 4 }, new LeftBorder { Val = BorderValues.Single, Size = 4 },
                new BottomBorder { Val = BorderValues.Single, Size = 4 }, new RightBorder { Val = BorderValues.Single, Size = 4 },
                new InsideHorizontalBorder { Val = BorderValues.Single, Size = 4 }, new InsideVerticalBorder { Val = BorderValues.Single, Size = 4 }),
            new TableLayout { Type = TableLayoutValues.Fixed }),
        new TableGrid(widths.Select(width => new GridColumn { Width = $"{room * width / widths.Sum()}" })));

    /// <summary>The header row, repeated on each page.</summary>
    public static TableRow HeadOf(IEnumerable<TableCell> cells) => new([new TableRowProperties(new CantSplit(), new TableHeader()), .. cells]);

    /// <summary>A row that is not split between pages.</summary>
    public static TableRow RowOf(IEnumerable<TableCell> cells) => new([new TableRowProperties(new CantSplit()), .. cells]);

    public static TableCell CellOf(IEnumerable<Paragraph> lines, int across = 1)
    {
        var how = new TableCellProperties();
        if (across > 1)
        {
            how.Append(new GridSpan { Val = across });
        }
        how.Append(new TableCellVerticalAlignment { Val = TableVerticalAlignmentValues.Center });
        return new TableCell([how, .. lines]);
    }

    /// <param name="space">Space before and after it, in twentieths of a point.</param>
    /// <param name="isIndented">Whether its first line is indented by 1 cm.</param>
    /// <param name="isWithNext">Whether it is kept on one page with the next paragraph.</param>
    public static Paragraph Line(
        string text, int size, JustificationValues? at = null, bool isBold = false, bool isItalic = false, bool isIndented = false, int space = 60,
        bool isWithNext = false)
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
        var paragraph = new ParagraphProperties();
        if (isWithNext)
        {
            paragraph.Append(new KeepNext());
        }
        paragraph.Append(new SpacingBetweenLines { Before = $"{space}", After = $"{space}" });
        if (isIndented)
        {
            paragraph.Append(new Indentation { FirstLine = $"{FirstLine}" });
        }
        paragraph.Append(new Justification { Val = at ?? JustificationValues.Left });
        return new Paragraph(
            paragraph, new Run(how, new Text(OfficeText.Plain(text).Replace('\n', ' ')) { Space = SpaceProcessingModeValues.Preserve }));
    }

    private static RunFonts Fonts() =>
        new() { Ascii = OfficeText.Font, HighAnsi = OfficeText.Font, EastAsia = OfficeText.Font, ComplexScript = OfficeText.Font };
}
