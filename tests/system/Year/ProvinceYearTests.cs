namespace Hierarchy.Tests.System.Year;

/// <summary>A year of the shipped province Tây Ninh: departments, districts and communes report period by period, late or never, have
/// reports returned, reopen and correct them, report an indicator and are inspected. After each quarter the system's figures of every unit
/// equal a plain count of everything done.</summary>
public sealed class ProvinceYearTests(ITestOutputHelper print)
{
    [LongFact]
    public async Task A_year_of_a_province_is_at_every_level_what_a_plain_count_of_it_says()
    {
        var given = global::System.Environment.GetEnvironmentVariable("HIERARCHY_SEED");
        var seed = int.TryParse(given, CultureInfo.InvariantCulture, out var number) ? number : Random.Shared.Next(1_000_000);
        print.WriteLine($"seed {seed}: HIERARCHY_SEED={seed} repeats this year");
        await using var process = await FilledFolder.StartAsync();
        var book = await PassAsync(process.Address, seed);
        Assert.Equal(0, await process.TerminateAsync());
        foreach (var command in new[] { new[] { "verify" }, ["verify", "--as-of", "2013-06-30"] })
        {
            await process.SucceedAsync(command);
        }
        // The next start loads everything from the database.
        await process.StartAsync();
        using (var client = new GraphQLClient(process.Address))
        using (var http = GraphQLClient.Connect(process.Address, HierarchyProcess.Patience))
        {
            var checks = new YearChecks(client, book);
            await checks.CheckPeriodsAsync(new DateOnly(2013, 12, 31));
            await checks.CheckRevisionsAsync(http);
        }
        Assert.Equal(0, await process.TerminateAsync());
    }

    private static async Task<YearBook> PassAsync(Uri address, int seed)
    {
        using var client = new GraphQLClient(address);
        using var http = GraphQLClient.Connect(address, HierarchyProcess.Patience);
        var book = new YearBook(await Province.ReadAsync(client), seed);
        var (acts, checks) = (new YearActs(client, book), new YearChecks(client, book));
        await acts.DemandAsync();
        await checks.BeginAsync();
        var measured = new List<string?>();
        for (var quarter = 1; quarter <= 4; quarter++)
        {
            var due = book.Papers.Where(paper => YearBook.IsOf(paper.Rule, quarter)).ToList();
            var sums = due.Where(paper => paper.IsSum(book.Province)).ToList();
            await acts.ReportAsync(due.Except(sums));
            await acts.ReportAsync(sums);
            await checks.CheckConsolidatedAsync(quarter);
            await acts.ReopenAsync(due.Except(sums));
            await acts.ReopenAsync(sums);
            measured.Add($"{YearBook.OfCommunes}~2013-Q{quarter}");
            await acts.MeasureAsync(measured[^1]);
            await acts.InspectAsync(quarter);
            await checks.CheckPeriodsAsync(YearBook.EndOf(quarter));
            await checks.CheckRollupsAsync(measured);
        }
        await acts.MeasureAsync(null);
        await checks.CheckRollupsAsync(measured.Append(null));
        await checks.CheckRevisionsAsync(http);
        return book;
    }
}
