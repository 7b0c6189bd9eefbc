namespace Hierarchy.Silo;

/// <summary>Keeps a start from failing because the database is slow or unavailable for a moment, as after a crash of both.</summary>
internal static class DatabasePatience
{
    private static readonly TimeSpan _max = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan _pause = TimeSpan.FromMilliseconds(500);

    /// <summary>Repeats an idempotent step for up to ten minutes while the database does not answer in time.</summary>
    /// <exception cref="StartupProblem">The database did not answer during all that time.</exception>
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
                // A unit that waits in line for the database may also exceed the timeout of a call.
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
