namespace Hierarchy.Grains.Reports;

public enum ReportStatus
{
    Draft,

    /// <summary>Handed in, not received yet.</summary>
    Signed,
    Received,

    /// <summary>Sent back by who collects it: what is written next is the next revision.</summary>
    Returned,
}

/// <summary>What a report must hold: all that its regime says of it, which never changes.</summary>
/// <param name="Owner">The unit that demands it.</param>
/// <param name="Collector">The unit that collects it beside those above; null for those alone.</param>
/// <param name="Period">Key of the period that it is about.</param>
/// <param name="Serves">Keys of the periods that the paper serves too.</param>
/// <param name="DemandedFrom">First day on which it can have been completed.</param>
/// <param name="Rows">Those of the unit's kind; so are the sections.</param>
[GenerateSerializer, Immutable, Alias("hierarchy.report-form")]
public sealed record ReportForm(
    string Regime, string Title, string Owner, string? Collector, string Period, string Label, DateOnly From, DateOnly To,
    ImmutableArray<string> Serves, DateOnly DemandedFrom, ImmutableArray<SectionRule> Sections, ImmutableArray<TemplateRow> Rows)
{
    /// <param name="kind">Of the unit that reports.</param>
    public static ReportForm Of(ReportPeriod period, UnitKind kind)
    {
        var regime = period.Regime;
        return new(
            regime.Id, regime.Title, regime.Owner, regime.Collector, period.Key, period.Label, period.From, period.To, [.. period.Serves], regime.From,
            [.. (regime.Sections ?? []).Where(section => Fits(section.Kinds)).Select(section => section with { Kinds = null })],
            [.. (regime.Template ?? []).Where(row => Fits(row.Kinds)).Select(row => row with { Kinds = null })]);

        bool Fits(ImmutableArray<UnitKind>? kinds) => kinds is not { } some || some.Contains(kind);
    }

    /// <summary>Whether a paper of this form is for what an obligation asks for.</summary>
    public bool Covers(string? period) => period is not null && (period == Period || Serves.Contains(period));
}

/// <summary>What was entered in a row.</summary>
/// <param name="Numerator">Null where nothing occurred.</param>
/// <param name="Reason">Why it replaces what was counted; null where it replaces nothing.</param>
[GenerateSerializer, Immutable, Alias("hierarchy.row-entry")]
public sealed record RowEntry(string Code, long? Numerator, long Denominator, string? Reason, bool NothingOccurred = false)
{
    /// <summary>Whether it takes back what was entered before.</summary>
    public bool Clears => Numerator is null && !NothingOccurred;
}

[GenerateSerializer, Immutable, Alias("hierarchy.section-text")]
public sealed record SectionText(string Key, string Text);

/// <param name="Person">Who signed; null where nobody signs in.</param>
/// <param name="Capacity">In which he did, such as "KT. CHỦ TỊCH - PHÓ CHỦ TỊCH".</param>
/// <param name="SignedOn">The day of the recording.</param>
/// <param name="Sha256">Of the bytes of what was signed.</param>
[GenerateSerializer, Immutable, Alias("hierarchy.report-signature")]
public sealed record ReportSignature(
    string? Person, string Signer, string Capacity, Document Document, DateOnly SignedOn, DateTimeOffset At, string Sha256);

/// <summary>A unit's report for a period, in one of its revisions.</summary>
/// <param name="Version">1 when opened, one more with every change, whatever the revision.</param>
/// <param name="Signature">Null while it is a draft.</param>
/// <param name="Note">What was said when it was received, returned or reopened; null for nothing.</param>
[GenerateSerializer, Immutable, Alias("hierarchy.report")]
public sealed record Report(
    ReportForm Form, string Unit, int Revision, long Version, ReportStatus Status, ImmutableArray<SectionText> Sections,
    ImmutableArray<RowEntry> Entries, ReportSignature? Signature, string? Note, DateTimeOffset UpdatedAt)
{
    public string Period => Form.Period;

    public ReportKey Key => new(Unit, Period);

    /// <summary>Whether what it says stands fast.</summary>
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

/// <summary>Which report: there is one of a unit and a period.</summary>
[GenerateSerializer, Immutable, Alias("hierarchy.report-key")]
public readonly record struct ReportKey(string Unit, string Period)
{
    /// <summary>Its name in the whole system.</summary>
    public string Id => $"{Unit}{Obligation.Separator}{Period}";

    /// <summary>Null when it is no such id.</summary>
    /// <param name="revision">The earlier revision that it names behind; null for the present one.</param>
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

    /// <summary>The id of one of its revisions, also of what has been replaced.</summary>
    public string IdOf(int revision) =>
        string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{Id}{Obligation.Separator}{revision}");
}
