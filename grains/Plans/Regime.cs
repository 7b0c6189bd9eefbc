namespace Hierarchy.Grains.Plans;

/// <summary>A calendar of reporting periods that a unit demands of others, by rules that repeat each year.</summary>
/// <param name="Act">The document that demands it; null for none.</param>
/// <param name="Reporters">Who reports; empty when it takes over the reports of duties, or when nobody follows it yet.</param>
/// <param name="NextWorkingDay">Whether a due day on a Saturday, a Sunday or a holiday moves to the next working day.</param>
/// <param name="Holidays">The holidays of its years as known when it was added; empty unless they count.</param>
/// <param name="Collector">The unit that collects its reports, besides the units above each reporter; null for those alone.</param>
/// <param name="Sections">The textual parts of its reports; null for none.</param>
/// <param name="Template">The figures in its reports; null for none.</param>
[GenerateSerializer, Immutable, Alias("hierarchy.regime")]
public sealed record Regime(
    string Id, string Owner, string Title, Obligations.Document? Act, ImmutableArray<PeriodRule> Periods, ImmutableArray<Assignee> Reporters,
    int StartYear, int EndYear, bool NextWorkingDay, ImmutableArray<DateOnly> Holidays, string? Collector = null,
    ImmutableArray<SectionRule>? Sections = null, ImmutableArray<TemplateRow>? Template = null)
{
    /// <summary>First day from which it demands reports.</summary>
    public DateOnly From => Act?.IssuedOn ?? new DateOnly(Math.Clamp(StartYear, Limits.YearMin, Limits.YearMax), 1, 1);

    public bool TakesOver => !Periods.IsDefault && Periods.Any(rule => rule.TakesOver is not null);

    public int Years => EndYear - StartYear + 1;

    /// <summary>The periods of one year; empty for a year that it does not cover.</summary>
    public IEnumerable<ReportPeriod> PeriodsOf(int year) =>
        StartYear <= year && year <= EndYear ? Periods.Select(rule => new ReportPeriod(this, rule, year)) : [];

    /// <summary>All periods, year by year, in the order of the rules.</summary>
    public IEnumerable<ReportPeriod> AllPeriods() => Enumerable.Range(StartYear, Years).SelectMany(PeriodsOf);

    /// <summary>Null when it has no such period.</summary>
    public ReportPeriod? FindPeriod(string key) => AllPeriods().FirstOrDefault(period => period.Key == key);

    /// <summary>The period whose report covers the given one: another period that serves it, if units of the kind report for that, else
    /// the given one itself.</summary>
    public ReportPeriod PaperOf(ReportPeriod period, UnitKind kind) => PeriodsOf(period.Year).FirstOrDefault(
        other => other.Rule.Serves.Contains(period.Rule.Key) && other.DueOf(kind) is not null) ?? period;

    internal DateOnly InTime(DateOnly day)
    {
        while (NextWorkingDay && (day.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday || Holidays.Contains(day)))
        {
            day = day.AddDays(1);
        }
        return day;
    }
}

/// <summary>A period that recurs every year.</summary>
/// <param name="Key">Unique in its regime.</param>
/// <param name="From">First day that it covers; in the year before if <paramref name="FromYearOffset"/> is -1.</param>
/// <param name="Due">Due day for units of each kind; kinds not listed owe nothing for it.</param>
/// <param name="Serves">Keys of other periods that a report for this one also serves.</param>
/// <param name="TakesOver">A duty of the owner's plans whose reports due on the same day become those of this period; null where the
/// regime itself imposes the reports.</param>
[GenerateSerializer, Immutable, Alias("hierarchy.period-rule")]
public sealed record PeriodRule(
    string Key, string Label, MonthDay From, int FromYearOffset, MonthDay To, ImmutableArray<PeriodDue> Due, ImmutableArray<string> Serves,
    string? TakesOver = null)
{
    /// <summary>Maximum length of a key in characters: an obligation's id ends with the year and the key.</summary>
    public const int KeyMax = 12;
}

/// <param name="YearOffset">1 if the due day is in the year after that of the period.</param>
[GenerateSerializer, Immutable, Alias("hierarchy.period-due")]
public readonly record struct PeriodDue(UnitKind Kind, MonthDay LastDay, int YearOffset = 0);

/// <summary>A period in one year.</summary>
public sealed record ReportPeriod(Regime Regime, PeriodRule Rule, int Year)
{
    /// <summary>Unique within the regime; the occurrence in the id of an obligation.</summary>
    public string Occurrence => OccurrenceOf(Rule.Key);

    /// <summary>Unique in the whole system.</summary>
    public string Key => KeyOf(Occurrence);

    public string Label => string.Create(CultureInfo.InvariantCulture, $"{Rule.Label}, {Year}");

    public DateOnly From => Rule.From.In(Year + Rule.FromYearOffset);

    public DateOnly To => Rule.To.In(Year);

    public IEnumerable<string> Serves => Rule.Serves.Select(key => KeyOf(OccurrenceOf(key)));

    /// <summary>Due day for units of the kind; null when the regime names none.</summary>
    public DateOnly? DueOf(UnitKind kind)
    {
        foreach (var due in Rule.Due)
        {
            if (due.Kind == kind)
            {
                return Regime.InTime(due.LastDay.In(Year + due.YearOffset));
            }
        }
        return null;
    }

    private string OccurrenceOf(string key) => string.Create(CultureInfo.InvariantCulture, $"{Year}-{key}");

    private string KeyOf(string occurrence) => $"{Regime.Id}{Obligations.Obligation.Separator}{occurrence}";

    /// <summary>The year of the period with this key; null for an invalid key.</summary>
    public static int? YearOf(string key)
    {
        var end = key.IndexOf(Obligations.Obligation.Separator);
        return end > 0 && key.Length > end + 6 && key[end + 5] == '-'
            && int.TryParse(key.AsSpan(end + 1, 4), NumberStyles.None, CultureInfo.InvariantCulture, out var year) ? year : null;
    }

    /// <summary>The regime of the period with this key; null for an invalid key.</summary>
    public static string? RegimeOf(string key)
    {
        var end = key.IndexOf(Obligations.Obligation.Separator);
        return end > 0 ? key[..end] : null;
    }
}

/// <param name="Kind">The kind of the unit when the regime was added; it determines the due days.</param>
[GenerateSerializer, Immutable, Alias("hierarchy.reporter")]
public readonly record struct Reporter(string Unit, UnitKind Kind);

/// <param name="Place">Sequence number of the event that added it.</param>
public sealed record OwnedRegime(Regime Regime, ImmutableArray<Reporter> Reporters, long Place)
{
    /// <summary>Number of obligations that it imposes; 0 if it takes over those of duties.</summary>
    public long Given => Regime.TakesOver ? 0 : Reporters.Sum(reporter => CountOf(Regime, reporter.Kind));

    /// <summary>Number of obligations that it imposes on one unit of a kind.</summary>
    public static long CountOf(Regime regime, UnitKind kind) =>
        (long)regime.Periods.Count(rule => rule.Due.Any(due => due.Kind == kind)) * regime.Years;
}
