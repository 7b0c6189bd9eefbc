using Hierarchy.Api.Access;
using Hierarchy.Api.Indicators;
using Hierarchy.Api.People;
using Hierarchy.Grains.Indicators;
using Hierarchy.Grains.Obligations;
using Hierarchy.Grains.Units;

namespace Hierarchy.Api.Changes;

/// <summary>What can be watched. Each field has its stream of events, and what becomes of one of them.</summary>
internal sealed class SubscriptionFields(LiveChanges changes, RightsWatch watch)
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

    private static Reader ReaderNow(IResolveFieldContext context) => Reader.For(context.Asker(), context.Call().Services);
}
