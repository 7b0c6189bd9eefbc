namespace Hierarchy.Grains.Reports;

/// <summary>Where the figure of a row comes from.</summary>
public enum RowSource
{
    /// <summary>Counted by the system in the period's window.</summary>
    Progress,
    Indicator,

    /// <summary>The sum of the row of the same code in the received reports of the units below.</summary>
    SumOfBelow,

    /// <summary>The value of the same row in the unit's previous report.</summary>
    Previous,
    Entered,
}

/// <summary>A textual part of a report.</summary>
/// <param name="Kinds">Kinds of units whose reports have it; null for all.</param>
[GenerateSerializer, Immutable, Alias("hierarchy.section-rule")]
public sealed record SectionRule(string Key, string Title, ImmutableArray<UnitKind>? Kinds = null);

/// <summary>A figure in a report.</summary>
/// <param name="Section">The heading of its table; null for none.</param>
/// <param name="UnitOfMeasure">Null when not stated.</param>
/// <param name="Kinds">Kinds of units whose reports have it; null for all.</param>
/// <param name="Indicator">For a row from an indicator: the indicator.</param>
/// <param name="Count">For a counted row: what it counts; null for all tasks.</param>
/// <param name="Required">Whether the report cannot be signed while the row is empty.</param>
[GenerateSerializer, Immutable, Alias("hierarchy.template-row")]
public sealed record TemplateRow(
    string Code, string? Section, string Label, string? UnitOfMeasure, RowSource Source, ImmutableArray<UnitKind>? Kinds = null,
    string? Indicator = null, ProgressCount? Count = null, bool Required = true);

/// <summary>What a row counts, at the unit and below it, among what fell due or was done in the window.</summary>
/// <param name="Numerator">Counts only those of this timeliness; null for all.</param>
[GenerateSerializer, Immutable, Alias("hierarchy.progress-count")]
public sealed record ProgressCount(Timeliness? Numerator, ReformArea? ReformArea, string? Plan, ObligationKind Kind = ObligationKind.Task);

/// <summary>What makes a template acceptable. Pure.</summary>
public static class TemplateRules
{
    internal static ImmutableArray<SectionRule>? Kept(ImmutableArray<SectionRule>? sections) =>
        Given(sections) is { } given ? [.. given.Select(section => section with { Title = Text.Name(section.Title) })] : null;

    internal static ImmutableArray<TemplateRow>? Kept(ImmutableArray<TemplateRow>? rows) => Given(rows) is { } given
        ? [.. given.Select(row => row with
        {
            Section = Text.NameOrNull(row.Section),
            Label = Text.Name(row.Label),
            UnitOfMeasure = Text.NameOrNull(row.UnitOfMeasure),
        })]
        : null;

    /// <summary>The sections with null for empty lists, which a direct caller of a unit may send; null for no sections.</summary>
    internal static ImmutableArray<SectionRule>? Given(ImmutableArray<SectionRule>? sections) => sections is { IsDefaultOrEmpty: false } given
        ? [.. given.Select(section => section.Kinds is { IsDefaultOrEmpty: true } ? section with { Kinds = null } : section)]
        : null;

    /// <inheritdoc cref="Given(ImmutableArray{SectionRule}?)"/>
    internal static ImmutableArray<TemplateRow>? Given(ImmutableArray<TemplateRow>? rows) => rows is { IsDefaultOrEmpty: false } given
        ? [.. given.Select(row => row.Kinds is { IsDefaultOrEmpty: true } ? row with { Kinds = null } : row)]
        : null;

    internal static Refusal? Fault(ImmutableArray<SectionRule> sections, ImmutableArray<TemplateRow> rows) =>
        FaultOfSections(sections) ?? FaultOfRows(rows);

    internal static bool IsSame(ImmutableArray<SectionRule>? sections, ImmutableArray<SectionRule>? others) =>
        (sections ?? []).Length == (others ?? []).Length && (sections ?? []).Zip(others ?? []).All(pair =>
            pair.First with { Kinds = null } == pair.Second with { Kinds = null } && IsSame(pair.First.Kinds, pair.Second.Kinds));

