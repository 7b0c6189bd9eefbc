namespace Hierarchy.Grains.Obligations;

public enum ObligationKind
{
    Task,
    Report,
    Plan,

    /// <summary>Found by an inspection, to be put right.</summary>
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

/// <summary>How an obligation stands to its term on a day; each is exactly one of these.</summary>
public enum Timeliness
{
    /// <summary>Done, not after its due day.</summary>
    DoneOnTime,
    DoneLate,

    /// <summary>Neither done, nor called off, nor late; what was handed in by its due day stays so until it is accepted or sent
    /// back.</summary>
    WithinTerm,
    Overdue,
    Cancelled,
}

/// <summary>Evidence: the document that was issued.</summary>
[GenerateSerializer, Immutable, Alias("hierarchy.document")]
public sealed record Document(string Number, DateOnly IssuedOn, string? Title, string? Uri)
{
    /// <summary>Null when there are none, and in what was stored before there were files.</summary>
    [Id(0)]
    public EvidenceFiles? Files { get; init; }
}

/// <summary>A due day that was set or moved.</summary>
/// <param name="From">Null when there was none.</param>
/// <param name="Actor">Who did it, as the history names him.</param>
[GenerateSerializer, Immutable, Alias("hierarchy.due-change")]
public sealed record DueChange(DateOnly? From, DateOnly To, string Reason, Document? Document, DateTimeOffset At, string Actor);

/// <summary>Every change of a due day, the oldest first: at least one.</summary>
[GenerateSerializer, Immutable, Alias("hierarchy.due-changes")]
public sealed record DueChanges(ImmutableArray<DueChange> All)
{
    /// <summary>The first due day that there was.</summary>
    public DateOnly Original => All[0].From ?? All[0].To;

    /// <summary>Whether the day was ever moved later.</summary>
    public bool Postponed => All.Any(change => change.To > change.From);

    public bool Equals(DueChanges? other) => other is not null && All.AsSpan().SequenceEqual(other.All.AsSpan());

