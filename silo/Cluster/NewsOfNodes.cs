using Hierarchy.Api.Changes;

namespace Hierarchy.Silo.Cluster;

/// <summary>Processes bulletins of other nodes: loads new units and plans into the directory, notifies local watchers, and, when a unit has
/// become active elsewhere, has its children on this node send their roll-ups, since that unit knows only their checkpoints.</summary>
internal sealed partial class NewsOfNodes(
    LiveChanges changes, ClusterFeed feed, IUnitDirectory directory, IGrainFactory grains, ILogger<NewsOfNodes> log)
{
    /// <summary>Returns once new units and plans are known here.</summary>
    /// <exception cref="StoreUnavailableException">New units and plans cannot be read.</exception>
    public async Task HearAsync(Bulletin news)
    {
        if (news.Registered)
        {
            await directory.CatchUpAsync();
        }
        if (news.Missed)
        {
            changes.Interrupted();
            // Parents may have become active while bulletins were missed.
            Tell(feed.Active);
        }
        if (news.Day)
        {
            changes.DayBegan();
        }
        foreach (var (unit, version) in news.Versions)
        {
            changes.RollupChanged(unit, version);
        }
        foreach (var reorganisation in news.Reorganisations)
        {
            changes.ReorganisationChanged(reorganisation);
        }
        foreach (var (unit, obligation) in news.Obligations)
        {
            if (changes.WatchesObligations(unit))
            {
                _ = TryAsync(() => AnnounceAsync(unit, obligation));
            }
        }
        foreach (var report in news.Reports)
        {
            changes.ReportChanged(report);
        }
        foreach (var unit in news.Activated)
        {
            LetChildrenTell(unit);
        }
    }

    public void LetChildrenTell(string unit) => Tell(directory.Children(unit).Concat(directory.Closed(unit)).Select(child => child.Id).Where(feed.IsActive));

    private void Tell(IEnumerable<string> units)
    {
        foreach (var unit in units)
        {
            _ = TryAsync(() => grains.GetGrain<IUnitGrain>(unit).TellAsync());
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
            // Recovery repairs what this call did not do.
            LogFailed(fault.Message);
        }
    }

    [LoggerMessage(2101, LogLevel.Warning, "The change feed of another node was interrupted: {Reason}")]
    private partial void LogFailed(string reason);
}
