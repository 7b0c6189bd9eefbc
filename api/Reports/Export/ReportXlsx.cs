using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Spreadsheet;
using Hierarchy.Api.Plans.Export;

namespace Hierarchy.Api.Reports.Export;

/// <summary>The figures of a report as a workbook: numbers are numbers, and a text that begins like a formula stays a text however it is
/// edited.</summary>
internal static class ReportXlsx
{
    private const string Sheet = "Số liệu báo cáo";

    /// <summary>The row of the names of the columns, which each page repeats.</summary>
    private const uint HeadRow = 6;

    // Places in the cell formats below. What bears a text has a twin with an apostrophe before it.
    private const uint Title = 0, Plain = 1, Head = 2, Text = 3, Number = 4, Percent = 5, Quoted = 6;

    public static void Write(ReportPaper paper, Stream into)
    {
        using var document = SpreadsheetDocument.Create(into, SpreadsheetDocumentType.Workbook);
        var book = document.AddWorkbookPart();
        book.AddNewPart<WorkbookStylesPart>().Stylesheet = Styles();
        var part = book.AddNewPart<WorksheetPart>();
        var rows = Rows(paper).ToList();
        part.Worksheet = new Worksheet(
            new SheetProperties(new PageSetupProperties { FitToPage = true }),
            new SheetViews(new SheetView(
                new Pane
                {
                    VerticalSplit = HeadRow,
                    TopLeftCell = $"A{HeadRow + 1}",
                    ActivePane = PaneValues.BottomLeft,
                    State = PaneStateValues.Frozen,
                })
            { WorkbookViewId = 0 }),
            new Columns(ReportText.Widths.Select((width, i) => new Column { Min = (uint)i + 1, Max = (uint)i + 1, Width = width, CustomWidth = true })),
            new SheetData(rows),
            new MergeCells(Enumerable.Range(1, 5).Select(row => new MergeCell { Reference = $"A{row}:{Name(ReportText.Columns.Length - 1)}{row}" })),
            new PageMargins { Left = 1.18, Right = 0.59, Top = 0.79, Bottom = 0.79, Header = 0.39, Footer = 0.39 },
            new PageSetup { PaperSize = 9, Orientation = OrientationValues.Landscape, FitToWidth = 1, FitToHeight = 0 },
            new HeaderFooter(new OddHeader("&C&P"), new FirstHeader("")) { DifferentFirst = true });
        book.Workbook = new Workbook(
            new Sheets(new Sheet { Name = Sheet, SheetId = 1, Id = book.GetIdOfPart(part) }),
            new DefinedNames(new DefinedName($"'{Sheet}'!${HeadRow}:${HeadRow}") { Name = "_xlnm.Print_Titles", LocalSheetId = 0 }));
    }

    private static IEnumerable<Row> Rows(ReportPaper paper)
    {
        yield return RowOf(1, [TextCell(paper.Agency.ToUpperInvariant(), Title)]);
        yield return RowOf(2, [TextCell("BÁO CÁO", Title)]);
        yield return RowOf(3, [TextCell(paper.Title, Title)]);
        yield return RowOf(4, [TextCell(paper.Window, Plain)]);
        yield return RowOf(5, [TextCell(
            paper.Number is { } number ? $"Kèm theo Báo cáo số {number} ngày {paper.IssuedOn:dd/MM/yyyy}" : ReportPaper.Draft, Plain)]);
        yield return RowOf(HeadRow, ReportText.Columns.Select(column => TextCell(column, Head)));
        var at = HeadRow;
        string? section = null;
        foreach (var row in paper.Rows)
        {
            if (row.Section is { } heading && heading != section)
            {
                yield return RowOf(++at, [TextCell("", Head), TextCell(heading, Head)]);
            }
            section = row.Section;
            yield return RowOf(++at,
            [
                TextCell(row.Code, Text), TextCell(row.Label, Text), TextCell(row.UnitOfMeasure, Text), NumberCell(row.Value?.Numerator),
                NumberCell(row.Value is { Denominator: > 0 } value ? value.Denominator : null), PercentCell(ReportText.PercentOf(row.Value)),
                row.Entered is not null && row.Counted is { } counted
                    ? counted.Denominator == 0 ? NumberCell(counted.Numerator) : TextCell(ReportText.Written(counted), Text)
                    : NumberCell(null),
                TextCell(ReportText.NoteOf(row), Text),
            ]);
        }
    }

