namespace Hierarchy.Grains.Plans.Drafts;

/// <summary>The interpretation of a wording of time.</summary>
/// <param name="Schedule">Null when it is not understood, or needs the plan's years and they are missing.</param>
/// <param name="Doubt">In Vietnamese: why it may mean something else; null for no doubt.</param>
/// <param name="Suggestions">Wordings that would be understood without doubt.</param>
/// <param name="WantsYears">Whether it would be understood if the plan had years.</param>
internal sealed record ScheduleReading(Schedule? Schedule, string? Doubt, ImmutableArray<string> Suggestions, bool WantsYears = false);

/// <summary>Reads when a line of a plan is due. Takes the most common meaning of ambiguous words, and reports the doubt.</summary>
internal sealed partial class ScheduleWording
{
    private const int SuggestionsMax = 3;

    private readonly string _text;
    private readonly string _words;
    private readonly bool _isReport;
    private readonly int? _start;
    private readonly int? _end;
    private string? _doubt;
    private ImmutableArray<string> _better = [];
    private bool _wantsYears;

    private ScheduleWording(string text, bool isReport, int? start, int? end)
    {
        (_text, _isReport, _start, _end) = (text, isReport, start, end ?? start);
        _words = text.Length <= Limits.DraftTimeMax ? TimeWords.Of(text) : "?";
    }

    /// <param name="isReport">Whether the line's result is a report: quarters that are not adjacent are then occasions, not a
    /// window.</param>
    public static ScheduleReading Read(string text, bool isReport, int? startYear, int? endYear)
    {
        var wording = new ScheduleWording(text.Trim(), isReport, startYear, endYear);
        var schedule = wording.Read();
        if (schedule?.Fault() is not null)
        {
            schedule = null;
        }
        if (schedule is null)
        {
            return new ScheduleReading(null, null, wording.Suggestions(), wording._wantsYears);
        }
        wording.DoubtYears(schedule);
        return new ScheduleReading(schedule, wording._doubt, wording._doubt is null ? [] : wording._better);
    }

    private Schedule? Read()
    {
        if (_words.Length == 0)
        {
            return Doubted(Of(ScheduleKind.Unspecified), "Dòng chưa có thời gian nên không có hạn.", Suggestions());
        }
        if (Event().IsMatch(_words))
        {
            return OpenEnded(ScheduleKind.AfterEvent);
        }
        if (Continuous().IsMatch(_words))
        {
            return OpenEnded(ScheduleKind.Continuous);
        }
        return Recurring() ?? Single(_words)
            ?? (Unspecified().IsMatch(_words) ? OpenEnded(ScheduleKind.Unspecified) : Sentence());
    }

    /// <summary>A schedule without a day. Reports a doubt if the wording also names a time, which is dropped.</summary>
    private Schedule OpenEnded(ScheduleKind kind) => Timed().IsMatch(_words)
        ? Doubted(Of(kind), $"“{_text}” vừa không nêu hạn vừa nêu một thời hạn; hạn ấy chưa được tính.", Suggestions())
        : Of(kind);

    /// <summary>"Hằng năm và tổng kết …": reads the beginning and reports the rest as a doubt.</summary>
    private Schedule? Sentence() => EachYear().IsMatch(_words) && Years() is var (start, end)
        ? Doubted(
            Of(ScheduleKind.Recurring, start, end) with { Every = [Recurrence.Year] },
            $"“{_text}” được hiểu là hằng năm; phần còn lại chưa được tính.", ["Hằng năm"])
        : null;

