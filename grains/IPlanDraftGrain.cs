using Hierarchy.Grains.Plans.Drafts;

namespace Hierarchy.Grains;

/// <summary>One draft of a plan. The key is its id, in which its owner stands.</summary>
/// <remarks>
/// Commands come one at a time. Each call looks whether what is kept has changed, so that it shows what any other process has written.
/// Every call throws <see cref="StoreUnavailableException"/> while the database is away; a command may then have been carried out, and is
/// repeated under its requestId.
/// </remarks>
[Alias("hierarchy.plan-draft-grain")]
public interface IPlanDraftGrain : IGrainWithStringKey
{
    /// <summary>Null when there is none, or the caller may not plan at its owner.</summary>
    [Alias("read"), AlwaysInterleave]
    Task<PlanDraftReading?> ReadAsync(Caller caller);

    /// <summary>Makes it. The grain's key is the id that its request makes.</summary>
    [Alias("create")]
    Task<DraftAnswer> CreateAsync(DraftEdit content, string requestId, Caller caller);

    /// <summary>Makes it of what was read from a file.</summary>
    [Alias("bring")]
    Task<DraftAnswer> BringAsync(DraftText content, string requestId, Caller caller);

    /// <summary>Changes it, all of the edit or nothing.</summary>
    /// <param name="expectedVersion">Where given, must be its version now.</param>
    [Alias("edit")]
    Task<DraftAnswer> EditAsync(DraftEdit edit, long? expectedVersion, string requestId, Caller caller);

    /// <summary>Null when it is gone.</summary>
    [Alias("discard")]
    Task<Refusal?> DiscardAsync(string requestId, Caller caller);

    /// <summary>Has its owner adopt it: the plan, or a refusal. Then the draft is gone.</summary>
    [Alias("adopt")]
    Task<Outcome> AdoptAsync(string requestId, Caller caller);
}

/// <summary>The draft as it stands now, or why nothing was changed.</summary>
[GenerateSerializer, Immutable, Alias("hierarchy.draft-answer")]
public sealed record DraftAnswer(PlanDraftReading? Draft, Refusal? Refusal);
