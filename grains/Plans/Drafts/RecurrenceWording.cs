namespace Hierarchy.Grains.Plans.Drafts;

/// <summary>How often something falls due according to a wording.</summary>
/// <param name="Start">First year, if the wording names one.</param>
/// <param name="End">Last year, if the wording names one.</param>
/// <param name="Overlaps">Whether several of its periods end on the same day.</param>
internal sealed record RecurrenceReading(
    ImmutableArray<Recurrence> Every, ImmutableArray<MonthDay> Days, int? EveryYears, int? Start, int? End, bool Overlaps);

/// <summary>Reads wordings that name a period: hằng quý và năm; 2 tuần/lần; tháng 12 hằng năm.</summary>
internal static partial class RecurrenceWording
{
    private static readonly MonthDay EndOfJune = new(6, 30);
    private static readonly MonthDay EndOfSeptember = new(9, 30);
    private static readonly MonthDay EndOfYear = new(12, 31);

    /// <param name="words">As <see cref="TimeWords.Of"/> makes them.</param>
    /// <returns>Null when the words name no period.</returns>
    public static RecurrenceReading? Read(string words)
    {
        var (core, start, end) = WithoutYears(OnDemand().Replace(words, ""));
        return (OfNumber(core) ?? OfPeriods(core) ?? OnDayOfMonth(core) ?? OnDayOfYear(core)) is { } found
            ? found with { Start = start, End = end }
            : null;
    }

    /// <summary>Removes the years before or after the period; "hằng quý, năm 2013" leaves the period "năm".</summary>
    private static (string Core, int? Start, int? End) WithoutYears(string words)
    {
        var years = YearsBehind().Match(words) is { Success: true } behind ? behind : YearsBefore().Match(words);
        if (!years.Success)
        {
            return (words, null, null);
        }
        var core = years.Index == 0 ? words[years.Length..] : words[..years.Index];
        var start = TimeWords.Number(years.Groups["y"].Value);
        int? end = years.Groups["z"] is { Success: true } last ? TimeWords.Number(last.Value) : years.Groups["from"].Success ? null : start;
        return (core == "hang" ? "hang nam" : core, start, end);
    }

    /// <summary>02 năm/lần; hai tuần một lần; hằng 6 tháng; 2 lần/năm.</summary>
    private static RecurrenceReading? OfNumber(string core)
    {
        if (TimesIn().Match(core) is { Success: true } times)
        {
            return (times.Groups["u"].Value, Count(times)) switch
            {
                ("tuan", 1) => Of(Recurrence.Week),
                ("thang", 1) => Of(Recurrence.Month),
                ("quy", 1) => Of(Recurrence.Quarter),
                ("nam", 1) => Of(Recurrence.Year),
                ("nam", 2) => Of(Recurrence.HalfYear),
                ("nam", 4) => Of(Recurrence.Quarter),
                ("nam", 12) => Of(Recurrence.Month),
                _ => null,
            };
        }
        var once = OnceIn().Match(core);
        if (!once.Success || !(once.Groups["h"].Success || once.Groups["l"].Success))
        {
            return null;
        }
        return (once.Groups["u"].Value, once.Groups["n"].Success ? Count(once) : 1) switch
        {
            ("tuan", 1) => Of(Recurrence.Week),
            ("tuan", 2) => Of(Recurrence.Fortnight),
            ("thang", 1) => Of(Recurrence.Month),
            ("thang", 3) or ("quy", 1) => Of(Recurrence.Quarter),
            ("thang", 6) or ("quy", 2) => Of(Recurrence.HalfYear),
            ("thang", 12) or ("nam", 1) => Of(Recurrence.Year),
            ("nam", var years and > 1 and <= Limits.PlanYearsMax) => Of(Recurrence.Year) with { EveryYears = years },
            _ => null,
        };
    }

    private static RecurrenceReading? OfPeriods(string core)
    {
        var list = Periods().Match(core);
        if (!list.Success || !(list.Groups["h"].Success || list.Groups["p"].Captures.Count > 1))
        {
            return null;
        }
        ImmutableArray<Recurrence> every = [.. list.Groups["p"].Captures.Select(p => Named(p.Value.TrimStart('0', '1', ' '))).Distinct()];
        var parts = every.Contains(Recurrence.HalfYear) || every.Contains(Recurrence.NineMonths);
        if (!parts || (every.Length == 1 && !core.EndsWith("dau nam", StringComparison.Ordinal)))
        {
            return Of([.. every]);
        }
        if (every.Any(e => e is not (Recurrence.HalfYear or Recurrence.NineMonths or Recurrence.Year)))
        {
            return Of([.. every]) with { Overlaps = true };
        }
        // The second half of the year ends with the year, so it has no report of its own.
        return Of([.. every]) with
        {
            Days = [.. every.Order().Select(e => e switch
            {
                Recurrence.HalfYear => EndOfJune,
                Recurrence.NineMonths => EndOfSeptember,
                _ => EndOfYear,
            })],
        };
    }

    /// <summary>Trước ngày 25 hằng tháng; trước ngày 10 của tháng cuối quý.</summary>
    private static RecurrenceReading? OnDayOfMonth(string core)
    {
        var found = DayOfMonth().Match(core);
        if (!found.Success || !found.Groups["u"].Success || Count(found, "d") is not (>= 1 and <= 31 and var day))
        {
            return null;
        }
        var monthly = found.Groups["u"].Value == "thang";
        var months = monthly ? Enumerable.Range(1, 12) : [3, 6, 9, 12];
        return Of(monthly ? Recurrence.Month : Recurrence.Quarter) with
        {
            Days = [.. months.Select(month => OnDay(month, day, found.Groups["how"].Value == "truoc")).Distinct()],
        };
    }

