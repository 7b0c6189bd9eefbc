using Hierarchy.Api.Changes;
using Hierarchy.Grains;
using Hierarchy.Grains.Ports;
using Hierarchy.Store.Cluster;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Hierarchy.Silo.Cluster;

/// <summary>Brings the news of the silos to whoever watches or keeps anything in an API server.</summary>
internal sealed partial class ApiEars(
    ClusterBus bus, LiveChanges changes, IUnitDirectory directory, IGrainFactory grains, TimeProvider time, ILogger<ApiEars> log)
    : BackgroundService
{
    /// <summary>A silo that has said nothing for so long may have changed something.</summary>
    public static readonly TimeSpan SilenceMax = TimeSpan.FromSeconds(3);

    private long _heardAt;

    /// <summary>Whether any silo was heard lately.</summary>
    public bool Hears => Volatile.Read(ref _heardAt) is var at && at != 0 && time.GetElapsedTime(at) < SilenceMax;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await foreach (var text in bus.ListenAsync(stoppingToken))
        {
            if (text is null)
            {
                _ = TryAsync(directory.CatchUpAsync);
                changes.Interrupted();
            }
            else if (text == ClusterBus.Directory)
            {
                _ = TryAsync(directory.CatchUpAsync);
            }
            else
            {
                Hear(Bulletin.Read(text));
            }
        }
    }

    private void Hear(Bulletin news)
    {
        Volatile.Write(ref _heardAt, time.GetTimestamp());
        foreach (var (unit, version) in news.Versions)
        {
            changes.RollupChanged(unit, version);
        }
        foreach (var (unit, obligation) in news.Obligations)
        {
            if (changes.WatchesObligations(unit))
            {
                _ = TryAsync(() => AnnounceAsync(unit, obligation));
            }
        }
    }

    private async Task AnnounceAsync(string unit, string obligation)
    {
        foreach (var changed in (await grains.GetGrain<IUnitGrain>(unit).ReadObligationsAsync([obligation])).Obligations)
        {
            changes.ObligationChanged(changed);
        }
    }

    private async Task TryAsync(Func<Task> run)
    {
        try
        {
            await run();
        }
        catch (Exception fault) when (fault is not OutOfMemoryException)
        {
            LogFailed(fault.Message);
        }
    }

    [LoggerMessage(2102, LogLevel.Warning, "News of a silo could not be passed on: {Reason}")]
    private partial void LogFailed(string reason);
}
