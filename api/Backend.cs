using Microsoft.Extensions.Logging;

namespace Hierarchy.Api;

/// <summary>All that resolvers may reach: units, lists, the directory and the day. Faults come out as UNAVAILABLE.</summary>
internal sealed partial class Backend(
    IGrainFactory grains, IQueries queries, IUnitDirectory directory, CallPatience patience, TimeProvider time, ILogger<Backend> log)
{
    /// <summary>Calls to units that one list of keys has under way at once: a cold unit is read from the database.</summary>
    public const int CallsMax = 64;

    private static readonly TimeSpan PauseMin = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan PauseMax = TimeSpan.FromMilliseconds(500);

    public IUnitDirectory Directory => directory;

    /// <summary>Whether a call is worth repeating.</summary>
    public bool IsPatient => patience.Max > TimeSpan.Zero;

    public TimeProvider Time => time;

    public DateOnly Today => VietnameseDay.Today(time);

    /// <summary>Asks one unit, which the directory knows: a call to any other would activate a unit that does not exist.</summary>
    /// <remarks>Repeats the call while the unit does not answer and patience lasts: what it asks must be repeatable, as commands are by
    /// their requestId.</remarks>
    public async Task<T> AskAsync<T>(string unit, Func<IUnitGrain, Task<T>> call)
    {
        var started = time.GetTimestamp();
        for (var pause = PauseMin; ; pause = pause < PauseMax ? 2 * pause : PauseMax)
        {
            try
            {
                return await call(grains.GetGrain<IUnitGrain>(unit)).ConfigureAwait(false);
            }
            catch (Exception fault) when (IsUnavailable(fault))
            {
                if (time.GetElapsedTime(started) + pause > patience.Max)
                {
                    LogUnavailable(unit, fault.GetType().Name, fault.Message);
                    throw ApiError.Unavailable();
                }
            }
            await Task.Delay(pause, time).ConfigureAwait(false);
        }
    }

    public async Task<T> QueryAsync<T>(Func<IQueries, Task<T>> call)
    {
        try
        {
            return await call(queries).ConfigureAwait(false);
        }
        catch (Exception fault) when (IsUnavailable(fault))
        {
            LogUnavailable("lists", fault.GetType().Name, fault.Message);
            throw ApiError.Unavailable();
        }
    }

    /// <summary>Reads a value for each key, <see cref="CallsMax"/> at a time. Keys whose value is null are missing.</summary>
    public static async ValueTask<IReadOnlyDictionary<TKey, TValue>> EachAsync<TKey, TValue>(
        IReadOnlyList<TKey> keys, Func<TKey, Task<TValue?>> read, CancellationToken cancellation) where TKey : notnull where TValue : class
    {
        var values = new TValue?[keys.Count];
        if (keys.Count == 1)
        {
            values[0] = await read(keys[0]).ConfigureAwait(false);
        }
        else
        {
            var atOnce = new ParallelOptions { MaxDegreeOfParallelism = CallsMax, CancellationToken = cancellation };
            await Parallel.ForAsync(0, keys.Count, atOnce, async (i, _) => values[i] = await read(keys[i]).ConfigureAwait(false))
                .ConfigureAwait(false);
        }
        var found = new Dictionary<TKey, TValue>(keys.Count);
        for (var i = 0; i < values.Length; i++)
        {
            if (values[i] is { } value)
            {
                found[keys[i]] = value;
            }
        }
        return found;
    }

    private static bool IsUnavailable(Exception fault) => fault is StoreUnavailableException or TimeoutException or OrleansException;

    [LoggerMessage(3001, LogLevel.Warning, "{What} did not answer: {Fault}: {Reason}")]
    private partial void LogUnavailable(string what, string fault, string reason);
}

/// <summary>How long a request waits for a unit that does not answer, repeating its call. Zero: not at all, where nothing else could take
/// the unit over.</summary>
public sealed record CallPatience(TimeSpan Max);

internal static class BackendOfRequest
{
    public static Backend Backend(this RequestContext context) => context.Service<Backend>();
}
