using System.Runtime.CompilerServices;

namespace Hierarchy.Store;

/// <summary>Lists and search in memory, by full scans.</summary>
internal sealed class MemoryQueries(MemoryDatabase database, UnitDirectory directory) : IQueries
{
    public bool IsBusy => false;

    public Task<Page<Obligation>> ObligationsAsync(ObligationQuery query, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        QueryRules.Check(query);
        lock (database.Lock)
        {
            var ordered = Matching(query)
                .Select(o => (Cursor: ObligationCursor.Of(query.Order, o.State), o.Encoded, o.State))
                .Where(o => query.After is not { } after || ComesAfter(o.Cursor, after))
                .OrderBy(o => QueryRules.KeyOf(o.Cursor)).ThenBy(o => o.Cursor.Id, StringComparer.Ordinal)
                .Take(query.First + 1)
                .Select(o => query.IsPast ? o.State : EventCodec.DecodeObligation(o.Encoded));
            return Task.FromResult(PageOf(ordered.ToImmutableArray(), query.First));
        }
    }

    public Task<int> CountObligationsAsync(ObligationQuery query, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        lock (database.Lock)
        {
            return Task.FromResult(Matching(query).Count());
        }
    }

    public Task<ObligationSums> SumObligationsAsync(ObligationQuery query, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        lock (database.Lock)
        {
            var all = Matching(query).Select(row => row.State).ToList();
            var counted = all.Where(o => o.Status != ObligationStatus.Cancelled).ToList();
            return Task.FromResult(new ObligationSums(
                all.Count,
                counted.Select(o => o.Unit).Distinct().Count(),
                counted.Sum(o => (long)o.Terms.Weight),
                Sum(counted, o => (long)o.Terms.Weight * o.Percent),
                Sum(all, o => o.Terms.Planned),
                Sum(all, o => o.Spent)));
        }
    }

    public async Task<ImmutableArray<Page<Obligation>>> ObligationsAsync(ObligationLists lists, CancellationToken cancellation) =>
        [.. await Task.WhenAll(lists.Each().Select(query => ObligationsAsync(query, cancellation)))];

    public async Task<ImmutableArray<ObligationSums>> SumObligationsAsync(ObligationLists lists, CancellationToken cancellation) =>
        [.. await Task.WhenAll(lists.Each().Select(query => SumObligationsAsync(query, cancellation)))];

    public async Task<ImmutableArray<Page<StoredEvent>>> HistoriesAsync(
        IReadOnlyList<string> units, int first, long? before, CancellationToken cancellation) =>
        [.. await Task.WhenAll(units.Select(unit => HistoryAsync(unit, first, before, cancellation)))];

    public Task<Page<StoredEvent>> HistoryAsync(string unit, int first, long? before, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        lock (database.Lock)
        {
            var events = database.Streams.TryGetValue(unit, out var stream) ? stream.Events : [];
            var newest = events.Where(e => before is null || e.Seq < before).Reverse().Take(first + 1).Select(Decode);
            return Task.FromResult(PageOf(newest.ToImmutableArray(), first));
        }
    }

    public Task<ImmutableArray<Page<StoredEvent>>> HistoriesOfObligationsAsync(
        IReadOnlyList<string> obligations, int first, long? before, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        lock (database.Lock)
        {
            return Task.FromResult<ImmutableArray<Page<StoredEvent>>>([.. obligations.Select(id =>
            {
                var events = database.Streams.TryGetValue(Obligation.UnitOf(id) ?? "", out var stream) ? stream.Events : [];
                var newest = events.Where(e => before is null || e.Seq < before).Reverse().Select(MemoryEventStore.Decode);
                return PageOf([.. newest.Where(stored => IsAbout(stored.Event, id)).Take(first + 1)], first);
            })]);
        }
    }

    public Task<Page<StoredEvent>> AuditAsync(AuditQuery query, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        var path = directory.PathOf(query.Unit);
        lock (database.Lock)
        {
            var events = path is null ? [] : database.Units.Where(unit => unit.Value.Path.StartsWith(path, StringComparison.Ordinal))
                .SelectMany(unit => database.Streams.TryGetValue(unit.Key, out var stream) ? stream.Events : []);
            var newest = events.Select(row => MemoryEventStore.Decode(row) with { Origin = row.Origin })
                .Where(stored => (query.Actor is null || stored.Origin.Person == query.Actor)
                    && !(stored.At < query.From) && !(stored.At >= query.Until)
                    && (query.After is not { } after || ComesBefore(stored, after)))
                .OrderByDescending(stored => stored.At).ThenByDescending(stored => stored.Unit, StringComparer.Ordinal)
                .ThenByDescending(stored => stored.Seq);
            return Task.FromResult(PageOf([.. newest.Take(query.First + 1)], query.First));
        }
    }

