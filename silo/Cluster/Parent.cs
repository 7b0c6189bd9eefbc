namespace Hierarchy.Silo.Cluster;

/// <summary>A process that another one started for itself stops when that one is gone, however it went.</summary>
internal static class Parent
{
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(1);

    /// <param name="parent">Its process; null when nobody's.</param>
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
