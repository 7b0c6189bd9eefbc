using Hierarchy.Simulation.Callers;
using Hierarchy.Simulation.Runtime;

namespace Hierarchy.Simulation.Checks;

/// <summary>Invariants once a run is quiet.</summary>
internal sealed class QuietChecks(SimulatedCluster cluster, IReadOnlyList<CallerRequest> requests, IReadOnlyList<Reorganisation> reorganisations)
{
    private static readonly Cell All = Cell.General(null, null, null, Scope.All);

    /// <summary>Checkpoints follow the totals level by level, each within a window and a repair round.</summary>
    private static readonly TimeSpan SettlingTime = TimeSpan.FromMinutes(5);

    private readonly MemoryStore _store = new(cluster.Database);
    private readonly Dictionary<string, UnitState> _states = new(StringComparer.Ordinal);
    private readonly List<StoredEvent> _events = [];

    public async Task RunAsync()
    {
        await foreach (var stored in _store.Events.ReadAllAsync(CancellationToken.None))
        {
            _events.Add(stored);
            _states[stored.Unit] = _states.GetValueOrDefault(stored.Unit, UnitState.Empty).Apply(stored);
        }
        CheckRequests();
        CheckHandOvers();
        CheckEnded();
        await CheckReorganisationsAsync();
        await CheckMessagesAsync();
        await CheckStartsAsync();
        if (await new ReportChecks(_store, cluster.Signed, _events, _states).FaultAsync() is { } ofReports)
        {
            cluster.Fail(ofReports);
        }
        await CheckTotalsAsync();
        await cluster.VirtualTime.Delay(SettlingTime, "");
        var stale = await _store.Checkpoints.StaleUnitsAsync(CancellationToken.None);
        Check(stale.IsEmpty, () => $"the checkpoints of {string.Join(' ', stale.Select(unit => unit.Unit))} are stale");
    }

    /// <summary>Every acknowledged change exists exactly once, nothing else exists, and refusals have left nothing behind.</summary>
    private void CheckRequests()
    {
        var stored = EventsOf("p:").SelectMany(events => events).ToLookup(e => e.RequestId!);
        foreach (var request in requests)
        {
            var events = stored[request.StoredId].ToList();
            Check(events.Count <= 1, () => $"{request} is stored {events.Count} times");
            Check(events.Count == 1 || !request.IsAcknowledged || AnswerChecks.MayDoNothing(request.Command), () => $"{request} was acknowledged and is lost");
            Check(
                events.Count == 0 || request.IsAcknowledged || request.IsUncertain,
                () => $"{request} was only ever refused and is event {events[0].Seq}");
            foreach (var happened in events)
            {
                Check(
                    AnswerChecks.IsOf(request, happened.Unit, UnitState.SubjectOf(happened.Event)),
                    () => $"{request} is stored as {UnitState.SubjectOf(happened.Event)}");
            }
            Check(
                request.Answers.Where(a => a.Refusal is null).Select(a => (a.Obligation, a.Unit, a.Report?.Key, a.Report?.Version)).Distinct().Count() <= 1,
                () => $"{request} was acknowledged in different ways");
        }
        var known = requests.Select(request => request.StoredId).ToHashSet();
        Check(
            stored.All(events => known.Contains(events.Key) || Reorganiser.IsOf(events.Key)), () => "an event answers a request that nobody sent");
    }

    /// <summary>Every message has arrived exactly once.</summary>
    private async Task CheckMessagesAsync()
    {
        var waiting = await _store.Events.UnitsWithMessagesAsync(CancellationToken.None);
        Check(waiting.IsEmpty, () => $"messages of {string.Join(' ', waiting)} stay in the outbox");
        var received = EventsOf("m:");
        var sent = new HashSet<(string Target, string Id)>();
        foreach (var (target, e) in _events.SelectMany(e => TargetsOf(e.Event).Select(target => (target, e))))
        {
            var id = $"m:{e.Unit}#{e.Seq}";
            sent.Add((target, id));
            var times = received[(target, id)].Count();
            Check(times == 1 || (times == 0 && (IsOvertaken(e, target) || OnwardOf(e.Event)?.Unit == target)), () => $"message {id} to {target} arrived {times} times");
        }
        Check(received.All(message => sent.Contains(message.Key)), () => "a message arrived that nobody sent");
        foreach (var (unit, state) in _states)
        {
            foreach (var terms in Owed(unit))
            {
                // Completed obligations keep their terms, even when reopened.
                var owed = Standing(terms.Id);
                Check(
                    owed is not null && (!(owed.Status is ObligationStatus.NotStarted or ObligationStatus.Waiting)
                        || (owed.Terms with { Id = terms.Id, PlanVersion = null, EffectiveOn = null, Period = terms.Period }) == terms)
                        && (terms.Period is null || owed.Terms.Period == terms.Period),
                    () => $"nobody owes {terms.Id} as its plan says");
            }
            var given = GivenTo(unit).ToHashSet(StringComparer.Ordinal);
            Check(
                given.SetEquals(state.Obligations.Keys.Where(id => id == Obligation.OriginOf(id))), () => $"{unit} owes what no plan says");
        }
    }