    private Schedule? Recurring()
    {
        if (RecurrenceWording.Read(_words) is not { } found)
        {
            return null;
        }
        if (Years() is not var (start, end))
        {
            if (found.Start is null)
            {
                _wantsYears = true;
                return null;
            }
            (start, end) = (found.Start.Value, found.End ?? found.Start.Value);
        }
        var schedule = Of(ScheduleKind.Recurring, found.Start ?? start, found.End ?? end) with
        {
            Every = found.Every,
            Days = found.Days,
            EveryYears = found.EveryYears,
        };
        if (found.EveryYears is { } years)
        {
            return Doubted(schedule, $"“{_text}” được tính từ năm {schedule.StartYear}, cứ {years} năm một lần.",
                [$"Năm {schedule.StartYear}"]);
        }
        if (found.Every.Contains(Recurrence.Fortnight))
        {
            return Doubted(schedule, $"“{_text}” được tính từ tuần đầu của năm {schedule.StartYear}.", ["Hằng tuần", "Hằng tháng"]);
        }
        return found.Overlaps
            ? Doubted(schedule, $"“{_text}” nêu những kỳ trùng ngày cuối: mỗi kỳ được tính là một lần.", ["Hằng quý và năm",
                "6 tháng, 9 tháng và năm"])
            : schedule;
    }

    /// <summary>One stretch of time, or the time before it.</summary>
    private Schedule? Single(string words)
    {
        var (before, rest) = TimeWords.Lead(words);
        if (TimeWords.Term(rest) is not { } term)
        {
            return null;
        }
        if (term.Kind == TimeTermKind.PlanYears)
        {
            return before ? null : OfPlan();
        }
        if ((term.Year ?? YearOfPlan(term)) is not { } year)
        {
            return null;
        }
        return before ? Before(term, year) : term.Kind switch
        {
            TimeTermKind.Day => OnDay(DayOf(year, term.Parts[1], term.Parts[0])),
            TimeTermKind.Months => InMonths(term, year),
            TimeTermKind.Quarters => InQuarters(term, year),
            TimeTermKind.Years => InYears(term, year),
            _ => From(year),
        };
    }

    private Schedule? Before(TimeTerm term, int year)
    {
        var first = term switch
        {
            { Whole: true } or { Parts.Length: > 1, Kind: not TimeTermKind.Day } => null,
            { Kind: TimeTermKind.Day } => DayOf(year, term.Parts[1], term.Parts[0]),
            { Kind: TimeTermKind.Months } => DayOf(year, term.Parts[0], 1),
            { Kind: TimeTermKind.Quarters } => DayOf(year, term.Parts[0] * 3 - 2, 1),
            { Kind: TimeTermKind.Years } => DayOf(year, 1, 1),
            _ => null,
        };
        return OnDay(first?.AddDays(-1));
    }

    private Schedule? OnDay(DateOnly? day) => day is { } date ? Of(ScheduleKind.Date) with { Date = date } : null;

    private Schedule? InMonths(TimeTerm term, int year)
    {
        if (term.Parts.Any(m => m is < 1 or > 12))
        {
            return null;
        }
        if (term is { Whole: false, Parts: [var month] })
        {
            return Of(ScheduleKind.Month, year) with { Month = month };
        }
        var last = OnDay(EndOf(year, term.Parts[^1]));
        if (term.Whole)
        {
            return last;
        }
        string[] better = [$"Tháng {term.Parts[0]} năm {year}", $"Tháng {term.Parts[^1]} năm {year}"];
        if (!Apart(term.Parts))
        {
            return _isReport ? Doubted(last, DoubtOfOnce(), better) : last;
        }
        return _isReport ? OnDays(year, term.Parts) : Doubted(last, DoubtOfApart(), better);
    }

    private Schedule? InQuarters(TimeTerm term, int year)
    {
        var window = Of(ScheduleKind.Quarters, year, term.LastYear) with { Quarters = term.Parts };
        if (term.Whole || term.Parts.Length == 1)
        {
            return window;
        }
        string[] better = [$"Quý {TimeWords.Roman(term.Parts[^1])} năm {year}", $"Quý {TimeWords.Roman(term.Parts[0])} - "
            + $"{TimeWords.Roman(term.Parts[^1])} năm {year}"];
        if (!Apart(term.Parts))
        {
            return _isReport ? Doubted(window, DoubtOfOnce(), term.Parts.Length == 4 ? [$"Hằng quý năm {year}", .. better] : better) : window;
        }
        return !_isReport ? Doubted(window, DoubtOfApart(), better)
            : term.Parts is [2, 4] ? Of(ScheduleKind.Recurring, year, year) with { Every = [Recurrence.HalfYear] }
            : OnDays(year, [.. term.Parts.Select(quarter => quarter * 3)]);
    }

