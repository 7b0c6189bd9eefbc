namespace Hierarchy.Api.Plans.Drafts;

/// <summary>Reads number, day and title of the document from the text above an annex, if they are unambiguous.</summary>
internal static partial class DocumentWords
{
    public static DraftText Describe(List<string> above, DraftText text)
    {
        var title = TitleIn(above);
        var (start, end) = YearsIn(title);
        return text with
        {
            Title = title,
            Number = First(above, Number()) ?? First(above, AnnexOf()),
            AdoptedOn = DayIn(above),
            StartYear = start,
            EndYear = end,
        };
    }

    private static string? First(List<string> above, Regex words) =>
        above.Select(line => words.Match(line)).FirstOrDefault(match => match.Success)?.Groups["number"].Value;

    private static DateOnly? DayIn(List<string> above) =>
        above.Select(line => Day(PlaceAndDay().Match(line))).FirstOrDefault(day => day is not null)
        ?? above.Select(line => Day(AnnexOf().Match(line))).FirstOrDefault(day => day is not null);

    private static DateOnly? Day(Match match) =>
        match.Success && DateOnly.TryParseExact(
            $"{match.Groups["day"].Value}/{match.Groups["month"].Value}/{match.Groups["year"].Value}", "d/M/yyyy",
            CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) && Limits.FaultOfDay(day, "") is null
            ? day
            : null;

    /// <summary>The title of what is adopted, from the decision's text or the lines below "KẾ HOẠCH".</summary>
    private static string? TitleIn(List<string> above)
    {
        for (var i = 0; i < above.Count; i++)
        {
            if (Adopted().Match(above[i]) is { Success: true } adopted)
            {
                return Ended(above, i, adopted.Groups["title"].Value);
            }
            if (Heading().Match(above[i]) is { Success: true })
            {
                return Ended(above, i, above[i]);
            }
        }
        return null;
    }

    /// <summary>A title continues in lines that begin neither a sentence nor a bracket.</summary>
    private static string? Ended(List<string> above, int at, string title)
    {
        for (var next = at + 1; next < above.Count && next <= at + 4 && IsTitle(title, above[next]); next++)
        {
            title += " " + above[next];
        }
        return title.Length <= Limits.NameMax && title.Contains(' ') ? title : null;
    }

    private static bool IsTitle(string title, string next) => !Opening().IsMatch(next)
        && (title == title.ToUpperInvariant() ? next == next.ToUpperInvariant() : char.IsLower(next[0]));

    private static (int? Start, int? End) YearsIn(string? title) => title is null ? (null, null)
        : Years().Match(title) is { Success: true } years ? Span(Year(years.Groups["from"]), Year(years.Groups["to"]))
        : OneYear().Match(title) is { Success: true } year ? (Year(year.Groups["year"]), Year(year.Groups["year"]))
        : (null, null);

    private static (int? Start, int? End) Span(int from, int to) =>
        from <= to && to - from < Limits.PlanYearsMax ? (from, to) : (null, null);

    private static int Year(Group group) => int.Parse(group.ValueSpan, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"^\s*Số\s*:\s*(?<number>[0-9]{1,6}\s?/\s?[\p{Lu}0-9][\p{L}0-9/-]{0,60})", RegexOptions.IgnoreCase)]
    private static partial Regex Number();

    [GeneratedRegex(
        @"kèm theo .{0,60}?số:?\s*(?<number>[0-9]{1,6}/[\p{Lu}0-9][\p{L}0-9/-]{0,60}),?\s+ngày\s+"
        + @"(?<day>[0-9]{1,2})(/| tháng )(?<month>[0-9]{1,2})(/| năm )(?<year>[0-9]{4})", RegexOptions.IgnoreCase)]
    private static partial Regex AnnexOf();

    [GeneratedRegex(
        @"^[\p{L} .-]{2,40},\s*ngày\s+(?<day>[0-9]{1,2})\s+tháng\s+(?<month>[0-9]{1,2})\s+năm\s+(?<year>[0-9]{4})\.?$", RegexOptions.IgnoreCase)]
    private static partial Regex PlaceAndDay();

    [GeneratedRegex(@"^(V/v |Về việc )?ban hành\s+(?<title>(Kế hoạch|Đề án|Chương trình)\b.*)$", RegexOptions.IgnoreCase)]
    private static partial Regex Adopted();

    [GeneratedRegex(@"^(KẾ HOẠCH|ĐỀ ÁN|CHƯƠNG TRÌNH)\b(?!.*\p{Ll})|^Kế hoạch .*\b(năm|giai đoạn)\s+[0-9]{4}")]
    private static partial Regex Heading();

    [GeneratedRegex(@"^(\(|Căn cứ|Thực hiện|[IVX]+\.|[0-9]+\.|-|Số|Kính|Xét|Theo|ỦY BAN|UBND|Ủy ban)")]
    private static partial Regex Opening();

    [GeneratedRegex(@"(?<from>(19|20)[0-9]{2})\s*[-–—]\s*(?<to>(19|20)[0-9]{2})")]
    private static partial Regex Years();

    [GeneratedRegex(@"năm\s+(?<year>(19|20)[0-9]{2})", RegexOptions.IgnoreCase)]
    private static partial Regex OneYear();
}
