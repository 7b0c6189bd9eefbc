namespace Hierarchy.Silo.Cluster;

/// <summary>A node that cannot reach the database while another can makes its units unavailable, so it stops and the others take them over.
/// If no node reaches the database, all wait for it.</summary>
internal sealed partial class DatabaseWatch(
    Pulse pulse, ISiloStatusOracle members, IGrainFactory grains, TimeProvider time, ILogger<DatabaseWatch> log) : BackgroundService
{
    /// <summary>After this time without the database, a node asks the others.</summary>
    public static readonly TimeSpan PatienceMax = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan Period = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan AnswerMax = TimeSpan.FromSeconds(2);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Period, time);
        while (await timer.WaitForNextTickAsync(stoppingToken).ConfigureAwait(false))
        {
            if (pulse.SinceAnswer > PatienceMax && await DoOthersReachItAsync())
            {
                LogAlone(PatienceMax.TotalSeconds);
                // Not an orderly stop: that would need the database.
                Environment.Exit(ExitCode.Postgres);
            }
        }
    }

    private async Task<bool> DoOthersReachItAsync()
    {
        var others = members.GetApproximateSiloStatuses(onlyActive: true).Keys.Where(silo => !silo.Equals(members.SiloAddress));
        var answers = await Task.WhenAll(others.Select(AskAsync));
        return Array.Exists(answers, yes => yes);
    }

    private async Task<bool> AskAsync(SiloAddress silo)
    {
        try
        {
            return await grains.GetGrain<INodeGrain>(NodeGrain.Name(silo)).ReachesDatabaseAsync().WaitAsync(AnswerMax, time);
        }
        catch (Exception fault) when (fault is not OutOfMemoryException)
        {
            return false;
        }
    }

    [LoggerMessage(2103, LogLevel.Error, "This node has not reached the database for {Seconds} s, but another one does: it stops, so that the others take over")]
    private partial void LogAlone(double seconds);
}