    /// <summary>An occasion at the end of each of these months.</summary>
    private Schedule OnDays(int year, ImmutableArray<int> months) =>
        Of(ScheduleKind.Recurring, year, year) with { Days = [.. months.Select(m => new MonthDay(m, DateTime.DaysInMonth(year, m)))] };

    private Schedule? InYears(TimeTerm term, int year)
    {
        var last = term.LastYear ?? year;
        if (last == year)
        {
            return Of(ScheduleKind.Year, year);
        }
        var window = Of(ScheduleKind.Years, year, last);
        if (term.Whole)
        {
            return window;
        }
        string[] better = [$"Năm {last}", $"Năm {year} - {last}"];
        if (Apart(term.Parts))
        {
            return Doubted(window, DoubtOfApart(), better);
        }
        return _isReport ? Of(ScheduleKind.Recurring, year, last) with { Every = [Recurrence.Year] } : window;
    }

    private Schedule? From(int year)
    {
        if (_end is not { } end)
        {
            _wantsYears = true;
            return null;
        }
        return Doubted(
            Of(ScheduleKind.Years, year, Math.Max(year, end)), $"“{_text}” không nêu năm cuối; được tính đến hết năm "
                + $"{Math.Max(year, end)}.",
            [$"Năm {year} - {Math.Max(year, end)}", $"Năm {year}"]);
    }

    private Schedule? OfPlan()
    {
        if (Years() is not var (start, end))
        {
            _wantsYears = true;
            return null;
        }
        return start == end ? Of(ScheduleKind.Year, start)
            : Doubted(
                Of(ScheduleKind.Years, start, end), $"“{_text}” không nêu năm nào; được tính là cả các năm {start} - {end}.",
                [$"Năm {start} - {end}", "Hằng năm"]);
    }

    /// <summary>The first year of the plan; reports a doubt if the plan has several years.</summary>
    private int? YearOfPlan(TimeTerm term)
    {
        if (Years() is not var (start, end))
        {
            _wantsYears = true;
            return null;
        }
        if (start != end)
        {
            var part = term.Kind switch
            {
                TimeTermKind.Day => $"Ngày {term.Parts[0]}/{term.Parts[1]}",
                TimeTermKind.Months => $"Tháng {term.Parts[^1]}",
                _ => $"Quý {TimeWords.Roman(term.Parts[^1])}",
            };
            var year = term.Kind == TimeTermKind.Day ? "/" : " năm ";
            Doubted(
                Of(ScheduleKind.Unspecified), $"“{_text}” không nêu năm; được tính là năm {start}.",
                [$"{part}{year}{start}", $"{part}{year}{end}", $"{part} hằng năm"]);
        }
        return start;
    }

    private string DoubtOfApart() => $"“{_text}” nêu những lúc không liền nhau; được hiểu là một khoảng, hạn là ngày cuối.";

    private string DoubtOfOnce() => $"Báo cáo “{_text}” được hiểu là một lần, hạn là ngày cuối, không phải nhiều lần.";

    private static bool Apart(ImmutableArray<int> parts) => parts.Length > 1 && parts[^1] - parts[0] + 1 != parts.Length;

    private (int Start, int End)? Years() => _start is { } start && _end is { } end && start <= end ? (start, end) : null;

