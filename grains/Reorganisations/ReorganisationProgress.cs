namespace Hierarchy.Grains.Reorganisations;

public enum ReorganisationStatus { Draft, Running, Done, Undoing, Undone, Discarded }

/// <summary>The progress of a reorganisation.</summary>
/// <param name="Version">1 when drafted, plus one for every change.</param>
/// <param name="ContentVersion">The version in which its content last changed.</param>
/// <param name="Done">Steps done; during the undoing, the steps not yet undone.</param>
/// <param name="By">Who carried out, undid or discarded it, as named in the history; null until then.</param>
/// <param name="Person">That person's id; null without sign-in.</param>
/// <param name="Since">When the execution began, or when it was discarded.</param>
/// <param name="Before">The carrier's figures right before the first step; null until then. During the undoing, the figures that it must
/// restore.</param>
/// <param name="Preview">The preview at that time.</param>
/// <param name="After">The carrier's figures after all steps; null until then.</param>
/// <param name="Reason">Why it is undone or discarded.</param>
/// <param name="Fault">What prevents the next step; null when nothing does.</param>
/// <param name="Handed">What was handed over and received, if other changes happened meanwhile; null otherwise.</param>
[GenerateSerializer, Immutable, Alias("hierarchy.reorganisation-progress")]
public sealed record ReorganisationProgress(
    ReorganisationStatus Status, long Version, long ContentVersion, int Done = 0, string? By = null, string? Person = null,
    DateTimeOffset? Since = null, Measures? Before = null, ReorganisationPreview? Preview = null, Measures? After = null,
    string? Fault = null, string? Reason = null, HandedBalance? Handed = null)
{
    /// <summary>Whether it has changed nothing, so that its content may still change.</summary>
    public bool IsPlanned => Status is ReorganisationStatus.Draft or ReorganisationStatus.Discarded;

    /// <summary>Whether it has changed something and may be undone.</summary>
    public bool IsUndoable => Status is ReorganisationStatus.Running or ReorganisationStatus.Done;

    /// <summary>The carrier's figures before and after, as far as known. If other changes happened meanwhile, only the figures of what
    /// was moved.</summary>
    public ImmutableArray<BalanceLine> Balanced =>
        Handed is { } handed ? handed.Lines
        : Before is { } before && Preview is { } preview && After is { } after
            ? Balance.Of(before, Status is ReorganisationStatus.Undoing or ReorganisationStatus.Undone ? Measures.Zero : preview.Change, after)
            : [];

    public bool IsUnderWay => Status is ReorganisationStatus.Running or ReorganisationStatus.Undoing;
}
