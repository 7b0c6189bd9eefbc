namespace Hierarchy.Silo.Cluster;

/// <summary>A process that was started by another stops when that one ends, however it ended.</summary>
internal static class Parent
{
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(1);

    /// <param name="parent">Process id of the parent; null for none.</param>
    public static void Follow(int? parent, Shutdown shutdown, TimeProvider time)
    {
        if (parent is { } id)
        {
            shutdown.LeaveToParent();
            _ = FollowAsync(id, shutdown, time);
        }
    }

    private static async Task FollowAsync(int parent, Shutdown shutdown, TimeProvider time)
    {
        var folder = string.Create(CultureInfo.InvariantCulture, $"/proc/{parent}");
        while (Directory.Exists(folder))
        {
            await Task.Delay(Period, time);
        }
        shutdown.Request();
    }
}