    private void DoubtYears(Schedule schedule)
    {
        if (_doubt is null && Years() is var (start, end)
            && (schedule.StartYear < start || (schedule.EndYear ?? schedule.StartYear ?? schedule.Date?.Year) > end
                || schedule.Date?.Year < start))
        {
            Doubted(schedule, $"“{_text}” nằm ngoài các năm của kế hoạch ({start} - {end}).", start == end ? [$"Năm {start}"]
                : [$"Năm {start} - {end}"]);
        }
    }

    /// <summary>Wordings that keep what was recognised, then common ones.</summary>
    private ImmutableArray<string> Suggestions()
    {
        var all = new List<string>();
        var bare = Aside().Replace(_text, " ").Trim();
        if (bare.Length > 0 && bare.Length < _text.Length && Read(bare, _isReport, _start, _end) is { Schedule: not null, Doubt: null })
        {
            all.Add(bare);
        }
        var year = AnyYear().Match(_words) is { Success: true } found ? TimeWords.Number(found.Value) : _start;
        if (year is { } known)
        {
            if (AnyQuarter().Match(_words) is { Success: true } quarter)
            {
                all.Add($"Quý {TimeWords.Roman(TimeWords.Number(quarter.Groups["q"].Value))} năm {known}");
            }
            if (AnyMonth().Match(_words) is { Success: true } month)
            {
                all.Add($"Tháng {TimeWords.Number(month.Groups["m"].Value)} năm {known}");
            }
            all.AddRange([$"Quý IV năm {known}", $"Trước ngày 31/12/{known}"]);
        }
        return [.. all.Append("Thường xuyên").Distinct().Take(SuggestionsMax)];
    }

    private T Doubted<T>(T schedule, string doubt, IEnumerable<string> better)
    {
        (_doubt, _better) = (doubt, [.. better]);
        return schedule;
    }

    private Schedule Of(ScheduleKind kind, int? start = null, int? end = null) => new(kind, _text, null, null, [], start, end, [], []);

    private static DateOnly? DayOf(int year, int month, int day) =>
        year is >= Limits.YearMin and <= Limits.YearMax && month is >= 1 and <= 12 && day >= 1 && day <= DateTime.DaysInMonth(year, month)
            ? new DateOnly(year, month, day)
            : null;

    private static DateOnly? EndOf(int year, int month) => DayOf(year, month, 1)?.AddMonths(1).AddDays(-1);

    [GeneratedRegex(
        @"\bsau khi\b|^(?:truoc khi|khi (?:co|duoc) (?!yeu cau|phat sinh)|theo (?:cong van |van ban )?huong dan"
        + @"|theo (?:du an|de an|chuong trinh|tien do|lo trinh) cua (?:chinh phu|thu tuong|bo|trung uong))")]
    private static partial Regex Event();

    [GeneratedRegex(@"\bthuong xuyen\b|\blien tuc\b")]
    private static partial Regex Continuous();

    [GeneratedRegex(@"^(?:theo |dinh ky$|dot xuat$|khi (?:co yeu cau|can|(?:co )?phat sinh)|(?:phai )?khan truong|kip thoi$|(?:chua"
        + @"|khong) xac dinh$)")]
    private static partial Regex Unspecified();

    [GeneratedRegex(@"\bquy (?:i|ii|iii|iv|[1-4])\b|\bthang \d|\b\d{1,2}/\d|\bhang (?:tuan|thang|quy|nam)\b")]
    private static partial Regex Timed();

    [GeneratedRegex(@"\([^()]*\)")]
    private static partial Regex Aside();

    [GeneratedRegex(@"\b(?:19|20|21)\d\d\b")]
    private static partial Regex AnyYear();

    [GeneratedRegex(@"\bquy (?<q>iv|iii|ii|i|[1-4])\b")]
    private static partial Regex AnyQuarter();

    [GeneratedRegex(@"\bthang (?<m>1[0-2]|0?[1-9])\b")]
    private static partial Regex AnyMonth();

    [GeneratedRegex(@"^hang nam,")]
    private static partial Regex EachYear();
}
