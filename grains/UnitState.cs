namespace Hierarchy.Grains;

/// <summary>A unit's whole state: the result of its events. Immutable.</summary>
public sealed record UnitState
{
    public static readonly UnitState Empty = new();

    /// <summary>Sequence number of its last event; 0 before the first.</summary>
    public long Seq { get; internal init; }

    /// <summary>Null until it is registered.</summary>
    public Unit? Unit { get; internal init; }

    /// <summary>Every name that it has had, with its parent at the time, the oldest first; empty until it is registered.</summary>
    public ImmutableArray<UnitName> Names { get; internal init; } = [];

    public ImmutableDictionary<string, Plan> Plans { get; internal init; } = ImmutableDictionary<string, Plan>.Empty;

    /// <summary>Lines of its plans with the units that owe them, by id.</summary>
    public ImmutableDictionary<string, OwnedTask> Tasks { get; internal init; } = ImmutableDictionary<string, OwnedTask>.Empty;

    /// <summary>All versions of each of its plans, the oldest first.</summary>
    public ImmutableDictionary<string, ImmutableArray<PlanVersion>> Versions { get; internal init; } =
        ImmutableDictionary<string, ImmutableArray<PlanVersion>>.Empty;

    public ImmutableDictionary<string, OwnedDuty> Duties { get; internal init; } = ImmutableDictionary<string, OwnedDuty>.Empty;

    /// <summary>Its regimes with the units that follow them, by id.</summary>
    public ImmutableDictionary<string, OwnedRegime> Regimes { get; internal init; } = ImmutableDictionary<string, OwnedRegime>.Empty;

    /// <summary>Its reports, each in its current revision, by the key of their period.</summary>
    public ImmutableDictionary<string, Reports.Report> Reports { get; internal init; } = ImmutableDictionary<string, Reports.Report>.Empty;

    /// <summary>Indicators that it has defined, by id.</summary>
    public ImmutableDictionary<string, OwnedIndicator> Indicators { get; internal init; } = ImmutableDictionary<string, OwnedIndicator>.Empty;

    /// <summary>Indicators whose values it gives, by id.</summary>
    public ImmutableDictionary<string, GivenIndicator> GivenIndicators { get; internal init; } = ImmutableDictionary<string, GivenIndicator>.Empty;

    /// <summary>Inspections that it has recorded of others, by id.</summary>
    public ImmutableDictionary<string, Inspection> Inspections { get; internal init; } = ImmutableDictionary<string, Inspection>.Empty;

    /// <summary>Inspections of this unit, by id.</summary>
    public ImmutableDictionary<string, Inspection> Inspected { get; internal init; } = ImmutableDictionary<string, Inspection>.Empty;

    /// <summary>The first event that could not be read or applied; null if all could. Later events are not applied, and nothing may be
    /// appended after it.</summary>
    public RecordFault? Fault { get; internal init; }

    /// <summary>Its obligations by id, including the remainders of those that it has handed over.</summary>
    public ImmutableDictionary<string, Obligation> Obligations { get; internal init; } = ImmutableDictionary<string, Obligation>.Empty;

    /// <summary>Grants that it has given, by id, including ended ones.</summary>
    public ImmutableDictionary<string, People.Grant> Grants { get; internal init; } = ImmutableDictionary<string, People.Grant>.Empty;

    /// <summary>Its focal agencies by the id of their appointment, including ended ones.</summary>
    public ImmutableDictionary<string, People.FocalAgency> FocalAgencies { get; internal init; } =
        ImmutableDictionary<string, People.FocalAgency>.Empty;

    /// <summary>Whole đồng spent on all its obligations. 128 bits, because earlier versions bounded only each single report.</summary>
    public Int128 Spent { get; internal init; }

    /// <summary>Number of obligations that its plans, regimes and findings have given.</summary>
    public long Given { get; internal init; }

    /// <summary>Its newest requests. Complete while there are fewer than <see cref="Limits.RequestsAtHand"/>.</summary>
    public ImmutableDictionary<string, AnsweredRequest> Requests { get; internal init; } = ImmutableDictionary<string, AnsweredRequest>.Empty;

