namespace Hierarchy.Grains.Obligations;

public enum ObligationKind
{
    Task,
    Report,
    Plan,

    /// <summary>A finding of an inspection, to be put right.</summary>
    Finding,
}

public enum ObligationStatus
{
    /// <summary>Its triggering event has not happened yet: no due day, never late.</summary>
    Waiting,
    NotStarted,
    InProgress,

    /// <summary>Finished by the unit, not yet accepted.</summary>
    Submitted,
    Done,
    Cancelled,
}

/// <summary>The state of an obligation relative to its due day, as of a day. Exactly one value applies.</summary>
public enum Timeliness
{
    /// <summary>Done, not after its due day.</summary>
    DoneOnTime,
    DoneLate,

    /// <summary>Neither done, cancelled nor late. A submission in time stays so until it is accepted or sent back.</summary>
    WithinTerm,
    Overdue,
    Cancelled,
}

/// <summary>Evidence: the document that was issued.</summary>
[GenerateSerializer, Immutable, Alias("hierarchy.document")]
public sealed record Document(string Number, DateOnly IssuedOn, string? Title, string? Uri)
{
    /// <summary>Null when there are none, and in data stored before files existed.</summary>
    [Id(0)]
    public EvidenceFiles? Files { get; init; }
}

/// <summary>A due day that was set or moved.</summary>
/// <param name="From">Null when there was none.</param>
/// <param name="Actor">Who changed it, as named in the history.</param>
[GenerateSerializer, Immutable, Alias("hierarchy.due-change")]
public sealed record DueChange(DateOnly? From, DateOnly To, string Reason, Document? Document, DateTimeOffset At, string Actor);

/// <summary>Every change of a due day, oldest first; at least one.</summary>
[GenerateSerializer, Immutable, Alias("hierarchy.due-changes")]
public sealed record DueChanges(ImmutableArray<DueChange> All)
{
    /// <summary>The first due day ever set.</summary>
    public DateOnly Original => All[0].From ?? All[0].To;

    /// <summary>Whether the day was ever moved later.</summary>
    public bool Postponed => All.Any(change => change.To > change.From);

    public bool Equals(DueChanges? other) => other is not null && All.AsSpan().SequenceEqual(other.All.AsSpan());

    public override int GetHashCode() => HashCode.Combine(All.Length, All[^1]);
}

/// <summary>The state of an obligation before its cancellation, to which a restore returns it.</summary>
[GenerateSerializer, Immutable, Alias("hierarchy.standing")]
public sealed record Standing(ObligationStatus Status, string? Note);

/// <summary>The days to which the reported percent, note and spent money refer; null while no report has given the value.</summary>
[GenerateSerializer, Immutable, Alias("hierarchy.report-days")]
public sealed record ReportDays(DateOnly? Percent, DateOnly? Note, DateOnly? Spent);

/// <param name="RaisedTo">The unit that has to resolve it now.</param>
[GenerateSerializer, Immutable, Alias("hierarchy.difficulty")]
public sealed record Difficulty(string Text, DateTimeOffset RaisedAt, string RaisedTo, DateTimeOffset? ResolvedAt, string? Resolution);

