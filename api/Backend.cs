using System.Data.Common;
using System.Net.Sockets;

namespace Hierarchy.Api;

/// <summary>What resolvers may use: units, lists, the directory and the day. Failures become UNAVAILABLE.</summary>
internal sealed partial class Backend(
    IGrainFactory grains, IQueries queries, IFiles files, IUnitDirectory directory, CallPatience patience, TimeProvider time, ILogger<Backend> log)
{
    /// <summary>Maximum number of concurrent calls to units for one answer: an inactive unit is read from the database.</summary>
    public const int CallsMax = 64;

    private static readonly TimeSpan PauseMin = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan PauseMax = TimeSpan.FromMilliseconds(500);

    /// <summary>Grain references of units asked before; their number is bounded by the directory. Cached because Orleans reads the
    /// interface's attributes for each new one.</summary>
    private readonly ConcurrentDictionary<string, IUnitGrain> _units = new(StringComparer.Ordinal);

    private readonly TodaysMap _map = new(directory);

    public IUnitDirectory Directory => directory;

    /// <summary>The places of ended units on today's map.</summary>
    public RestatedMap Map => _map.Read();

    /// <summary>How long a call is repeated; zero for never.</summary>
    public TimeSpan Patience => patience.Max;

    /// <summary>Whether a call is worth repeating.</summary>
    public bool IsPatient => Patience > TimeSpan.Zero;

    public TimeProvider Time => time;

    public DateOnly Today => VietnameseDay.Today(time);

    /// <summary>Asks one unit, which must be in the directory: a call to any other would activate a unit that does not exist.</summary>
    /// <remarks>Repeats the call while the unit does not answer, within the patience. So it must be idempotent, as commands are through
    /// their requestId.</remarks>
    public Task<T> AskAsync<T>(string unit, Func<IUnitGrain, Task<T>> call) =>
        AskAsync(unit, _units.GetOrAdd(unit, static (id, grains) => grains.GetGrain<IUnitGrain>(id), grains), call);

    /// <summary>The same for a draft of a plan, whose id contains that of a known unit.</summary>
    public Task<T> AskAsync<T>(string draft, Func<IPlanDraftGrain, Task<T>> call) => AskAsync<IPlanDraftGrain, T>(draft, call);

    /// <summary>The same for a grain that is not a unit.</summary>
    public Task<T> AskAsync<TGrain, T>(string key, Func<TGrain, Task<T>> call)
        where TGrain : IGrainWithStringKey => AskAsync(key, grains.GetGrain<TGrain>(key), call);

    private async Task<T> AskAsync<TGrain, T>(string key, TGrain grain, Func<TGrain, Task<T>> call)
    {
        var started = time.GetTimestamp();
        for (var pause = PauseMin; ; pause = pause < PauseMax ? 2 * pause : PauseMax)
        {
            try
            {
                return await CallAsync(grain, call).ConfigureAwait(false);
            }
            catch (Exception fault) when (IsUnavailable(fault) || fault is OperationCanceledException)
            {
                // Calls do not use the request's token: a cancelled call was cancelled by a process that is starting, stopping or gone.
                if (time.GetElapsedTime(started) + pause > patience.Max)
                {
                    LogUnavailable(key, fault.GetType().Name, fault.Message);
                    throw ApiError.Unavailable();
                }
            }
            await Task.Delay(pause, time).ConfigureAwait(false);
        }
    }

    /// <summary>If the answer may have been lost, asks again without abandoning the first call, which may still be queued at a busy
    /// unit.</summary>
    private async Task<T> CallAsync<TGrain, T>(TGrain grain, Func<TGrain, Task<T>> call)
    {
        var lost = patience.Lost;
        var answer = call(grain);
        try
        {
            return await answer.WaitAsync(lost).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (lost.IsCancellationRequested && !answer.IsCompleted)
        {
            var again = CallAsync(grain, call);
            var first = await Task.WhenAny(answer, again).ConfigureAwait(false);
            return await (first.IsCompletedSuccessfully ? first : first == answer ? again : answer).ConfigureAwait(false);
        }
    }

    /// <summary>Refuses list queries early if too many are under way.</summary>
    /// <exception cref="FieldError">Too many lists are under way.</exception>
    public void CheckListsHaveRoom()
    {
        if (queries.IsBusy)
        {
            throw new FieldError("Too many lists are being read. Try again later.", Codes.Overloaded);
        }
    }

    public Task<T> QueryAsync<T>(Func<IQueries, Task<T>> call) => OfStoreAsync("lists", () => call(queries));

    public Task<T> FilesAsync<T>(Func<IFiles, Task<T>> call) => OfStoreAsync("files", () => call(files));

    public async Task<T> OfStoreAsync<T>(string what, Func<Task<T>> call)
    {
        try
        {
            return await call().ConfigureAwait(false);
        }
        catch (StoreOverloadedException busy)
        {
            throw new FieldError(busy.Message, Codes.Overloaded);
        }
        catch (Exception fault) when (IsUnavailable(fault))
        {
            LogUnavailable(what, fault.GetType().Name, fault.Message);
            throw ApiError.Unavailable();
        }
    }

    // The last three come from a process that is stopping or starting.
    private static bool IsUnavailable(Exception fault) => fault is StoreUnavailableException or TimeoutException or OrleansException
        or DbException
        or ObjectDisposedException or IOException or SocketException;

    [LoggerMessage(3001, LogLevel.Warning, "{What} did not answer: {Fault}: {Reason}")]
    private partial void LogUnavailable(string what, string fault, string reason);
}

/// <summary>How long a request repeats its call while a unit does not answer.</summary>
/// <param name="max">The maximum time; zero if no other process could take the unit over.</param>
public sealed class CallPatience(TimeSpan max)
{
    private CancellationTokenSource _lost = new();

    public TimeSpan Max => max;

    /// <summary>Cancelled when calls under way may have been lost.</summary>
    public CancellationToken Lost => max > TimeSpan.Zero ? Volatile.Read(ref _lost).Token : CancellationToken.None;

    /// <summary>A process with units has gone, and calls to it may be lost: all calls under way are repeated at once instead of after their
    /// timeout, and the first answer counts. Thread-safe.</summary>
    public void CallsLost() => _ = Interlocked.Exchange(ref _lost, new CancellationTokenSource()).CancelAsync();
}