    /// <summary>An obligation at its present unit, by its original id; null for none.</summary>
    private Obligation? Standing(string id) => _states[Obligation.UnitOf(id)!].Obligations.GetValueOrDefault(id) switch
    {
        { MovedTo: { } moved } => Standing(moved),
        var here => here,
    };

    /// <summary>Handed-over obligations have arrived at exactly one unit, with their whole history.</summary>
    private void CheckHandOvers()
    {
        var standing = _states.Values.SelectMany(state => state.Obligations.Values).Where(o => o.IsHere).ToLookup(o => Obligation.OriginOf(o.Id));
        var changes = new Dictionary<string, int>(StringComparer.Ordinal);
        var states = new Dictionary<string, UnitState>(StringComparer.Ordinal);
        foreach (var stored in _events)
        {
            states[stored.Unit] = states.GetValueOrDefault(stored.Unit, UnitState.Empty).Apply(stored);
            foreach (var o in Timeline.ChangedBy(stored, states[stored.Unit]).Where(_ => stored.Event is not UnitEvent.ObligationsTransferred))
            {
                changes[Obligation.OriginOf(o.Id)] = changes.GetValueOrDefault(Obligation.OriginOf(o.Id)) + 1;
            }
        }
        foreach (var (origin, count) in changes)
        {
            var owed = standing[origin].ToList();
            Check(
                owed is [{ HandingTo: null } one] && one.Version == count,
                () => $"{origin} was changed {count} times and is {string.Join(", ", owed.Select(o => $"{o.Id} in version {o.Version} to {o.HandingTo}"))}");
        }
    }

    /// <summary>The plan changed by an event; null for none.</summary>
    private static string? PlanOf(UnitEvent happened) => happened switch
    {
        UnitEvent.PlanAmended e => e.Plan,
        UnitEvent.TaskAdded e => e.Task.Plan,
        UnitEvent.DutyAdded e => e.Duty.Plan,
        _ => null,
    };

    /// <summary>Obligations handed over by reorganisations were received unchanged, wherever these were interrupted.</summary>
    private async Task CheckReorganisationsAsync()
    {
        foreach (var reorganisation in reorganisations)
        {
            var handed = await new HandedFigures(reorganisation, _store.Events).OfAsync(_states.Keys, CancellationToken.None);
            Check(handed.Given == handed.Taken, () => $"'{reorganisation.Id}' has handed over {handed.Given.Sums}, and {handed.Taken.Sums} was taken up");
        }
    }

    /// <summary>Nothing happens at an ended unit except through other units and its stewards; obligations that arrived since have somebody
    /// to act for them.</summary>
    private void CheckEnded()
    {
        var states = new Dictionary<string, UnitState>(StringComparer.Ordinal);
        foreach (var stored in _events)
        {
            var before = states.GetValueOrDefault(stored.Unit, UnitState.Empty);
            var after = states[stored.Unit] = before.Apply(stored);
            Check(
                before.Unit is not { IsClosed: true } || stored.RequestId?.StartsWith(RequestKey.MessagePrefix, StringComparison.Ordinal) == true
                    || stored.Event is UnitEvent.ObligationsHandedOver || (stored.RequestId is { } request && Reorganiser.IsOf(request))
                    || (stored.Event is UnitEvent.OfObligation { Obligation: var id } && before.Obligations[id].Steward is not null)
                    || (PlanOf(stored.Event) is { } plan && before.Plans[plan].Steward is not null)
                    // A successor may complete the unit's reports, and values of its own years.
                    || stored.Event is UnitEvent.OfReport || (stored.Event is UnitEvent.OfIndicator { Year: var year } && year <= before.Unit.To!.Value.Year),
                () => $"{stored.Event} happened to {stored.Unit}, which had ended");
            foreach (var o in before.Unit is { IsClosed: true } ? after.Obligations.Values.Where(o => !before.Obligations.ContainsKey(o.Id)) : [])
            {
                Check(o.Steward is not null || _states[stored.Unit].Unit!.Parent is null, () => $"nobody acts for {o.Id}, whose unit has ended");
            }
        }
    }

