namespace Hierarchy.Api.Plans.Drafts;

/// <summary>Finds the tables of the annex in a file, and the text around them.</summary>
internal static class AnnexReader
{
    /// <exception cref="DraftFileException">No table has the head of an annex, or none has a line.</exception>
    public static DraftText Read(List<Block> blocks)
    {
        var lines = new AnnexLines();
        var above = new List<string>();
        AnnexHead? head = null;
        GridTable? ofHead = null;
        var between = new List<string>();
        foreach (var block in blocks)
        {
            if (block is Block.Paragraph { Text: var text })
            {
                (ofHead is null ? above : between).AddRange(text.Split('\n', StringSplitOptions.RemoveEmptyEntries));
                continue;
            }
            var table = ((Block.Table)block).Grid;
            var own = AnnexHead.Find(table);
            if (own is null && (ofHead is null || table.Width != ofHead.Width || between.Count > 0))
            {
                // A letterhead is also a table.
                (ofHead is null ? above : between).AddRange(TextsOf(table.Rows));
                continue;
            }
            if (own is not null)
            {
                var words = ofHead is null ? above : between;
                lines.Begin(words);
                (head, ofHead) = (own with { Unit = own.Unit ?? UnitIn(words, table, own) }, table);
                words.AddRange(TextsAbove(table, own));
            }
            lines.Read(table, head!, ofHead!, headed: own is not null);
            between.Clear();
        }
        return ofHead is null
            ? throw new DraftFileException(DraftFileException.NotATable, "",
                "không thấy bảng nào có cột \"Nội dung\" (\"Nhiệm vụ\", \"Sản phẩm\") và cột \"Cơ quan chủ trì\" hoặc \"Thời gian\"; "
                + "giữ dòng tên cột ở đầu bảng")
            : lines.IsEmpty
                ? throw new DraftFileException(
                    DraftFileException.NotATable, ofHead.Name, "bảng có tên cột nhưng không có dòng nhiệm vụ nào")
                : DocumentWords.Describe(above, lines.ToText());
    }

    private static IEnumerable<string> TextsAbove(GridTable table, AnnexHead head) => TextsOf(table.Rows.Take(head.FirstRow));

    private static IEnumerable<string> TextsOf(IEnumerable<GridRow> rows) => rows.SelectMany(row => row.Cells.Distinct())
        .SelectMany(cell => cell.Text.Split('\n', StringSplitOptions.RemoveEmptyEntries));

    /// <summary>The unit of money above a table ("Đơn vị tính: triệu đồng"), if its header does not name it.</summary>
    private static long? UnitIn(List<string> above, GridTable table, AnnexHead head) =>
        above.TakeLast(5).Concat(TextsAbove(table, head))
            .Where(text => Vietnamese.Fold(text) is var folded && (folded.Contains("dvt") || folded.Contains("don vi")))
            .Select(Money.UnitOf).LastOrDefault(unit => unit is not null);
}
