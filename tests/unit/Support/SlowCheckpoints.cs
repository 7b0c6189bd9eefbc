namespace Hierarchy.UnitTests.Support;

/// <summary>Checkpoints that take their time, as when a whole country has some to write, or cannot be written.</summary>
public sealed class SlowCheckpoints(IRollupCheckpoints checkpoints) : IRollupCheckpoints
{
    private int _waiting;

    /// <summary>Where set, nothing is written or looked at before.</summary>
    public Task? AnswerAfter { get; set; }

    /// <summary>Whether nothing can be written.</summary>
    public bool Away { get; set; }

    /// <summary>Units whose checkpoint could not be written.</summary>
    public ConcurrentDictionary<string, bool> Refused { get; } = [];

    /// <summary>How many have begun to wait.</summary>
    public int Waiting => Volatile.Read(ref _waiting);

    public async Task SaveAsync(RollupCheckpoint checkpoint, CancellationToken cancellation)
    {
        await AnsweringAsync();
        if (Away)
        {
            Refused[checkpoint.Unit] = true;
            throw new StoreUnavailableException("The database is away.");
        }
        await checkpoints.SaveAsync(checkpoint, cancellation);
    }

    public async Task<bool> IsOvertakenAsync(string unit, long seq, long version, CancellationToken cancellation)
    {
        await AnsweringAsync();
        return await checkpoints.IsOvertakenAsync(unit, seq, version, cancellation);
    }

    public Task<ImmutableArray<RollupCheckpoint>> OfChildrenAsync(string parent, CancellationToken cancellation) =>
        checkpoints.OfChildrenAsync(parent, cancellation);

    public Task<ImmutableArray<StaleUnit>> StaleUnitsAsync(CancellationToken cancellation) => checkpoints.StaleUnitsAsync(cancellation);

    private Task AnsweringAsync()
    {
        if (AnswerAfter is not { } answer)
        {
            return Task.CompletedTask;
        }
        Interlocked.Increment(ref _waiting);
        return answer;
    }
}