    private static Row RowOf(uint number, IEnumerable<Cell> cells)
    {
        var row = new Row { RowIndex = number };
        foreach (var (i, cell) in cells.Index())
        {
            cell.CellReference = $"{Name(i)}{number}";
            row.Append(cell);
        }
        return row;
    }

    private static Cell TextCell(string text, uint style)
    {
        var plain = AnnexText.Plain(text);
        return new Cell(new InlineString(new DocumentFormat.OpenXml.Spreadsheet.Text(plain) { Space = SpaceProcessingModeValues.Preserve }))
        {
            DataType = CellValues.InlineString,
            StyleIndex = plain.Length > 0 && plain[0] is '=' or '+' or '-' or '@' or '\n' ? style + Quoted : style,
        };
    }

    private static Cell NumberCell(long? number) => number is { } value
        ? new Cell(new CellValue(value.ToString(CultureInfo.InvariantCulture))) { StyleIndex = Number }
        : new Cell { StyleIndex = Number };

    private static Cell PercentCell(double? percent) => percent is { } value
        ? new Cell(new CellValue(value.ToString("R", CultureInfo.InvariantCulture))) { StyleIndex = Percent }
        : new Cell { StyleIndex = Percent };

    private static string Name(int column) => $"{(char)('A' + column)}";

    private static Stylesheet Styles()
    {
        CellFormat[] formats =
        [
            FormatOf(1, 0, HorizontalAlignmentValues.Center), FormatOf(0, 0, HorizontalAlignmentValues.Center),
            FormatOf(1, 1, HorizontalAlignmentValues.Center), FormatOf(0, 1, HorizontalAlignmentValues.Left),
            FormatOf(0, 1, HorizontalAlignmentValues.Right, 3), FormatOf(0, 1, HorizontalAlignmentValues.Right, 4),
        ];
        return new Stylesheet(
            new Fonts(FontOf(), FontOf(new Bold())) { Count = 2 },
            new Fills(
                new Fill(new PatternFill { PatternType = PatternValues.None }),
                new Fill(new PatternFill { PatternType = PatternValues.Gray125 }))
            { Count = 2 },
            new Borders(
                new Border(new LeftBorder(), new RightBorder(), new TopBorder(), new BottomBorder(), new DiagonalBorder()),
                new Border(
                    new LeftBorder { Style = BorderStyleValues.Thin }, new RightBorder { Style = BorderStyleValues.Thin },
                    new TopBorder { Style = BorderStyleValues.Thin }, new BottomBorder { Style = BorderStyleValues.Thin },
                    new DiagonalBorder()))
            { Count = 2 },
            new CellStyleFormats(new CellFormat()) { Count = 1 },
            new CellFormats([.. formats, .. formats.Select(Quote)]) { Count = (uint)formats.Length * 2 });

        static CellFormat Quote(CellFormat format)
        {
            var quoted = (CellFormat)format.CloneNode(true);
            quoted.QuotePrefix = true;
            return quoted;
        }
    }

    private static Font FontOf(OpenXmlElement? how = null)
    {
        var font = new Font();
        if (how is not null)
        {
            font.Append(how);
        }
        font.Append(new FontSize { Val = 13 }, new FontName { Val = "Times New Roman" });
        return font;
    }

    private static CellFormat FormatOf(uint font, uint border, HorizontalAlignmentValues at, uint number = 0) => new(
        new Alignment { Horizontal = at, Vertical = VerticalAlignmentValues.Center, WrapText = true })
    {
        FontId = font,
        BorderId = border,
        FillId = 0,
        NumberFormatId = number,
        FormatId = 0,
        ApplyFont = true,
        ApplyBorder = true,
        ApplyAlignment = true,
        ApplyNumberFormat = number > 0,
    };
}