/// <summary>The terms of an obligation: who owes what, and where it counts. The plan sets them, and amendments may change them.</summary>
/// <param name="Id">"unit~task" or "unit~task~occurrence". After a hand-over "unit~task~occurrence~giver", where the occurrence may be
/// empty and the giver is the first unit that owed it. The first part is always the unit that owes it now.</param>
/// <param name="Plan">Null when a regime or an inspection imposes it.</param>
/// <param name="PlanOwner">The unit that imposes it.</param>
/// <param name="Source">Id of the plan task, duty, regime or inspection that imposes it.</param>
/// <param name="Area">Area of the plan; empty for reports and plans, which belong to no area.</param>
/// <param name="StartYear">First year of the plan, or the year of the period. It counts from this year to
/// <paramref name="EndYear"/>.</param>
/// <param name="Weight">In thousandths.</param>
/// <param name="Planned">Its share of the task's budget, whole đồng.</param>
/// <param name="Due">Null when open-ended or waiting.</param>
/// <param name="PlanAdoptedOn">The day of the plan's adoption, or the first day on which a regime demands reports; null when the plan
/// records none, and in data stored before this field existed.</param>
/// <param name="EffectiveOn">First day on which it exists, if an amendment of the plan created it; null: since the adoption.</param>
/// <param name="PlanVersion">The version of the plan that set these terms; null: as adopted.</param>
/// <param name="Period">Key of the regime's period that the report is for; null for everything else.</param>
[GenerateSerializer, Immutable, Alias("hierarchy.obligation-terms")]
public sealed record ObligationTerms(
    string Id, ObligationKind Kind, string? Plan, string PlanOwner, string Source, string Area, ReformArea Reform,
    int StartYear, int EndYear, string Title, int Weight, long Planned, DateOnly? Due, bool Waits, DateOnly? PlanAdoptedOn = null,
    DateOnly? EffectiveOn = null, int? PlanVersion = null, string? Period = null)
{
    /// <summary>Earliest possible completion day: nobody carries out what has not been adopted.</summary>
    public DateOnly CompletableFrom => EffectiveOn ?? PlanAdoptedOn ?? new DateOnly(Math.Clamp(StartYear, Limits.YearMin, Limits.YearMax), 1, 1);

    /// <summary>First day on which it is owed. Data stored without the adoption day takes it from the plan.</summary>
    public DateOnly ExistsFrom(IUnitDirectory directory) =>
        EffectiveOn ?? PlanAdoptedOn ?? (Plan is null ? null : directory.FindPlan(Plan)?.AdoptedOn) ?? CompletableFrom;

    /// <summary>The scope of the obligation at the unit that owes it. A hand-over does not change it. What a regime demands is imposed,
    /// even on the regime's owner.</summary>
    public Scope ScopeOf(string unit) => Plan is not null && (Obligation.UnitOf(Obligation.OriginOf(Id)) ?? unit) == PlanOwner
        && !ShippedPlans.Contain(PlanOwner, Plan)
            ? Scope.Own
            : Scope.Imposed;

    /// <summary>The plan task that imposes it; null for a report or a plan.</summary>
    public string? Task => Kind == ObligationKind.Task ? Source : null;
}

