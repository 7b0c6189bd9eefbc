namespace Hierarchy.Grains;

/// <summary>Calls to units that may be repeated: reads, which change nothing, and commands, by their requestId.</summary>
public static class Repeatable
{
    /// <summary>Attempts at a call that gets no answer, such as while a unit moves from one process to another.</summary>
    private const int AttemptsMax = 20;

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(500);

    /// <summary>Repeats the call until it is answered; throws the last fault.</summary>
    /// <exception cref="TimeoutException">Twenty attempts got no answer.</exception>
    public static async Task<T> AskAsync<T>(TimeProvider time, Func<Task<T>> call)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await call();
            }
            catch (Exception fault) when (fault is TimeoutException or OrleansException or StoreUnavailableException && attempt < AttemptsMax)
            {
                await Task.Delay(Pause, time);
            }
        }
    }
}
