using System.Collections.Immutable;
using Hierarchy.Grains.Ports;
using Hierarchy.Grains.Rollup;

namespace Hierarchy.Store;

/// <summary>Roll-ups in memory.</summary>
internal sealed class MemoryCheckpoints(MemoryDatabase database) : IRollupCheckpoints
{
    public Task SaveAsync(RollupCheckpoint checkpoint, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        lock (database.Lock)
        {
            if (!database.Checkpoints.TryGetValue(checkpoint.Unit, out var kept)
                || kept.Checkpoint.Rollup.Version < checkpoint.Rollup.Version)
            {
                database.Checkpoints[checkpoint.Unit] = new MemoryCheckpoint(checkpoint, RollupCodec.Encode(checkpoint.Rollup.Cells));
            }
        }
        return Task.CompletedTask;
    }

    public Task<ImmutableArray<RollupCheckpoint>> OfChildrenAsync(string parent, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        lock (database.Lock)
        {
            return Task.FromResult<ImmutableArray<RollupCheckpoint>>(
                [.. ChildrenOf(parent).OrderBy(c => c.Checkpoint.Unit, StringComparer.Ordinal).Select(Read)]);
        }
    }

    public Task<bool> IsOvertakenAsync(string unit, long seq, long version, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        lock (database.Lock)
        {
            return Task.FromResult(HeadOf(unit) > seq || database.Checkpoints.GetValueOrDefault(unit)?.Checkpoint.Rollup.Version > version);
        }
    }

    public Task<ImmutableArray<string>> StaleUnitsAsync(CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        lock (database.Lock)
        {
            return Task.FromResult<ImmutableArray<string>>([.. database.Units.Values
                .Where(IsStale)
                .OrderByDescending(u => u.Depth)
                .ThenBy(u => u.Unit.Id, StringComparer.Ordinal)
                .Select(u => u.Unit.Id)]);
        }
    }

    private bool IsStale(MemoryUnit unit)
    {
        if (!database.Checkpoints.TryGetValue(unit.Unit.Id, out var kept))
        {
            return true;
        }
        var parent = unit.Unit.Parent is { } id ? database.Checkpoints.GetValueOrDefault(id) : null;
        return kept.Checkpoint.Seq < HeadOf(unit.Unit.Id)
            || parent?.Checkpoint.Included.GetValueOrDefault(unit.Unit.Id) > kept.Checkpoint.Rollup.Version
            || ChildrenOf(unit.Unit.Id).Any(
                c => c.Checkpoint.Rollup.Version > kept.Checkpoint.Included.GetValueOrDefault(c.Checkpoint.Unit));
    }

    private long HeadOf(string unit) => database.Streams.TryGetValue(unit, out var stream) ? stream.Events.Count : 0;

    private IEnumerable<MemoryCheckpoint> ChildrenOf(string parent) =>
        database.Units.Values
            .Where(u => u.Unit.Parent == parent)
            .Select(u => database.Checkpoints.GetValueOrDefault(u.Unit.Id))
            .OfType<MemoryCheckpoint>();

    private static RollupCheckpoint Read(MemoryCheckpoint kept) =>
        kept.Checkpoint with { Rollup = kept.Checkpoint.Rollup with { Cells = RollupCodec.Decode(kept.Cells)! } };
}
