namespace Hierarchy.Grains.Plans.Drafts;

/// <summary>A stretch of time as a wording names it: one day, some months or quarters, or some years.</summary>
/// <param name="Parts">Numbers of its months, quarters or years; for a day, the day and its month.</param>
/// <param name="Year">Year of the first part; null when the plan determines it.</param>
/// <param name="LastYear">Year of the last part, if stated separately.</param>
/// <param name="Whole">Whether only its last day counts: from … to …, or half a year.</param>
internal sealed record TimeTerm(TimeTermKind Kind, ImmutableArray<int> Parts, int? Year, int? LastYear = null, bool Whole = false);

internal enum TimeTermKind { Day, Months, Quarters, Years, YearsFrom, PlanYears }

/// <summary>The forms in which Vietnamese plans write stretches of time. They are read without diacritics, so that Hằng and Hàng, quý and
/// quí are the same.</summary>
internal static partial class TimeWords
{
    /// <summary>The text folded, with one character for each kind of dash and list.</summary>
    public static string Of(string text)
    {
        var words = Vietnamese.Fold(text).Replace('–', '-').Replace('—', '-').Replace('‑', '-').Replace('−', '-');
        words = Spelling().Replace(words, word => word.Value == "qui" ? "quy" : "hang");
        words = Lists().Replace(words, ",");
        words = Signs().Replace(words, "$1");
        return YearSign().Replace(words, "/").Trim(' ', ',', '.', '-', ':');
    }

    /// <summary>Null when the words have none of the known forms.</summary>
    public static TimeTerm? Term(string words) =>
        DayOf(words) ?? MonthsOf(words) ?? QuartersOf(words) ?? YearsOf(words)
        ?? (PlanYears().IsMatch(words) ? new TimeTerm(TimeTermKind.PlanYears, [], null) : null);

    /// <summary>Splits the words before the time ("xong trước", "đến hết") from the time. Before is true for "trước".</summary>
    public static (bool Before, string Time) Lead(string words)
    {
        var lead = LeadWords().Match(words);
        return (lead.Groups["how"].Value == "truoc", lead.Groups["rest"].Value);
    }

    public static int Number(string text) => text switch
    {
        "i" => 1,
        "ii" => 2,
        "iii" => 3,
        "iv" => 4,
        _ => int.Parse(text, CultureInfo.InvariantCulture),
    };

    public static string Roman(int quarter) => quarter switch { 1 => "I", 2 => "II", 3 => "III", _ => "IV" };

    private static TimeTerm? DayOf(string words)
    {
        if (Day().Match(words) is { Success: true } day)
        {
            return new TimeTerm(TimeTermKind.Day, [Int(day, "d")!.Value, Int(day, "m")!.Value], Int(day, "y"));
        }
        return DaySpan().Match(words) is { Success: true } span
            ? new TimeTerm(TimeTermKind.Day, [Int(span, "d")!.Value, Int(span, "m")!.Value], Int(span, "y"), Whole: true)
            : null;
    }

    private static TimeTerm? MonthsOf(string words)
    {
        if (MonthOfYear().Match(words) is { Success: true } one)
        {
            return new TimeTerm(TimeTermKind.Months, [Int(one, "m")!.Value], Int(one, "y"));
        }
        if (Months().Match(words) is { Success: true } months)
        {
            return new TimeTerm(TimeTermKind.Months, All(months, "m"), Int(months, "y"));
        }
        if (MonthSpan().Match(words) is { Success: true } span)
        {
            return new TimeTerm(TimeTermKind.Months, [Int(span, "b")!.Value], Int(span, "z"), Whole: true);
        }
        return PartOfYear().Match(words) is { Success: true } part
            ? new TimeTerm(TimeTermKind.Months, [part.Groups["w"].Value == "cuoi" ? 12 : Int(part, "n")!.Value], Int(part, "y"),
                Whole: true)
            : null;
    }

    private static TimeTerm? QuartersOf(string words)
    {
        if (Quarters().Match(words) is { Success: true } quarters)
        {
            return new TimeTerm(TimeTermKind.Quarters, All(quarters, "q"), Int(quarters, "y"));
        }
        var span = QuarterSpan().Match(words);
        if (!span.Success)
        {
            return null;
        }
        var (first, last) = (Number(span.Groups["a"].Value), Number(span.Groups["b"].Value));
        var (end, start) = (Int(span, "z"), Int(span, "y"));
        start ??= end;
        end ??= start;
        var count = (end - start ?? 0) * 4 + last - first + 1;
        // More than four quarters are stored as the first and the last.
        ImmutableArray<int> parts = count is > 0 and <= 4 ? [.. Enumerable.Range(first - 1, count).Select(q => q % 4 + 1)] : [first, last];
        return count > 0 ? new TimeTerm(TimeTermKind.Quarters, parts, start, end == start ? null : end, Whole: true) : null;
    }