    private ImmutableQueue<string> RequestOrder { get; init; } = [];

    /// <summary>The state after one more event, which must be the next one.</summary>
    public UnitState Apply(StoredEvent stored)
    {
        Invariant.Holds(stored.Seq == Seq + 1, "events are applied in order, without gaps");
        return stored.Event.Apply(Remember(stored), stored);
    }

    /// <summary>
    /// The state after the next stored event, whatever it is. From the first event that cannot be read or applied, the state no longer
    /// changes and records the fault.
    /// </summary>
    public UnitState Replay(StoredEvent stored)
    {
        if (Fault is not null)
        {
            return this with { Seq = Math.Max(Seq, stored.Seq) };
        }
        var fault = stored.Event is UnitEvent.Unreadable unreadable ? $"{unreadable.Name}: {unreadable.Reason}"
            : stored.Seq != Seq + 1 ? $"Events {Seq + 1} to {stored.Seq - 1} are missing."
            : null;
        try
        {
            return fault is null ? Apply(stored) : Broken(stored.Seq, fault);
        }
        catch (Exception e) when (e is ArgumentException or InvalidOperationException or KeyNotFoundException or NullReferenceException)
        {
            return Broken(stored.Seq, $"{EventCodec.NameOf(stored.Event)} does not follow from the events before it: {e.Message}");
        }
    }

    private UnitState Broken(long seq, string reason) => this with { Seq = seq, Fault = new RecordFault(seq, reason) };

    public UnitSnapshot ToSnapshot() => new(
        Seq, Unit, [.. Plans.Values], [.. Tasks.Values], [.. Duties.Values], [.. Obligations.Values],
        [.. RequestOrder.Select(id => Requests[id])],
        Grants.IsEmpty ? null : [.. Grants.Values], FocalAgencies.IsEmpty ? null : [.. FocalAgencies.Values],
        Versions.IsEmpty ? null : [.. Versions.Select(versions => new PlanVersions(versions.Key, versions.Value))],
        Names.Length > 1 ? Names : null, Regimes.IsEmpty ? null : [.. Regimes.Values],
        Indicators.IsEmpty ? null : [.. Indicators.Values], GivenIndicators.IsEmpty ? null : [.. GivenIndicators.Values],
        Inspections.IsEmpty ? null : [.. Inspections.Values], Inspected.IsEmpty ? null : [.. Inspected.Values],
        Reports.IsEmpty ? null : [.. Reports.Values]);

    public static UnitState From(UnitSnapshot snapshot) => new()
    {
        Seq = snapshot.Seq,
        Unit = snapshot.Unit,
        Names = snapshot.Names ?? (snapshot.Unit is { } unit ? [UnitName.Of(unit)] : []),
        Plans = snapshot.Plans.ToImmutableDictionary(p => p.Id),
        Tasks = snapshot.Tasks.ToImmutableDictionary(t => t.Task.Id),
        Duties = snapshot.Duties.ToImmutableDictionary(d => d.Duty.Id),
        Obligations = snapshot.Obligations.ToImmutableDictionary(o => o.Id),
        Spent = snapshot.Obligations.Where(o => o.IsHere).Aggregate(Int128.Zero, (sum, o) => sum + o.Spent),
        Given = snapshot.Tasks.Sum(t => t.Given)
            + snapshot.Duties.Sum(d => d.Units.Length * d.Duty.Schedule.Count)
            + (snapshot.Regimes ?? []).Sum(regime => regime.Given)
            + (snapshot.Inspections ?? []).Sum(inspection => inspection.Findings.Length),
        Regimes = (snapshot.Regimes ?? []).ToImmutableDictionary(regime => regime.Regime.Id),
        Reports = (snapshot.Reports ?? []).ToImmutableDictionary(report => report.Period),
        Indicators = (snapshot.Indicators ?? []).ToImmutableDictionary(owned => owned.Indicator.Id),
        GivenIndicators = (snapshot.GivenIndicators ?? []).ToImmutableDictionary(given => given.Terms.Id),
        Inspections = (snapshot.Inspections ?? []).ToImmutableDictionary(inspection => inspection.Id),
        Inspected = (snapshot.Inspected ?? []).ToImmutableDictionary(inspection => inspection.Id),
        Versions = (snapshot.Versions ?? []).ToImmutableDictionary(versions => versions.Plan, versions => versions.All),
        Grants = (snapshot.Grants ?? []).ToImmutableDictionary(grant => grant.Id),
        FocalAgencies = (snapshot.FocalAgencies ?? []).ToImmutableDictionary(focal => focal.Id),
        Requests = snapshot.Requests.ToImmutableDictionary(r => r.Id),
        RequestOrder = ImmutableQueue.CreateRange(snapshot.Requests.Select(r => r.Id)),
    };

