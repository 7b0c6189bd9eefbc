using System.Collections.Immutable;
using Hierarchy.Grains.Obligations;
using Hierarchy.Grains.Plans;
using Hierarchy.Grains.Units;

namespace Hierarchy.Grains.Events;

/// <summary>
/// What happened to one unit. These are stored for ever: their stored names and fields stand in <see cref="EventCodec"/> and in the golden
/// file, and a field added later needs a default.
/// </summary>
public abstract record UnitEvent
{
    private UnitEvent() { }

    /// <summary>Stands where the store holds something that this program cannot read. Never stored.</summary>
    /// <param name="Name">Under which it is stored.</param>
    public sealed record Unreadable(string Name, string Reason) : UnitEvent;

    public sealed record UnitRegistered(Unit Unit) : UnitEvent;

    public sealed record PlanAdopted(Plan Plan) : UnitEvent;

    /// <param name="Units">The units that owe it, resolved when it was added: classes mean their members of that moment.</param>
    public sealed record TaskAdded(PlanTask Task, ImmutableArray<string> Units) : UnitEvent;

    /// <inheritdoc cref="TaskAdded"/>
    public sealed record DutyAdded(Duty Duty, ImmutableArray<string> Units) : UnitEvent;

    /// <param name="From">The plan's owner.</param>
    public sealed record ObligationsImposed(string From, ImmutableArray<ObligationTerms> Obligations) : UnitEvent;

    /// <summary>Something happened to one obligation of the unit.</summary>
    public abstract record OfObligation(string Obligation) : UnitEvent;

    /// <param name="Percent">In hundredths.</param>
    /// <param name="Spent">Whole đồng so far; null leaves it as it was.</param>
    public sealed record ProgressReported(string Obligation, int Percent, string? Note, long? Spent) : OfObligation(Obligation);

    public sealed record Submitted(string Obligation, DateOnly CompletedOn, Document? Document) : OfObligation(Obligation);

    public sealed record Accepted(string Obligation, string? Note) : OfObligation(Obligation);

    public sealed record SentBack(string Obligation, string Note) : OfObligation(Obligation);

    public sealed record Cancelled(string Obligation, string Reason) : OfObligation(Obligation);

    public sealed record Triggered(string Obligation, DateOnly OccurredOn, DateOnly Due) : OfObligation(Obligation);

    public sealed record DifficultyRaised(string Obligation, string Text, string RaisedTo) : OfObligation(Obligation);

    public sealed record DifficultyEscalated(string Obligation, string RaisedTo) : OfObligation(Obligation);

    public sealed record DifficultyResolved(string Obligation, string Resolution) : OfObligation(Obligation);

    /// <summary>A unit below has raised a difficulty to this one, or passed one up to it.</summary>
    public sealed record DifficultyReceived(string From, string ForObligation, string Title, string Text) : UnitEvent;
}
