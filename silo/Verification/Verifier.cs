using System.Collections.Immutable;
using System.Globalization;
using Hierarchy.Grains;
using Hierarchy.Grains.Ports;
using Hierarchy.Grains.Rollup;
using Hierarchy.Grains.Units;

namespace Hierarchy.Silo.Verification;

/// <summary>
/// Recounts every roll-up from the events and holds it against what the grains say and what SQL counts in the projections. Works while
/// others write: a unit that differs is looked at again, and one that never holds still is named as such.
/// </summary>
internal sealed class Verifier(
    IEventStore store, IQueries queries, IUnitDirectory directory, IGrainFactory grains, TimeProvider time)
{
    /// <summary>How often units that differ are counted anew; what differs each time is a defect.</summary>
    private const int AttemptsMax = 10;

    /// <summary>Longer than the roll-up takes from the deepest unit to the root.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(400);

    /// <summary>Differences named in the report; the rest is counted.</summary>
    private const int NamedMax = 20;

    public async Task<Verdict> RunAsync(CancellationToken cancellation)
    {
        var started = time.GetTimestamp();
        for (var attempt = 1; ; attempt++)
        {
            // A database that goes away for a moment, or is slow, is no reason to give up what has taken a minute.
            var verdict = await Repeatable.AskAsync(time, () => CompareAsync(cancellation));
            if ((verdict.Differences.IsEmpty && verdict.Moving.IsEmpty) || attempt == AttemptsMax)
            {
                return verdict with { Took = time.GetElapsedTime(started), Attempts = attempt };
            }
            await Task.Delay(Pause, time, cancellation);
        }
    }

    private async Task<Verdict> CompareAsync(CancellationToken cancellation)
    {
        await directory.CatchUpAsync();
        var before = await ReadGrainsAsync(directory.All(), cancellation);
        var fromEvents = new Recount();
        var fromSql = new Recount();
        await foreach (var state in StatesAsync(cancellation))
        {
            fromEvents.Add(state);
            // The projection has no rows for money that no obligation carries; that part is checked against the events alone.
            fromSql.AddMoney(state);
        }
        await foreach (var sum in queries.SumsAsync(cancellation))
        {
            fromSql.Add(sum);
        }
        await directory.CatchUpAsync();
        var units = directory.All();
        var after = await ReadGrainsAsync(units, cancellation);

        var recount = fromEvents.Totals(units);
        var projected = fromSql.Totals(units);
        var moving = units.Select(unit => unit.Id).Where(id => before.GetValueOrDefault(id)?.Version != after[id].Version).ToImmutableArray();
        var still = units.Select(unit => unit.Id).Except(moving).ToList();
        var differences = still
            .SelectMany(id => Differences(id, "grain", recount[id], after[id].Cells).Concat(Differences(id, "SQL", recount[id], projected[id])))
            .ToImmutableArray();
        return new Verdict(units.Count, still.Sum(id => recount[id].Count), differences, moving);
    }

    private async Task<Dictionary<string, RollupReading>> ReadGrainsAsync(IReadOnlyList<Unit> units, CancellationToken cancellation)
    {
        var readings = new RollupReading[units.Count];
        await Parallel.ForEachAsync(
            Enumerable.Range(0, units.Count), new ParallelOptions { MaxDegreeOfParallelism = 64, CancellationToken = cancellation },
            async (i, _) => readings[i] = await Repeatable.AskAsync(time, () => grains.GetGrain<IUnitGrain>(units[i].Id).ReadRollupAsync()));
        return Enumerable.Range(0, units.Count).ToDictionary(i => units[i].Id, i => readings[i]);
    }

    private async IAsyncEnumerable<UnitState> StatesAsync([System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellation)
    {
        string? unit = null;
        var state = UnitState.Empty;
        await foreach (var stored in store.ReadAllAsync(cancellation))
        {
            if (stored.Unit != unit)
            {
                if (unit is not null)
                {
                    yield return state;
                }
                (unit, state) = (stored.Unit, UnitState.Empty);
            }
            state = state.Apply(stored);
        }
        if (unit is not null)
        {
            yield return state;
        }
    }

    private static IEnumerable<Difference> Differences(
        string unit, string source, IReadOnlyDictionary<Cell, Measures> recount, IReadOnlyDictionary<Cell, Measures> held)
    {
        foreach (var cell in recount.Keys.Union(held.Keys))
        {
            var right = recount.GetValueOrDefault(cell) ?? Measures.Zero;
            var found = held.GetValueOrDefault(cell) ?? Measures.Zero;
            if (!right.Equals(found))
            {
                yield return new Difference(unit, source, cell, right, found);
            }
        }
    }

    /// <summary>The lines that an administrator reads; the first one says it all.</summary>
    public static IEnumerable<string> Report(Verdict verdict)
    {
        var counts = string.Create(
            CultureInfo.InvariantCulture,
            $"{verdict.Units} units, {verdict.Cells} cells recounted from the events, compared with the grains and with SQL in {verdict.Took.TotalSeconds:0.0} s");
        yield return verdict.Differences.IsEmpty ? $"verify: no difference: {counts}" : $"verify: {verdict.Differences.Length} differences: {counts}";
        if (!verdict.Moving.IsEmpty)
        {
            yield return $"verify: {verdict.Moving.Length} units changed all the while and were not compared, such as {verdict.Moving[0]}";
        }
        foreach (var difference in verdict.Differences.Take(NamedMax))
        {
            yield return $"verify: {difference.Unit}: {difference.Source} differs in {difference.Cell}";
            yield return $"        recount {difference.Right}";
            yield return $"        {difference.Source,-7} {difference.Found}";
        }
    }
}

/// <param name="Moving">Units whose roll-up changed during every comparison.</param>
internal sealed record Verdict(int Units, int Cells, ImmutableArray<Difference> Differences, ImmutableArray<string> Moving)
{
    public TimeSpan Took { get; init; }
    public int Attempts { get; init; } = 1;
}

/// <param name="Source">What differs from the recount: "grain" or "SQL".</param>
internal sealed record Difference(string Unit, string Source, Cell Cell, Measures Right, Measures Found);
