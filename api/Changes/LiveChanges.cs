using System.Threading.Channels;

namespace Hierarchy.Api.Changes;

/// <summary>The process's hub of live changes: units announce, subscriptions watch. Watchers are indexed by unit, so that a change costs as
/// much as the unit has watchers, and a mere look-up if it has none. Thread-safe.</summary>
/// <remarks>Covers only the changes of this process.</remarks>
public sealed class LiveChanges(IUnitDirectory directory, TimeProvider time) : IChangeFeed
{
    /// <summary>Minimum interval between two announcements of a watched roll-up; the last change is always announced.</summary>
    public static readonly TimeSpan Window = TimeSpan.FromMilliseconds(100);

    /// <summary>Maximum number of items waiting for one watcher; one that falls further behind is disconnected, since it would miss
    /// some.</summary>
    public const int QueueMax = 1_024;

    /// <summary>Maximum number of watchers of one process.</summary>
    public const int WatchersMax = 100_000;

    private readonly ConcurrentDictionary<string, ProgressTopic> _progress = new(StringComparer.Ordinal);
    private readonly TodaysMap _map = new(directory);
    private readonly ConcurrentDictionary<string, ItemTopic<Obligation>> _obligations = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, ItemTopic<ReportKey>> _reports = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, ProgressTopic> _reorganisations = new(StringComparer.Ordinal);
    private readonly Lock _joining = new();
    private int _watchers;

    /// <summary>Present number of watchers.</summary>
    public int Watchers => Volatile.Read(ref _watchers);

    /// <inheritdoc/>
    public void RollupChanged(string unit, long version)
    {
        if (_progress.TryGetValue(unit, out var topic))
        {
            topic.Changed();
        }
    }

    /// <inheritdoc/>
    public void ObligationChanged(Obligation obligation) => TellUp(_obligations, obligation.Unit, obligation);

    /// <inheritdoc/>
    public void ReportChanged(ReportKey report) => TellUp(_reports, report.Unit, report);

    /// <inheritdoc/>
    public void ReorganisationChanged(string reorganisation)
    {
        if (_reorganisations.TryGetValue(reorganisation, out var topic))
        {
            topic.Changed();
        }
    }

    /// <summary>Whether anybody watches the obligations of a unit.</summary>
    public bool WatchesObligations(string unit) => !_obligations.IsEmpty
        && (_obligations.ContainsKey(unit) || directory.Ancestors(unit).Any(above => _obligations.ContainsKey(above.Id)));

    /// <summary>Changes may have been missed: watchers of progress and reorganisations read again; watchers of obligations and reports are
    /// disconnected with an error.</summary>
    public void Interrupted()
    {
        DayBegan();
        foreach (var topic in _reorganisations.Values)
        {
            topic.Changed();
        }
        foreach (var topic in _obligations.Values)
        {
            topic.Cut();
        }
        foreach (var topic in _reports.Values)
        {
            topic.Cut();
        }
    }

    /// <summary>Raised at the start of a day.</summary>
    public event Action? DayHasBegun;

    /// <summary>Has watchers of progress read again.</summary>
    public void DayBegan()
    {
        DayHasBegun?.Invoke();
        foreach (var topic in _progress.Values)
        {
            topic.Changed();
        }
    }

    /// <summary>Yields the unit at once, then after changes of its roll-up or of those from which its restated figures are read, combined
    /// within <see cref="Window"/>.</summary>
    /// <exception cref="FieldError">NOT_FOUND: there is no such unit. UNAVAILABLE: too many watch.</exception>
    public async IAsyncEnumerable<Unit> ProgressAsync(string unit, [EnumeratorCancellation] CancellationToken cancellation)
    {
        _ = directory.Get(unit, "unit");
        var watcher = Signal();
        var watched = new HashSet<string>(StringComparer.Ordinal);
        try
        {
            do
            {
                foreach (var more in (string[])[unit, .. UnitsBeside(unit)])
                {
                    if (watched.Add(more))
                    {
                        Join(_progress, more, () => new ProgressTopic(time), watcher);
                    }
                }
                yield return directory.Find(unit)!;
                await watcher.Reader.ReadAsync(cancellation).ConfigureAwait(false);
            }
            while (true);
        }
        finally
        {
            foreach (var each in watched)
            {
                Leave(_progress, each, watcher);
            }
        }
    }

    /// <summary>Yields at once, then after changes of the reorganisation, combined within <see cref="Window"/>.</summary>
    /// <exception cref="FieldError">UNAVAILABLE: too many watch.</exception>
    public async IAsyncEnumerable<string> ReorganisationAsync(string reorganisation, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var watcher = Signal();
        Join(_reorganisations, reorganisation, () => new ProgressTopic(time), watcher);
        try
        {
            do
            {
                yield return reorganisation;
                await watcher.Reader.ReadAsync(cancellation).ConfigureAwait(false);
            }
            while (true);
        }
        finally
        {
            Leave(_reorganisations, reorganisation, watcher);
        }
    }

    /// <summary>A signal without value: an unread one stands for any number of changes.</summary>
    private static Channel<bool> Signal() =>
        Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

    private IEnumerable<string> UnitsBeside(string unit)
    {
        var with = _map.Read().Of(unit);
        return with.More.Concat(with.Less);
    }

