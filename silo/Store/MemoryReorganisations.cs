using Hierarchy.Grains.Reorganisations;

namespace Hierarchy.Store;

/// <summary>Reorganisations in memory.</summary>
internal sealed class MemoryReorganisations(MemoryDatabase database) : IReorganisations
{
    private readonly Dictionary<string, (string Carrier, int Order, byte[] Content, byte[] Progress)> _kept = new(StringComparer.Ordinal);

    public Task<FoundReorganisation?> FindAsync(string id, long known, CancellationToken cancellation)
    {
        lock (database.Lock)
        {
            if (!_kept.TryGetValue(id, out var kept))
            {
                return Task.FromResult<FoundReorganisation?>(null);
            }
            var progress = EventCodec.DecodeProgress(kept.Progress);
            return Task.FromResult<FoundReorganisation?>(new(
                progress.ContentVersion == known ? null : EventCodec.DecodeReorganisation(kept.Content), progress));
        }
    }

    public Task<ImmutableArray<(string Id, string Carrier)>> AllAsync(CancellationToken cancellation)
    {
        lock (database.Lock)
        {
            return Task.FromResult(_kept.OrderByDescending(kept => kept.Value.Order).Select(kept => (kept.Key, kept.Value.Carrier)).ToImmutableArray());
        }
    }

    public Task<ImmutableArray<string>> UnfinishedAsync(CancellationToken cancellation)
    {
        lock (database.Lock)
        {
            return Task.FromResult(_kept.Where(kept => EventCodec.DecodeProgress(kept.Value.Progress).IsUnderWay).Select(kept => kept.Key)
                .Order(StringComparer.Ordinal).ToImmutableArray());
        }
    }

    public Task<bool> SaveAsync(string id, string carrier, Reorganisation? content, ReorganisationProgress progress, CancellationToken cancellation)
    {
        lock (database.Lock)
        {
            var isKept = _kept.TryGetValue(id, out var kept);
            if (progress.Version == 1 ? isKept : !isKept || EventCodec.DecodeProgress(kept.Progress).Version != progress.Version - 1)
            {
                return Task.FromResult(false);
            }
            _kept[id] = (carrier, isKept ? kept.Order : _kept.Count, content is null ? kept.Content : EventCodec.Encode(content), EventCodec.Encode(progress));
            return Task.FromResult(true);
        }
    }
}
