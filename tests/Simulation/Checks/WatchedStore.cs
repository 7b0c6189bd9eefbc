using Hierarchy.Grains.Ports;
using Hierarchy.Simulation.Runtime;

namespace Hierarchy.Simulation.Checks;

/// <summary>Tells the ledger of every event that the database takes.</summary>
internal sealed class WatchedStore(IEventStore database, Ledger ledger) : PassingStore(database)
{
    public override async Task<AppendResult> AppendAsync(Append append, CancellationToken cancellation)
    {
        var result = await base.AppendAsync(append, cancellation);
        if (result is AppendResult.Appended appended)
        {
            var first = appended.Seq - append.Events.Length + 1;
            for (var i = 0; i < append.Events.Length; i++)
            {
                ledger.Add(new StoredEvent(
                    append.Unit, first + i, append.Events[i], append.Actor, append.At, i == 0 ? append.RequestId : null));
            }
        }
        return result;
    }
}
