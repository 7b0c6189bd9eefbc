namespace Hierarchy.Bench;

/// <summary>The grid of units and periods of a nationwide regime: ratios of a period and missing units at the ministry, at one province and
/// by child, what the page reads for its table, and a walk over everything.</summary>
/// <param name="province">A province that has submitted for the first period, with all units below it.</param>
internal sealed class ReportingGrid(Served served, HttpClient http, string province, string[] periods)
{
    private const int Rounds = 5;
    private const int AtOnce = 8;
    private const int InOneRequest = 20;
    private const int PageSize = 500;

    /// <summary>As the page has it (web/src/reports/useReports.ts).</summary>
    private const int ShownMax = 2_000;

    /// <summary>As the page has it.</summary>
    private const int PeriodsAtOnce = 4;

    private readonly string _year = periods[0].Split('~', '-')[1];

    public async Task RunAsync(string[] communes)
    {
        var all = await WalkAsync(http, "bnv", periods[0]);
        var handedIn = communes.Length + 1 + await HandInAsync([.. Communes(all).Except(communes)]);
        string[] provinces = [.. all.Select(one => one["unit"]!).Where(unit => (string)unit["kind"]! == "PROVINCE").Select(unit => (string)unit["id"]!)];
        await TimedAsync("the period at the ministry: complete, in time, the first 50 missing", "aim 1,000 ms", async () =>
        {
            var period = await PeriodAsync("bnv");
            Asked.Same((handedIn, all.Count), ((int)period["completeness"]!["numerator"]!, (int)period["completeness"]!["denominator"]!));
            Asked.Same(all.Count - handedIn, (int)period["missing"]!["totalCount"]!);
        });
        await TimedAsync("the same at one province", "aim 1,000 ms", () => PeriodAsync(province));
        await TimedAsync($"its shares by child: {provinces.Length} provinces", "aim 1,000 ms", async () =>
            Asked.Same(handedIn, (await SharesAsync(provinces)).Sum()));
        await TimedAsync($"its shares of {communes.Length} communes", "aim 1,000 ms", async () =>
            Asked.Same(communes.Length, (await SharesAsync(communes)).Sum()));
        await TimedAsync($"the page's heads of {periods.Length} periods at the ministry", "aim 1,000 ms", () => HeadsAsync("bnv"));
        await TimedAsync($"the page's table of {periods.Length} periods at one province", "aim 1,000 ms", () => TableAsync(province));
        await TimedAsync($"the page's table of {periods.Length} periods at the ministry, {ShownMax} units", "no aim", () => TableAsync("bnv"));
        await TimedAsync($"all {all.Count} reports of the period, page by page", "no aim", async () =>
            Asked.Same(all.Count, (await WalkAsync(http, "bnv", periods[0])).Count));
        await TimedAsync($"all {all.Count - handedIn} that are missing, page by page", "no aim", async () =>
            Asked.Same(all.Count - handedIn, await MissingAsync()));
    }

    /// <summary>Reads the reports owed for a period at and below a unit, like the page.</summary>
    public static async Task<List<JsonNode>> WalkAsync(HttpClient http, string under, string period, int most = int.MaxValue)
    {
        var found = new List<JsonNode>();
        string? after = null;
        do
        {
            var page = (await Asked.AskAsync(http, PageQuestions.Of("OwedReports"), new { under, period, first = PageSize, after }))["obligations"]!;
            found.AddRange(page["nodes"]!.AsArray().Select(node => node!));
            after = Next(page);
        }
        while (after is not null && found.Count < most);
        return found;
    }

    /// <summary>The communes that owe one of these reports.</summary>
    public static IEnumerable<string> Communes(List<JsonNode> owed) =>
        owed.Select(one => one["unit"]!).Where(unit => (string)unit["kind"]! == "COMMUNE").Select(unit => (string)unit["id"]!);

    private static string? Next(JsonNode page) => (bool)page["pageInfo"]!["hasNextPage"]! ? (string)page["pageInfo"]!["endCursor"]! : null;

    private async Task TimedAsync(string what, string aim, Func<Task> act)
    {
        var first = await Asked.TimedAsync(act);
        var (took, before) = (new List<double>(), served.ProcessorTime);
        for (var round = 0; round < Rounds; round++)
        {
            took.Add(await Asked.TimedAsync(act));
        }
        Console.WriteLine($"{what}: the first time {first:0} ms, then {Asked.Told(took, served.ProcessorTime - before)}; {aim}");
    }

    /// <summary>Every second one submits for the first period, half of these late.</summary>
    private async Task<int> HandInAsync(string[] communes)
    {
        string[] half = [.. communes.Where((_, i) => i % 2 == 0)];
        var watch = Stopwatch.StartNew();
        await Parallel.ForEachAsync(half.Chunk(InOneRequest), new ParallelOptions { MaxDegreeOfParallelism = AtOnce }, async (some, _) =>
        {
            var fields = some.Select((unit, i) => $"m{i}: submit(requestId: \"h-{unit}\", obligation: \"{unit}~{periods[0]}\", "
                + $"completedOn: \"{_year}-{(i % 2 == 0 ? "02-20" : "03-05")}\") {{ id }}");
            await Asked.AskAsync(http, $"mutation {{ {string.Join(' ', fields)} }}");
        });
        Console.WriteLine($"{half.Length} more communes have handed in after {watch.Elapsed.TotalSeconds:0.0} s");
        return half.Length;
    }

    private async Task<JsonNode> PeriodAsync(string unit) => (await Asked.AskAsync(
        http, """
        query($o: ID!, $u: ID!) { obligation(id: $o) { period { completeness(unit: $u) { numerator denominator percent }
          timeliness(unit: $u) { numerator denominator percent } missing(unit: $u) { totalCount nodes { id name } } } } }
        """, new { o = $"{province}~{periods[0]}", u = unit }))["obligation"]!["period"]!;

    /// <summary>The number of submitted reports at each of the units, in one query.</summary>
    private async Task<IEnumerable<int>> SharesAsync(string[] units)
    {
        var fields = units.Select((unit, i) => $"c{i}: completeness(unit: \"{unit}\") {{ numerator denominator }}");
        var period = (await Asked.AskAsync(
            http, $"query($o: ID!) {{ obligation(id: $o) {{ period {{ {string.Join(' ', fields)} }} }} }}", new { o = $"{province}~{periods[0]}" }))
            ["obligation"]!["period"]!;
        return units.Select((_, i) => (int)period[$"c{i}"]!["numerator"]!);
    }

    private Task<JsonNode> HeadsAsync(string unit) =>
        Asked.AskAsync(http, PageQuestions.Of("Periods"), new { regime = "bench", year = int.Parse(_year), unit });

    private async Task TableAsync(string unit)
    {
        await HeadsAsync(unit);
        foreach (var some in periods.Chunk(PeriodsAtOnce))
        {
            await Task.WhenAll(some.Select(period => WalkAsync(http, unit, period, ShownMax)));
        }
    }

    private async Task<int> MissingAsync()
    {
        var count = 0;
        string? after = null;
        do
        {
            var page = (await Asked.AskAsync(
                http, """
                query($o: ID!, $a: String, $n: Int) { obligation(id: $o) { period { missing(unit: "bnv", first: $n, after: $a) {
                  nodes { id name } pageInfo { hasNextPage endCursor } } } } }
                """, new { o = $"{province}~{periods[0]}", a = after, n = PageSize }))["obligation"]!["period"]!["missing"]!;
            count += page["nodes"]!.AsArray().Count;
            after = Next(page);
        }
        while (after is not null);
        return count;
    }
}
