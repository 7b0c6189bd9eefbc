using Hierarchy.Simulation.Runtime;

namespace Hierarchy.Simulation.Checks;

/// <summary>Passes every event that the database accepts to the ledger and the check of signed reports.</summary>
internal sealed class WatchedStore(IEventStore database, SimulatedCluster cluster) : PassingStore(database)
{
    public override async Task<AppendResult> AppendAsync(Append append, CancellationToken cancellation)
    {
        var result = await base.AppendAsync(append, cancellation);
        if (result is AppendResult.Appended appended)
        {
            var first = appended.Seq - append.Events.Length + 1;
            for (var i = 0; i < append.Events.Length; i++)
            {
                var stored = new StoredEvent(append.Unit, first + i, append.Events[i], append.Actor, append.At, i == 0 ? append.RequestId : null);
                cluster.Ledger.Add(stored);
                if (cluster.Signed.FaultOf(stored, cluster.Ledger.StateOf(append.Unit)) is { } fault)
                {
                    cluster.Fail(fault);
                }
            }
        }
        return result;
    }
}
