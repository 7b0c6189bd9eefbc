namespace Hierarchy.Store;

/// <summary>Checkpoints of roll-ups in memory.</summary>
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

    public Task<ImmutableArray<StaleUnit>> StaleUnitsAsync(CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        lock (database.Lock)
        {
            return Task.FromResult<ImmutableArray<StaleUnit>>([.. database.Units.Values
                .OrderByDescending(u => u.Depth)
                .ThenBy(u => u.Unit.Id, StringComparer.Ordinal)
                .Select(StaleOrNull)
                .OfType<StaleUnit>()]);
        }
    }

    private StaleUnit? StaleOrNull(MemoryUnit unit)
    {
        var id = unit.Unit.Id;
        var own = database.Checkpoints.GetValueOrDefault(id)?.Checkpoint;
        var version = own?.Rollup.Version ?? 0;
        var parent = database.Checkpoints.GetValueOrDefault(unit.Unit.Parent ?? "")?.Checkpoint;
        var told = parent?.Included.GetValueOrDefault(id) ?? 0;
        var children = ChildrenOf(id)
            .Select(child => child.Checkpoint)
            .Where(child => child.Rollup.Version > (own?.Included.GetValueOrDefault(child.Unit) ?? 0))
            .ToImmutableDictionary(child => child.Unit, child => child.Rollup.Version);
        var hasStranger = own?.Included.Keys.Any(child => database.Units.TryGetValue(child, out var known) && known.Unit.Parent != id) == true;
        return own is null || own.Seq < HeadOf(id) || told > version || !children.IsEmpty || hasStranger
            ? new StaleUnit(id, HeadOf(id), Math.Max(version, told), children)
            : null;
    }

    private long HeadOf(string unit) => database.Streams.TryGetValue(unit, out var stream) ? stream.Events.Count : 0;

    private IEnumerable<MemoryCheckpoint> ChildrenOf(string parent) =>
        database.Units.Values
            .Where(u => u.Unit.Parent == parent)
            .Select(u => database.Checkpoints.GetValueOrDefault(u.Unit.Id))
            .OfType<MemoryCheckpoint>();

    private static RollupCheckpoint Read(MemoryCheckpoint kept) => RollupCodec.Decode(kept.Cells) is { } cells
        ? kept.Checkpoint with { Rollup = kept.Checkpoint.Rollup with { Cells = cells } }
        : PostgresCheckpoints.Unreadable(kept.Checkpoint.Unit, kept.Checkpoint.Seq);
}
