using Hierarchy.Grains.Plans.Drafts;

namespace Hierarchy.Grains.Ports;

/// <summary>Stores drafts of plans. An adopted draft no longer exists. Thread-safe.</summary>
/// <remarks>Every method throws <see cref="StoreUnavailableException"/> when the database cannot be reached in time; a retry may
/// help.</remarks>
public interface IDrafts
{
    /// <summary>Number of requests of a draft that are remembered to recognise repeats.</summary>
    const int RequestsMax = 1_000;

    /// <param name="known">The version that the caller already has.</param>
    /// <returns>Null when there is none.</returns>
    Task<FoundDraft?> FindAsync(string id, long known, CancellationToken cancellation);

    /// <summary>The ids of the drafts of some owners, newest first for each; owners without drafts are missing.</summary>
    Task<ImmutableDictionary<string, ImmutableArray<string>>> OfOwnersAsync(IReadOnlyCollection<string> owners, CancellationToken cancellation);

    /// <summary>The digest of a request that was carried out, found by its id; null if there was none.</summary>
    Task<string?> FindRequestAsync(string draft, string request, CancellationToken cancellation);

    /// <summary>Saves a draft whose version is one higher than the stored one; version 1 is a new draft. On disk when it returns.</summary>
    Task<DraftSaving> SaveAsync(PlanDraft draft, DraftRequest request, DateTimeOffset at, CancellationToken cancellation);

    /// <summary>Removes a draft, whatever its version. The requests that created and removed it stay known. Idempotent.</summary>
    /// <param name="request">Null when no request asked for it.</param>
    Task RemoveAsync(string draft, DraftRequest? request, CancellationToken cancellation);
}

/// <param name="Draft">Null when its version is the known one.</param>
public sealed record FoundDraft(long Version, PlanDraft? Draft);

/// <param name="Id">The caller's key together with the request id that the caller chose.</param>
/// <param name="Digest">Digest of the request's content.</param>
public sealed record DraftRequest(string Id, string Digest);

public enum DraftSaving
{
    Saved,

    /// <summary>The stored version is not the previous one, or there is none.</summary>
    Overtaken,

    /// <summary>The owner already has the maximum number of drafts.</summary>
    TooMany,
}
