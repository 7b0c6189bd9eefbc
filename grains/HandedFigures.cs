namespace Hierarchy.Grains;

/// <summary>Computes from the units' events what a reorganisation has handed over and what was received of it. Concurrent changes by others
/// do not affect these figures.</summary>
internal sealed class HandedFigures(Reorganisation reorganisation, IEventStore store)
{
    /// <summary>Maximum number of units whose events are read concurrently.</summary>
    private const int AtOnceMax = 16;

    /// <param name="givers">Units that may have handed something over.</param>
    public async Task<HandedBalance> OfAsync(IEnumerable<string> givers, CancellationToken cancellation)
    {
        var handed = new HandedBalance(Measures.Zero, Measures.Zero);
        foreach (var some in givers.Distinct(StringComparer.Ordinal).Chunk(AtOnceMax))
        {
            foreach (var one in await Task.WhenAll(some.Select(giver => OfAsync(giver, cancellation))))
            {
                handed += one;
            }
        }
        return handed;
    }

    private async Task<HandedBalance> OfAsync(string giver, CancellationToken cancellation)
    {
        var (state, handed) = (UnitState.Empty, new HandedBalance(Measures.Zero, Measures.Zero));
        await foreach (var stored in store.ReadAsync(giver, 1, long.MaxValue, cancellation))
        {
            state = state.Replay(stored);
            if (stored.Event is UnitEvent.ObligationsHandedOver of && of.Reorganisation == reorganisation.Id)
            {
                handed += new HandedBalance(Sum(of.Changed(state)), await TakenAsync(of, stored.Seq, giver, cancellation));
            }
        }
        return handed;
    }

    private async Task<Measures> TakenAsync(UnitEvent.ObligationsHandedOver handed, long seq, string giver, CancellationToken cancellation)
    {
        var taken = Measures.Zero;
        foreach (var heir in handed.Targets)
        {
            var message = RequestKey.MessagePrefix + ChangeId.Of(giver, seq);
            if ((await store.FindRequestAsync(heir, message, cancellation)).Seq is not { } arrived)
            {
                continue;
            }
            await foreach (var stored in store.ReadAsync(heir, arrived, arrived, cancellation))
            {
                taken += stored.Event is UnitEvent.ObligationsReceived received
                    ? Sum(received.Obligations.Select(one => one.Obligation))
                    : Measures.Zero;
            }
        }
        return taken;
    }

    private static Measures Sum(IEnumerable<Obligation> obligations) =>
        obligations.Aggregate(Measures.Zero, (sum, obligation) => sum + Contribution.Of(obligation));
}