    /// <summary>A unit loaded from its snapshot equals one replayed from its whole history.</summary>
    private async Task CheckStartsAsync()
    {
        foreach (var (unit, state) in _states)
        {
            var history = await _store.Events.LoadAsync(unit, CancellationToken.None);
            var start = history.Snapshot is { } snapshot ? UnitState.From(EventCodec.DecodeSnapshot(snapshot.Span)) : UnitState.Empty;
            var started = history.Tail.Aggregate(start, (s, e) => s.Apply(e));
            Check(
                started.Seq == state.Seq && started.Unit == state.Unit && started.Obligations.Count == state.Obligations.Count
                && started.Obligations.All(o => state.Obligations.GetValueOrDefault(o.Key) == o.Value)
                && ReportChecks.IsSame(started, state)
                && started.Requests.Count == state.Requests.Count
                && started.Requests.All(r => state.Requests.GetValueOrDefault(r.Key) == r.Value),
                () => $"{unit} does not come back from its snapshot as it was");
        }
    }

    /// <summary>Each unit's totals and projections equal the recount, and its counters add up.</summary>
    private async Task CheckTotalsAsync()
    {
        var (fromEvents, fromProjections) = (new Recount(periods: true), new Recount(periods: true));
        foreach (var state in _states.Values)
        {
            fromEvents.Add(state);
            fromProjections.AddMoney(state);
        }
        await foreach (var sum in _store.Queries.SumsAsync(CancellationToken.None))
        {
            fromProjections.Add(sum);
        }
        var books = new Dictionary<string, IReadOnlyDictionary<IndicatorCell, IndicatorSums>>(StringComparer.Ordinal);
        var units = _store.Directory.All();
        var (totals, projected) = (fromEvents.Totals(units), fromProjections.Totals(units));
        var (second, plain) = (fromEvents.IndicatorTotals(units), new IndicatorCount(_events, _store.Directory));
        Check(units.Count == _states.Count, () => $"{units.Count} units stand in the tree, and there are {_states.Count}");
        foreach (var unit in units)
        {
            var known = _states[unit.Id];
            Check(
                unit == known.Unit && _store.Directory.Names(unit.Id).SequenceEqual(known.Names),
                () => $"{unit.Id} is {unit} in the tree, and by its events {known.Unit}");
            var reading = await cluster.AnyReady()!.GetGrain<IUnitGrain>(unit.Id).ReadRollupAsync();
            Check(reading.Seq == _states[unit.Id].Seq, () => $"{unit.Id} shows its event {reading.Seq} of {_states[unit.Id].Seq}");
            // Roll-ups do not keep periods: the store counts them.
            CheckSame(unit.Id, "counts", totals[unit.Id].Where(cell => cell.Key.Scope != CellScope.Period).ToDictionary(), reading.Cells);
            CheckSame(unit.Id, "projects", totals[unit.Id], projected[unit.Id]);
            CheckCounters(unit, All.Of(kept => reading.Cells.GetValueOrDefault(kept)));
            Check(
                reading.Indicators.Count == second[unit.Id].Count
                    && reading.Indicators.All(cell => second[unit.Id].TryGetValue(cell.Key, out var sums) && sums == cell.Value),
                () => $"{unit.Id} counts in its second book {Shown(reading.Indicators)} instead of {Shown(second[unit.Id])}");
            var fault = plain.FaultOf(unit, reading.Indicators);
            Check(fault is null, () => fault!);
            books[unit.Id] = reading.Indicators;
        }
        var restated = new RestatedChecks(_store.Directory, cluster.Rules, _states).FaultOf(units, totals, fromEvents, projected, books);
        Check(restated is null, () => restated!);
    }

    private void CheckSame(
        string unit, string does, IReadOnlyDictionary<Cell, Measures> right, IReadOnlyDictionary<Cell, Measures> found)
    {
        foreach (var (cell, measures) in right)
        {
            Check(
                found.TryGetValue(cell, out var same) && measures.Equals(same),
                () => $"{unit} {does} in {Name(cell)} {Difference(found.GetValueOrDefault(cell) ?? Measures.Zero, measures)}");
        }
        Check(found.Count == right.Count, () => $"{unit} {does} in {found.Count} cells, and there are {right.Count}");
    }

