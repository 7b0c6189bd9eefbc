using System.Security.Cryptography;
using Hierarchy.Grains.Ports;

namespace Hierarchy.Store.Cluster;

/// <summary>
/// What servers that keep readings of units agree on over the bus, so that a change that one of them has acknowledged is seen through all of
/// them. Whoever changes a unit tells the others and waits for their word; a server from which none comes is waited for until it has stopped
/// by itself to use what it keeps. Thread-safe.
/// </summary>
/// <remarks>
/// PostgreSQL brings notifications in the order of their commits. A server whose own message has come back has therefore heard everything that
/// was committed before it, and is <see cref="IsCurrent"/> for <see cref="CurrentTime"/> from its sending. Only differences of each process's
/// own clock are used.
/// </remarks>
public sealed class Peers(ClusterBus bus, TimeProvider time)
{
    /// <summary>How long a server goes on without hearing itself.</summary>
    public static readonly TimeSpan CurrentTime = TimeSpan.FromSeconds(1.5);

    /// <summary>How often a server that has nothing to tell says something all the same.</summary>
    private static readonly TimeSpan Heartbeat = TimeSpan.FromMilliseconds(250);

    /// <summary>Between two messages of one server: what comes meanwhile goes together.</summary>
    private static readonly TimeSpan Spacing = TimeSpan.FromMilliseconds(3);

    /// <summary>Added to a wait for another server's clock.</summary>
    private static readonly TimeSpan Margin = TimeSpan.FromMilliseconds(50);

    /// <summary>After so long it is unknown whether all others have heard of a change.</summary>
    private static readonly TimeSpan TellTimeMax = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan GoodbyeTimeMax = TimeSpan.FromSeconds(1);

    /// <summary>Messages on their way whose time of sending is remembered.</summary>
    private const int SentMax = 4_096;

    private readonly string _id = RandomNumberGenerator.GetHexString(12, lowercase: true);
    private readonly Lock _gate = new();
    private readonly SemaphoreSlim _wake = new(0, 1);
    private readonly Dictionary<string, Peer> _peers = new(StringComparer.Ordinal);
    private readonly Queue<(long Number, long At)> _sent = new();
    private readonly List<Batch> _told = [];
    private Batch _pending = new();
    private long _number;
    private long _heard;
    private long _listeningSince;
    private long _currentUntil = long.MinValue;
    private bool _owesWord;

    /// <summary>Whether everything that was acknowledged when this is asked has been heard here.</summary>
    public bool IsCurrent => time.GetTimestamp() < Volatile.Read(ref _currentUntil);

    /// <summary>Whether a text of the bus is one of these.</summary>
    public static bool IsOfPeers(string text) => text.StartsWith('#');

    /// <summary>Returns once no server answers with less than this any more.</summary>
    /// <exception cref="StoreUnavailableException">That cannot be made sure of.</exception>
    public async Task TellAsync(PeerNews news)
    {
        Task done;
        lock (_gate)
        {
            _pending.Add(news);
            done = _pending.Done.Task;
        }
        Wake();
        try
        {
            await done.WaitAsync(TellTimeMax, time).ConfigureAwait(false);
        }
        catch (TimeoutException late)
        {
            throw new StoreUnavailableException("The other servers could not be told.", late);
        }
    }

    /// <summary>Listening begins here: anything may have been missed. What is kept must be dropped first.</summary>
    public void Interrupted()
    {
        lock (_gate)
        {
            _sent.Clear();
            _listeningSince = time.GetTimestamp();
            Volatile.Write(ref _currentUntil, long.MinValue);
        }
        Wake();
    }

    /// <summary>Takes a text of the bus, in the order in which they come.</summary>
    /// <param name="follow">Follows the news of another server: what is kept is dropped when it returns, the rest when it completes.</param>
    public void Hear(string text, Func<PeerNews, Task> follow)
    {
        ArgumentNullException.ThrowIfNull(follow);
        var said = PeerText.Read(text);
        if (said.From == _id)
        {
            HearSelf(said.Number);
            return;
        }
        // Outside the lock: whoever asks for what is kept must not wait for this.
        var followed = said.News.IsNothing ? Task.CompletedTask : follow(said.News);
        Task<bool> before;
        Peer? peer;
        lock (_gate)
        {
            if (said.Leaves)
            {
                _peers.Remove(said.From);
                Settle();
                return;
            }
            if (!_peers.TryGetValue(said.From, out peer))
            {
                _peers[said.From] = peer = new Peer();
            }
            peer.HeardAt = time.GetTimestamp();
            peer.Knows = Math.Max(peer.Knows, said.Words.GetValueOrDefault(_id));
            (before, peer.Following) = (peer.Following, FollowAsync(peer.Following, followed));
            Settle();
        }
        _ = WordAsync(peer, before, peer.Following, said);
    }