    private static bool ComesBefore(StoredEvent stored, AuditCursor after) => stored.At != after.At ? stored.At < after.At
        : string.CompareOrdinal(stored.Unit, after.Unit) switch
        {
            0 => stored.Seq < after.Seq,
            var byUnit => byUnit < 0,
        };

    public Task<ImmutableDictionary<string, string>> TitlesAsync(IReadOnlyList<string> obligations, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        lock (database.Lock)
        {
            return Task.FromResult(obligations.Distinct().Where(database.Obligations.ContainsKey)
                .ToImmutableDictionary(id => id, id => database.Obligations[id].State.Terms.Title));
        }
    }

    private static bool IsAbout(UnitEvent happened, string obligation) => happened switch
    {
        UnitEvent.OfObligation e => e.Obligation == obligation,
        UnitEvent.ObligationsImposed e => e.Obligations.Any(terms => terms.Id == obligation),
        UnitEvent.TermsAmended e =>
            e.Terms.Any(terms => terms.After.Id == obligation) || e.Forwarded?.Any(forwarded => forwarded.Terms.After.Id == obligation) == true,
        UnitEvent.ObligationsHandedOver e => e.Moves.Any(move => move.Obligation == obligation),
        UnitEvent.ObligationsReceived e => e.Obligations.Any(received => received.Obligation.Id == obligation),
        UnitEvent.ObligationsEntrusted e => e.Obligations.Any(entrusted => entrusted.Obligation == obligation),
        UnitEvent.OfReport e => e.Obligations.Any(served => served.Obligation == obligation),
        UnitEvent.UnitInspected e => e.Inspection.Id == Obligation.SourceOf(obligation),
        UnitEvent.ObligationsTransferred e => e.Gone.Any(gone => gone.Obligation == obligation),
        _ => false,
    };

    private static StoredEvent Decode(EventRow row) =>
        MemoryEventStore.Decode(row) with { Origin = Origin.None with { Person = row.Origin.Person, OnBehalfOf = row.Origin.OnBehalfOf } };

    public Task<ImmutableDictionary<string, string>> PlansOfTasksAsync(IReadOnlyList<string> tasks, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        lock (database.Lock)
        {
            return Task.FromResult(LookUp(tasks, line => line.Plan));
        }
    }

    public Task<ImmutableDictionary<string, string>> OwnersOfRegimesAsync(IReadOnlyList<string>? regimes, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        lock (database.Lock)
        {
            return Task.FromResult(LookUp(regimes ?? [.. database.Lines.Keys], line => line.Owner));
        }
    }

    public Task<ImmutableArray<Report>> ReportsAsync(IReadOnlyList<ReportKey> reports, CancellationToken cancellation) => Locked<ImmutableArray<Report>>(
        () => [.. reports.Select(key => Rows(key.Unit, row => row.Period == key.Period).LastOrDefault()).OfType<ReportRow>().Select(Read)], cancellation);

    public Task<ImmutableArray<Report>> RevisionsAsync(IReadOnlyList<ReportKey> reports, CancellationToken cancellation) =>
        Locked<ImmutableArray<Report>>(
            () => [.. reports.OrderBy(key => key.Unit, StringComparer.Ordinal).ThenBy(key => key.Period, StringComparer.Ordinal)
                .SelectMany(key => Rows(key.Unit, row => row.Period == key.Period)).Select(Read)], cancellation);

    public Task<ImmutableDictionary<(ReportKey Report, int Revision), string>> SignedContentsAsync(
        IReadOnlyList<(ReportKey Report, int Revision)> revisions, CancellationToken cancellation) => Locked(
        () => revisions.Distinct()
            .Select(one => (Key: one, Row: database.Reports.GetValueOrDefault((one.Report.Unit, one.Report.Period, one.Revision))))
            .Where(one => one.Row?.Content is not null)
            .ToImmutableDictionary(one => one.Key, one => System.Text.Encoding.UTF8.GetString(one.Row!.Content!)), cancellation);

    public Task<ImmutableArray<ReportStanding>> StandingsAsync(string period, IReadOnlyList<string> units, CancellationToken cancellation) =>
        Locked<ImmutableArray<ReportStanding>>(
            () => [.. units.Order(StringComparer.Ordinal).Select(unit => Rows(unit, row => row.Period == period).LastOrDefault())
                .OfType<ReportRow>().Select(row => row.Standing)], cancellation);