    /// <summary>total = doneOnTime + doneLate + withinTerm + overdue + cancelled, each recounted, for today and the ends of
    /// periods.</summary>
    private void CheckCounters(Unit unit, Measures all)
    {
        var today = VietnameseDay.Of(cluster.Calendar.Now(cluster.VirtualTime));
        var owed = _states.Where(s => _store.Directory.IsAtOrBelow(s.Key, unit.Id)).SelectMany(s => s.Value.Obligations.Values).Where(o => o.IsHere).ToList();
        foreach (var asOf in new[] { today, today.AddDays(-1), new DateOnly(today.Year, 12, 31), new DateOnly(today.Year + 1, 1, 1) })
        {
            long Count(Func<Obligation, bool> condition) => owed.Count(condition);
            var counted = (
                OnTime: Count(o => o.Status == ObligationStatus.Done && (o.Due is null || o.CompletedOn <= o.Due)),
                Late: Count(o => o.Status == ObligationStatus.Done && o.CompletedOn > o.Due),
                Within: Count(o => o.Status == ObligationStatus.Waiting || (o.IsOpen && (IsInTime(o) || !(o.Due < asOf)))),
                Overdue: Count(o => o.IsOpen && !IsInTime(o) && o.Due < asOf),
                Cancelled: Count(o => o.Status == ObligationStatus.Cancelled));
            var (sums, overdue) = (all.Sums, all.OverdueAt(asOf));
            var shown = (sums.DoneOnTime, sums.DoneLate, sums.Waiting + sums.Open - overdue, overdue, sums.Cancelled);
            var moved = (
                Postponed: Count(o => o.DueChanges?.All.Any(change => change.To > change.From) == true),
                Undated: Count(o => o.IsOpen && o.Due is null));
            Check(
                moved == (sums.Postponed, sums.Undated),
                () => $"{unit.Id} shows {(sums.Postponed, sums.Undated)} postponed and undated, and it is {moved}");
            Check(counted == shown, () => $"{unit.Id} shows {shown} on {asOf:yyyy-MM-dd}, and it is {counted}");
            Check(
                sums.Total == owed.Count && sums.Total == shown.DoneOnTime + shown.DoneLate + shown.Item3 + shown.overdue + shown.Cancelled,
                () => $"the counters of {unit.Id} do not add up to {sums.Total}: {shown}");
        }
    }

    private static bool IsInTime(Obligation o) => o.Status == ObligationStatus.Submitted && (o.Due is null || o.CompletedOn <= o.Due);

    private ILookup<(string Unit, string Request), StoredEvent> EventsOf(string prefix) => _events
        .Where(e => e.RequestId?.StartsWith(prefix, StringComparison.Ordinal) == true)
        .ToLookup(e => (e.Unit, e.RequestId!));

    internal static string Shown(IEnumerable<KeyValuePair<IndicatorCell, IndicatorSums>> book) =>
        string.Join(", ", book.OrderBy(cell => $"{cell.Key}", StringComparer.Ordinal).Select(cell => $"{cell.Key}: {cell.Value}"));

    private static string Name(Cell cell)
    {
        string[] parts = [$"{cell.Scope}", cell.Owner, cell.Key, cell.Area, $"{cell.Year}", $"{cell.Reform}", $"{cell.Kind}"];
        return string.Join('/', parts.Where(part => part.Length > 0));
    }

    /// <summary>The members that differ; due days as a whole.</summary>
    private static string Difference(Measures found, Measures right)
    {
        var differing = Sums.Names.Zip(found.Sums.ToArray(), right.Sums.ToArray()).Where(m => m.Second != m.Third)
            .Select(m => $"{m.First} {m.Second} instead of {m.Third}");
        return string.Join(", ", found.Due.SequenceEqual(right.Due) ? differing : differing.Append("other due days"));
    }

    private IEnumerable<ObligationTerms> Owed(string unit) => _states.Values.SelectMany(owner =>
        owner.Tasks.Values.Where(t => t.Units.Contains(unit))
            .SelectMany(t => Imposition.Of(owner.Plans[t.Task.Plan], t, unit))
            .Concat(owner.Duties.Values.Where(d => d.Units.Contains(unit))
                .SelectMany(d => Imposition.Of(owner.Plans[d.Duty.Plan], d, unit)))
            .Concat(owner.Regimes.Values.Where(regime => regime.Reporters.Any(reporter => reporter.Unit == unit))
                .SelectMany(regime => RegimeRules.TermsOf(regime, owner, unit)))
            .Concat(owner.Inspections.Values.Where(inspection => inspection.Unit == unit).SelectMany(inspection => inspection.Terms())));

