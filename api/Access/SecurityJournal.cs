using System.Net;

namespace Hierarchy.Api.Access;

/// <summary>Collects security events and writes them in the background. Equal events of one minute become one row with a count, so a flood
/// of refused tokens costs neither memory nor storage. Thread-safe; callers never wait.</summary>
/// <param name="log">Null to record nothing.</param>
public sealed partial class SecurityJournal(TimeProvider time, ILogger<SecurityJournal> logger, ISecurityLog? log = null)
{
    /// <summary>Different events of strangers per minute that are recorded separately; further ones are counted together, without an
    /// address.</summary>
    public const int StrangersMax = 100;

    /// <summary>The same for known people.</summary>
    public const int KnownMax = 5_000;

    /// <summary>The code as it appears in answers.</summary>
    public const string ForbiddenCode = "FORBIDDEN";

    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    private readonly Lock _lock = new();
    private readonly SemaphoreSlim _writing = new(1);
    private Dictionary<Key, (int Count, DateTimeOffset At)> _counts = [];
    private int _strangers;
    private DateTimeOffset _trimmed;

    private readonly record struct Key(string What, string? Code, string? Person, string? Address);

    /// <summary>Records one event.</summary>
    /// <param name="what">One of <see cref="SecurityEvents"/>.</param>
    /// <param name="code">The error code of the refusal; null if nothing was refused.</param>
    public void Note(string what, string? code, string? person, IPAddress? address) => Note(what, code, person, address?.ToString());

    /// <summary>The same with an address given as text.</summary>
    public void Note(string what, string? code, string? person, string? address)
    {
        if (log is null)
        {
            return;
        }
        var key = new Key(what, code, person, address);
        lock (_lock)
        {
            if (!_counts.ContainsKey(key) && (person is null ? _strangers >= StrangersMax : _counts.Count - _strangers >= KnownMax))
            {
                key = new Key(what, code, null, null);
            }
            var before = _counts.GetValueOrDefault(key).Count;
            Put(key, before < int.MaxValue ? before + 1 : before, time.GetUtcNow());
        }
    }

    /// <summary>Records the refusals for missing rights in an answer.</summary>
    internal void NoteRefusals(object? caller, IEnumerable<ExecutionError>? errors)
    {
        foreach (var error in errors ?? [])
        {
            NoteRefusal(caller, error);
        }
    }

    /// <summary>The same for one error.</summary>
    internal void NoteRefusal(object? caller, ExecutionError error)
    {
        if (error is FieldError { Code: ForbiddenCode or ApiError.UnauthenticatedCode } refused)
        {
            var asker = caller as Caller ?? (caller as Visitor)?.Caller;
            Note(SecurityEvents.Forbidden, refused.Code, asker?.Person, asker?.Address);
        }
    }

    /// <summary>Writes the collected events. Those that cannot be written wait for the next time.</summary>
    /// <exception cref="StoreUnavailableException">The events cannot be written now.</exception>
    public async Task FlushAsync(CancellationToken cancellation)
    {
        if (log is null)
        {
            return;
        }
        await _writing.WaitAsync(cancellation);
        try
        {
            Dictionary<Key, (int Count, DateTimeOffset At)> taken;
            lock (_lock)
            {
                (taken, _counts, _strangers) = (_counts, [], 0);
            }
            if (taken.Count > 0)
            {
                await AppendAsync(log, taken, cancellation);
            }
            if (time.GetUtcNow() - _trimmed >= Hour)
            {
                await log.TrimAsync(cancellation);
                _trimmed = time.GetUtcNow();
            }
        }
        finally
        {
            _writing.Release();
        }
    }

    /// <summary>Writes every minute, and when the process ends.</summary>
    public async Task RunAsync(CancellationToken stop)
    {
        using var tick = new PeriodicTimer(Minute, time);
        try
        {
            while (await tick.WaitForNextTickAsync(stop))
            {
                await TryFlushAsync(stop);
            }
        }
        catch (OperationCanceledException)
        {
            await TryFlushAsync(CancellationToken.None);
        }
    }

    private async Task TryFlushAsync(CancellationToken stop)
    {
        try
        {
            await FlushAsync(stop);
        }
        catch (StoreUnavailableException away)
        {
            LogAway(away.Message);
        }
    }

    private async Task AppendAsync(ISecurityLog to, Dictionary<Key, (int Count, DateTimeOffset At)> taken, CancellationToken cancellation)
    {
        try
        {
            await to.AppendAsync(
                [.. taken.OrderBy(one => one.Value.At).Select(one => new SecurityEvent(
                    one.Value.At, one.Key.What, one.Key.Code, one.Key.Person, one.Key.Address, one.Value.Count))],
                cancellation);
        }
        catch
        {
            PutBack(taken);
            throw;
        }
    }

    private void PutBack(Dictionary<Key, (int Count, DateTimeOffset At)> taken)
    {
        lock (_lock)
        {
            foreach (var (key, (count, at)) in taken)
            {
                // Bounded like the events that arrived in the meantime: both share the same places.
                if (_counts.TryGetValue(key, out var newer))
                {
                    Put(key, (int)Math.Min(int.MaxValue, (long)newer.Count + count), newer.At);
                }
                else if (_counts.Count < StrangersMax + KnownMax)
                {
                    Put(key, count, at);
                }
            }
        }
    }

    // Called under the lock.
    private void Put(Key key, int count, DateTimeOffset at)
    {
        if (key.Person is null && !_counts.ContainsKey(key))
        {
            _strangers++;
        }
        _counts[key] = (count, at);
    }

    [LoggerMessage(3102, LogLevel.Warning, "The security log waits for the database: {Reason}")]
    private partial void LogAway(string reason);
}