    public Task<ImmutableArray<ReportStanding>> SignedAsync(string unit, string regime, CancellationToken cancellation) =>
        Locked<ImmutableArray<ReportStanding>>(
            () => [.. Rows(unit, row => row.Regime == regime && row.Content is not null).GroupBy(row => row.Period, StringComparer.Ordinal)
                .OrderBy(rows => rows.Key, StringComparer.Ordinal).Select(rows => rows.Last().Standing)], cancellation);

    public Task<ImmutableArray<StoredEvent>> MeasuringAsync(string? indicator, IReadOnlyCollection<string> units, CancellationToken cancellation) =>
        Locked<ImmutableArray<StoredEvent>>(
            () => [.. units.Distinct().Order(StringComparer.Ordinal)
                .SelectMany(unit => database.Streams.TryGetValue(unit, out var stream) ? stream.Events : []).Select(MemoryEventStore.Decode)
                .Where(stored => IndicatorsOnDay.IsAbout(stored.Event, indicator))], cancellation);

    private IEnumerable<ReportRow> Rows(string unit, Func<ReportRow, bool> isWanted) => database.Reports.Values
        .Where(row => row.Unit == unit && isWanted(row)).OrderBy(row => row.Revision);

    private static Report Read(ReportRow row) => EventCodec.DecodeReport(row.Data);

    private Task<T> Locked<T>(Func<T> read, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        lock (database.Lock)
        {
            return Task.FromResult(read());
        }
    }

    private ImmutableDictionary<string, string> LookUp(IReadOnlyList<string> ids, Func<(string? Plan, string? Owner), string?> told) =>
        ids.Distinct().Where(id => database.Lines.TryGetValue(id, out var line) && told(line) is not null)
            .ToImmutableDictionary(id => id, id => told(database.Lines[id])!);

    public Task<ImmutableArray<Figure>> FiguresAsync(FigureQuery query, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        lock (database.Lock)
        {
            return Task.FromResult(MemoryPast.Figures(query, database, directory));
        }
    }

    public async IAsyncEnumerable<PlanMoney> MoneyAsync([EnumeratorCancellation] CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        List<PlanMoney> money;
        lock (database.Lock)
        {
            money = [.. database.Money.Values.OrderBy(m => m.Plan, StringComparer.Ordinal).ThenBy(m => m.Area, StringComparer.Ordinal)];
        }
        await Task.CompletedTask;
        foreach (var one in money)
        {
            yield return one;
        }
    }

    public async IAsyncEnumerable<ProjectedSum> SumsAsync([EnumeratorCancellation] CancellationToken cancellation, DateOnly? on = null)
    {
        cancellation.ThrowIfCancellationRequested();
        List<ProjectedSum> sums;
        lock (database.Lock)
        {
            var rows = on is { } day ? MemoryPast.On(day, database) : database.Obligations.Values.Where(row => row.State.IsHere);
            sums = [.. rows.Select(o => o.State).GroupBy(KeyOf).Select(SumOf)];
        }
        await Task.CompletedTask;
        foreach (var sum in sums.OrderBy(s => s.Unit, StringComparer.Ordinal).ThenBy(s => s.Origin, StringComparer.Ordinal)
            .ThenBy(s => s.Plan, StringComparer.Ordinal).ThenBy(s => s.PlanOwner, StringComparer.Ordinal).ThenBy(s => s.Source, StringComparer.Ordinal)
            .ThenBy(s => s.Area, StringComparer.Ordinal).ThenBy(s => s.Reform).ThenBy(s => s.Kind).ThenBy(s => s.StartYear)
            .ThenBy(s => s.EndYear).ThenBy(s => s.Status).ThenBy(s => s.Due ?? DateOnly.MaxValue).ThenBy(s => s.Period, StringComparer.Ordinal))
        {
            yield return sum;
        }
    }

    private IEnumerable<MemoryObligation> Matching(ObligationQuery query)
    {
        var path = query.Unit is { } unit ? directory.PathOf(unit) : "";
        var text = SearchText.Fold(query.Text ?? "");
        var all = query.IsPast ? MemoryPast.On(query.Today, database) : database.Obligations.Values.Where(row => row.State.IsHere);
        return path is null ? [] : all.Where(row =>
            (query.Units is { } units
                ? units.Contains(row.State.Unit)
                : query.Unit is null || (query.Below ? row.Unit.Path.StartsWith(path, StringComparison.Ordinal) : row.Unit.Path == path))
            && Passes(query, row.State)
            && (query.Silent is null || IsSilent(query, row.State.Unit) == query.Silent)
            && (query.Readable is not { } readable || readable.Any(each => MayRead(each, row)))
            && (query.UnitKind is null || row.Unit.Unit.Kind == query.UnitKind)
            && row.Folded.Contains(text, StringComparison.Ordinal));
    }

