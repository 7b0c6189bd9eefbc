namespace Hierarchy.Grains.Events;

/// <summary>The stored form of a unit's state after its event <paramref name="Seq"/>.</summary>
/// <param name="Requests">Its newest requests, oldest first.</param>
/// <param name="Grants">Null for none, as in what was stored before there were any; so is the next.</param>
/// <param name="Names">Null where it has had one alone.</param>
/// <param name="Versions">Null where it has no plans, and in what was stored before versions were kept.</param>
/// <param name="Regimes">Null for none; so are the next.</param>
public sealed record UnitSnapshot(
    long Seq, Unit? Unit, ImmutableArray<Plan> Plans, ImmutableArray<OwnedTask> Tasks, ImmutableArray<OwnedDuty> Duties,
    ImmutableArray<Obligation> Obligations, ImmutableArray<AnsweredRequest> Requests,
    ImmutableArray<People.Grant>? Grants = null, ImmutableArray<People.FocalAgency>? FocalAgencies = null,
    ImmutableArray<PlanVersions>? Versions = null, ImmutableArray<UnitName>? Names = null, ImmutableArray<OwnedRegime>? Regimes = null,
    ImmutableArray<OwnedIndicator>? Indicators = null, ImmutableArray<GivenIndicator>? GivenIndicators = null,
    ImmutableArray<Inspection>? Inspections = null, ImmutableArray<Inspection>? Inspected = null,
    ImmutableArray<Reports.Report>? Reports = null)
{
    /// <summary>Whether it holds all that its events tell; one of an earlier program may not.</summary>
    public bool IsWhole => Plans.IsEmpty || Versions is not null;
}

/// <summary>All versions of a plan, the oldest first.</summary>
public sealed record PlanVersions(string Plan, ImmutableArray<PlanVersion> All);

/// <param name="Units">The units that owe it.</param>
/// <param name="Place">Sequence number of the event that added it: the order of a plan's lines.</param>
/// <param name="Turn">Its place among those that the same event added; null where that added no other.</param>
/// <param name="Ended">Obligations that it gave and gives no longer, done or cancelled; null for none.</param>
/// <param name="Replaced">Whole đồng of budgets and splits before its present one, of which what is done keeps its share; null for none.</param>
public sealed record OwnedTask(
    PlanTask Task, ImmutableArray<string> Units, long Place, int? Turn = null, long? Ended = null, long? Replaced = null)
{
    /// <summary>Obligations that it has given.</summary>
    public long Given => (Units.Length * Task.Schedule.Count) + (Ended ?? 0);

    /// <summary>Itself as an amendment leaves it.</summary>
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

/// <param name="Seq">First event of the decision that answered it.</param>
/// <param name="Subject">What it was about: see <c>UnitCommand.Subject</c>.</param>
public sealed record AnsweredRequest(string Id, long Seq, string Subject);
