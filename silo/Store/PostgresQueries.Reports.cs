namespace Hierarchy.Store;

public sealed partial class PostgresQueries
{
    /// <inheritdoc/>
    public Task<ImmutableArray<Report>> ReportsAsync(IReadOnlyList<ReportKey> reports, CancellationToken cancellation) =>
        _reports.ReportsAsync(reports, cancellation);

    /// <inheritdoc/>
    public Task<ImmutableArray<Report>> RevisionsAsync(IReadOnlyList<ReportKey> reports, CancellationToken cancellation) =>
        _reports.RevisionsAsync(reports, cancellation);

    /// <inheritdoc/>
    public Task<ImmutableDictionary<(ReportKey Report, int Revision), string>> SignedContentsAsync(
        IReadOnlyList<(ReportKey Report, int Revision)> revisions, CancellationToken cancellation) => _reports.ContentsAsync(revisions, cancellation);

    /// <inheritdoc/>
    public Task<ImmutableArray<ReportStanding>> StandingsAsync(string period, IReadOnlyList<string> units, CancellationToken cancellation) =>
        _reports.StandingsAsync(period, units, cancellation);

    /// <inheritdoc/>
    public Task<ImmutableArray<ReportStanding>> SignedAsync(string unit, string regime, CancellationToken cancellation) =>
        _reports.SignedAsync(unit, regime, cancellation);
}
