namespace Hierarchy.Silo;

/// <summary>A start does not fail because the database is slow or away for a moment, as after a crash that took both down.</summary>
internal static class DatabasePatience
{
    private static readonly TimeSpan _max = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan _pause = TimeSpan.FromMilliseconds(500);

    /// <summary>Repeats what may be repeated, for ten minutes, while the database does not answer in time.</summary>
    /// <exception cref="StartupProblem">It did not answer all the while.</exception>
    public static async Task<T> TryAsync<T>(Func<Task<T>> step, IProgress<string> progress, TimeProvider time, CancellationToken stop)
    {
        var started = time.GetTimestamp();
        var said = false;
        while (true)
        {
            try
            {
                return await step();
            }
            catch (Exception fault) when (fault is StoreUnavailableException or TimeoutException)
            {
                // A unit that waits for the database in line with others may also take longer than a call may.
                if (time.GetElapsedTime(started) > _max)
                {
                    throw new StartupProblem($"The database has not answered in time for {_max.TotalMinutes:0} minutes: {fault.Message}", ExitCode.Postgres, fault);
                }
                if (!said)
                {
                    progress.Report("the database is slow or unavailable: trying again");
                    said = true;
                }
                await Task.Delay(_pause, time, stop);
            }
        }
    }
}
