namespace Hierarchy.Grains.Reorganisations;

public enum ReorganisationStatus { Draft, Running, Done, Undoing, Undone, Discarded }

/// <summary>How far a reorganisation has come.</summary>
/// <param name="Version">1 when drafted, one more with every change.</param>
/// <param name="ContentVersion">The one in which what it says was changed last.</param>
/// <param name="Done">Steps that are done; while it is undone, those that are not undone yet.</param>
/// <param name="By">Who has it carried out, undone or discarded, as the history names him; null until then.</param>
/// <param name="Person">His id; null where nobody signs in.</param>
/// <param name="Since">When it was begun to be carried out, or discarded.</param>
/// <param name="Before">The carrier's figures before, with all that was done until then; null until the first step is about to be done.
/// While it is undone, those that it is to have afterwards.</param>
/// <param name="Preview">What was foretold then.</param>
/// <param name="After">The carrier's figures after all steps; null until then.</param>
/// <param name="Reason">For which it is undone or discarded.</param>
/// <param name="Fault">What keeps the next step from being done; null while nothing does.</param>
/// <param name="Handed">What was handed over and taken up, where others have acted meanwhile; null where nobody has.</param>
[GenerateSerializer, Immutable, Alias("hierarchy.reorganisation-progress")]
public sealed record ReorganisationProgress(
    ReorganisationStatus Status, long Version, long ContentVersion, int Done = 0, string? By = null, string? Person = null,
    DateTimeOffset? Since = null, Measures? Before = null, ReorganisationPreview? Preview = null, Measures? After = null,
    string? Fault = null, string? Reason = null, HandedBalance? Handed = null)
{
    /// <summary>Whether it says what may be done, and has changed nothing: it may say something else.</summary>
    public bool IsPlanned => Status is ReorganisationStatus.Draft or ReorganisationStatus.Discarded;

    /// <summary>Whether it may be undone: it has changed something.</summary>
    public bool IsUndoable => Status is ReorganisationStatus.Running or ReorganisationStatus.Done;

    /// <summary>The carrier's figures before and after, as far as there are any; where others have acted meanwhile, those of what was
    /// moved.</summary>
    public ImmutableArray<BalanceLine> Balanced =>
        Handed is { } handed ? handed.Lines
        : Before is { } before && Preview is { } preview && After is { } after
            ? Balance.Of(before, Status is ReorganisationStatus.Undoing or ReorganisationStatus.Undone ? Measures.Zero : preview.Change, after)
            : [];

    public bool IsUnderWay => Status is ReorganisationStatus.Running or ReorganisationStatus.Undoing;
}
