using System.Runtime.CompilerServices;

namespace Hierarchy.UnitTests.Support;

/// <summary>A store that can be away, and whose answers can get lost after it has done its work.</summary>
public sealed class UnreliableStore(IEventStore store) : IEventStore
{
    private readonly Lock _lock = new();
    private Random? _chance;
    private double _failing;
    private int _answersToLose;

    /// <summary>Every call fails, and nothing is done.</summary>
    public bool Away { get; set; }

    /// <summary>Where set, an append that has happened is answered only after this.</summary>
    public Task? AnswerAfter { get; set; }

    /// <summary>The one unit that <see cref="AnswerAfter"/> is for; null for all.</summary>
    public string? Slow { get; set; }

    /// <summary>What each unit was last loaded from.</summary>
    public ConcurrentDictionary<string, UnitHistory> Loaded { get; } = [];

    /// <summary>The next append happens, and its answer does not come.</summary>
    public void LoseAnswer() => Interlocked.Increment(ref _answersToLose);

    /// <summary>From now on this part of the appends and acknowledgements fails, half of them after having happened.</summary>
    public void FailAtRandom(double part, int seed) => (_failing, _chance) = (part, new Random(seed));

    public void BeReliable() => _chance = null;

    public async Task<UnitHistory> LoadAsync(string unit, CancellationToken cancellation) =>
        Loaded[unit] = await Answer().LoadAsync(unit, cancellation);

    public async Task<AppendResult> AppendAsync(Append append, CancellationToken cancellation)
    {
        if (Chance())
        {
            throw Unavailable();
        }
        var result = await Answer().AppendAsync(append, cancellation);
        await (Slow is null || Slow == append.Unit ? AnswerAfter ?? Task.CompletedTask : Task.CompletedTask);
        return Interlocked.Decrement(ref _answersToLose) >= 0 || Chance() ? throw Unavailable() : Kept(result);
    }

    public Task<RequestTrace> FindRequestAsync(string unit, string requestId, CancellationToken cancellation) =>
        Answer().FindRequestAsync(unit, requestId, cancellation);

    public async IAsyncEnumerable<StoredEvent> ReadAsync(string unit, long from, long to, [EnumeratorCancellation] CancellationToken cancellation)
    {
        await foreach (var stored in Answer().ReadAsync(unit, from, to, cancellation))
        {
            yield return stored;
        }
    }

    public IAsyncEnumerable<StoredEvent> ReadAllAsync(CancellationToken cancellation) => Answer().ReadAllAsync(cancellation);

    public Task SaveSnapshotAsync(string unit, long seq, ReadOnlyMemory<byte> snapshot, CancellationToken cancellation) =>
        Answer().SaveSnapshotAsync(unit, seq, snapshot, cancellation);

    public Task<ImmutableArray<PendingMessage>> PendingMessagesAsync(string unit, long after, int limit, CancellationToken cancellation) =>
        Answer().PendingMessagesAsync(unit, after, limit, cancellation);

    public Task AcknowledgeAsync(IReadOnlyList<long> messages, CancellationToken cancellation) =>
        Chance() ? throw Unavailable() : Answer().AcknowledgeAsync(messages, cancellation);

    public Task<ImmutableArray<string>> UnitsWithMessagesAsync(CancellationToken cancellation) => Answer().UnitsWithMessagesAsync(cancellation);

    private IEventStore Answer() => Away ? throw Unavailable() : store;

    private AppendResult Kept(AppendResult result)
    {
        Interlocked.CompareExchange(ref _answersToLose, 0, -1);
        return result;
    }

    private bool Chance()
    {
        lock (_lock)
        {
            return _chance is { } chance && chance.NextDouble() < _failing;
        }
    }

    private static StoreUnavailableException Unavailable() => new("the test says so");
}