/// <summary>What one unit owes, in its present state.</summary>
/// <param name="Percent">In hundredths, 0 to 10,000.</param>
/// <param name="PercentReported">As last reported. Sending a submission back resets <paramref name="Percent"/> to it.</param>
/// <param name="Due">Last day on which it is not late; null when open-ended or waiting.</param>
/// <param name="Spent">Whole đồng spent so far.</param>
/// <param name="Reported">Whether the unit has reported on it at least once, by percent or by submission.</param>
/// <param name="Version">1 when imposed, plus one for every change.</param>
/// <param name="CompletedOn">As claimed by the unit, until the acceptance confirms another day.</param>
/// <param name="HandedInBy">The person who handed in what is submitted or done; null when nobody has, or without sign-in.</param>
/// <param name="HandedInAt">When it was handed in; null when it was not, and in data stored before this field existed.</param>
/// <param name="ClaimedOn">The day that the unit claimed, if another one was confirmed.</param>
[GenerateSerializer, Immutable, Alias("hierarchy.obligation")]
public sealed record Obligation(
    ObligationTerms Terms, string Unit, ObligationStatus Status, int Percent, int PercentReported, DateOnly? Due, DateOnly? CompletedOn,
    Document? Document, string? Note, Difficulty? Difficulty, long Spent, bool Reported, long Version, DateTimeOffset UpdatedAt,
    string? HandedInBy = null, DateTimeOffset? HandedInAt = null, DateOnly? ClaimedOn = null)
{
    public const int PercentMax = 10_000;

    /// <summary>Maximum number of due day changes of one obligation.</summary>
    public const int DueChangesMax = 100;

    /// <summary>Separates the parts of an obligation's id; refused in the ids of units, plans and tasks.</summary>
    public const char Separator = '~';

    /// <summary>Null while the due day is still the first one.</summary>
    [Id(0)]
    public DueChanges? DueChanges { get; init; }

    /// <summary>Null unless cancelled, and in data stored before this field existed.</summary>
    [Id(1)]
    public Standing? Before { get; init; }

    /// <summary>Null while nothing is reported, and in data stored before this field existed.</summary>
    [Id(2)]
    public ReportDays? ReportDays { get; init; }

    /// <summary>The unit to which it is being handed over; null otherwise. Until that unit has it, it counts here and nothing may change
    /// it.</summary>
    [Id(4)]
    public string? HandingTo { get; init; }

    /// <summary>Its id at the unit to which it was handed over; null while it is here. Once moved, it no longer counts here, and its old
    /// id refers to the new one.</summary>
    [Id(5)]
    public string? MovedTo { get; init; }

    /// <summary>The other units that have held it, each once, the last one last, separated by <see cref="Separator"/>; null if it was
    /// never handed over. A request that one of them has answered counts as answered.</summary>
    [Id(6)]
    public string? Through { get; init; }

    /// <summary>The unit that acts for it while it stays where it is; null: the unit that owes it.</summary>
    [Id(7)]
    public string? Steward { get; init; }

    /// <summary>Its first due day, if an amendment removed that day, or moved it without a due change of an open obligation; null
    /// otherwise.</summary>
    [Id(8)]
    public DateOnly? FirstDue { get; init; }

    /// <summary>The day for which a list shows and judges it; null: today. Never stored.</summary>
    [Id(3), JsonIgnore]
    public DateOnly? ShownOn { get; init; }

    public string Id => Terms.Id;

    /// <summary>Its id at the unit from which it came last; null if it was never handed over.</summary>
    public string? Was => Through is { } through ? IdAt(through[(through.LastIndexOf(Separator) + 1)..], Id) : null;

    /// <summary>Whether it is at this unit, not the remainder of one that was handed over.</summary>
    public bool IsHere => MovedTo is null;

    public DateOnly? OriginalDue => FirstDue ?? (DueChanges is { } changes ? changes.Original : Due);

    public bool IsPostponed => DueChanges is { Postponed: true };

    /// <summary>Open without a due day, so it cannot become late.</summary>
    public bool IsUndated => IsOpen && Due is null;

    /// <summary>Neither done, cancelled nor waiting for its event.</summary>
    public bool IsOpen => Status is ObligationStatus.NotStarted or ObligationStatus.InProgress or ObligationStatus.Submitted;

    /// <summary>The unit has still to report on it.</summary>
    internal bool IsWorkedOn => Status is ObligationStatus.NotStarted or ObligationStatus.InProgress;

    internal bool IsClosed => Status is ObligationStatus.Done or ObligationStatus.Cancelled;

    /// <summary>Open, and not handed in by its due day. A submission in time counts until it is accepted or sent back.</summary>
    public bool IsPressing => IsOpen && !(Status == ObligationStatus.Submitted && !(CompletedOn > Due));

    public bool IsOverdue(DateOnly asOf) => IsPressing && Due < asOf;

    /// <summary>The obligation in progress again after a submission, at the last reported percent.</summary>
    /// <param name="note">Null keeps the present note.</param>
    internal Obligation TakenUpAgain(string? note) => this with
    {
        Status = ObligationStatus.InProgress,
        Percent = PercentReported,
        CompletedOn = null,
        ClaimedOn = null,
        HandedInBy = null,
        HandedInAt = null,
        Note = note ?? Note,
    };

    public Timeliness TimelinessAt(DateOnly asOf) => Status switch
    {
        ObligationStatus.Done => CompletedOn > Due ? Timeliness.DoneLate : Timeliness.DoneOnTime,
        ObligationStatus.Cancelled => Timeliness.Cancelled,
        _ => IsOverdue(asOf) ? Timeliness.Overdue : Timeliness.WithinTerm,
    };

    public bool HasOpenDifficulty => Difficulty is { ResolvedAt: null };

    /// <summary>The unit that has to resolve the open difficulty: the one to which it was raised if that is still open and above, else
    /// the lowest open unit above. Null when no difficulty is open.</summary>
    public string? HolderIn(IUnitDirectory directory)
    {
        if (!HasOpenDifficulty)
        {
            return null;
        }
        var above = directory.Ancestors(Unit).Where(unit => !unit.IsClosed).Select(unit => unit.Id).ToList();
        return above.Count == 0 || above.Contains(Difficulty!.RaisedTo) ? Difficulty!.RaisedTo : above[^1];
    }

    public static string IdOf(string unit, string source, string occurrence) =>
        occurrence.Length == 0 ? $"{unit}{Separator}{source}" : $"{unit}{Separator}{source}{Separator}{occurrence}";

    /// <summary>Its id at a unit that receives it. The unit on which it was imposed comes last, once, however often it moves. At that
    /// unit it has its original id.</summary>
    public static string IdAt(string unit, string id)
    {
        var origin = OriginOf(id);
        var parts = origin.Split(Separator);
        return parts[0] == unit ? origin : $"{unit}{Separator}{parts[1]}{Separator}{(parts.Length > 2 ? parts[2] : "")}{Separator}{parts[0]}";
    }

    /// <summary>The id under which it was imposed; the same id if it was never handed over.</summary>
    public static string OriginOf(string id)
    {
        var last = id.LastIndexOf(Separator);
        if (last < 0 || id.AsSpan().Count(Separator) != 3)
        {
            return id;
        }
        var parts = id.Split(Separator);
        return IdOf(parts[3], parts[1], parts[2]);
    }

    /// <summary>The unit that owes the obligation of this id; null for an invalid id.</summary>
    public static string? UnitOf(string id)
    {
        var end = id.IndexOf(Separator);
        return end > 0 ? id[..end] : null;
    }
    /// <summary>The line, duty or inspection that imposed the obligation of this id; null for an invalid id.</summary>
    public static string? SourceOf(string id) => id.Split(Separator) is [_, var source, ..] ? source : null;
}
