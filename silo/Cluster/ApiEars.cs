using Hierarchy.Api;
using Hierarchy.Api.Changes;
using Hierarchy.Grains;
using Hierarchy.Grains.Ports;
using Hierarchy.Store.Cluster;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Hierarchy.Silo.Cluster;

/// <summary>Brings the news of the silos to whoever watches or keeps anything in an API server.</summary>
internal sealed partial class ApiEars(
    ClusterBus bus, Peers peers, LiveChanges changes, CallPatience patience, IUnitDirectory directory, IGrainFactory grains,
    TimeProvider time, ILogger<ApiEars> log) : BackgroundService
{
    private static readonly TimeSpan Margin = TimeSpan.FromMilliseconds(200);

    /// <summary>Silos that are remembered to have gone; beyond it they are forgotten, and calls may be repeated once too often.</summary>
    private const int GoneMax = 1_000;

    // Each of the others tells of it.
    private readonly HashSet<string> _gone = new(StringComparer.Ordinal);
    private bool _heard;

    /// <summary>Whether any silo has been heard. While the database is away none is, and units that are active answer all the same.</summary>
    public bool HasHeard => Volatile.Read(ref _heard);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await foreach (var text in bus.ListenAsync(stoppingToken))
        {
            if (text is null)
            {
                _ = TryAsync(directory.CatchUpAsync);
                changes.Interrupted();
                peers.Interrupted();
            }
            else if (Peers.IsOfPeers(text))
            {
                peers.Hear(text, FollowAsync);
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
        Volatile.Write(ref _heard, true);
        if (_gone.Count > GoneMax)
        {
            _gone.Clear();
        }
        if (news.Gone.Count(_gone.Add) > 0)
        {
            _ = RepeatCallsAsync();
        }
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

    private async Task RepeatCallsAsync()
    {
        patience.CallsLost();
        // Until the list of gateways is read again, a call may go out through the silo that is gone.
        await Task.Delay(ClusterSettings.GatewayPeriod + Margin, time);
        patience.CallsLost();
    }

    private async Task FollowAsync(PeerNews news)
    {
        if (news.Directory)
        {
            await TryAsync(directory.CatchUpAsync);
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
