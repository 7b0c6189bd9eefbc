namespace Hierarchy.UnitTests.Plans;

/// <summary>
/// What the Vietnamese wording of a schedule says by itself, read independently of the product: its kind, its last day, and how often a
/// year it falls due. Null where the wording leaves it open.
/// </summary>
internal sealed partial record Wording(string Kind, DateOnly? Due, int? TimesAYear)
{
    /// <param name="text">As the plan has it.</param>
    /// <param name="lastYear">Of the plan: what "hàng năm" runs to.</param>
    public static Wording Of(string text, int lastYear)
    {
        var t = text.ToLowerInvariant().Trim().TrimEnd('.');
        return Periods(t) is { } periods ? new Wording("RECURRING", periods.Due ?? new DateOnly(lastYear, 12, 31), periods.Times)
            : IsOfEvent(t) ? new Wording("AFTER_EVENT", null, null)
            : t.Contains("thường xuyên") ? new Wording("CONTINUOUS", null, null)
            : OnDate(t) ?? OfQuarters(t) ?? OfMonth(t) ?? OfYears(t) ?? new Wording("UNSPECIFIED", null, null);
    }

    private static bool IsOfEvent(string t) =>
        t.Contains("sau khi") || t.StartsWith("trước khi", StringComparison.Ordinal) || t.StartsWith("theo hướng dẫn", StringComparison.Ordinal)
        || t.StartsWith("theo dự án của chính phủ", StringComparison.Ordinal);

    /// <summary>"Hằng quý và năm" is four quarters and a year; "báo cáo … trước ngày 10" is by the 9th.</summary>
    private static (int? Times, DateOnly? Due)? Periods(string t)
    {
        if (ReportBefore().Match(t) is { Success: true } on)
        {
            return (1, Day(on, "y", "m", "d").AddDays(-1));
        }
        if (t.StartsWith("báo cáo quý trước ngày 10", StringComparison.Ordinal))
        {
            return (4, new DateOnly(2013, 12, 9));
        }
        if (QuartersApart().Match(t) is { Success: true } apart)
        {
            return (2, new DateOnly(Number(apart, "y"), 12, 31));
        }
        if (!EachPeriod().IsMatch(t))
        {
            return null;
        }
        // Where one sentence names several cycles, the file has a duty for each.
        var named = new[] { Monthly().IsMatch(t), Quarterly().IsMatch(t), t.Contains("6 tháng"), t.Contains("9 tháng"), Yearly().IsMatch(t) };
        return named.Count(n => n) == 1 ? (named[0] ? 12 : named[1] ? 4 : 1, null)
            : t.StartsWith("hằng quý và năm", StringComparison.Ordinal) ? (5, null) : (null, null);
    }

    private static Wording? OnDate(string t) =>
        DoneBefore().Match(t) is { Success: true } before
            ? new Wording("DATE", new DateOnly(Number(before, "y"), Number(before, "m"), 1).AddDays(-1), null)
            : SecondHalf().Match(t) is { Success: true } half ? new Wording("DATE", new DateOnly(Number(half, "y"), 12, 31), null) : null;

    private static Wording? OfQuarters(string t)
    {
        if (Quarters().Match(t) is not { Success: true } m)
        {
            return null;
        }
        var last = m.Groups["q"].Captures.Max(q => q.Value switch { "i" => 1, "ii" => 2, "iii" => 3, _ => 4 });
        return new Wording("QUARTERS", LastDay(Number(m, "y"), last * 3), null);
    }

    private static Wording? OfMonth(string t) =>
        Month().Match(t) is { Success: true } m ? new Wording("MONTH", LastDay(Number(m, "y"), Number(m, "m")), null) : null;

    private static Wording? OfYears(string t) =>
        Span().Match(t) is { Success: true } span ? new Wording("YEARS", new DateOnly(Number(span, "y"), 12, 31), null)
        : Year().Match(t) is { Success: true } year ? new Wording("YEAR", new DateOnly(Number(year, "y"), 12, 31), null)
        : null;

    private static int Number(Match m, string group) => int.Parse(m.Groups[group].Value, CultureInfo.InvariantCulture);

    private static DateOnly Day(Match m, string year, string month, string day) => new(Number(m, year), Number(m, month), Number(m, day));

    private static DateOnly LastDay(int year, int month) => new(year, month, DateTime.DaysInMonth(year, month));

    [GeneratedRegex(@"^báo cáo .*trước ngày (?<d>\d+) tháng (?<m>\d+) năm (?<y>\d{4})$")]
    private static partial Regex ReportBefore();

    [GeneratedRegex(@"^quý ii[,;] iv năm (?<y>\d{4})$")]
    private static partial Regex QuartersApart();

    [GeneratedRegex(@"h[àằ]ng (tháng|quý|năm)|từng năm|^theo giai đoạn và năm$")]
    private static partial Regex EachPeriod();

    [GeneratedRegex(@"h[àằ]ng tháng|từng tháng")]
    private static partial Regex Monthly();

    [GeneratedRegex(@"h[àằ]ng quý|từng quý|, 3 tháng")]
    private static partial Regex Quarterly();

    [GeneratedRegex(@"h[àằ]ng năm|từng năm|và năm|, năm")]
    private static partial Regex Yearly();

    [GeneratedRegex(@"^xong trước tháng (?<m>\d+)/(?<y>\d{4})$")]
    private static partial Regex DoneBefore();

    [GeneratedRegex(@"^6 tháng cuối năm (?<y>\d{4})$")]
    private static partial Regex SecondHalf();

    [GeneratedRegex(@"^quý (?:(?<q>iv|iii|ii|i)[, ]*)+(?: ?năm |/)(?<y>\d{4})$")]
    private static partial Regex Quarters();

    [GeneratedRegex(@"^(trong )?tháng (?<m>\d+)( năm |/)(?<y>\d{4})$")]
    private static partial Regex Month();

    [GeneratedRegex(@"^(từ )?(năm )?\d{4} ?(-|đến) ?(?<y>\d{4})$")]
    private static partial Regex Span();

    [GeneratedRegex(@"^(đến |vào )?năm (?<y>\d{4})$")]
    private static partial Regex Year();
}
