namespace Hierarchy.Grains.Reports;

/// <summary>An obligation that a report changes with itself.</summary>
public sealed record ServedObligation(string Obligation);

/// <summary>What is written of a report with each change.</summary>
/// <param name="Signed">Null unless the change has signed it.</param>
public sealed record ReportRecord(Report Report, SignedContent? Signed);

/// <param name="Text">As its bytes are handed out for ever.</param>
/// <param name="Values">What the rows say that say something.</param>
public sealed record SignedContent(string Text, ImmutableArray<CountedFigure> Values);

/// <summary>How a report stands, for whoever adds it up.</summary>
/// <param name="To">Last day of its period.</param>
/// <param name="Sha256">Null while it is a draft.</param>
/// <param name="Values">As of <see cref="SignedContent"/>; empty while it is a draft.</param>
public sealed record ReportStanding(
    ReportKey Report, int Revision, ReportStatus Status, DateOnly To, string? Sha256, ImmutableArray<CountedFigure> Values);