    private UnitState Remember(StoredEvent stored)
    {
        if (stored.RequestId is not { } id || Requests.ContainsKey(id))
        {
            return this with { Seq = stored.Seq };
        }
        var requests = Requests;
        var order = RequestOrder;
        if (requests.Count >= Limits.RequestsAtHand)
        {
            order = order.Dequeue(out var oldest);
            requests = requests.Remove(oldest);
        }
        return this with
        {
            Seq = stored.Seq,
            Requests = requests.Add(id, new AnsweredRequest(id, stored.Seq, SubjectOf(stored.Event))),
            RequestOrder = order.Enqueue(id),
        };
    }

    /// <summary>The new id of the command's obligation if it was handed over to another unit; null otherwise.</summary>
    public string? ElsewhereOf(UnitCommand command) =>
        command is UnitCommand.OfObligation { Obligation: var id } ? Obligations.GetValueOrDefault(id)?.MovedTo : null;

    /// <summary>The unit to which the subject of a command was entrusted; null for none. <see cref="HandOverRules.StewardOf"/> decides who
    /// acts.</summary>
    internal string? EntrustedTo(UnitCommand command) => command switch
    {
        UnitCommand.OfObligation { Obligation: var id } => Obligations.GetValueOrDefault(id)?.Steward,
        UnitCommand.AddTask { Task.Plan: var id } => Plans.GetValueOrDefault(id)?.Steward,
        UnitCommand.AddDuty { Duty.Plan: var id } => Plans.GetValueOrDefault(id)?.Steward,
        UnitCommand.AmendPlan { Plan: var id } => Plans.GetValueOrDefault(id)?.Steward,
        UnitCommand.OpenReport { Form: var form } => EntrustedTo(form),
        UnitCommand.OfReport { Period: var period } => Reports.GetValueOrDefault(period) is { } report ? EntrustedTo(report.Form) : null,
        _ => null,
    };

    /// <summary>The unit to which the obligation behind a report was entrusted; null for none.</summary>
    internal string? EntrustedTo(Reports.ReportForm form) =>
        Grains.Reports.ReportRules.ServedBy(form, this).Select(o => o.Steward).OfType<string>().FirstOrDefault();

    /// <summary>The other unit that collects the report on which a command decides; null for none, and for every other command.</summary>
    public string? CollectorOf(UnitCommand command) => command is UnitCommand.OfReport { IsForCollector: true, Period: var period }
        && Reports.GetValueOrDefault(period)?.Form.Collector is { } collector && collector != Unit?.Id
            ? collector
            : null;

    /// <summary>Whether it may contribute to the second book differently than the earlier state.</summary>
    internal bool GivesOtherwise(UnitState before) =>
        GivenIndicators != before.GivenIndicators || Inspected != before.Inspected || Unit != before.Unit;

    /// <summary>Whether it uses this id for a line, or for anything else that shares its ids with lines.</summary>
    internal bool HasLine(string id) => Tasks.ContainsKey(id) || Duties.ContainsKey(id) || Regimes.ContainsKey(id)
        || Indicators.ContainsKey(id) || Inspections.ContainsKey(id);

    /// <summary>See <see cref="UnitCommand.Subject"/>.</summary>
    public static string SubjectOf(UnitEvent happened) => EventCodec.NameOf(happened) + ":" + happened.About;
}

/// <summary>The event from which a unit's record cannot be replayed, and why.</summary>
public sealed record RecordFault(long Seq, string Reason);
