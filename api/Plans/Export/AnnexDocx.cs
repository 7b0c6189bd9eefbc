using DocumentFormat.OpenXml.Wordprocessing;
using static Hierarchy.Api.Export.OfficePaper;

namespace Hierarchy.Api.Plans.Export;

/// <summary>An annex as a Word document, in the form of Nghị định 30/2020/NĐ-CP: A4 landscape.</summary>
internal static class AnnexDocx
{
    // Half-points: 14, 13 and 12.
    private const int TitleSize = 28, TextSize = 26, TableSize = 24;

    // Twentieths of a point: 20 mm, and the space between lines.
    private const int MarginRight = 1_134, Space = 40;

    public static void Write(Annex annex, Stream into) => OfficePaper.Write(into, TextSize, header =>
    {
        var body = new Body();
        body.Append(Heads(annex));
        body.Append(TableOf(annex), new Paragraph(), SectionOf(header, isAcross: true, MarginRight));
        return body;
    });

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
        var table = OfficePaper.TableOf([.. annex.Columns.Select(column => column.Width)], Long - MarginLeft - MarginRight);
        table.Append(HeadOf(annex.Columns.Select(column => CellOf([Centred(column.Name, TableSize, isBold: true)]))));
        table.Append(annex.Rows.Select(row => OfficePaper.RowOf(Cells(row))));
        return table;
    }

    private static IEnumerable<TableCell> Cells(AnnexRow row)
    {
        for (var (i, across) = (0, 1); i < row.Cells.Length; i += across)
        {
            across = i == AnnexRow.NameColumn ? row.Across : 1;
            var cell = row.Cells[i];
            var lines = cell.Money is { } money ? [OfficeText.Written(money)] : OfficeText.Plain(cell.Text).Split('\n');
            var at = i == 0 ? JustificationValues.Center : cell.Money is not null ? JustificationValues.Right : JustificationValues.Left;
            yield return CellOf(
                lines.Select(line => Line(line, TableSize, at, row.Kind == AnnexRowKind.Area, row.Kind == AnnexRowKind.Group, space: Space)), across);
        }
    }

    private static Paragraph Centred(string text, int size, bool isBold = false, bool isItalic = false) =>
        Line(text, size, JustificationValues.Center, isBold, isItalic, space: Space);
}