    internal static bool IsSame(ImmutableArray<TemplateRow>? rows, ImmutableArray<TemplateRow>? others) =>
        (rows ?? []).Length == (others ?? []).Length && (rows ?? []).Zip(others ?? []).All(pair =>
            pair.First with { Kinds = null } == pair.Second with { Kinds = null } && IsSame(pair.First.Kinds, pair.Second.Kinds));

    private static bool IsSame(ImmutableArray<UnitKind>? kinds, ImmutableArray<UnitKind>? others) =>
        kinds.HasValue == others.HasValue && (kinds ?? []).AsSpan().SequenceEqual((others ?? []).AsSpan());

    private static Refusal? FaultOfSections(ImmutableArray<SectionRule> sections) =>
        sections.Length > Limits.SectionsMax ? Refusal.Invalid($"A report has at most {Limits.SectionsMax} sections.", "sections")
        : PlanRules.First(sections, (section, i) =>
            FaultOfKey(section.Key, $"sections[{i}].key")
            ?? Text.Fault(section.Title, $"sections[{i}].title", required: true, Limits.NameMax)
            ?? FaultOfKinds(section.Kinds, $"sections[{i}].kinds")
            ?? FaultOfDouble(sections[..i].Where(other => other.Key == section.Key).Select(other => other.Kinds), section.Kinds, section.Key,
                $"sections[{i}].key"));

    private static Refusal? FaultOfRows(ImmutableArray<TemplateRow> rows) =>
        rows.Length > Limits.TemplateRowsMax ? Refusal.Invalid($"A template has at most {Limits.TemplateRowsMax} rows.", "template")
        : PlanRules.First(rows, (row, i) => FaultOf(row, $"template[{i}]")
            ?? FaultOfDouble(rows[..i].Where(other => other.Code == row.Code).Select(other => other.Kinds), row.Kinds, row.Code, $"template[{i}].code"));

    private static Refusal? FaultOf(TemplateRow row, string place) =>
        FaultOfKey(row.Code, place + ".code")
        ?? Text.Fault(row.Section, place + ".section", required: false, Limits.NameMax)
        ?? Text.Fault(row.Label, place + ".label", required: true, Limits.NameMax)
        ?? Text.Fault(row.UnitOfMeasure, place + ".unitOfMeasure", required: false, Limits.NameMax)
        ?? Limits.FaultOfWord<RowSource>(row.Source, place + ".source")
        ?? FaultOfKinds(row.Kinds, place + ".kinds")
        ?? (row.Source == RowSource.Indicator
            ? Text.Fault(row.Indicator, place + ".indicator", required: true, Limits.IdMax)
            : row.Indicator is null ? null : Refusal.Invalid("Only a row with the source INDICATOR names an indicator.", place + ".indicator"))
        ?? (row.Count is not { } count ? null
            : row.Source != RowSource.Progress ? Refusal.Invalid("Only a row with the source PROGRESS has a measure.", place + ".count")
            : Limits.FaultOfWord(count.Numerator, place + ".count.numerator")
                ?? Limits.FaultOfWord(count.ReformArea, place + ".count.reformArea")
                ?? Limits.FaultOfWord<ObligationKind>(count.Kind, place + ".count.kind")
                ?? Text.Fault(count.Plan, place + ".count.plan", required: count.Plan is not null, OwnedId.LengthMax));

    private static Refusal? FaultOfKey(string key, string place) =>
        key.Length > Limits.RowCodeMax ? Refusal.Invalid($"The code, such as II.1, has at most {Limits.RowCodeMax} characters.", place)
        : Limits.FaultOfNewId(key) is { } fault ? Refusal.Invalid($"It {fault}.", place)
        : null;

    private static Refusal? FaultOfKinds(ImmutableArray<UnitKind>? kinds, string place) => kinds is not { } given ? null
        : given.Length > Limits.PartsMax ? Refusal.Invalid($"At most {Limits.PartsMax} kinds are allowed.", place)
        : PlanRules.First(given, (kind, i) => Limits.FaultOfWord<UnitKind>(kind, $"{place}[{i}]"));

    private static Refusal? FaultOfDouble(IEnumerable<ImmutableArray<UnitKind>?> others, ImmutableArray<UnitKind>? kinds, string key, string place) =>
        others.Any(other => other is not { } some || kinds is not { } own || some.Intersect(own).Any())
            ? Refusal.Invalid($"'{key}' occurs twice for the same kind of unit.", place)
            : null;
}
