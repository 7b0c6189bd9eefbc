using System.Data.Common;
using System.Net.Sockets;

namespace Hierarchy.Api;

/// <summary>All that resolvers may reach: units, lists, the directory and the day. Faults come out as UNAVAILABLE.</summary>
internal sealed partial class Backend(
    IGrainFactory grains, IQueries queries, IFiles files, IUnitDirectory directory, CallPatience patience, TimeProvider time, ILogger<Backend> log)
{
    /// <summary>Calls to units that one answer has under way at once: a cold unit is read from the database.</summary>
    public const int CallsMax = 64;

    private static readonly TimeSpan PauseMin = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan PauseMax = TimeSpan.FromMilliseconds(500);

    /// <summary>References of the units that have been asked, of which the directory bounds the number: Orleans reads the attributes of the
    /// interface for each that it makes.</summary>
    private readonly ConcurrentDictionary<string, IUnitGrain> _units = new(StringComparer.Ordinal);

    private readonly TodaysMap _map = new(directory);

    public IUnitDirectory Directory => directory;

    /// <summary>What units that have ended hold, on today's map.</summary>
    public RestatedMap Map => _map.Read();

    /// <summary>How long a call is repeated; zero for not at all.</summary>
    public TimeSpan Patience => patience.Max;

    /// <summary>Whether a call is worth repeating.</summary>
    public bool IsPatient => Patience > TimeSpan.Zero;

    public TimeProvider Time => time;

    public DateOnly Today => VietnameseDay.Today(time);

    /// <summary>Asks one unit, which the directory knows: a call to any other would activate a unit that does not exist.</summary>
    /// <remarks>Repeats the call while the unit does not answer and patience lasts: what it asks must be repeatable, as commands are by
    /// their requestId.</remarks>
    public Task<T> AskAsync<T>(string unit, Func<IUnitGrain, Task<T>> call) =>
        AskAsync(unit, _units.GetOrAdd(unit, static (id, grains) => grains.GetGrain<IUnitGrain>(id), grains), call);

    /// <summary>The same of a draft of a plan, which bears the id of a unit that the directory knows.</summary>
    public Task<T> AskAsync<T>(string draft, Func<IPlanDraftGrain, Task<T>> call) => AskAsync<IPlanDraftGrain, T>(draft, call);

    /// <summary>The same of a grain that is no unit.</summary>
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
                // No call takes the request's own token: one that was cancelled was so by a process that is starting, stopping or gone.
                if (time.GetElapsedTime(started) + pause > patience.Max)
                {
                    LogUnavailable(key, fault.GetType().Name, fault.Message);
                    throw ApiError.Unavailable();
                }
            }
            await Task.Delay(pause, time).ConfigureAwait(false);
        }
    }

    /// <summary>When the answer may have been lost, asks again without giving up the first call: on a busy unit it would stand behind
    /// itself.</summary>
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

    /// <summary>Refuses lists before anything else is done for them, where too many are under way.</summary>
    /// <exception cref="FieldError">They are.</exception>
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

    // The last three come from a process that is just ending or starting.
    private static bool IsUnavailable(Exception fault) => fault is StoreUnavailableException or TimeoutException or OrleansException
        or DbException
        or ObjectDisposedException or IOException or SocketException;

    [LoggerMessage(3001, LogLevel.Warning, "{What} did not answer: {Fault}: {Reason}")]
    private partial void LogUnavailable(string what, string fault, string reason);
}

/// <summary>How a request waits for a unit that does not answer, repeating its call.</summary>
/// <param name="max">How long. Zero: not at all, where nothing else could take the unit over.</param>
public sealed class CallPatience(TimeSpan max)
{
    private CancellationTokenSource _lost = new();

    public TimeSpan Max => max;

    /// <summary>Cancelled when calls that are under way now may have been lost.</summary>
    public CancellationToken Lost => max > TimeSpan.Zero ? Volatile.Read(ref _lost).Token : CancellationToken.None;

    /// <summary>A process that hosted units is gone, and with it perhaps what it was asked: all calls under way are made once more at once,
    /// instead of when their time is over, and the first answer counts. Thread-safe.</summary>
    public void CallsLost() => _ = Interlocked.Exchange(ref _lost, new CancellationTokenSource()).CancelAsync();
}