    public override int GetHashCode() => HashCode.Combine(All.Length, All[^1]);
}

/// <summary>How an obligation stood before it was cancelled: what it is again once it is restored.</summary>
[GenerateSerializer, Immutable, Alias("hierarchy.standing")]
public sealed record Standing(ObligationStatus Status, string? Note);

/// <summary>The days of the reports that the percent, the note and the spent money are of; null while no report has given one.</summary>
[GenerateSerializer, Immutable, Alias("hierarchy.report-days")]
public sealed record ReportDays(DateOnly? Percent, DateOnly? Note, DateOnly? Spent);

/// <param name="RaisedTo">The unit that has to resolve it now.</param>
[GenerateSerializer, Immutable, Alias("hierarchy.difficulty")]
public sealed record Difficulty(string Text, DateTimeOffset RaisedAt, string RaisedTo, DateTimeOffset? ResolvedAt, string? Resolution);

/// <summary>Who owes what, and where it counts: as the plan says it, until an amendment says otherwise.</summary>
/// <param name="Id">"unit~task" or "unit~task~occurrence", and "unit~task~occurrence~giver" for what was handed over, of which the occurrence
/// may be empty and the giver is who had it first; so it tells the unit.</param>
/// <param name="Plan">Null for what a regime or an inspection imposes, not a plan.</param>
/// <param name="PlanOwner">The unit that imposes it.</param>
/// <param name="Source">Id of the plan task, duty, regime or inspection that imposes it.</param>
/// <param name="Area">Area of the plan; empty for reports and plans, which stand under no area.</param>
/// <param name="StartYear">First year of the plan, or the year of the period; with <paramref name="EndYear"/> the years in which it
/// counts.</param>
/// <param name="Weight">In thousandths.</param>
/// <param name="Planned">Its share of the task's budget, whole đồng.</param>
/// <param name="Due">Null when open-ended or waiting.</param>
/// <param name="PlanAdoptedOn">From when a regime demands reports; null when the plan records none, and in what was stored before this was
/// kept.</param>
/// <param name="EffectiveOn">From when it exists, where an amendment of the plan made it; null: since the adoption.</param>
/// <param name="PlanVersion">The version of the plan that says so; null: as adopted.</param>
/// <param name="Period">Key of the period of a regime that the report is for; null for everything else.</param>
[GenerateSerializer, Immutable, Alias("hierarchy.obligation-terms")]
public sealed record ObligationTerms(
    string Id, ObligationKind Kind, string? Plan, string PlanOwner, string Source, string Area, ReformArea Reform,
    int StartYear, int EndYear, string Title, int Weight, long Planned, DateOnly? Due, bool Waits, DateOnly? PlanAdoptedOn = null,
    DateOnly? EffectiveOn = null, int? PlanVersion = null, string? Period = null)
{
    /// <summary>First day on which it can have been completed: nobody carries out what has not been adopted.</summary>
    public DateOnly CompletableFrom => EffectiveOn ?? PlanAdoptedOn ?? new DateOnly(Math.Clamp(StartYear, Limits.YearMin, Limits.YearMax), 1, 1);

    /// <summary>First day on which it is owed. What was stored before the day of the plan was kept with it takes it from the plan.</summary>
    public DateOnly ExistsFrom(IUnitDirectory directory) =>
        EffectiveOn ?? PlanAdoptedOn ?? (Plan is null ? null : directory.FindPlan(Plan)?.AdoptedOn) ?? CompletableFrom;

    /// <summary>Whose it is where this unit owes it. What was handed over stays what it was to whom it was imposed; what a regime demands is
    /// imposed on its owner, too.</summary>
    public Scope ScopeOf(string unit) => Plan is not null && (Obligation.UnitOf(Obligation.OriginOf(Id)) ?? unit) == PlanOwner
        && !ShippedPlans.Contain(PlanOwner, Plan)
            ? Scope.Own
            : Scope.Imposed;

    /// <summary>The plan task that imposes it; null for a report or a plan.</summary>
    public string? Task => Kind == ObligationKind.Task ? Source : null;
}

/// <summary>What one unit owes, as it stands now.</summary>
/// <param name="Percent">In hundredths, 0 to 10,000.</param>
/// <param name="PercentReported">As last reported; what <paramref name="Percent"/> falls back to when a submission is sent back.</param>
/// <param name="Due">Last day on which it is not late; null when open-ended or waiting.</param>
/// <param name="Spent">Whole đồng spent so far.</param>
/// <param name="Reported">The unit has reported on it at least once, by percent or by submission.</param>
/// <param name="Version">1 when imposed, one more with every change.</param>
/// <param name="CompletedOn">As the unit claims, until whoever accepts confirms another day.</param>
/// <param name="HandedInBy">The person who handed in what is submitted or done; null where nobody has, or nobody signs in.</param>
/// <param name="HandedInAt">When; null where nobody has, and in what was stored before this was kept.</param>
/// <param name="ClaimedOn">What the unit claimed, where another day was confirmed.</param>
[GenerateSerializer, Immutable, Alias("hierarchy.obligation")]
public sealed record Obligation(
    ObligationTerms Terms, string Unit, ObligationStatus Status, int Percent, int PercentReported, DateOnly? Due, DateOnly? CompletedOn,
    Document? Document, string? Note, Difficulty? Difficulty, long Spent, bool Reported, long Version, DateTimeOffset UpdatedAt,
    string? HandedInBy = null, DateTimeOffset? HandedInAt = null, DateOnly? ClaimedOn = null)
{
    public const int PercentMax = 10_000;

    /// <summary>How often the due day of one obligation may be changed.</summary>
    public const int DueChangesMax = 100;

    /// <summary>Separates the parts of an obligation's id; refused in the ids of units, plans and tasks.</summary>
    public const char Separator = '~';

    /// <summary>Null while the due day is the one that it had first.</summary>
    [Id(0)]
    public DueChanges? DueChanges { get; init; }

    /// <summary>Null unless it is cancelled, and in what was stored before this was kept.</summary>
    [Id(1)]
    public Standing? Before { get; init; }

    /// <summary>Null while nothing is reported, and in what was stored before this was kept.</summary>
    [Id(2)]
    public ReportDays? ReportDays { get; init; }

    /// <summary>The unit that it is being handed over to: until that has it, it counts here and nothing is done to it. Null unless it
    /// is.</summary>
    [Id(4)]
    public string? HandingTo { get; init; }

    /// <summary>What it is called where it stands since it was handed over: here it counts no more, and its id goes on naming that one. Null
    /// for what stands here.</summary>
    [Id(5)]
    public string? MovedTo { get; init; }

    /// <summary>The other units where it has stood, each once and the last one last, with <see cref="Separator"/> between them; null for
    /// what was never handed over. What they have answered about it is answered.</summary>
    [Id(6)]
    public string? Through { get; init; }

    /// <summary>The unit that acts for it, which stays where it is; null for the one that owes it.</summary>
    [Id(7)]
    public string? Steward { get; init; }

    /// <summary>The first due day that it had, where an amendment took that away or moved it without a change of an open one's day; null
    /// else.</summary>
    [Id(8)]
    public DateOnly? FirstDue { get; init; }

    /// <summary>The day that a list shows it on, by which it is judged there; null: today. Never stored.</summary>
    [Id(3), JsonIgnore]
    public DateOnly? ShownOn { get; init; }

    public string Id => Terms.Id;

    /// <summary>What it is called at the unit from which it came last; null for what was never handed over.</summary>
    public string? Was => Through is { } through ? IdAt(through[(through.LastIndexOf(Separator) + 1)..], Id) : null;

    /// <summary>Whether it stands here, and is not what is left of one that was handed over.</summary>
    public bool IsHere => MovedTo is null;

    public DateOnly? OriginalDue => FirstDue ?? (DueChanges is { } changes ? changes.Original : Due);

    public bool IsPostponed => DueChanges is { Postponed: true };

    /// <summary>Open, and nothing makes it late.</summary>
    public bool IsUndated => IsOpen && Due is null;

    /// <summary>Not finished, not called off, and not waiting for its event.</summary>
    public bool IsOpen => Status is ObligationStatus.NotStarted or ObligationStatus.InProgress or ObligationStatus.Submitted;

    /// <summary>The unit has still to report on it.</summary>
    internal bool IsWorkedOn => Status is ObligationStatus.NotStarted or ObligationStatus.InProgress;

    internal bool IsClosed => Status is ObligationStatus.Done or ObligationStatus.Cancelled;

    /// <summary>Open, and not handed in by its due day: what was, is in time until it is accepted or sent back.</summary>
    public bool IsPressing => IsOpen && !(Status == ObligationStatus.Submitted && !(CompletedOn > Due));

    public bool IsOverdue(DateOnly asOf) => IsPressing && Due < asOf;

    /// <summary>Worked on again, after it was handed in: at the percent that was last reported.</summary>
    /// <param name="note">Null keeps the one that there is.</param>
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

    /// <summary>The unit that has to resolve the open difficulty: the one that it was raised to, while that one is there and stands above; else
    /// the lowest one that does. Null where none is open.</summary>
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

    /// <summary>What it is called at a unit that it is handed over to: the unit to which it was imposed stands last, once, however often
    /// it moves; there it has the id that it had.</summary>
    public static string IdAt(string unit, string id)
    {
        var origin = OriginOf(id);
        var parts = origin.Split(Separator);
        return parts[0] == unit ? origin : $"{unit}{Separator}{parts[1]}{Separator}{(parts.Length > 2 ? parts[2] : "")}{Separator}{parts[0]}";
    }

    /// <summary>The id under which it was imposed; itself for one that was not handed over.</summary>
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

    /// <summary>The unit that owes the obligation of this id; null when it is no such id.</summary>
    public static string? UnitOf(string id)
    {
        var end = id.IndexOf(Separator);
        return end > 0 ? id[..end] : null;
    }
    /// <summary>The line, duty or inspection that imposed the obligation of this id; null when it is no such id.</summary>
    public static string? SourceOf(string id) => id.Split(Separator) is [_, var source, ..] ? source : null;
}
