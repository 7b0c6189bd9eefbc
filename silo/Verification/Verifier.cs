namespace Hierarchy.Silo.Verification;

/// <summary>Recounts every roll-up from the events and compares it with the grains and with SQL sums over the projections, and checks the
/// tables of grants, names and reports. Works while others write: differing units are compared again, and units that keep changing are
/// reported as such.</summary>
internal sealed class Verifier(
    IEventStore store, IRecord record, IQueries queries, IUnitDirectory directory, IGrainFactory grains, SetAside aside, TimeProvider time)
{
    /// <summary>How often differing units are compared; a difference that appears each time is a defect.</summary>
    private const int AttemptsMax = 10;

    /// <summary>The fraction of a comparison's progress taken by each of its two readings of the grains; the rest is the recount between
    /// them.</summary>
    private const double ReadsPart = 0.3;

    /// <summary>Longer than a change takes from the deepest unit to the root.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(400);

    /// <summary>How often senders are asked to deliver their outbox before a message counts as stuck.</summary>
    private const int DeliveriesMax = 5;

    /// <summary>Maximum number of messages examined of one sender.</summary>
    private const int MessagesMax = 512;

    /// <summary>Maximum number of differences named in the report; the rest are only counted.</summary>
    private const int NamedMax = 20;

    /// <param name="share">Receives the fraction of a comparison done, 0 to 1; starts again with each comparison.</param>
    public async Task<Verdict> RunAsync(CancellationToken cancellation, IProgress<double>? share = null)
    {
        var started = time.GetTimestamp();
        for (var attempt = 1; ; attempt++)
        {
            // A brief outage or a slow database does not discard a minute of work.
            var verdict = await Repeatable.AskAsync(time, () => CompareAsync(share, cancellation));
            if ((verdict.Differences.IsEmpty && verdict.Moving.IsEmpty) || attempt == AttemptsMax)
            {
                return verdict with
                {
                    Record = await Repeatable.AskAsync(time, () => record.CheckAsync(cancellation)),
                    SetAside = [.. verdict.SetAside.Union(await UndeliveredAsync(cancellation)).Union(aside.All)],
                    Took = time.GetElapsedTime(started),
                    Attempts = attempt,
                };
            }
            await Task.Delay(Pause, time, cancellation);
        }
    }

    private async Task<Verdict> CompareAsync(IProgress<double>? share, CancellationToken cancellation)
    {
        await directory.CatchUpAsync();
        var before = await ReadGrainsAsync(directory.All(), new Part(share, 0, ReadsPart), cancellation);
        var replay = new Part(share, ReadsPart, 1 - ReadsPart);
        var replayed = 0;
        var fromEvents = new Recount(periods: true);
        var fromSql = new Recount(periods: true);
        var faults = new Dictionary<string, RecordFault>(StringComparer.Ordinal);
        await foreach (var (unit, state) in StatesAsync(cancellation))
        {
            if (state.Fault is { } fault)
            {
                faults[unit] = fault;
            }
            fromEvents.Add(state);
            replay.Report(++replayed, before.Count);
            // The projection has no rows for money that no obligation carries; that part is checked against the events alone.
            fromSql.AddMoney(state);
        }
        await foreach (var sum in queries.SumsAsync(cancellation))
        {
            fromSql.Add(sum);
        }
        await directory.CatchUpAsync();
        var units = directory.All();
        var after = await ReadGrainsAsync(units, new Part(share, 1 - ReadsPart, 1), cancellation);

        var recount = fromEvents.Totals(units);
        var indicators = fromEvents.IndicatorTotals(units);
        var projected = fromSql.Totals(units);
        var moving = units.Select(unit => unit.Id).Where(id => before.GetValueOrDefault(id)?.Version != after[id].Version).ToImmutableArray();
        var still = units.Select(unit => unit.Id).Except(moving).ToList();
        // The projections may know more about a unit than the readable part of its record.
        var unsure = faults.Keys.SelectMany(id => directory.Ancestors(id).Select(above => above.Id).Append(id))
            .ToHashSet(StringComparer.Ordinal);
        var differences = still
            .SelectMany(id => Differences(id, "grain", Kept(recount[id]), after[id].Cells, Measures.Zero).Concat(
                Differences(id, "grain", indicators[id], after[id].Indicators, default)).Concat(
                unsure.Contains(id) ? [] : Differences(id, "SQL", recount[id], projected[id], Measures.Zero)))
            .Concat(RestatedDifferences(fromEvents, units, after, projected, moving, unsure))
            .ToImmutableArray();
        return new Verdict(units.Count, still.Sum(id => recount[id].Count + indicators[id].Count), differences, moving)
        {
            SetAside = [.. faults.Select(fault => SetAsideRecord.Event(fault.Key, fault.Value))],
        };
    }

    /// <summary>Compares restated figures of indicators, inspections and periods, as read for each open unit that has predecessors, with a
    /// count of the units at that place of today's map.</summary>
    private IEnumerable<Difference> RestatedDifferences(
        Recount counted, IReadOnlyList<Unit> units, Dictionary<string, RollupReading> held, Dictionary<string, Dictionary<Cell, Measures>> projected,
        ImmutableArray<string> moving, HashSet<string> unsure)
    {
        var map = new RestatedMap(directory);
        var standing = map.Standing();
        var unsettled = moving.Concat(unsure).ToHashSet(StringComparer.Ordinal);
        foreach (var unit in units.Where(unit => !unit.IsClosed && !map.Of(unit.Id).IsNothing))
        {
            var with = map.Of(unit.Id);
            // While one of these units changes, the readings are not of one moment.
            if (unsettled.Count > 0 && with.More.Concat(with.Less).Prepend(unit.Id).SelectMany(directory.Subtree).Any(one => unsettled.Contains(one.Id)))
            {
                continue;
            }
            var right = counted.Restated(unit.Id, standing, directory);
            var shown = RestatedCount.Shown(unit.Id, with, id => held[id].Indicators, id => projected[id], directory);
            foreach (var difference in Differences(unit.Id, "restated", right.Indicators, shown.Indicators, default)
                .Concat(Differences(unit.Id, "restated", right.Periods, shown.Periods, Measures.Zero)))
            {
                yield return difference;
            }
        }
    }

    /// <summary>The cells that roll-ups keep.</summary>
    private static Dictionary<Cell, Measures> Kept(Dictionary<Cell, Measures> counted) =>
        counted.Where(cell => cell.Key.Scope != CellScope.Period).ToDictionary();

    /// <summary>Messages that stay in the outbox although their senders try to deliver them.</summary>
    private async Task<IEnumerable<SetAsideRecord>> UndeliveredAsync(CancellationToken cancellation)
    {
        var before = await PendingAsync(cancellation);
        for (var tries = 0; tries < DeliveriesMax && before.Count > 0; tries++)
        {
            foreach (var sender in before.Select(message => message.Sender).Distinct())
            {
                await Repeatable.AskAsync(time, async () =>
                {
                    await grains.GetGrain<IUnitGrain>(sender).DeliverAsync();
                    return true;
                });
            }
            var left = (await PendingAsync(cancellation)).Select(message => message.Id).ToHashSet();
            before.RemoveAll(message => !left.Contains(message.Id));
        }
        var named = aside.All;
        return before.Select(message => SetAsideRecord.Message(message, "It is not delivered."))
            .Where(found => !named.Any(known => known.IsAbout(found)));
    }

    private async Task<List<PendingMessage>> PendingAsync(CancellationToken cancellation)
    {
        var pending = new List<PendingMessage>();
        foreach (var sender in await Repeatable.AskAsync(time, () => store.UnitsWithMessagesAsync(cancellation)))
        {
            pending.AddRange(await Repeatable.AskAsync(time, () => store.PendingMessagesAsync(sender, 0, MessagesMax, cancellation)));
        }
        return pending;
    }

    private async Task<Dictionary<string, RollupReading>> ReadGrainsAsync(
        IReadOnlyList<Unit> units, Part part, CancellationToken cancellation)
    {
        var read = 0;
        var readings = new RollupReading[units.Count];
        await Parallel.ForEachAsync(
            Enumerable.Range(0, units.Count), new ParallelOptions { MaxDegreeOfParallelism = 64, CancellationToken = cancellation },
            async (i, _) =>
            {
                readings[i] = await Repeatable.AskAsync(time, () => grains.GetGrain<IUnitGrain>(units[i].Id).ReadRollupAsync());
                part.Report(Interlocked.Increment(ref read), units.Count);
            });
        return Enumerable.Range(0, units.Count).ToDictionary(i => units[i].Id, i => readings[i]);
    }

    private async IAsyncEnumerable<(string Unit, UnitState State)> StatesAsync(
        [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellation)
    {
        string? unit = null;
        var state = UnitState.Empty;
        await foreach (var stored in store.ReadAllAsync(cancellation))
        {
            if (stored.Unit != unit)
            {
                if (unit is not null)
                {
                    yield return (unit, state);
                }
                (unit, state) = (stored.Unit, UnitState.Empty);
            }
            state = state.Replay(stored);
        }
        if (unit is not null)
        {
            yield return (unit, state);
        }
    }

    /// <param name="nothing">The value of a missing cell.</param>
    internal static IEnumerable<Difference> Differences<TCell, T>(
        string unit, string source, IReadOnlyDictionary<TCell, T> recount, IReadOnlyDictionary<TCell, T> held, T nothing)
        where TCell : notnull
        where T : notnull
    {
        foreach (var cell in recount.Keys.Union(held.Keys))
        {
            var right = recount.TryGetValue(cell, out var counted) ? counted : nothing;
            var found = held.TryGetValue(cell, out var kept) ? kept : nothing;
            if (!right.Equals(found))
            {
                yield return new Difference(unit, source, cell, right, found);
            }
        }
    }

    /// <summary>Reports the progress of a part as progress of the whole.</summary>
    private readonly record struct Part(IProgress<double>? Whole, double From, double To)
    {
        public void Report(int done, int of) => Whole?.Report(From + ((To - From) * Math.Min(1, (double)done / Math.Max(1, of))));
    }

    /// <summary>The first differences, three lines each.</summary>
    internal static IEnumerable<string> Named(ImmutableArray<Difference> differences)
    {
        foreach (var difference in differences.Take(NamedMax))
        {
            yield return $"verify: {difference.Unit}: {difference.Source} differs in {difference.Cell}";
            yield return $"        recount {difference.Right}";
            yield return $"        {difference.Source,-7} {difference.Found}";
        }
    }

    /// <summary>The lines that an administrator reads; the first one says it all.</summary>
    public static IEnumerable<string> Report(Verdict verdict)
    {
        var counts = string.Create(
            CultureInfo.InvariantCulture,
            $"{verdict.Units} units, {verdict.Cells} cells recounted from the events, compared with the grains and with SQL in {verdict.Took.TotalSeconds:0.0} s");
        yield return verdict.DifferencesCount == 0 ? $"verify: no difference: {counts}" : $"verify: {verdict.DifferencesCount} differences: {counts}";
        if (!verdict.Moving.IsEmpty)
        {
            yield return $"verify: {verdict.Moving.Length} units kept changing and were not compared, such as {verdict.Moving[0]}";
        }
        foreach (var record in verdict.SetAside)
        {
            yield return $"verify: set aside: {record}";
        }
        yield return string.Create(CultureInfo.InvariantCulture, $"verify: record of {verdict.Record.Events} events, {verdict.Record.Hash}");
        foreach (var broken in verdict.Record.Broken.Take(NamedMax))
        {
            yield return $"verify: the record is broken: {broken}";
        }
        if (verdict.Record.Broken.Length > NamedMax)
        {
            yield return $"verify: the record is broken in {verdict.Record.Broken.Length - NamedMax} further units";
        }
        foreach (var line in Named(verdict.Differences))
        {
            yield return line;
        }
        foreach (var wrong in verdict.Record.Grants.Take(NamedMax))
        {
            yield return $"verify: grants differ from the events: {wrong}";
        }
        if (verdict.Record.Grants.Length > NamedMax)
        {
            yield return $"verify: grants differ from the events in {verdict.Record.Grants.Length - NamedMax} further rows";
        }
        foreach (var wrong in verdict.Record.Units.Take(NamedMax))
        {
            yield return $"verify: units differ from the events: {wrong}";
        }
        if (verdict.Record.Units.Length > NamedMax)
        {
            yield return $"verify: units differ from the events in {verdict.Record.Units.Length - NamedMax} further ones";
        }
        foreach (var wrong in verdict.Record.Reports.Take(NamedMax))
        {
            yield return $"verify: reports differ from the events: {wrong}";
        }
        if (verdict.Record.Reports.Length > NamedMax)
        {
            yield return $"verify: reports differ from the events in {verdict.Record.Reports.Length - NamedMax} further revisions";
        }
    }
}

/// <param name="Moving">Units whose roll-up changed during each comparison.</param>
internal sealed record Verdict(int Units, int Cells, ImmutableArray<Difference> Differences, ImmutableArray<string> Moving)
{
    /// <summary>Records that cannot be read or delivered.</summary>
    public ImmutableArray<SetAsideRecord> SetAside { get; init; } = [];

    /// <summary>The verdict on the integrity of the record.</summary>
    public RecordVerdict Record { get; init; } = new(0, "", []);

    /// <summary>Number of cells, grants, units and reports that differ from the events.</summary>
    public int DifferencesCount => Differences.Length + Record.Grants.Length + Record.Units.Length + Record.Reports.Length;

    public TimeSpan Took { get; init; }
    public int Attempts { get; init; } = 1;
}

/// <param name="Source">The source that differs from the recount: "grain", "SQL", "restated" or, for a past day, "figure".</param>
/// <param name="Cell">A cell of the first or second book; the values are of the matching type.</param>
internal sealed record Difference(string Unit, string Source, object Cell, object Right, object Found);
