using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Spreadsheet;
using Cell = DocumentFormat.OpenXml.Spreadsheet.Cell;
using Column = DocumentFormat.OpenXml.Spreadsheet.Column;
using Text = DocumentFormat.OpenXml.Spreadsheet.Text;

namespace Hierarchy.Api.Export;

/// <summary>A workbook of one sheet, A4 landscape. Its header row stays visible and is repeated on each page. Numbers are stored as
/// numbers, and a text that looks like a formula stays a text even when edited.</summary>
/// <param name="headRow">Number of the header row.</param>
/// <param name="marginRight">Right margin in inches.</param>
/// <param name="formats">Formats of cells, which refer to them by index.</param>
internal sealed class OfficeSheet(string name, uint headRow, double marginRight, CellFormat[] formats)
{
    /// <summary>Indexes of fonts.</summary>
    public const uint Plain = 0, Bold = 1, Italic = 2;

    /// <summary>Number formats: a whole number and one with two decimals, both with grouped digits; a day.</summary>
    public const uint Whole = 3, Decimals = 4, DayFormat = 164;

    public void Write(Stream into, IEnumerable<int> widths, IEnumerable<Row> rows, IEnumerable<MergeCell> merged)
    {
        using var document = SpreadsheetDocument.Create(into, SpreadsheetDocumentType.Workbook);
        var book = document.AddWorkbookPart();
        book.AddNewPart<WorkbookStylesPart>().Stylesheet = Styles();
        var part = book.AddNewPart<WorksheetPart>();
        part.Worksheet = new Worksheet(
            new SheetProperties(new PageSetupProperties { FitToPage = true }),
            new SheetViews(new SheetView(
                new Pane
                {
                    VerticalSplit = headRow,
                    TopLeftCell = $"A{headRow + 1}",
                    ActivePane = PaneValues.BottomLeft,
                    State = PaneStateValues.Frozen,
                })
            { WorkbookViewId = 0 }),
            new Columns(widths.Select((width, i) => new Column { Min = (uint)i + 1, Max = (uint)i + 1, Width = width, CustomWidth = true })),
            new SheetData(rows),
            new MergeCells(merged),
            new PageMargins { Left = 1.18, Right = marginRight, Top = 0.79, Bottom = 0.79, Header = 0.39, Footer = 0.39 },
            new PageSetup { PaperSize = 9, Orientation = OrientationValues.Landscape, FitToWidth = 1, FitToHeight = 0 },
            new HeaderFooter(new OddHeader("&C&P"), new FirstHeader("")) { DifferentFirst = true });
        book.Workbook = new Workbook(
            new Sheets(new Sheet { Name = name, SheetId = 1, Id = book.GetIdOfPart(part) }),
            new DefinedNames(new DefinedName($"'{name}'!${headRow}:${headRow}") { Name = "_xlnm.Print_Titles", LocalSheetId = 0 }));
    }

    public static Row RowOf(uint number, IEnumerable<Cell> cells)
    {
        var row = new Row { RowIndex = number };
        foreach (var (i, cell) in cells.Index())
        {
            cell.CellReference = $"{ColumnName(i)}{number}";
            row.Append(cell);
        }
        return row;
    }

    public static MergeCell MergeOf(int row, int column, int across) =>
        new() { Reference = $"{ColumnName(column)}{row}:{ColumnName(column + across - 1)}{row}" };

    public Cell TextCell(string text, uint format)
    {
        var plain = OfficeText.Plain(text);
        return new Cell(new InlineString(new Text(plain) { Space = SpaceProcessingModeValues.Preserve }))
        {
            DataType = CellValues.InlineString,
            StyleIndex = plain.Length > 0 && plain[0] is '=' or '+' or '-' or '@' or '\n' ? format + (uint)formats.Length : format,
        };
    }

    /// <summary>Null gives an empty cell.</summary>
    public static Cell NumberCell(double? number, uint format) => number is { } value
        ? new Cell(new CellValue(value.ToString("R", CultureInfo.InvariantCulture))) { StyleIndex = format }
        : new Cell { StyleIndex = format };

    /// <summary>Null gives an empty cell.</summary>
    public static Cell NumberCell(long? number, uint format) => number is { } value
        ? new Cell(new CellValue(value.ToString(CultureInfo.InvariantCulture))) { StyleIndex = format }
        : new Cell { StyleIndex = format };

    // Days since the end of 1899, as in spreadsheets, which treat 1900 as a leap year: correct from March 1900 on.
    public static Cell DayCell(DateOnly day, uint format) => NumberCell((long)(day.DayNumber - new DateOnly(1899, 12, 30).DayNumber), format);

    public static CellFormat FormatOf(uint font, bool isFramed, HorizontalAlignmentValues at, uint number = 0) => new(
        new Alignment { Horizontal = at, Vertical = VerticalAlignmentValues.Center, WrapText = true })
    {
        FontId = font,
        BorderId = isFramed ? 1u : 0u,
        FillId = 0,
        NumberFormatId = number,
        FormatId = 0,
        ApplyFont = true,
        ApplyBorder = true,
        ApplyAlignment = true,
        ApplyNumberFormat = number > 0,
    };

    private static string ColumnName(int column) => $"{(char)('A' + column)}";

    // The order of the members is required by the schema.
    private Stylesheet Styles() => new(
        new NumberingFormats(new NumberingFormat { NumberFormatId = DayFormat, FormatCode = "dd/mm/yyyy" }) { Count = 1 },
        new Fonts(FontOf(), FontOf(new Bold()), FontOf(new Italic())) { Count = 3 },
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
        new CellFormats([.. formats.Select(format => (CellFormat)format.CloneNode(true)), .. formats.Select(Quoted)])
        { Count = (uint)formats.Length * 2 });

    // Marks the cell with a leading apostrophe, as a text.
    private static CellFormat Quoted(CellFormat format)
    {
        var quoted = (CellFormat)format.CloneNode(true);
        quoted.QuotePrefix = true;
        return quoted;
    }

    private static Font FontOf(OpenXmlElement? how = null)
    {
        var font = new Font();
        if (how is not null)
        {
            font.Append(how);
        }
        font.Append(new FontSize { Val = 13 }, new FontName { Val = OfficeText.Font });
        return font;
    }
}
