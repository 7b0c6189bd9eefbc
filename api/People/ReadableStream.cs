namespace Hierarchy.Api.People;

/// <summary>Tells open streams to look again at what their readers may read: when grants have changed, and when a day begins.</summary>
internal sealed class RightsWatch : IDisposable
{
    /// <summary>Changes that come together make streams look once.</summary>
    private static readonly TimeSpan Window = TimeSpan.FromMilliseconds(250);

    private readonly IGrants _grants;
    private readonly LiveChanges _changes;
    private readonly ITimer _timer;
    private readonly Lock _lock = new();
    private bool _waits;

    public RightsWatch(IGrants grants, LiveChanges changes, TimeProvider time)
    {
        (_grants, _changes) = (grants, changes);
        _timer = time.CreateTimer(_ => Look(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        grants.Changed += LookSoon;
        changes.DayHasBegun += LookSoon;
    }

    /// <summary>Rights may be others than before.</summary>
    public event Action? Changed;

    public void Dispose()
    {
        _grants.Changed -= LookSoon;
        _changes.DayHasBegun -= LookSoon;
        _timer.Dispose();
    }

    private void LookSoon()
    {
        lock (_lock)
        {
            if (!_waits)
            {
                _waits = true;
                _timer.Change(Window, Timeout.InfiniteTimeSpan);
            }
        }
    }

    private void Look()
    {
        lock (_lock)
        {
            _waits = false;
        }
        Changed?.Invoke();
    }
}

/// <summary>A stream that ends when its reader may not read it any more.</summary>
internal static class ReadableStream
{
    /// <param name="open">Opens what is streamed.</param>
    /// <param name="check">Throws when the caller may read nothing of it now.</param>
    /// <param name="shows">Whether one event is for the caller; asked as it comes.</param>
    public static async IAsyncEnumerable<T> Of<T>(
        Func<CancellationToken, IAsyncEnumerable<T>> open, Action check, Func<T, bool> shows, RightsWatch watch,
        [EnumeratorCancellation] CancellationToken cancellation)
    {
        check();
        using var ends = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        FieldError? why = null;
        watch.Changed += Look;
        try
        {
            await using var events = open(ends.Token).GetAsyncEnumerator(ends.Token);
            while (await NextAsync(events).ConfigureAwait(false))
            {
                if (shows(events.Current))
                {
                    yield return events.Current;
                }
            }
        }
        finally
        {
            watch.Changed -= Look;
        }

        void Look()
        {
            try
            {
                check();
            }
            catch (FieldError refusal)
            {
                why = refusal;
                _ = ends.CancelAsync();
            }
            catch (ObjectDisposedException)
            {
                // The stream has ended meanwhile.
            }
        }

        async Task<bool> NextAsync(IAsyncEnumerator<T> events)
        {
            try
            {
                return await events.MoveNextAsync().ConfigureAwait(false);
            }
            catch (OperationCanceledException) when (why is not null && !cancellation.IsCancellationRequested)
            {
                throw why;
            }
        }
    }
}
