using Hierarchy.Grains.Plans.Drafts;

namespace Hierarchy.Grains;

/// <summary>One draft of a plan. The key is its id, which contains its owner's id.</summary>
/// <remarks>
/// Commands run one at a time. Each call checks the store for changes, so that it shows what other processes have written. Every call
/// throws <see cref="StoreUnavailableException"/> while the database is unavailable. A command may then have been carried out: repeat it
/// under its requestId.
/// </remarks>
[Alias("hierarchy.plan-draft-grain")]
public interface IPlanDraftGrain : IGrainWithStringKey
{
    /// <summary>The draft; null if there is none, or the caller may not plan at its owner.</summary>
    [Alias("read"), AlwaysInterleave]
    Task<PlanDraftReading?> ReadAsync(Caller caller);

    /// <summary>Creates the draft. The grain's key is the id derived from the request.</summary>
    [Alias("create")]
    Task<DraftAnswer> CreateAsync(DraftEdit content, string requestId, Caller caller);

    /// <summary>Creates the draft from the content of a file.</summary>
    [Alias("bring")]
    Task<DraftAnswer> BringAsync(DraftText content, string requestId, Caller caller);

    /// <summary>Changes the draft: applies the whole edit or nothing.</summary>
    /// <param name="expectedVersion">If given, must equal the draft's current version.</param>
    [Alias("edit")]
    Task<DraftAnswer> EditAsync(DraftEdit edit, long? expectedVersion, string requestId, Caller caller);

    /// <summary>Discards the draft. Null when done.</summary>
    [Alias("discard")]
    Task<Refusal?> DiscardAsync(string requestId, Caller caller);

    /// <summary>Has the owner adopt the draft. Returns the plan, and removes the draft; or returns a refusal.</summary>
    [Alias("adopt")]
    Task<Outcome> AdoptAsync(string requestId, Caller caller);
}

/// <summary>The current draft, or why nothing was changed.</summary>
[GenerateSerializer, Immutable, Alias("hierarchy.draft-answer")]
public sealed record DraftAnswer(PlanDraftReading? Draft, Refusal? Refusal);
