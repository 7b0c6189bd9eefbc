namespace Hierarchy.Grains.Events;

/// <summary>The stored form of a unit's state after its event <paramref name="Seq"/>.</summary>
/// <param name="Requests">Its newest requests, oldest first.</param>
/// <param name="Grants">Null for none, as in what was stored before there were any; so is the next.</param>
public sealed record UnitSnapshot(
    long Seq, Unit? Unit, ImmutableArray<Plan> Plans, ImmutableArray<OwnedTask> Tasks, ImmutableArray<OwnedDuty> Duties,
    ImmutableArray<Obligation> Obligations, ImmutableArray<AnsweredRequest> Requests,
    ImmutableArray<People.Grant>? Grants = null, ImmutableArray<People.FocalAgency>? FocalAgencies = null);

/// <param name="Units">The units that owe it.</param>
/// <param name="Place">Sequence number of the event that added it: the order of a plan's lines.</param>
public sealed record OwnedTask(PlanTask Task, ImmutableArray<string> Units, long Place);

/// <inheritdoc cref="OwnedTask"/>
public sealed record OwnedDuty(Duty Duty, ImmutableArray<string> Units, long Place);

/// <param name="Seq">First event of the decision that answered it.</param>
/// <param name="Subject">What it was about: see <c>UnitCommand.Subject</c>.</param>
public sealed record AnsweredRequest(string Id, long Seq, string Subject);
