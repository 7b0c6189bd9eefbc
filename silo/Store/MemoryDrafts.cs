using Hierarchy.Grains.Plans.Drafts;

namespace Hierarchy.Store;

/// <summary>Drafts in memory.</summary>
internal sealed class MemoryDrafts(MemoryDatabase database) : IDrafts
{
    private readonly Dictionary<string, (string Owner, long Version, long Order, byte[] Data)> _drafts = new(StringComparer.Ordinal);
    private readonly Dictionary<(string Draft, string Request), (string Digest, long Version)> _requests = [];
    private long _made;

    public Task<FoundDraft?> FindAsync(string id, long known, CancellationToken cancellation)
    {
        lock (database.Lock)
        {
            return Task.FromResult(_drafts.TryGetValue(id, out var kept) && !IsAdopted(id, kept.Owner)
                ? new FoundDraft(kept.Version, kept.Version == known ? null : EventCodec.DecodeDraft(kept.Data))
                : null);
        }
    }

    public Task<ImmutableDictionary<string, ImmutableArray<string>>> OfOwnersAsync(
        IReadOnlyCollection<string> owners, CancellationToken cancellation)
    {
        lock (database.Lock)
        {
            return Task.FromResult(_drafts.Where(kept => owners.Contains(kept.Value.Owner) && !IsAdopted(kept.Key, kept.Value.Owner))
                .GroupBy(kept => kept.Value.Owner)
                .ToImmutableDictionary(of => of.Key, of => of.OrderByDescending(kept => kept.Value.Order).Select(kept => kept.Key).ToImmutableArray()));
        }
    }

    public Task<string?> FindRequestAsync(string draft, string request, CancellationToken cancellation)
    {
        lock (database.Lock)
        {
            return Task.FromResult(_requests.TryGetValue((draft, request), out var found) ? found.Digest : null);
        }
    }

    public Task<DraftSaving> SaveAsync(PlanDraft draft, DraftRequest request, DateTimeOffset at, CancellationToken cancellation)
    {
        lock (database.Lock)
        {
            var kept = _drafts.GetValueOrDefault(draft.Id);
            if (draft.Version == 1 ? _requests.Keys.Any(key => key.Draft == draft.Id) : kept.Version != draft.Version - 1 || IsAdopted(draft.Id, draft.Owner))
            {
                return Task.FromResult(DraftSaving.Overtaken);
            }
            if (draft.Version == 1 && Of(draft.Owner).Count() >= Limits.DraftsMax)
            {
                return Task.FromResult(DraftSaving.TooMany);
            }
            _drafts[draft.Id] = (draft.Owner, draft.Version, draft.Version == 1 ? ++_made : kept.Order, EventCodec.Encode(draft));
            _requests[(draft.Id, request.Id)] = (request.Digest, draft.Version);
            Drop(draft.Id, version => version >= 2 && version <= draft.Version - IDrafts.RequestsMax);
            return Task.FromResult(DraftSaving.Saved);
        }
    }

    public Task RemoveAsync(string draft, DraftRequest? request, CancellationToken cancellation)
    {
        lock (database.Lock)
        {
            _drafts.Remove(draft);
            Drop(draft, version => version > 1);
            if (request is not null)
            {
                _requests.TryAdd((draft, request.Id), (request.Digest, 0));
            }
            return Task.CompletedTask;
        }
    }

    private void Drop(string draft, Func<long, bool> isOld)
    {
        foreach (var key in _requests.Where(one => one.Key.Draft == draft && isOld(one.Value.Version)).Select(one => one.Key).ToList())
        {
            _requests.Remove(key);
        }
    }

    private IEnumerable<KeyValuePair<string, (string Owner, long Version, long Order, byte[] Data)>> Of(string owner) =>
        _drafts.Where(kept => kept.Value.Owner == owner && !IsAdopted(kept.Key, owner));

    private bool IsAdopted(string id, string owner) => database.Plans.TryGetValue(id, out var plan) && plan.Owner == owner;
}
