namespace Hierarchy.Grains.Reports;

/// <summary>An obligation that changes together with a report.</summary>
public sealed record ServedObligation(string Obligation);

/// <summary>What each change writes about a report.</summary>
/// <param name="Signed">Null unless the change signs the report.</param>
public sealed record ReportRecord(Report Report, SignedContent? Signed);

/// <param name="Text">Its bytes are served unchanged for ever.</param>
/// <param name="Values">The values of the rows that have one.</param>
public sealed record SignedContent(string Text, ImmutableArray<CountedFigure> Values);

/// <summary>The state of a report, for those who add it up.</summary>
/// <param name="To">Last day of its period.</param>
/// <param name="Sha256">Null while it is a draft.</param>
/// <param name="Values">As of <see cref="SignedContent"/>; empty while it is a draft.</param>
public sealed record ReportStanding(
    ReportKey Report, int Revision, ReportStatus Status, DateOnly To, string? Sha256, ImmutableArray<CountedFigure> Values);