    /// <summary>Tháng 12 hằng năm; hằng năm, trước ngày 15/12; quý I hằng năm.</summary>
    private static RecurrenceReading? OnDayOfYear(string core)
    {
        var found = EachYear().Match(core);
        if (!found.Success)
        {
            return null;
        }
        var (before, rest) = TimeWords.Lead(found.Groups["x"].Value);
        var term = TimeWords.Term(rest);
        if (term is null or { Year: not null } or { Whole: true } || (before && term.Kind != TimeTermKind.Day && term.Parts.Length > 1))
        {
            return null;
        }
        var days = term.Kind switch
        {
            TimeTermKind.Day when IsDay(term.Parts[1], term.Parts[0]) => [OnDay(term.Parts[1], term.Parts[0], before)],
            TimeTermKind.Months when term.Parts.All(m => m is >= 1 and <= 12) =>
                term.Parts.Select(m => before ? OnDay(m, 1, true) : EndOf(m)),
            TimeTermKind.Quarters => term.Parts.Select(q => before ? OnDay(q * 3 - 2, 1, true) : EndOf(q * 3)),
            _ => [],
        };
        return Of(Recurrence.Year) with { Days = [.. days] } is { Days.Length: > 0 } read ? read : null;
    }

    private static bool IsDay(int month, int day) => month is >= 1 and <= 12 && day >= 1 && day <= DateTime.DaysInMonth(2000, month);

    /// <summary>A day that a month lacks means its last day. Before a day means the preceding day, if need be in the month
    /// before.</summary>
    private static MonthDay OnDay(int month, int day, bool before)
    {
        var last = DateTime.DaysInMonth(2000, month);
        var date = new DateOnly(2000, month, Math.Min(day, last)).AddDays(before ? -1 : 0);
        return new MonthDay(date.Month, date.Day);
    }

    private static MonthDay EndOf(int month) => new(month, DateTime.DaysInMonth(2000, month));

    private static RecurrenceReading Of(params ImmutableArray<Recurrence> every) => new(every, [], null, null, null, false);

    private static Recurrence Named(string period) => period switch
    {
        "tuan" => Recurrence.Week,
        "thang" => Recurrence.Month,
        "quy" or "3 thang" => Recurrence.Quarter,
        "nam" => Recurrence.Year,
        _ => period[0] == '6' ? Recurrence.HalfYear : Recurrence.NineMonths,
    };

    private static int Count(Match match, string group = "n") => match.Groups[group].Value switch
    {
        "mot" => 1,
        "hai" => 2,
        "ba" => 3,
        "bon" => 4,
        "nam" => 5,
        "sau" => 6,
        var digits => TimeWords.Number(digits),
    };

    private const string Counted = @"(?<n>\d{1,2}|mot|hai|ba|bon|nam|sau) ";
    private const string Until = @"(?:(?:-| den (?:het )?(?:nam )?)(?<z>\d{4}))?";

    [GeneratedRegex(@"(?:,| hoac )dot xuat$")]
    private static partial Regex OnDemand();

    [GeneratedRegex(
        @"(?:[, ]+(?:trong )?(?:giai doan |(?<from>tu)(?: nam)? )| (?:trong |cua )?nam |[ ,/]+)(?<y>\d{4})" + Until + "$")]
    private static partial Regex YearsBehind();

    [GeneratedRegex(@"^(?:trong )?(?:giai doan |(?<from>tu)(?: nam)? |nam )?(?<y>\d{4})" + Until + "[, ]+")]
    private static partial Regex YearsBefore();

    [GeneratedRegex(@"^(?:dinh ky )?(?<h>hang )?(?:" + Counted + @")?(?<u>tuan|thang|quy|nam)(?<l>(?:/| )?(?:0?1 |mot )?(?:/)?lan)?$")]
    private static partial Regex OnceIn();

    [GeneratedRegex(@"^(?:dinh ky |hang nam )?(?:it nhat |toi thieu )?" + Counted + @"lan(?:/| trong |,| )(?:0?1 |mot )?(?<u>tuan"
        + @"|thang|quy|nam)$")]
    private static partial Regex TimesIn();

    [GeneratedRegex(
        @"^(?:bao cao )?(?<h>(?:dinh ky,?|hang|cac) ?(?:hang )?)?(?<p>tuan|0?[369] thang(?: dau nam)?|thang|quy|(?:0?1 )?nam)"
        + @"(?:,(?:hang |cac |dinh ky )?(?<p>tuan|0?[369] thang(?: dau nam)?|thang|quy|(?:0?1 )?nam))*$")]
    private static partial Regex Periods();

    [GeneratedRegex(
        @"^(?:hang (?<u>thang|quy)[, ]+)?(?:(?<how>truoc|vao|cham nhat|den) )?(?:ngay )?(?<d>\d{1,2})"
        + @"(?:[, ](?:cua )?(?:thang cuoi (?:cua )?(?:hang )?(?<u>quy)|hang (?<u>thang)))?$")]
    private static partial Regex DayOfMonth();

    [GeneratedRegex(@"^(?:hang nam[, (]+(?<x>[^()]+?)\)?|(?<x>.+?)[, (]+hang nam\)?)$")]
    private static partial Regex EachYear();
}
