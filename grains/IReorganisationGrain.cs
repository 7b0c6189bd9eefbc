namespace Hierarchy.Grains;

/// <summary>One reorganisation. The key is its id.</summary>
/// <remarks>
/// It is carried out step by step, each under a request of its own, so that whoever goes on with it after a crash does nothing twice. Every
/// call throws <see cref="StoreUnavailableException"/> while the database is away, and may be repeated. Those that look at the work of all
/// units concerned take longer than others may.
/// </remarks>
[Alias("hierarchy.reorganisation-grain")]
public interface IReorganisationGrain : IGrainWithStringKey
{
    /// <summary>Null when there is none.</summary>
    [Alias("read"), AlwaysInterleave]
    Task<ReorganisationReading?> ReadAsync();

    /// <summary>Keeps what is to be done. The same again changes nothing; while it is a draft, another content takes its place. One that was
    /// discarded is a draft again.</summary>
    [Alias("draft")]
    Task<ReorganisationAnswer> DraftAsync(Reorganisation content, Caller caller);

    /// <summary>Replaces the rules by which open obligations are assigned, of a draft.</summary>
    [Alias("assign")]
    Task<ReorganisationAnswer> AssignAsync(ImmutableArray<AssignmentRule> rules, Caller caller);

    /// <summary>Lays a draft aside, which nobody carries out any more. One that was discarded is answered as it is.</summary>
    [Alias("discard")]
    Task<ReorganisationAnswer> DiscardAsync(string reason, Caller caller);

    /// <summary>Begins to carry it out. One that is under way or done is answered as it is.</summary>
    [Alias("adopt"), ResponseTimeout("00:02:00")]
    Task<ReorganisationAnswer> AdoptAsync(Caller caller);

    /// <summary>Begins to undo it, and to restore every figure; refused where what was handed over has been changed since.</summary>
    [Alias("undo"), ResponseTimeout("00:02:00")]
    Task<ReorganisationAnswer> UndoAsync(string reason, Caller caller);

    /// <summary>What has been changed since, and keeps it from being undone.</summary>
    [Alias("blocking"), AlwaysInterleave, ResponseTimeout("00:02:00")]
    Task<ImmutableArray<Obligation>> ReadBlockingAsync();

    /// <summary>Goes on with it where it is under way and rests, and answers at once.</summary>
    [Alias("continue"), AlwaysInterleave]
    Task ContinueAsync();

    /// <summary>Goes on with it likewise, and answers after a second, or when it rests.</summary>
    [Alias("follow"), AlwaysInterleave]
    Task<ReorganisationReading?> FollowAsync();
}

/// <param name="Content">Ordered, as it is carried out.</param>
/// <param name="Steps">How many there are.</param>
[GenerateSerializer, Immutable, Alias("hierarchy.reorganisation-reading")]
public sealed record ReorganisationReading(Reorganisation Content, ReorganisationProgress Progress, int Steps);

/// <summary>The reorganisation as it stands now, or why nothing was changed.</summary>
[GenerateSerializer, Immutable, Alias("hierarchy.reorganisation-answer")]
public sealed record ReorganisationAnswer(ReorganisationReading? Reorganisation, Refusal? Refusal);
