using System.ComponentModel.DataAnnotations;

namespace Hierarchy.Grains;

/// <summary>How units tell each other their numbers, and how often they write them down.</summary>
public sealed class RollupOptions
{
    /// <summary>A unit tells its parent at most once in this time; at once when it has been quiet for as long. Default 20 ms. More saves
    /// work, less is fresher.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:00:10")]
    public TimeSpan PublishWindow { get; init; } = TimeSpan.FromMilliseconds(20);

    /// <summary>A changed roll-up is written down within this time. Default 60 s. It bounds what has to be counted anew after a
    /// crash.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "01:00:00")]
    public TimeSpan CheckpointWindow { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>An active unit looks once in this time whether another activation of it has been at work, as may happen in a cluster, and
    /// reads again if so. Default 60 s. It bounds how long it can show what is no longer so.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "01:00:00")]
    public TimeSpan LookWindow { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>A unit writes a snapshot after so many events. Default 200. It bounds how much is replayed on activation.</summary>
    [Range(1, 100_000)]
    public int SnapshotEvery { get; init; } = 200;

    /// <summary>Messages of one unit that are under way to others at once. Default 64.</summary>
    [Range(1, 1_024)]
    public int DeliveriesMax { get; init; } = 64;

    /// <summary>Name of the channel provider, and namespace of the channels on which children tell their parents. The key of a channel is
    /// the parent's id.</summary>
    public const string Channel = "rollup";
}
