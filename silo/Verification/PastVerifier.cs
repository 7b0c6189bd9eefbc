namespace Hierarchy.Silo.Verification;

/// <summary>Recounts a past day from the events that count by then, and compares it with the store's data for that day: every cell of every
/// unit as summed by SQL, and the figures that the API reads. Works while others write: a difference that appears each time is a
/// defect.</summary>
internal sealed class PastVerifier(IEventStore store, IQueries queries, IUnitDirectory directory, TimeProvider time)
{
    private const int AttemptsMax = 5;

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(400);

    /// <summary>Null if the day can be verified.</summary>
    public string? FaultOf(DateOnly day) => day < VietnameseDay.Today(time) ? null
        : $"{day:yyyy-MM-dd} is not a past day: today is {VietnameseDay.Today(time):yyyy-MM-dd}, which verify compares when --as-of is left out.";

    public async Task<Verdict> RunAsync(DateOnly day, CancellationToken cancellation)
    {
        var started = time.GetTimestamp();
        Verdict? before = null;
        for (var attempt = 1; ; attempt++)
        {
            var verdict = await Repeatable.AskAsync(time, () => CompareAsync(day, cancellation));
            var known = before?.Differences.Select(difference => (difference.Unit, difference.Source, difference.Cell)).ToHashSet();
            before = known is null ? verdict : verdict with
            {
                Differences = [.. verdict.Differences.Where(difference => known.Contains((difference.Unit, difference.Source, difference.Cell)))],
            };
            if (before.Differences.IsEmpty || attempt == AttemptsMax)
            {
                return before with { Took = time.GetElapsedTime(started), Attempts = attempt };
            }
            await Task.Delay(Pause, time, cancellation);
        }
    }

    private async Task<Verdict> CompareAsync(DateOnly day, CancellationToken cancellation)
    {
        await directory.CatchUpAsync();
        var (fromEvents, faults) = await RecountAsync(day, cancellation);
        var fromSql = new Recount(periods: true);
        await foreach (var sum in queries.SumsAsync(cancellation, day))
        {
            fromSql.Add(sum);
        }
        await foreach (var money in queries.MoneyAsync(cancellation))
        {
            if (money.From <= day)
            {
                fromSql.Add(money);
            }
        }
        await directory.CatchUpAsync();
        var tree = directory.StandingOn(day);
        var units = tree.All();
        var recount = fromEvents.Totals(units);
        var projected = fromSql.Totals(units);
        // The store may know more than a record that cannot be read to its end.
        var unsure = faults.SelectMany(fault => tree.Ancestors(fault.Unit).Select(above => above.Id).Append(fault.Unit)).ToHashSet();
        var differences = units.Where(unit => !unsure.Contains(unit.Id))
            .SelectMany(unit => Verifier.Differences(unit.Id, "SQL", recount[unit.Id], projected[unit.Id], Measures.Zero))
            .Concat((await FigureDifferencesAsync(day, tree, recount, cancellation)).Where(difference => !unsure.Contains(difference.Unit)));
        return new Verdict(units.Count, units.Sum(unit => recount[unit.Id].Count), [.. differences], []) { SetAside = faults };
    }

    private async Task<(Recount, ImmutableArray<SetAsideRecord>)> RecountAsync(DateOnly day, CancellationToken cancellation)
    {
        var recount = new Recount(periods: true);
        var faults = ImmutableArray.CreateBuilder<SetAsideRecord>();
        var (unit, state) = ("", UnitState.Empty);
        var replayed = new UnitOnDay(day, directory);
        await foreach (var stored in store.ReadAllAsync(cancellation))
        {
            if (stored.Unit != unit)
            {
                End();
                (unit, state, replayed) = (stored.Unit, UnitState.Empty, new UnitOnDay(day, directory));
            }
            state = state.Replay(stored);
            replayed.Apply(stored, state);
        }
        End();
        return (recount, faults.ToImmutable());

        void End()
        {
            foreach (var obligation in replayed.Obligations)
            {
                recount.Add(obligation);
            }
            recount.AddMoney(state, day);
            if (state.Fault is { } fault)
            {
                faults.Add(SetAsideRecord.Event(unit, fault));
            }
        }
    }

