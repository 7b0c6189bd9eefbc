namespace Hierarchy.Grains.Plans;

/// <summary>A calendar of reporting periods that a unit demands of others: rules, the same each year.</summary>
/// <param name="Act">The document that demands it; null when it bears none.</param>
/// <param name="Reporters">Who reports; empty where it takes over what duties impose, and for a calendar that nobody follows yet.</param>
/// <param name="NextWorkingDay">Whether what falls due on a Saturday, a Sunday or a holiday is due on the next working day.</param>
/// <param name="Holidays">The holidays of its years as they were known when it was added; empty unless they count.</param>
/// <param name="Collector">The unit that collects its reports, beside those above who reports; null for those alone.</param>
/// <param name="Sections">What its reports say in words; null for nothing.</param>
/// <param name="Template">The figures that its reports give; null for none.</param>
[GenerateSerializer, Immutable, Alias("hierarchy.regime")]
public sealed record Regime(
    string Id, string Owner, string Title, Obligations.Document? Act, ImmutableArray<PeriodRule> Periods, ImmutableArray<Assignee> Reporters,
    int StartYear, int EndYear, bool NextWorkingDay, ImmutableArray<DateOnly> Holidays, string? Collector = null,
    ImmutableArray<SectionRule>? Sections = null, ImmutableArray<TemplateRow>? Template = null)
{
    /// <summary>First day on which there is anything to report under it.</summary>
    public DateOnly From => Act?.IssuedOn ?? new DateOnly(Math.Clamp(StartYear, Limits.YearMin, Limits.YearMax), 1, 1);

    public bool TakesOver => !Periods.IsDefault && Periods.Any(rule => rule.TakesOver is not null);

    public int Years => EndYear - StartYear + 1;

    /// <summary>Those of one year; none of a year that it does not cover.</summary>
    public IEnumerable<ReportPeriod> PeriodsOf(int year) =>
        StartYear <= year && year <= EndYear ? Periods.Select(rule => new ReportPeriod(this, rule, year)) : [];

    /// <summary>Year by year, each in the order of the rules.</summary>
    public IEnumerable<ReportPeriod> AllPeriods() => Enumerable.Range(StartYear, Years).SelectMany(PeriodsOf);

    /// <summary>Null when it has no such period.</summary>
    public ReportPeriod? FindPeriod(string key) => AllPeriods().FirstOrDefault(period => period.Key == key);

    /// <summary>The period whose paper is for this one too: itself, or the one that serves it, where units of the kind report for
    /// that.</summary>
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

/// <summary>A period of every year.</summary>
/// <param name="Key">Unique in its regime.</param>
/// <param name="From">First day of what it reports on, with <paramref name="FromYearOffset"/> -1 in the year before.</param>
/// <param name="Due">The last day for units of each kind; those of a kind that is missing owe nothing for it.</param>
/// <param name="Serves">Keys of periods that one paper for this one serves too.</param>
/// <param name="TakesOver">A duty of the owner's plans whose reports with the same last day are those of this period; null where the regime
/// imposes them itself.</param>
[GenerateSerializer, Immutable, Alias("hierarchy.period-rule")]
public sealed record PeriodRule(
    string Key, string Label, MonthDay From, int FromYearOffset, MonthDay To, ImmutableArray<PeriodDue> Due, ImmutableArray<string> Serves,
    string? TakesOver = null)
{
    /// <summary>Characters of a key: an obligation's id ends with the year and it.</summary>
    public const int KeyMax = 12;
}

/// <param name="YearOffset">1 where the last day lies in the year after that of the period.</param>
[GenerateSerializer, Immutable, Alias("hierarchy.period-due")]
public readonly record struct PeriodDue(UnitKind Kind, MonthDay LastDay, int YearOffset = 0);

/// <summary>A period of one year.</summary>
public sealed record ReportPeriod(Regime Regime, PeriodRule Rule, int Year)
{
    /// <summary>Its name within the regime: the occurrence in the id of an obligation.</summary>
    public string Occurrence => OccurrenceOf(Rule.Key);

    /// <summary>Its name in the whole system.</summary>
    public string Key => KeyOf(Occurrence);

    public string Label => string.Create(CultureInfo.InvariantCulture, $"{Rule.Label}, {Year}");

    public DateOnly From => Rule.From.In(Year + Rule.FromYearOffset);

    public DateOnly To => Rule.To.In(Year);

    public IEnumerable<string> Serves => Rule.Serves.Select(key => KeyOf(OccurrenceOf(key)));

    /// <summary>The last day on which it is in time for a unit of the kind; null where the regime names none.</summary>
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

    /// <summary>The year of a period by the period's key; null when it is no such key.</summary>
    public static int? YearOf(string key)
    {
        var end = key.IndexOf(Obligations.Obligation.Separator);
        return end > 0 && key.Length > end + 6 && key[end + 5] == '-'
            && int.TryParse(key.AsSpan(end + 1, 4), NumberStyles.None, CultureInfo.InvariantCulture, out var year) ? year : null;
    }

    /// <summary>The regime of a period by the period's key; null when it is no such key.</summary>
    public static string? RegimeOf(string key)
    {
        var end = key.IndexOf(Obligations.Obligation.Separator);
        return end > 0 ? key[..end] : null;
    }
}

/// <param name="Kind">Of the unit, when the regime was added: its last days follow from it.</param>
[GenerateSerializer, Immutable, Alias("hierarchy.reporter")]
public readonly record struct Reporter(string Unit, UnitKind Kind);

/// <param name="Place">Sequence number of the event that added it.</param>
public sealed record OwnedRegime(Regime Regime, ImmutableArray<Reporter> Reporters, long Place)
{
    /// <summary>Obligations that it has given; what it takes over, duties have.</summary>
    public long Given => Regime.TakesOver ? 0 : Reporters.Sum(reporter => CountOf(Regime, reporter.Kind));

    /// <summary>Obligations that it gives to one unit of a kind.</summary>
    public static long CountOf(Regime regime, UnitKind kind) =>
        (long)regime.Periods.Count(rule => rule.Due.Any(due => due.Kind == kind)) * regime.Years;
}
