using Hierarchy.Grains;
using Hierarchy.Grains.Ports;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Hierarchy.Silo;

/// <summary>
/// Finds units whose roll-up missed something, after a crash or a lost message, and units that still owe others a message, and pokes them.
/// Runs once before the system serves, then every <see cref="Period"/>: what a stream drops is repaired within that time.
/// </summary>
internal sealed partial class Recovery(
    IEventStore store, IRollupCheckpoints checkpoints, IUnitDirectory directory, IGrainFactory grains, TimeProvider time, ILogger<Recovery> log)
    : BackgroundService
{
    public static readonly TimeSpan Period = TimeSpan.FromSeconds(60);

    /// <summary>Units poked at once.</summary>
    private const int AtOnceMax = 64;

    /// <summary>Pokes the deepest first and every unit above them after, so that the root is right when it returns.</summary>
    /// <returns>How many units missed something.</returns>
    public async Task<int> RunAsync(CancellationToken cancellation)
    {
        var stale = await checkpoints.StaleUnitsAsync(cancellation);
        var levels = stale
            .SelectMany(unit => directory.Ancestors(unit).Select(above => above.Id).Append(unit))
            .Distinct()
            .GroupBy(unit => directory.Ancestors(unit).Count)
            .OrderByDescending(level => level.Key);
        foreach (var level in levels)
        {
            await EachAsync(level, unit => grains.GetGrain<IUnitGrain>(unit).RefreshAsync(), cancellation);
        }
        await EachAsync(
            await store.UnitsWithMessagesAsync(cancellation), unit => grains.GetGrain<IUnitGrain>(unit).DeliverAsync(), cancellation);
        return stale.Length;
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Period, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await RunAsync(stoppingToken);
            }
            catch (Exception fault) when (fault is not OperationCanceledException)
            {
                LogFailed(fault.Message);
            }
        }
    }

    private static Task EachAsync(IEnumerable<string> units, Func<string, Task> poke, CancellationToken cancellation) => Parallel.ForEachAsync(
        units, new ParallelOptions { MaxDegreeOfParallelism = AtOnceMax, CancellationToken = cancellation }, async (unit, _) => await poke(unit));

    [LoggerMessage(2001, LogLevel.Warning, "Looking after roll-ups and messages failed, trying again in a minute: {Reason}")]
    private partial void LogFailed(string reason);
}