    /// <summary>Tells the others what there is to tell, until cancelled; then takes leave of them.</summary>
    public async Task RunAsync(CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            await SendAsync(stop).ConfigureAwait(false);
            await Task.Delay(Spacing, time, CancellationToken.None).ConfigureAwait(false);
            await ((Task)_wake.WaitAsync(Heartbeat, stop)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
        Volatile.Write(ref _currentUntil, long.MinValue);
        using var late = new CancellationTokenSource(GoodbyeTimeMax, time);
        try
        {
            await bus.SendAsync([PeerText.Goodbye(_id)], late.Token).ConfigureAwait(false);
        }
        catch (Exception fault) when (fault is StoreUnavailableException or OperationCanceledException)
        {
            // The others notice that nothing comes any more.
        }
    }

    private static async Task<bool> FollowAsync(Task before, Task mine)
    {
        await before.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await mine.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return true;
    }

    private async Task WordAsync(Peer peer, Task before, Task following, PeerText said)
    {
        await before.ConfigureAwait(false);
        await following.ConfigureAwait(false);
        lock (_gate)
        {
            peer.Followed = Math.Max(peer.Followed, said.Number);
            _owesWord |= !said.News.IsNothing;
        }
        if (!said.News.IsNothing)
        {
            Wake();
        }
    }

    private void HearSelf(long number)
    {
        lock (_gate)
        {
            _heard = Math.Max(_heard, number);
            while (_sent.TryPeek(out var sent) && sent.Number <= number)
            {
                _sent.Dequeue();
                if (sent.Number == number)
                {
                    Volatile.Write(ref _currentUntil, sent.At + Ticks(CurrentTime));
                }
            }
            Settle();
        }
    }

    private async Task SendAsync(CancellationToken stop)
    {
        var (texts, batch) = Take();
        while (!stop.IsCancellationRequested)
        {
            try
            {
                // Not broken off by a stop: what is cancelled on the way can take the goodbye after it along.
                await bus.SendAsync(texts, CancellationToken.None).ConfigureAwait(false);
                break;
            }
            catch (StoreUnavailableException)
            {
                await Task.Delay(Pause, time, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
        lock (_gate)
        {
            batch?.CommittedAt = time.GetTimestamp();
            Settle();
        }
    }

    private (IReadOnlyList<string> Texts, Batch? Batch) Take()
    {
        lock (_gate)
        {
            var batch = _pending.IsEmpty ? null : _pending;
            if (batch is not null)
            {
                _pending = new Batch();
                _told.Add(batch);
            }
            _owesWord = false;
            var words = _peers.Select(peer => (peer.Key, peer.Value.Followed));
            var texts = PeerText.Write(_id, _number + 1, words, batch?.News ?? PeerNews.Nothing);
            var now = time.GetTimestamp();
            foreach (var _ in texts)
            {
                _number++;
                if (_sent.Count < SentMax)
                {
                    _sent.Enqueue((_number, now));
                }
            }
            batch?.Number = _number;
            return (texts, batch);
        }
    }

    /// <summary>Lets go whoever waits for a change that all others have heard of, or that none who has not answers without any more.</summary>
    private void Settle()
    {
        var now = time.GetTimestamp();
        var knowsAll = _listeningSince != 0 && now - _listeningSince > Ticks(CurrentTime);
        for (var i = 0; i < _told.Count;)
        {
            var batch = _told[i];
            var heardByAll = knowsAll && _heard >= batch.Number
                && _peers.Values.All(peer => peer.Knows >= batch.Number || now - peer.HeardAt > Ticks(CurrentTime + Margin));
            var outlasted = batch.CommittedAt is { } at && now - at > Ticks(CurrentTime + Margin);
            if (!heardByAll && !outlasted)
            {
                i++;
                continue;
            }
            _told.RemoveAt(i);
            batch.Done.SetResult();
        }
        foreach (var (id, peer) in _peers.ToList())
        {
            if (now - peer.HeardAt > 2 * Ticks(CurrentTime))
            {
                _peers.Remove(id);
            }
        }
    }

    private void Wake()
    {
        lock (_wake)
        {
            if (_wake.CurrentCount == 0)
            {
                _wake.Release();
            }
        }
    }

    private long Ticks(TimeSpan span) => (long)(span.TotalSeconds * time.TimestampFrequency);

    /// <summary>Another server.</summary>
    private sealed class Peer
    {
        public long HeardAt { get; set; }

        /// <summary>The number of this server's last message that it has followed.</summary>
        public long Knows { get; set; }

        /// <summary>The number of its last message that this server has followed.</summary>
        public long Followed { get; set; }

        public Task<bool> Following { get; set; } = Task.FromResult(true);
    }

    /// <summary>Changes that are told together.</summary>
    private sealed class Batch
    {
        private readonly Dictionary<string, long> _versions = new(StringComparer.Ordinal);
        private bool _everything;
        private bool _directory;

        public TaskCompletionSource Done { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        /// <summary>Of its last message.</summary>
        public long Number { get; set; } = long.MaxValue;

        public long? CommittedAt { get; set; }

        public bool IsEmpty { get; private set; } = true;

        public PeerNews News => new([.. _versions.Select(v => (v.Key, v.Value))], _everything, _directory);

        public void Add(PeerNews news)
        {
            foreach (var (unit, version) in news.Versions)
            {
                _versions[unit] = Math.Max(version, _versions.GetValueOrDefault(unit));
            }
            _everything |= news.Everything;
            _directory |= news.Directory;
            IsEmpty = false;
        }
    }
}

/// <summary>What one server has to tell the others.</summary>
/// <param name="Versions">Units that changed, and a version that includes the change.</param>
/// <param name="Everything">Units that are not named may have changed too.</param>
/// <param name="Directory">There are new units or plans.</param>
public readonly record struct PeerNews(IReadOnlyList<(string Unit, long Version)> Versions, bool Everything, bool Directory)
{
    /// <summary>No news.</summary>
    public static PeerNews Nothing { get; } = new([], false, false);

    /// <summary>Whether there is nothing to follow.</summary>
    public bool IsNothing => Versions.Count == 0 && !Everything && !Directory;
}
