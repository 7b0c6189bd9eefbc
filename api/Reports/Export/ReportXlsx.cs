using DocumentFormat.OpenXml.Spreadsheet;
using static Hierarchy.Api.Export.OfficeSheet;

namespace Hierarchy.Api.Reports.Export;

/// <summary>The figures of a report as a workbook.</summary>
internal static class ReportXlsx
{
    private const uint HeadRow = 6;

    // Indexes of the sheet's formats.
    private const uint Title = 0, Line = 1, Head = 2, Text = 3, Number = 4, Percent = 5;

    private static readonly OfficeSheet Sheet = new(
        "Số liệu báo cáo", HeadRow, 0.59,
        [
            FormatOf(OfficeSheet.Bold, false, HorizontalAlignmentValues.Center), FormatOf(Plain, false, HorizontalAlignmentValues.Center),
            FormatOf(OfficeSheet.Bold, true, HorizontalAlignmentValues.Center), FormatOf(Plain, true, HorizontalAlignmentValues.Left),
            FormatOf(Plain, true, HorizontalAlignmentValues.Right, Whole), FormatOf(Plain, true, HorizontalAlignmentValues.Right, Decimals),
        ]);

    public static void Write(ReportPaper paper, Stream into) => Sheet.Write(
        into, ReportText.Widths, Rows(paper), Enumerable.Range(1, 5).Select(row => MergeOf(row, 0, ReportText.Columns.Length)));

    private static IEnumerable<Row> Rows(ReportPaper paper)
    {
        yield return RowOf(1, [Sheet.TextCell(paper.Agency.ToUpperInvariant(), Title)]);
        yield return RowOf(2, [Sheet.TextCell("BÁO CÁO", Title)]);
        yield return RowOf(3, [Sheet.TextCell(paper.Title, Title)]);
        yield return RowOf(4, [Sheet.TextCell(paper.Window, Line)]);
        yield return RowOf(5, [Sheet.TextCell(
            paper.Number is { } number ? $"Kèm theo Báo cáo số {number} ngày {paper.IssuedOn:dd/MM/yyyy}" : ReportPaper.Draft, Line)]);
        yield return RowOf(HeadRow, ReportText.Columns.Select(column => Sheet.TextCell(column, Head)));
        var at = HeadRow;
        string? section = null;
        foreach (var row in paper.Rows)
        {
            if (row.Section is { } heading && heading != section)
            {
                yield return RowOf(++at, [Sheet.TextCell("", Head), Sheet.TextCell(heading, Head)]);
            }
            section = row.Section;
            yield return RowOf(++at,
            [
                Sheet.TextCell(row.Code, Text), Sheet.TextCell(row.Label, Text), Sheet.TextCell(row.UnitOfMeasure ?? "", Text),
                NumberCell(row.Value?.Numerator, Number),
                NumberCell(row.Value is { Denominator: > 0 } value ? value.Denominator : null, Number),
                NumberCell(ReportText.PercentOf(row.Value), Percent),
                row.Entered is not null && row.Counted is { } counted
                    ? counted.Denominator == 0 ? NumberCell(counted.Numerator, Number) : Sheet.TextCell(ReportText.Written(counted), Text)
                    : NumberCell((long?)null, Number),
                Sheet.TextCell(ReportText.NoteOf(row), Text),
            ]);
        }
    }
}
