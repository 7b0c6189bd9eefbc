namespace Hierarchy.Grains.Plans.Drafts;

/// <summary>Compares the sums that a document states with those of its lines.</summary>
internal static class DraftBudget
{
    private static readonly NumberFormatInfo Dotted = new() { NumberGroupSeparator = ".", NumberDecimalDigits = 0 };

    public static void Check(DraftText text, DraftDoubts doubts)
    {
        var ofAreas = new Dictionary<string, Int128>(StringComparer.Ordinal);
        var elsewhere = Int128.Zero;
        var known = text.Areas.Select(area => area.Id).ToHashSet(StringComparer.Ordinal);
        foreach (var line in text.Lines)
        {
            if (line.Budget is not { } budget)
            {
                continue;
            }
            if (line.Area is { } area && known.Contains(area))
            {
                ofAreas[area] = ofAreas.GetValueOrDefault(area) + budget;
            }
            else
            {
                elsewhere += budget;
            }
        }
        var total = elsewhere;
        foreach (var area in text.Areas)
        {
            // A heading may state its sum alone, without any of its lines.
            var named = ofAreas.TryGetValue(area.Id, out var found);
            if (named && area.Budget is { } stated && stated != found)
            {
                doubts.Warning(area, DraftReading.BudgetColumn, "BUDGET_SUM",
                    $"Lĩnh vực “{area.Name}” ghi {Money(stated)} đồng; cộng các dòng được {Money(found)} đồng, "
                        + $"{Difference(stated, found)}.");
            }
            total += area.Budget ?? found;
        }
        if (text.StatedBudget is { } sum && sum != total)
        {
            doubts.Warning(DraftReading.BudgetColumn, "BUDGET_SUM",
                $"Văn bản ghi tổng {Money(sum)} đồng; cộng các lĩnh vực được {Money(total)} đồng, {Difference(sum, total)}.");
        }
    }

    private static string Difference(Int128 stated, Int128 found) =>
        found > stated ? $"thừa {Money(found - stated)} đồng" : $"thiếu {Money(stated - found)} đồng";

    private static string Money(Int128 amount) => amount.ToString("N", Dotted);
}