    private static TimeTerm? YearsOf(string words)
    {
        if (YearFrom().Match(words) is { Success: true } from)
        {
            return new TimeTerm(TimeTermKind.YearsFrom, [], Int(from, "y"));
        }
        if (YearSpan().Match(words) is { Success: true } span)
        {
            return new TimeTerm(TimeTermKind.Years, [], Int(span, "y"), Int(span, "z"), Whole: true);
        }
        return Years().Match(words) is { Success: true } years
            ? new TimeTerm(TimeTermKind.Years, All(years, "y"), Number(years.Groups["y"].Captures[0].Value), Int(years, "y"))
            : null;
    }

    private static ImmutableArray<int> All(Match match, string group) => [.. match.Groups[group].Captures.Select(c => Number(c.Value))];

    private static int? Int(Match match, string group) => match.Groups[group] is { Success: true } found ? Number(found.Value) : null;

    private const string OfYear = @"(?:(?:[/.-]|,? ?nam )(?<y>\d{4}))?";
    private const string Quarter = "iv|iii|ii|i|0?[1-4]";
    private const string To = "(?:-| den (?:het |cuoi )?)";

    [GeneratedRegex(@"\b(?:qui|moi|tung)\b")]
    private static partial Regex Spelling();

    [GeneratedRegex(@" ?[;&+] ?| va ")]
    private static partial Regex Lists();

    [GeneratedRegex(@" ?([/,.-]) ?")]
    private static partial Regex Signs();

    [GeneratedRegex(@"/nam ")]
    private static partial Regex YearSign();

    [GeneratedRegex(
        @"^(?:(?:phai|can|hoan thanh|thuc hien|ket thuc|trien khai|xong|trinh|nop|gui)[ ,]+)*"
        + @"(?:(?<how>truoc|trong|vao|den het|den cuoi|den|het|cuoi|cham nhat la|cham nhat|muon nhat|khong qua) )?(?<rest>.*)$")]
    private static partial Regex LeadWords();

    [GeneratedRegex(@"^(?:ngay )?(?<d>\d{1,2})(?:[/.-]| thang )(?<m>\d{1,2})" + OfYear + "$")]
    private static partial Regex Day();

    [GeneratedRegex(
        @"^(?:tu )?(?:ngay )?\d{1,2}(?:[/.-]| thang )\d{1,2}(?:(?:[/.-]| nam )\d{4})?" + To
        + @"(?:ngay )?(?<d>\d{1,2})(?:[/.-]| thang )(?<m>\d{1,2})" + OfYear + "$")]
    private static partial Regex DaySpan();

    [GeneratedRegex(@"^(?<m>\d{1,2})[/.-](?<y>\d{4})$")]
    private static partial Regex MonthOfYear();

    [GeneratedRegex(@"^thang (?<m>\d{1,2})(?:,(?:thang )?(?<m>\d{1,2}))*" + OfYear + "$")]
    private static partial Regex Months();

    [GeneratedRegex(
        @"^(?:tu )?thang \d{1,2}(?:(?:[/.]| nam )\d{4})?" + To + @"(?:thang )?(?<b>\d{1,2})(?:(?:[/.]|,? ?nam )(?<z>\d{4}))?$")]
    private static partial Regex MonthSpan();

    [GeneratedRegex(@"^0?(?:(?<n>6) thang (?<w>dau|cuoi)|(?<n>9) thang (?<w>dau)) nam(?: ?(?<y>\d{4}))?$")]
    private static partial Regex PartOfYear();

    [GeneratedRegex("^quy (?<q>" + Quarter + ")(?:,(?:quy )?(?<q>" + Quarter + "))*" + OfYear + "$")]
    private static partial Regex Quarters();

    [GeneratedRegex(
        "^(?:tu )?quy (?<a>" + Quarter + @")(?:(?:/| nam )(?<y>\d{4}))?" + To + "(?:quy )?(?<b>" + Quarter
            + @")(?:(?:/|,? ?nam )(?<z>\d{4}))?$")]
    private static partial Regex QuarterSpan();

    [GeneratedRegex(@"^(?:cac )?(?:giai doan |nam )?(?<y>\d{4})(?:,(?:nam )?(?<y>\d{4}))*$")]
    private static partial Regex Years();

    [GeneratedRegex(@"^(?:tu )?(?:cac )?(?:giai doan )?(?:tu )?(?:nam )?(?<y>\d{4})" + To + @"(?:nam )?(?<z>\d{4})$")]
    private static partial Regex YearSpan();

    [GeneratedRegex(@"^(?:tu (?:nam )?(?<y>\d{4})(?: tro di)?|(?:nam )?(?<y>\d{4}),(?:cac|nhung) nam (?:tiep theo|ke tiep|sau))$")]
    private static partial Regex YearFrom();

    [GeneratedRegex("^(?:ca |toan )?(?:nam|giai doan|nam ke hoach|ky ke hoach)(?: nay)?$")]
    private static partial Regex PlanYears();
}