    /// <summary>Compares figures as the API reads them: the headline and the totals of each unit, and each line of each plan.</summary>
    private async Task<List<Difference>> FigureDifferencesAsync(
        DateOnly day, IUnitDirectory tree, Dictionary<string, Dictionary<Cell, Measures>> recount, CancellationToken cancellation)
    {
        var differences = new List<Difference>();
        Cell[] cells = [Cell.General(null, null, Grains.Obligations.ObligationKind.Task), Cell.General(null, null, null, Scope.All)];
        var units = tree.All();
        var plansOf = units.Where(unit => unit.Parent is null).SelectMany(root => tree.PlansAtOrBelow(root.Id)).ToLookup(plan => plan.Owner);
        foreach (var unit in units)
        {
            Unit[] children = [.. tree.Children(unit.Id), .. tree.Closed(unit.Id)];
            foreach (var cell in cells)
            {
                if (unit.Parent is null)
                {
                    Compare([unit.Id], cell, await ReadAsync(new FigureQuery(unit.Id, cell, [day])), _ => "");
                }
                if (children.Length > 0)
                {
                    Compare(children.Select(child => child.Id), cell, await ReadAsync(new FigureQuery(unit.Id, cell, [day], FigureCut.Child)), child => child);
                }
            }
            var lines = new Dictionary<string, Measures>(StringComparer.Ordinal);
            foreach (var plan in plansOf[unit.Id])
            {
                foreach (var line in await ReadAsync(new FigureQuery(unit.Id, Cell.OfPlan(unit.Id, plan.Id, null, null), [day], FigureCut.Source)))
                {
                    lines[line.Key] = line.Value;
                }
            }
            var recounted = recount[unit.Id].Keys.Where(cell => cell.Scope == CellScope.Source && cell.Owner == unit.Id).Select(cell => cell.Key);
            foreach (var line in lines.Keys.Union(recounted))
            {
                Compare([unit.Id], Cell.OfSource(unit.Id, line), lines, _ => line);
            }
        }
        return differences;

        async Task<Dictionary<string, Measures>> ReadAsync(FigureQuery query) =>
            (await queries.FiguresAsync(query, cancellation)).ToDictionary(figure => figure.Slice, figure => figure.Measures);

        void Compare(IEnumerable<string> of, Cell cell, Dictionary<string, Measures> found, Func<string, string> sliceOf)
        {
            foreach (var id in of)
            {
                var right = cell.Of(kept => recount[id].GetValueOrDefault(kept));
                var figure = found.GetValueOrDefault(sliceOf(id)) ?? Measures.Zero;
                if (!right.Equals(figure))
                {
                    differences.Add(new Difference(id, "figure", cell, right, figure));
                }
            }
        }
    }

    /// <summary>The lines of the report; the first one is the summary.</summary>
    public static IEnumerable<string> Report(Verdict verdict, DateOnly day)
    {
        var counts = string.Create(
            CultureInfo.InvariantCulture,
            $"{verdict.Units} units, {verdict.Cells} cells recounted from the events up to {day:yyyy-MM-dd}")
            + string.Create(CultureInfo.InvariantCulture, $", compared with SQL and with figures in {verdict.Took.TotalSeconds:0.0} s");
        yield return verdict.Differences.IsEmpty ? $"verify: no difference: {counts}" : $"verify: {verdict.Differences.Length} differences: {counts}";
        foreach (var record in verdict.SetAside)
        {
            yield return $"verify: set aside: {record}";
        }
        foreach (var line in Verifier.Named(verdict.Differences))
        {
            yield return line;
        }
    }
}
