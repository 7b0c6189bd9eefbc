using Orleans.Concurrency;

namespace Hierarchy.Silo.Cluster;

/// <summary>A silo as the others can ask it. The key is its address; <see cref="ByProvinceDirector"/> puts it there.</summary>
[Alias("hierarchy.silo-grain")]
internal interface ISiloGrain : IGrainWithStringKey
{
    /// <summary>Whether that silo has written to the database within the last two seconds.</summary>
    [Alias("reaches-database"), AlwaysInterleave]
    Task<bool> ReachesDatabaseAsync();
}

internal sealed class SiloGrain(ClusterFeed feed, TimeProvider time) : Grain, ISiloGrain
{
    public const string Prefix = "silo@";

    private static readonly TimeSpan Lately = TimeSpan.FromSeconds(2);

    public Task<bool> ReachesDatabaseAsync() => Task.FromResult(feed.ToldAt != 0 && time.GetElapsedTime(feed.ToldAt) < Lately);
}
