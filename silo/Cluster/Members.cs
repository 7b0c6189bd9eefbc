namespace Hierarchy.Silo.Cluster;

internal static class Members
{
    private static readonly TimeSpan Period = TimeSpan.FromMilliseconds(250);

    /// <summary>Completes once the cluster has declared this silo dead, or it has stopped by itself.</summary>
    public static async Task EndedAsync(this ISiloStatusOracle members, TimeProvider time)
    {
        while (members.CurrentStatus is not SiloStatus.Dead)
        {
            await Task.Delay(Period, time);
        }
    }
}