    /// <summary>Yields obligations of the unit and of units below it, after each change.</summary>
    /// <exception cref="FieldError">
    /// NOT_FOUND: there is no such unit. UNAVAILABLE: too many watch. LIMIT_EXCEEDED: more than <see cref="QueueMax"/> changes wait.
    /// </exception>
    public IAsyncEnumerable<Obligation> ObligationsAsync(string under, CancellationToken cancellation) => ItemsAsync(_obligations, under, cancellation);

    /// <summary>Yields reports of the unit and of units below it, after each change.</summary>
    /// <exception cref="FieldError">As for <see cref="ObligationsAsync"/>.</exception>
    public IAsyncEnumerable<ReportKey> ReportsAsync(string under, CancellationToken cancellation) => ItemsAsync(_reports, under, cancellation);

    private async IAsyncEnumerable<T> ItemsAsync<T>(
        ConcurrentDictionary<string, ItemTopic<T>> topics, string under, [EnumeratorCancellation] CancellationToken cancellation)
    {
        _ = directory.Get(under, "under");
        var watcher = Channel.CreateBounded<T>(new BoundedChannelOptions(QueueMax) { FullMode = BoundedChannelFullMode.Wait });
        Join(topics, under, () => new ItemTopic<T>(), watcher);
        try
        {
            await foreach (var item in watcher.Reader.ReadAllAsync(cancellation).ConfigureAwait(false))
            {
                yield return item;
            }
        }
        finally
        {
            Leave(topics, under, watcher);
        }
    }

    private void TellUp<T>(ConcurrentDictionary<string, ItemTopic<T>> topics, string unit, T item)
    {
        if (topics.IsEmpty)
        {
            return;
        }
        topics.GetValueOrDefault(unit)?.Tell(item);
        foreach (var above in directory.Ancestors(unit))
        {
            topics.GetValueOrDefault(above.Id)?.Tell(item);
        }
    }

    private void Join<TTopic, TItem>(ConcurrentDictionary<string, TTopic> topics, string unit, Func<TTopic> create, Channel<TItem> watcher)
        where TTopic : Topic<TItem>
    {
        lock (_joining)
        {
            if (_watchers >= WatchersMax)
            {
                throw new FieldError($"One process serves {WatchersMax} watchers; try again later.", ApiError.UnavailableCode);
            }
            _watchers++;
            topics.GetOrAdd(unit, _ => create()).Add(watcher);
        }
    }

    private void Leave<TTopic, TItem>(ConcurrentDictionary<string, TTopic> topics, string unit, Channel<TItem> watcher)
        where TTopic : Topic<TItem>
    {
        lock (_joining)
        {
            _watchers--;
            if (topics.TryGetValue(unit, out var topic) && topic.Remove(watcher))
            {
                topics.TryRemove(unit, out _);
                topic.Close();
            }
        }
    }

    /// <summary>The watchers of one unit. Announcers read an immutable array, which joining and leaving replace.</summary>
    private abstract class Topic<TItem>
    {
        private Channel<TItem>[] _watchers = [];

        protected Channel<TItem>[] Watchers => Volatile.Read(ref _watchers);

        public void Add(Channel<TItem> watcher) => Volatile.Write(ref _watchers, [.. _watchers, watcher]);

        /// <summary>Returns whether no watcher is left.</summary>
        public bool Remove(Channel<TItem> watcher)
        {
            Volatile.Write(ref _watchers, [.. _watchers.Where(other => !ReferenceEquals(other, watcher))]);
            return _watchers.Length == 0;
        }

        public virtual void Close()
        {
        }
    }

    private sealed class ItemTopic<T> : Topic<T>
    {
        public void Tell(T item)
        {
            foreach (var watcher in Watchers)
            {
                if (!watcher.Writer.TryWrite(item))
                {
                    watcher.Writer.TryComplete(new FieldError(
                        $"More than {QueueMax} changes waited: subscribe again, and query what was missed.", Codes.Limit));
                }
            }
        }

        public void Cut()
        {
            foreach (var watcher in Watchers)
            {
                watcher.Writer.TryComplete(new FieldError(
                    "Changes may have been missed: subscribe again, and query what was missed.", ApiError.UnavailableCode));
            }
        }
    }

    private sealed class ProgressTopic(TimeProvider time) : Topic<bool>
    {
        private readonly Lock _gate = new();
        private ITimer? _timer;
        private bool _waits;
        private bool _closed;
        private long? _announcedAt;

        public void Changed()
        {
            lock (_gate)
            {
                if (_waits || _closed)
                {
                    return;
                }
                var left = _announcedAt is { } at ? Window - time.GetElapsedTime(at) : TimeSpan.Zero;
                if (left <= TimeSpan.Zero)
                {
                    Announce();
                    return;
                }
                _waits = true;
                _timer ??= time.CreateTimer(_ => Waited(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
                _timer.Change(left, Timeout.InfiniteTimeSpan);
            }
        }

        public override void Close()
        {
            lock (_gate)
            {
                _closed = true;
                _timer?.Dispose();
            }
        }

        private void Waited()
        {
            lock (_gate)
            {
                _waits = false;
                Announce();
            }
        }

        private void Announce()
        {
            _announcedAt = time.GetTimestamp();
            foreach (var watcher in Watchers)
            {
                watcher.Writer.TryWrite(true);
            }
        }
    }
}
