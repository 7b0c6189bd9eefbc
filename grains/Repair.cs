using System.Collections.Concurrent;

namespace Hierarchy.Grains;

/// <summary>
/// Finds units whose roll-up missed something, after a crash or a lost message, and units with undelivered messages, and has them catch up.
/// </summary>
public sealed class Repair(IEventStore store, IRollupCheckpoints checkpoints, IUnitDirectory directory, IGrainFactory grains, SetAside aside)
{
    /// <summary>Maximum number of units called concurrently.</summary>
    private const int AtOnceMax = 64;

    /// <summary>Refreshes the deepest units first and then every unit above them, so that the roots are right when it returns. Then has
    /// undelivered messages delivered.</summary>
    /// <returns>How many units missed something.</returns>
    public async Task<int> RunAsync(CancellationToken cancellation)
    {
        var stale = await RaiseAsync(root: null, cancellation);
        await EachAsync(
            await store.UnitsWithMessagesAsync(cancellation), unit => grains.GetGrain<IUnitGrain>(unit).DeliverAsync(), cancellation);
        return stale;
    }

    /// <summary>Brings a unit's roll-up up to date with everything below it: every unit that has more than its checkpoint, or has missed
    /// something, reports to its parent.</summary>
    /// <param name="root">The unit; null for every root.</param>
    /// <returns>How many units had something to report.</returns>
    public async Task<int> RaiseAsync(string? root, CancellationToken cancellation)
    {
        await directory.CatchUpAsync();
        var stale = await checkpoints.StaleUnitsAsync(cancellation);
        var written = stale.Where(unit => IsBelow(unit.Unit)).ToDictionary(unit => unit.Unit, StringComparer.Ordinal);
        var levels = written.Keys
            .SelectMany(unit => directory.Ancestors(unit).Select(above => above.Id).Append(unit))
            .Distinct().Where(IsBelow)
            .GroupBy(unit => directory.Ancestors(unit).Count)
            .OrderByDescending(level => level.Key);
        foreach (var level in levels)
        {
            await EachAsync(
                level, unit => grains.GetGrain<IUnitGrain>(unit).RefreshAsync(written.GetValueOrDefault(unit) ?? StaleUnit.Fresh(unit)), cancellation);
        }
        return written.Count;

        bool IsBelow(string unit) => root is null || directory.IsAtOrBelow(unit, root);
    }

    // Not Parallel.ForEachAsync: it leaves the caller's scheduler, and with it the order that a simulation decides.
    private Task EachAsync(IEnumerable<string> units, Func<string, Task> poke, CancellationToken cancellation)
    {
        var left = new ConcurrentQueue<string>(units);
        return Task.WhenAll(Enumerable.Range(0, Math.Min(AtOnceMax, left.Count)).Select(_ => WorkAsync()));

        async Task WorkAsync()
        {
            while (left.TryDequeue(out var unit))
            {
                cancellation.ThrowIfCancellationRequested();
                await TryAsync(unit, poke);
            }
        }
    }

    // A fault in one unit does not stop the others. An unavailable database or process does, and the whole run is then repeated.
    private async Task TryAsync(string unit, Func<string, Task> poke)
    {
        try
        {
            await poke(unit);
        }
        catch (Exception fault) when (fault is not (StoreUnavailableException or TimeoutException or OrleansException or OperationCanceledException
            or ObjectDisposedException or IOException or System.Net.Sockets.SocketException))
        {
            aside.Add(SetAsideRecord.OfUnit(unit, fault.Message));
        }
    }
}
