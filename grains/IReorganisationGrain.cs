namespace Hierarchy.Grains;

/// <summary>One reorganisation. The key is its id.</summary>
/// <remarks>
/// Each step has a request id of its own, so that resuming after a crash does nothing twice. Every call throws
/// <see cref="StoreUnavailableException"/> while the database is unavailable, and may be repeated. Calls that examine the obligations of
/// all units concerned have a longer timeout.
/// </remarks>
[Alias("hierarchy.reorganisation-grain")]
public interface IReorganisationGrain : IGrainWithStringKey
{
    /// <summary>The reorganisation; null if there is none.</summary>
    [Alias("read"), AlwaysInterleave]
    Task<ReorganisationReading?> ReadAsync();

    /// <summary>Stores a draft. The same content again changes nothing; other content replaces that of a draft. A discarded one becomes a
    /// draft again.</summary>
    [Alias("draft")]
    Task<ReorganisationAnswer> DraftAsync(Reorganisation content, Caller caller);

    /// <summary>Replaces the rules by which a draft assigns open obligations.</summary>
    [Alias("assign")]
    Task<ReorganisationAnswer> AssignAsync(ImmutableArray<AssignmentRule> rules, Caller caller);

    /// <summary>Discards a draft, so that nobody can carry it out. Returns one that is already discarded unchanged.</summary>
    [Alias("discard")]
    Task<ReorganisationAnswer> DiscardAsync(string reason, Caller caller);

    /// <summary>Begins to carry it out. Returns one that is under way or done unchanged.</summary>
    [Alias("adopt"), ResponseTimeout("00:02:00")]
    Task<ReorganisationAnswer> AdoptAsync(Caller caller);

    /// <summary>Begins to undo it and to restore every figure. Refused if an obligation that was handed over has been changed
    /// since.</summary>
    [Alias("undo"), ResponseTimeout("00:02:00")]
    Task<ReorganisationAnswer> UndoAsync(string reason, Caller caller);

    /// <summary>Obligations changed since, which prevent it from being undone.</summary>
    [Alias("blocking"), AlwaysInterleave, ResponseTimeout("00:02:00")]
    Task<ImmutableArray<Obligation>> ReadBlockingAsync();

    /// <summary>Resumes it if it is under way but idle, and returns at once.</summary>
    [Alias("continue"), AlwaysInterleave]
    Task ContinueAsync();

    /// <summary>Resumes it likewise, and returns after a second or once it is idle; null if there is none.</summary>
    [Alias("follow"), AlwaysInterleave]
    Task<ReorganisationReading?> FollowAsync();
}

/// <param name="Content">In the order in which it is carried out.</param>
/// <param name="Steps">Number of steps.</param>
[GenerateSerializer, Immutable, Alias("hierarchy.reorganisation-reading")]
public sealed record ReorganisationReading(Reorganisation Content, ReorganisationProgress Progress, int Steps);

/// <summary>The current reorganisation, or why nothing was changed.</summary>
[GenerateSerializer, Immutable, Alias("hierarchy.reorganisation-answer")]
public sealed record ReorganisationAnswer(ReorganisationReading? Reorganisation, Refusal? Refusal);
