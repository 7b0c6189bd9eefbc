using Hierarchy.Grains.Plans.Drafts;

namespace Hierarchy.Grains.Ports;

/// <summary>Drafts of plans. One that its owner has adopted is gone. Thread-safe.</summary>
/// <remarks>Every method throws <see cref="StoreUnavailableException"/> when the database cannot be reached in time; a retry may
/// help.</remarks>
public interface IDrafts
{
    /// <summary>Requests of a draft that are told from others when they are repeated.</summary>
    const int RequestsMax = 1_000;

    /// <param name="known">A version that need not be read again.</param>
    /// <returns>Null when there is none.</returns>
    Task<FoundDraft?> FindAsync(string id, long known, CancellationToken cancellation);

    /// <summary>Those of some owners, each's newest first; owners without any are missing.</summary>
    Task<ImmutableDictionary<string, ImmutableArray<string>>> OfOwnersAsync(IReadOnlyCollection<string> owners, CancellationToken cancellation);

    /// <summary>The digest of what was asked for under a request's id, of one that was carried out.</summary>
    Task<string?> FindRequestAsync(string draft, string request, CancellationToken cancellation);

    /// <summary>Keeps a draft of the version after the one that is kept; one of version 1 is new. On disk when it answers.</summary>
    Task<DraftSaving> SaveAsync(PlanDraft draft, DraftRequest request, DateTimeOffset at, CancellationToken cancellation);

    /// <summary>Removes a draft, whatever its version. What made it and what removed it stay known. Idempotent.</summary>
    /// <param name="request">Null for what nobody asked for.</param>
    Task RemoveAsync(string draft, DraftRequest? request, CancellationToken cancellation);
}

/// <param name="Draft">Null when it is of the version that is known.</param>
public sealed record FoundDraft(long Version, PlanDraft? Draft);

/// <param name="Id">The caller's key and his own id.</param>
/// <param name="Digest">Of what he asked for.</param>
public sealed record DraftRequest(string Id, string Digest);

public enum DraftSaving
{
    Saved,

    /// <summary>Another version is kept than the one before this, or none.</summary>
    Overtaken,

    /// <summary>The owner has as many as it may.</summary>
    TooMany,
}
