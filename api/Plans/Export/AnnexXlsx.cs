using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Spreadsheet;

namespace Hierarchy.Api.Plans.Export;

/// <summary>An annex as a workbook: money and days are numbers, and a text that begins like a formula stays a text however it is edited.</summary>
internal static class AnnexXlsx
{
    private const string Sheet = "Phụ lục";

    private const string FontName = "Times New Roman";

    /// <summary>The row of the names of the columns, which each page repeats.</summary>
    private const uint HeadRow = 6;

    // Places in the cell formats below. What bears a text has a twin with an apostrophe before it.
    private const uint Title = 0, Italic = 1, Head = 2, Text = 3, Area = 4, Group = 5, Money = 6, AreaMoney = 7, Day = 8, Quoted = 9;

    public static void Write(Annex annex, Stream into)
    {
        using var document = SpreadsheetDocument.Create(into, SpreadsheetDocumentType.Workbook);
        var book = document.AddWorkbookPart();
        book.AddNewPart<WorkbookStylesPart>().Stylesheet = Styles();
        var part = book.AddNewPart<WorksheetPart>();
        var rows = Rows(annex).ToList();
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
            new Columns(annex.Columns.Select((column, i) => new Column
            {
                Min = (uint)i + 1,
                Max = (uint)i + 1,
                Width = column.Width,
                CustomWidth = true,
            })),
            new SheetData(rows),
            new MergeCells([.. Enumerable.Range(1, 3).Select(row => MergeOf(row, 0, annex.Columns.Length)),
                .. annex.Rows.Index().Where(row => row.Item.Across > 1)
                    .Select(row => MergeOf((int)HeadRow + 1 + row.Index, AnnexRow.NameColumn, row.Item.Across))]),
            new PageMargins { Left = 1.18, Right = 0.79, Top = 0.79, Bottom = 0.79, Header = 0.39, Footer = 0.39 },
            new PageSetup { PaperSize = 9, Orientation = OrientationValues.Landscape, FitToWidth = 1, FitToHeight = 0 },
            new HeaderFooter(new OddHeader("&C&P"), new FirstHeader("")) { DifferentFirst = true });
        book.Workbook = new Workbook(
            new Sheets(new Sheet { Name = Sheet, SheetId = 1, Id = book.GetIdOfPart(part) }),
            new DefinedNames(new DefinedName($"'{Sheet}'!${HeadRow}:${HeadRow}") { Name = "_xlnm.Print_Titles", LocalSheetId = 0 }));
    }

    private static IEnumerable<Row> Rows(Annex annex)
    {
        yield return RowOf(1, [TextCell("PHỤ LỤC", Title)]);
        yield return RowOf(2, [TextCell(annex.Title, Title)]);
        yield return RowOf(3, [TextCell($"({annex.Reference})", Italic)]);
        if (annex.AdoptedOn is { } adopted)
        {
            yield return RowOf(4, [TextCell("Ngày ban hành", Italic), DayCell(adopted)]);
        }
        if (annex.ResultsAsOf is not null)
        {
            yield return RowOf(5, [TextCell("Tình hình đến ngày", Italic), DayCell(annex.AsOf)]);
        }
        yield return RowOf(HeadRow, annex.Columns.Select(column => TextCell(column.Name, Head)));
        for (var i = 0; i < annex.Rows.Length; i++)
        {
            var row = annex.Rows[i];
            yield return RowOf(HeadRow + 1 + (uint)i, row.Cells.Select(cell => cell.Money is { } money
                ? MoneyCell(money, row.Kind == AnnexRowKind.Area ? AreaMoney : Money)
                : TextCell(cell.Text, row.Kind switch { AnnexRowKind.Area => Area, AnnexRowKind.Group => Group, _ => Text })));
        }
    }

    private static MergeCell MergeOf(int row, int column, int across) =>
        new() { Reference = $"{Name(column)}{row}:{Name(column + across - 1)}{row}" };

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

    private static Cell MoneyCell(long money, uint style) => new(new CellValue(money.ToString(CultureInfo.InvariantCulture))) { StyleIndex = style };

    // Days since the end of 1899 as spreadsheets count them, which take 1900 for a leap year: right from March 1900 on.
    private static Cell DayCell(DateOnly day) =>
        new(new CellValue((day.DayNumber - new DateOnly(1899, 12, 30).DayNumber).ToString(CultureInfo.InvariantCulture))) { StyleIndex = Day };

    private static string Name(int column) => $"{(char)('A' + column)}";

    private static Stylesheet Styles()
    {
        CellFormat[] formats =
        [
            FormatOf(1, 0, HorizontalAlignmentValues.Center), FormatOf(2, 0, HorizontalAlignmentValues.Center),
            FormatOf(1, 1, HorizontalAlignmentValues.Center), FormatOf(0, 1, HorizontalAlignmentValues.Left),
            FormatOf(1, 1, HorizontalAlignmentValues.Left), FormatOf(2, 1, HorizontalAlignmentValues.Left),
            FormatOf(0, 1, HorizontalAlignmentValues.Right, 3), FormatOf(1, 1, HorizontalAlignmentValues.Right, 3),
            FormatOf(2, 0, HorizontalAlignmentValues.Left, 164),
        ];
        return new Stylesheet(
            new NumberingFormats(new NumberingFormat { NumberFormatId = 164, FormatCode = "dd/mm/yyyy" }) { Count = 1 },
            new Fonts(
                FontOf(), FontOf(new Bold()), FontOf(new Italic()))
            { Count = 3 },
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

    // The order of its members is the schema's.
    private static Font FontOf(OpenXmlElement? how = null)
    {
        var font = new Font();
        if (how is not null)
        {
            font.Append(how);
        }
        font.Append(new FontSize { Val = 13 }, new FontName { Val = FontName });
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
