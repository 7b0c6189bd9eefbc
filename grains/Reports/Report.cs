namespace Hierarchy.Grains.Reports;

public enum ReportStatus
{
    Draft,

    /// <summary>Handed in, not yet received.</summary>
    Signed,
    Received,

    /// <summary>Sent back by the collecting unit. The next change begins the next revision.</summary>
    Returned,
}

/// <summary>What a report must contain: everything that its regime says about it, which never changes.</summary>
/// <param name="Owner">The unit that demands it.</param>
/// <param name="Collector">The unit that collects it besides the units above; null for those alone.</param>
/// <param name="Period">Key of the period that it is about.</param>
/// <param name="Serves">Keys of the other periods that the same report serves.</param>
/// <param name="DemandedFrom">First day on which it can have been completed.</param>
/// <param name="Rows">The rows for the unit's kind. The sections are filtered alike.</param>
[GenerateSerializer, Immutable, Alias("hierarchy.report-form")]
public sealed record ReportForm(
    string Regime, string Title, string Owner, string? Collector, string Period, string Label, DateOnly From, DateOnly To,
    ImmutableArray<string> Serves, DateOnly DemandedFrom, ImmutableArray<SectionRule> Sections, ImmutableArray<TemplateRow> Rows)
{
    /// <param name="kind">The kind of the reporting unit.</param>
    public static ReportForm Of(ReportPeriod period, UnitKind kind)
    {
        var regime = period.Regime;
        return new(
            regime.Id, regime.Title, regime.Owner, regime.Collector, period.Key, period.Label, period.From, period.To, [.. period.Serves], regime.From,
            [.. (regime.Sections ?? []).Where(section => Fits(section.Kinds)).Select(section => section with { Kinds = null })],
            [.. (regime.Template ?? []).Where(row => Fits(row.Kinds)).Select(row => row with { Kinds = null })]);

        bool Fits(ImmutableArray<UnitKind>? kinds) => kinds is not { } some || some.Contains(kind);
    }

    /// <summary>Whether a report of this form discharges an obligation for the period.</summary>
    public bool Covers(string? period) => period is not null && (period == Period || Serves.Contains(period));
}

/// <summary>What was entered in a row.</summary>
/// <param name="Numerator">Null when nothing occurred.</param>
/// <param name="Reason">Why it replaces the counted figure; null when it replaces none.</param>
[GenerateSerializer, Immutable, Alias("hierarchy.row-entry")]
public sealed record RowEntry(string Code, long? Numerator, long Denominator, string? Reason, bool NothingOccurred = false)
{
    /// <summary>Whether it removes the earlier entry.</summary>
    public bool Clears => Numerator is null && !NothingOccurred;
}

[GenerateSerializer, Immutable, Alias("hierarchy.section-text")]
public sealed record SectionText(string Key, string Text);

/// <param name="Person">Who signed; null without sign-in.</param>
/// <param name="Capacity">The signer's capacity, such as "KT. CHỦ TỊCH - PHÓ CHỦ TỊCH".</param>
/// <param name="SignedOn">The day of recording.</param>
/// <param name="Sha256">SHA-256 of the signed bytes.</param>
[GenerateSerializer, Immutable, Alias("hierarchy.report-signature")]
public sealed record ReportSignature(
    string? Person, string Signer, string Capacity, Document Document, DateOnly SignedOn, DateTimeOffset At, string Sha256);

/// <summary>One revision of a unit's report for a period.</summary>
/// <param name="Version">1 when opened, plus one for every change, across revisions.</param>
/// <param name="Signature">Null while it is a draft.</param>
/// <param name="Note">The note given when it was received, returned or reopened; null for none.</param>
[GenerateSerializer, Immutable, Alias("hierarchy.report")]
public sealed record Report(
    ReportForm Form, string Unit, int Revision, long Version, ReportStatus Status, ImmutableArray<SectionText> Sections,
    ImmutableArray<RowEntry> Entries, ReportSignature? Signature, string? Note, DateTimeOffset UpdatedAt)
{
    public string Period => Form.Period;

    public ReportKey Key => new(Unit, Period);

    /// <summary>Whether its content can no longer change.</summary>
    public bool IsFrozen => Status is ReportStatus.Signed or ReportStatus.Received;

    public string TextOf(string section) => Sections.FirstOrDefault(text => text.Key == section)?.Text ?? "";

    public IEnumerable<ContentSection> SectionsAsWritten() =>
        Form.Sections.Select(section => new ContentSection(section.Key, section.Title, TextOf(section.Key)));

    public RowEntry? EntryOf(string code) => Entries.FirstOrDefault(entry => entry.Code == code);

    internal Report With(ImmutableArray<SectionText> sections, ImmutableArray<RowEntry> rows) => this with
    {
        Sections = [.. Form.Sections
            .Select(section => sections.FirstOrDefault(text => text.Key == section.Key) ?? new SectionText(section.Key, TextOf(section.Key)))
            .Where(text => text.Text.Length > 0)],
        Entries = [.. Form.Rows.Select(row => rows.FirstOrDefault(entry => entry.Code == row.Code) ?? EntryOf(row.Code))
            .OfType<RowEntry>().Where(entry => !entry.Clears)],
    };
}

/// <summary>Identifies a report: a unit has one per period.</summary>
[GenerateSerializer, Immutable, Alias("hierarchy.report-key")]
public readonly record struct ReportKey(string Unit, string Period)
{
    /// <summary>Unique in the whole system.</summary>
    public string Id => $"{Unit}{Obligation.Separator}{Period}";

    /// <summary>Null for an invalid id.</summary>
    /// <param name="revision">The earlier revision that the id names at its end; null for the present one.</param>
    public static ReportKey? Of(string id, out int? revision)
    {
        revision = null;
        var parts = id.Split(Obligation.Separator);
        if (parts.Length is < 3 or > 4 || parts.Any(part => part.Length == 0))
        {
            return null;
        }
        if (parts.Length == 4)
        {
            if (!int.TryParse(parts[3], System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out var named))
            {
                return null;
            }
            revision = named;
        }
        return new ReportKey(parts[0], $"{parts[1]}{Obligation.Separator}{parts[2]}");
    }

    /// <summary>The id of one of its revisions, including replaced ones.</summary>
    public string IdOf(int revision) =>
        string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{Id}{Obligation.Separator}{revision}");
}
