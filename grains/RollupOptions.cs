using System.ComponentModel.DataAnnotations;

namespace Hierarchy.Grains;

/// <summary>Settings for publishing roll-ups, and for checkpoints, snapshots and messages.</summary>
public sealed class RollupOptions
{
    /// <summary>Minimum interval between two roll-ups that a unit publishes to its parent; the first after a quiet interval goes out at
    /// once. Default 20 ms. A longer interval saves work, a shorter one gives fresher figures.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:00:10")]
    public TimeSpan PublishWindow { get; init; } = TimeSpan.FromMilliseconds(20);

    /// <summary>Maximum time until a changed roll-up is written as a checkpoint. Default 60 s. Bounds what must be recounted after a
    /// crash.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "01:00:00")]
    public TimeSpan CheckpointWindow { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>Interval at which an active unit checks whether another activation of it has written, as may happen in a cluster, and
    /// reloads if so. Default 60 s. Bounds how long a unit can show outdated figures.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "01:00:00")]
    public TimeSpan LookWindow { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>Number of events after which a unit writes a snapshot. Default 200. Bounds how much is replayed on activation.</summary>
    [Range(1, 100_000)]
    public int SnapshotEvery { get; init; } = 200;

    /// <summary>Maximum number of messages that one unit has under way at once. Default 64.</summary>
    [Range(1, 1_024)]
    public int DeliveriesMax { get; init; } = 64;

    /// <summary>Name of the channel provider, and namespace of the channels on which children publish to their parents. The key of a
    /// channel is the parent's id.</summary>
    public const string Channel = "rollup";
}
