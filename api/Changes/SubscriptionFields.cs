using Hierarchy.Grains.Obligations;
using Hierarchy.Grains.Units;

namespace Hierarchy.Api.Changes;

/// <summary>What can be watched. Each field has its stream of events, and what becomes of one of them.</summary>
internal sealed class SubscriptionFields(LiveChanges changes)
{
    [Subscription(SubscriptionMode.Latest, replay: true)]
    public Unit ProgressChanged([FromSource] Unit unit) => unit;

    [GraphQLMetadata("progressChanged", ResolverType = ResolverType.StreamResolver)]
    public IAsyncEnumerable<Unit> WatchProgress(string unit, CancellationToken cancellation) => changes.ProgressAsync(unit, cancellation);

    [Subscription(SubscriptionMode.Every)]
    public Obligation ObligationChanged([FromSource] Obligation obligation) => obligation;

    [GraphQLMetadata("obligationChanged", ResolverType = ResolverType.StreamResolver)]
    public IAsyncEnumerable<Obligation> WatchObligations(string under, CancellationToken cancellation) =>
        changes.ObligationsAsync(under, cancellation);
}
