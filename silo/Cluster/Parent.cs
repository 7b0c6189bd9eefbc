using System.Globalization;
using Hierarchy.Hosting;

namespace Hierarchy.Silo.Cluster;

/// <summary>A process that another one started for itself stops when that one is gone, however it went.</summary>
internal static class Parent
{
    public const string Variable = "HIERARCHY_PARENT";

    private static readonly TimeSpan Period = TimeSpan.FromSeconds(1);

    public static void Follow(Func<string, string?> variable, Shutdown shutdown, TimeProvider time)
    {
        if (int.TryParse(variable(Variable), NumberStyles.None, CultureInfo.InvariantCulture, out var parent))
        {
            shutdown.LeaveToParent();
            _ = FollowAsync(parent, shutdown, time);
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
