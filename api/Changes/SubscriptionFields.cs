namespace Hierarchy.Api.Changes;

/// <summary>Resolves subscriptions: each field has a stream of events, and a resolver for one event.</summary>
internal sealed class SubscriptionFields(LiveChanges changes, RightsWatch watch, Backend backend)
{
    [Latest]
    public Unit ProgressChanged([FromSource] Unit unit) => unit;

    [GraphQLMetadata("progressChanged", ResolverType = ResolverType.StreamResolver)]
    public IAsyncEnumerable<Unit> WatchProgress(string unit, IResolveFieldContext context, CancellationToken cancellation) =>
        ReadableStream.Of(
            ends => changes.ProgressAsync(unit, ends), () => ReaderNow(context).CheckTotals(unit), _ => true, watch, cancellation);

    public Indicator IndicatorChanged([FromSource] Indicator indicator) => indicator;

    [GraphQLMetadata("indicatorChanged", ResolverType = ResolverType.StreamResolver)]
    public IAsyncEnumerable<Indicator> WatchIndicators(string unit, IResolveFieldContext context, CancellationToken cancellation) =>
        ReadableStream.Of(
            ends => IndicatorStream.Of(unit, changes, context.Call().Services.GetRequiredService<Backend>(), ends),
            () => ReaderNow(context).CheckTotals(unit), _ => true, watch, cancellation);

    public Obligation ObligationChanged([FromSource] Obligation obligation) => obligation;

    [GraphQLMetadata("obligationChanged", ResolverType = ResolverType.StreamResolver)]
    public IAsyncEnumerable<Obligation> WatchObligations(string under, IResolveFieldContext context, CancellationToken cancellation) =>
        ReadableStream.Of(
            ends => changes.ObligationsAsync(under, ends), () => ReaderNow(context).CheckUnder(under),
            obligation => ReaderNow(context).Reads(obligation), watch, cancellation);

    [Latest]
    public ShownReorganisation ReorganisationChanged([FromSource] ShownReorganisation shown) => shown;

    [GraphQLMetadata("reorganisationChanged", ResolverType = ResolverType.StreamResolver)]
    public async IAsyncEnumerable<ShownReorganisation> WatchReorganisation(
        string id, [EnumeratorCancellation] CancellationToken cancellation)
    {
        await foreach (var _ in changes.ReorganisationAsync(id, cancellation).ConfigureAwait(false))
        {
            yield return await ShownReorganisation.FindAsync(id, backend).ConfigureAwait(false)
                ?? throw ApiError.NotFound($"There is no reorganisation '{Text.Shown(id)}'.", "id");
        }
    }

    public IDataLoaderResult<ShownReport?> ReportChanged([FromSource] ShownReportKey report, IResolveFieldContext context) =>
        ReportReads.Find(report.Key, context.Call());

    [GraphQLMetadata("reportChanged", ResolverType = ResolverType.StreamResolver)]
    public IAsyncEnumerable<ShownReportKey> WatchReports(string under, IResolveFieldContext context, CancellationToken cancellation) =>
        ReadableStream.Of(
            ends => ReportStream.Of(under, changes, backend, ends), () => ReaderNow(context).CheckUnder(under),
            report => ReaderNow(context).ReadsReportsOf(report.Key.Unit), watch, cancellation);

    private static Reader ReaderNow(IResolveFieldContext context) => Reader.For(context.Asker(), context.Call().Services);
}
