using Hierarchy.Grains.Obligations;
using Hierarchy.Grains.Units;

namespace Hierarchy.Api.Changes;

/// <summary>What can be watched. Each field has its stream of events, and what becomes of one of them.</summary>
internal sealed class SubscriptionFields(LiveChanges changes)
{
    [Latest]
    public Unit ProgressChanged([FromSource] Unit unit) => unit;

    [GraphQLMetadata("progressChanged", ResolverType = ResolverType.StreamResolver)]
    public IAsyncEnumerable<Unit> WatchProgress(string unit, CancellationToken cancellation) => changes.ProgressAsync(unit, cancellation);

    public Obligation ObligationChanged([FromSource] Obligation obligation) => obligation;

    [GraphQLMetadata("obligationChanged", ResolverType = ResolverType.StreamResolver)]
    public IAsyncEnumerable<Obligation> WatchObligations(string under, CancellationToken cancellation) =>
        changes.ObligationsAsync(under, cancellation);
}
