using System.Collections.Immutable;
using Hierarchy.Grains.Rollup;

namespace Hierarchy.Bench;

/// <summary>A past day of the ministry, its breakdown by child, and twelve months, over obligations of 10,894 units that have each changed
/// once.</summary>
internal static class PastDays
{
    private const int Repeats = 5;

    private const string Ended = """
        insert into obligation_spans (obligation, planned, spent, updated, unit, from_day, to_day, due, weight, percent, start_year, end_year, kind,
                reform, status, own, reported, postponed, with_difficulty)
            select obligation, 0, 0, 1, unit, date '2026-01-01', from_day, due, weight, 0, start_year, end_year, kind, reform, 1, false, false, false,
                with_difficulty
            from open_spans where id like 'x-p%'
        """;

    public static async Task<int> RunAsync()
    {
        foreach (var obligations in (int[])[100_000, 300_000, 1_000_000])
        {
            await TellAsync(obligations);
        }
        return 0;
    }

    private static async Task TellAsync(int obligations)
    {
        await using var server = await Server.StartAsync();
        await ReadableLists.FillAsync(server.ConnectionString, obligations);
        await using (var source = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(server.ConnectionString) { CommandTimeout = 0 }.ConnectionString))
        {
            foreach (var statement in (string[])[Ended, "vacuum analyze"])
            {
                await using var command = source.CreateCommand(statement);
                await command.ExecuteNonQueryAsync();
            }
        }
        await using var store = await PostgresStore.OpenAsync(server.ConnectionString, TimeProvider.System, CancellationToken.None);
        foreach (var cell in (Cell[])[Cell.General(null, null, null), Cell.General(2026, Grains.Plans.ReformArea.Procedures, null)])
        {
            foreach (var (name, days, cut) in ((string, int, FigureCut)[])
                [("one day", 1, FigureCut.Whole), ("one day by child", 1, FigureCut.Child), ("twelve months", 12, FigureCut.Whole)])
            {
                await TellAsync(store.Queries, name, cell, days, cut);
            }
        }
    }

    private static async Task TellAsync(IQueries queries, string name, Cell cell, int days, FigureCut cut)
    {
        var (took, total) = (new List<double>(), 0L);
        for (var i = 0; i < Repeats; i++)
        {
            ImmutableArray<DateOnly> asked = [.. Enumerable.Range(0, days).Select(month => new DateOnly(2026, 1, 3 + i).AddMonths(days == 1 ? 5 : month))];
            var started = Stopwatch.GetTimestamp();
            ImmutableArray<Figure> figures;
            try
            {
                figures = await queries.FiguresAsync(new FigureQuery("bnv", cell, asked, cut), CancellationToken.None);
            }
            catch (StoreUnavailableException)
            {
                Console.WriteLine($"{name}: refused after {Stopwatch.GetElapsedTime(started).TotalSeconds:0.0} s");
                return;
            }
            took.Add(Stopwatch.GetElapsedTime(started).TotalMilliseconds);
            total = figures.Where(figure => figure.Day == asked[^1]).Sum(figure => figure.Measures.Sums.Total);
        }
        Console.WriteLine($"{name}{(cell.Year == 0 ? "" : ", of one year and reform area")}, {total:N0} obligations: {took.Order().ElementAt(Repeats / 2):0} ms "
            + $"({took.Min():0}-{took.Max():0}; the first {took[0]:0})");
    }
}
