namespace Hierarchy.Grains.Events;

/// <summary>The stored form of a unit's state after the event with the number <paramref name="Seq"/>.</summary>
/// <param name="Requests">The unit's newest requests, oldest first.</param>
/// <param name="Grants">Null for none, also in data stored before grants existed; so is the next member.</param>
/// <param name="Names">Null if the unit has had only one name.</param>
/// <param name="Versions">Null if the unit has no plans, and in data stored before versions existed.</param>
/// <param name="Regimes">Null for none; so are the next members.</param>
public sealed record UnitSnapshot(
    long Seq, Unit? Unit, ImmutableArray<Plan> Plans, ImmutableArray<OwnedTask> Tasks, ImmutableArray<OwnedDuty> Duties,
    ImmutableArray<Obligation> Obligations, ImmutableArray<AnsweredRequest> Requests,
    ImmutableArray<People.Grant>? Grants = null, ImmutableArray<People.FocalAgency>? FocalAgencies = null,
    ImmutableArray<PlanVersions>? Versions = null, ImmutableArray<UnitName>? Names = null, ImmutableArray<OwnedRegime>? Regimes = null,
    ImmutableArray<OwnedIndicator>? Indicators = null, ImmutableArray<GivenIndicator>? GivenIndicators = null,
    ImmutableArray<Inspection>? Inspections = null, ImmutableArray<Inspection>? Inspected = null,
    ImmutableArray<Reports.Report>? Reports = null)
{
    /// <summary>Whether the snapshot reflects all of the unit's events; one of an earlier program may not.</summary>
    public bool IsWhole => Plans.IsEmpty || Versions is not null;
}

/// <summary>All versions of a plan, oldest first.</summary>
public sealed record PlanVersions(string Plan, ImmutableArray<PlanVersion> All);

/// <param name="Units">The units on which it imposes obligations.</param>
/// <param name="Place">Sequence number of the event that added it, which orders a plan's lines.</param>
/// <param name="Turn">Its position among the lines added by the same event; null if it was the only one.</param>
/// <param name="Ended">Number of obligations that it imposed and no longer imposes, because they are done or cancelled; null for
/// none.</param>
/// <param name="Replaced">Whole đồng of earlier budgets and splits, of which completed obligations keep their share; null for none.</param>
public sealed record OwnedTask(
    PlanTask Task, ImmutableArray<string> Units, long Place, int? Turn = null, long? Ended = null, long? Replaced = null)
{
    /// <summary>Number of obligations that it has imposed.</summary>
    public long Given => (Units.Length * Task.Schedule.Count) + (Ended ?? 0);

    /// <summary>The task after an amendment.</summary>
    internal OwnedTask With(AmendedLine line) => this with
    {
        Task = line.After,
        Units = line.Units,
        Ended = line.Ended == 0 ? Ended : (Ended ?? 0) + line.Ended,
        Replaced = line.SplitsAnew && Task.Budget > 0 ? (Replaced ?? 0) + Task.Budget : Replaced,
    };
}

/// <inheritdoc cref="OwnedTask"/>
public sealed record OwnedDuty(Duty Duty, ImmutableArray<string> Units, long Place);

/// <param name="Seq">Sequence number of the first event of the decision that answered it.</param>
/// <param name="Subject">The subject of the command: see <c>UnitCommand.Subject</c>.</param>
public sealed record AnsweredRequest(string Id, long Seq, string Subject);