    private bool MayRead(Readable readable, MemoryObligation row) =>
        directory.PathOf(readable.Unit) is { } path && row.Unit.Path.StartsWith(path, StringComparison.Ordinal)
        && (readable.ReformAreas is not { } areas || areas.Contains(row.State.Terms.Reform));

    private bool IsSilent(ObligationQuery query, string unit)
    {
        var same = new ObligationQuery(unit, Below: false, query.Today)
        {
            IsPast = query.IsPast,
            Kind = query.Kind,
            ReformArea = query.ReformArea,
            Plan = query.Plan,
            Area = query.Area,
            Source = query.Source,
            Year = query.Year,
            Own = query.Own,
        };
        return !Matching(same).Any(row => row.State.Reported);
    }

    private static bool Passes(ObligationQuery query, Obligation o) =>
        (query.Kind is null || o.Terms.Kind == query.Kind)
        && (query.Status.IsEmpty || query.Status.Contains(o.Status))
        && (query.Overdue is null || o.IsOverdue(query.Today) == query.Overdue)
        && (query.Timeliness.IsEmpty || query.Timeliness.Contains(o.TimelinessAt(query.Today)))
        && (query.Postponed is null || o.IsPostponed == query.Postponed)
        && (query.Undated is null || o.IsUndated == query.Undated)
        && (query.AwaitingAcceptance is null || (o.Status == ObligationStatus.Submitted) == query.AwaitingAcceptance)
        && (query.WithDifficulty is null || o.HasOpenDifficulty == query.WithDifficulty)
        && (query.ReformArea is null || o.Terms.Reform == query.ReformArea)
        && (query.Plan is null || o.Terms.Plan == query.Plan)
        && (query.Area is null || o.Terms.Area == query.Area)
        && (query.Source is null || o.Terms.Source == query.Source)
        && (query.Period is null || o.Terms.Period == query.Period)
        && (query.Own is null || (o.Terms.ScopeOf(o.Unit) == Scope.Own) == query.Own)
        && (query.DueFrom is null || o.Due >= query.DueFrom)
        && (query.DueTo is null || o.Due <= query.DueTo)
        && (query.Window is not { } window || window.Contains(o.Due) || (o.Status == ObligationStatus.Done && window.Contains(o.CompletedOn)))
        && (query.Year is null || (o.Terms.StartYear <= query.Year && o.Terms.EndYear >= query.Year));

    private static bool ComesAfter(ObligationCursor cursor, ObligationCursor after) =>
        QueryRules.KeyOf(cursor).CompareTo(QueryRules.KeyOf(after)) switch
        {
            0 => string.CompareOrdinal(cursor.Id, after.Id) > 0,
            var byKey => byKey > 0,
        };

    private static ProjectedSum KeyOf(Obligation o) => new(
        o.Unit, Obligation.UnitOf(Obligation.OriginOf(o.Id))!, o.Terms.Plan, o.Terms.PlanOwner, o.Terms.Source, o.Terms.Area, o.Terms.Reform, o.Terms.Kind,
        o.Terms.StartYear, o.Terms.EndYear,
        o.Status, o.Due, Count: 0, OnTime: 0, Reported: 0, Postponed: 0, Weight: 0, WeightedPercent: 0, Planned: 0, Spent: 0, o.Terms.Period);

    private static ProjectedSum SumOf(IGrouping<ProjectedSum, Obligation> group) => group.Key with
    {
        Count = group.Count(),
        OnTime = group.Count(o => o.Status is ObligationStatus.Submitted or ObligationStatus.Done && !(o.CompletedOn > o.Due)),
        Reported = group.Count(o => o.Reported),
        Postponed = group.Count(o => o.IsPostponed),
        Weight = group.Where(o => o.Status != ObligationStatus.Cancelled).Sum(o => (long)o.Terms.Weight),
        WeightedPercent = Sum(group.Where(o => o.Status != ObligationStatus.Cancelled), o => (long)o.Terms.Weight * o.Percent),
        Planned = Sum(group, o => o.Terms.Planned),
        Spent = Sum(group, o => o.Spent),
    };

    private static Int128 Sum(IEnumerable<Obligation> obligations, Func<Obligation, long> of) =>
        obligations.Aggregate(Int128.Zero, (sum, obligation) => sum + of(obligation));

    private static Page<T> PageOf<T>(ImmutableArray<T> rows, int first) =>
        rows.Length > first ? new Page<T>(rows[..first], HasNext: true) : new Page<T>(rows, HasNext: false);
}
