using DocumentFormat.OpenXml.Spreadsheet;
using static Hierarchy.Api.Export.OfficeSheet;

namespace Hierarchy.Api.Plans.Export;

/// <summary>An annex as a workbook: money and days are numbers.</summary>
internal static class AnnexXlsx
{
    private const uint HeadRow = 6;

    // Indexes of the sheet's formats.
    private const uint Title = 0, Subtitle = 1, Head = 2, Text = 3, Area = 4, Group = 5, Money = 6, AreaMoney = 7, Day = 8;

    private static readonly OfficeSheet Sheet = new(
        "Phụ lục", HeadRow, 0.79,
        [
            FormatOf(OfficeSheet.Bold, false, HorizontalAlignmentValues.Center), FormatOf(OfficeSheet.Italic, false, HorizontalAlignmentValues.Center),
            FormatOf(OfficeSheet.Bold, true, HorizontalAlignmentValues.Center), FormatOf(Plain, true, HorizontalAlignmentValues.Left),
            FormatOf(OfficeSheet.Bold, true, HorizontalAlignmentValues.Left), FormatOf(OfficeSheet.Italic, true, HorizontalAlignmentValues.Left),
            FormatOf(Plain, true, HorizontalAlignmentValues.Right, Whole), FormatOf(OfficeSheet.Bold, true, HorizontalAlignmentValues.Right, Whole),
            FormatOf(OfficeSheet.Italic, false, HorizontalAlignmentValues.Left, DayFormat),
        ]);

    public static void Write(Annex annex, Stream into) => Sheet.Write(
        into, annex.Columns.Select(column => column.Width), Rows(annex),
        [.. Enumerable.Range(1, 3).Select(row => MergeOf(row, 0, annex.Columns.Length)),
            .. annex.Rows.Index().Where(row => row.Item.Across > 1)
                .Select(row => MergeOf((int)HeadRow + 1 + row.Index, AnnexRow.NameColumn, row.Item.Across))]);

    private static IEnumerable<Row> Rows(Annex annex)
    {
        yield return RowOf(1, [Sheet.TextCell("PHỤ LỤC", Title)]);
        yield return RowOf(2, [Sheet.TextCell(annex.Title, Title)]);
        yield return RowOf(3, [Sheet.TextCell($"({annex.Reference})", Subtitle)]);
        if (annex.AdoptedOn is { } adopted)
        {
            yield return RowOf(4, [Sheet.TextCell("Ngày ban hành", Subtitle), DayCell(adopted, Day)]);
        }
        if (annex.ResultsAsOf is not null)
        {
            yield return RowOf(5, [Sheet.TextCell("Tình hình đến ngày", Subtitle), DayCell(annex.AsOf, Day)]);
        }
        yield return RowOf(HeadRow, annex.Columns.Select(column => Sheet.TextCell(column.Name, Head)));
        for (var i = 0; i < annex.Rows.Length; i++)
        {
            var row = annex.Rows[i];
            yield return RowOf(HeadRow + 1 + (uint)i, row.Cells.Select(cell => cell.Money is { } money
                ? NumberCell(money, row.Kind == AnnexRowKind.Area ? AreaMoney : Money)
                : Sheet.TextCell(cell.Text, row.Kind switch { AnnexRowKind.Area => Area, AnnexRowKind.Group => Group, _ => Text })));
        }
    }
}