    /// <summary>Whether the obligations of a line or duty may come from an earlier amendment, or from a regime that took it over: then
    /// there was nothing left to write.</summary>
    private bool IsOvertaken(StoredEvent added, string target) => added.Event is UnitEvent.TaskAdded or UnitEvent.DutyAdded or UnitEvent.DraftAdopted
        && _events.Exists(e =>
        e.Unit == added.Unit && e.Seq > added.Seq && e.Event switch
        {
            UnitEvent.PlanAmended amended => amended.Amendment.Targets.Contains(target),
            UnitEvent.RegimeAdded taking => taking.Regime.Periods.Any(rule => rule.TakesOver == (added.Event as UnitEvent.DutyAdded)?.Duty.Id),
            _ => false,
        });

    /// <summary>Ids of all obligations that plans have ever imposed on the unit.</summary>
    private IEnumerable<string> GivenTo(string unit) => _events.SelectMany(e => e.Event switch
    {
        UnitEvent.TaskAdded added when added.Units.Contains(unit) =>
            Imposition.Of(_states[e.Unit].Plans[added.Task.Plan], new OwnedTask(added.Task, added.Units, e.Seq), unit).Select(terms => terms.Id),
        UnitEvent.DraftAdopted adopted => adopted.Lines.Where(line => line.Units.Contains(unit)).SelectMany(line =>
            Imposition.Of(_states[e.Unit].Plans[adopted.Plan.Id], new OwnedTask(line.Task, line.Units, e.Seq), unit)).Select(terms => terms.Id),
        UnitEvent.DutyAdded added when added.Units.Contains(unit) =>
            Imposition.Of(_states[e.Unit].Plans[added.Duty.Plan], new OwnedDuty(added.Duty, added.Units, e.Seq), unit).Select(terms => terms.Id),
        UnitEvent.RegimeAdded added when added.Reporters.Any(reporter => reporter.Unit == unit) =>
            RegimeRules.TermsOf(_states[e.Unit].Regimes[added.Regime.Id], _states[e.Unit], unit).Select(terms => terms.Id),
        UnitEvent.InspectionRecorded recorded when recorded.Inspection.Unit == unit => recorded.Inspection.ObligationIds(),
        UnitEvent.PlanAmended amended =>
            amended.Amendment.TermsOf(_states[e.Unit].Plans[amended.Plan], unit).Select(terms => terms.After.Id),
        _ => [],
    });

    /// <summary>Who takes on obligations that arrived at an ended unit; null for none.</summary>
    private static Onward? OnwardOf(UnitEvent happened) => happened switch
    {
        UnitEvent.ObligationsImposed e => e.Onward,
        UnitEvent.TermsAmended e => e.Onward,
        UnitEvent.ObligationsReceived e => e.Onward,
        UnitEvent.UnitInspected e => e.Onward,
        _ => null,
    };

    private static IEnumerable<string> TargetsOf(UnitEvent happened) =>
        OnwardOf(happened) is { IsHeir: true } onward ? OthersOf(happened).Append(onward.Unit) : OthersOf(happened);

    private static IReadOnlyList<string> OthersOf(UnitEvent happened) => happened switch
    {
        UnitEvent.TaskAdded e => e.Units,
        UnitEvent.DutyAdded e => e.Units,
        UnitEvent.DraftAdopted e => [.. e.Lines.SelectMany(line => line.Units).Distinct()],
        UnitEvent.RegimeAdded e => [.. e.Reporters.Select(reporter => reporter.Unit)],
        UnitEvent.IndicatorDefined e => [.. e.Reporters.Select(reporter => reporter.Unit)],
        UnitEvent.InspectionRecorded e => [e.Inspection.Unit],
        UnitEvent.PlanAmended e => e.Amendment.Targets,
        UnitEvent.DifficultyRaised e => [e.RaisedTo],
        UnitEvent.DifficultyEscalated e => [e.RaisedTo],
        UnitEvent.ObligationsHandedOver e => [.. e.Moves.Select(move => move.To).Distinct()],
        UnitEvent.ObligationsReceived e => [e.From],
        UnitEvent.ObligationsImposed { Forwarded: { } forwarded } => [.. forwarded.Select(terms => Obligation.UnitOf(terms.Id)!).Distinct()],
        UnitEvent.TermsAmended { Forwarded: { } forwarded } => [.. forwarded.Select(terms => Obligation.UnitOf(terms.To)!).Distinct()],
        _ => [],
    };

    private void Check(bool holds, Func<string> fault)
    {
        if (!holds && cluster.Fault is null)
        {
            cluster.Fail(fault());
        }
    }
}
