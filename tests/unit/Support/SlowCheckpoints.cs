using System.Collections.Immutable;
using Hierarchy.Grains.Ports;

namespace Hierarchy.UnitTests.Support;

/// <summary>Checkpoints that take their time, as when a whole country has some to write.</summary>
public sealed class SlowCheckpoints(IRollupCheckpoints checkpoints) : IRollupCheckpoints
{
    private int _waiting;

    /// <summary>Where set, nothing is written or looked at before.</summary>
    public Task? AnswerAfter { get; set; }

    /// <summary>How many have begun to wait.</summary>
    public int Waiting => Volatile.Read(ref _waiting);

    public async Task SaveAsync(RollupCheckpoint checkpoint, CancellationToken cancellation)
    {
        await AnsweringAsync();
        await checkpoints.SaveAsync(checkpoint, cancellation);
    }

    public async Task<bool> IsOvertakenAsync(string unit, long seq, long version, CancellationToken cancellation)
    {
        await AnsweringAsync();
        return await checkpoints.IsOvertakenAsync(unit, seq, version, cancellation);
    }

    public Task<ImmutableArray<RollupCheckpoint>> OfChildrenAsync(string parent, CancellationToken cancellation) =>
        checkpoints.OfChildrenAsync(parent, cancellation);

    public Task<ImmutableArray<string>> StaleUnitsAsync(CancellationToken cancellation) => checkpoints.StaleUnitsAsync(cancellation);

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
