namespace Hierarchy.Store;

/// <summary>A stored revision of a report.</summary>
/// <param name="Sha256">Null while the revision is a draft, as are <c>Figures</c> and <c>Content</c>.</param>
internal sealed record ReportRow(
    string Unit, string Period, int Revision, string Regime, DateOnly LastDay, short Status, string? Sha256, byte[]? Figures, byte[] Data, byte[]? Content)
{
    public static ReportRow Of(ReportRecord written)
    {
        var report = written.Report;
        return new(
            report.Unit, report.Period, report.Revision, report.Form.Regime, report.Form.To, (short)report.Status,
            written.Signed is null ? null : report.Signature!.Sha256, written.Signed is { } signed ? EventCodec.Encode(signed.Values) : null,
            EventCodec.Encode(report), written.Signed is { } content ? Encoding.UTF8.GetBytes(content.Text) : null);
    }

    /// <summary>The row to store over an existing one of the same revision: what was signed stays.</summary>
    public ReportRow After(ReportRow? before) => before is null || Content is not null
        ? this
        : this with { Sha256 = before.Sha256, Figures = before.Figures, Content = before.Content };

    public ReportStanding Standing => new(
        new ReportKey(Unit, Period), Revision, (ReportStatus)Status, LastDay, Sha256, Figures is { } figures ? EventCodec.DecodeFigures(figures) : []);
}
