namespace Hierarchy.Tests.System.Year;

/// <summary>Compares the system's answers at every level with the book.</summary>
internal sealed class YearChecks(GraphQLClient client, YearBook book)
{
    /// <summary>Number of units in one query.</summary>
    private const int InOne = 20;

    /// <summary>Number of departments' reports demanded by other duties of the plan.</summary>
    private const int OfNoPeriod = 5;

    private static readonly TimeSpan _pause = TimeSpan.FromMilliseconds(50);

    private Dictionary<string, Standing> _before = [];

    /// <summary>Records the initial reports: the plan demands some outside the periods.</summary>
    public async Task BeginAsync()
    {
        foreach (var quarter in Enumerable.Range(1, 4))
        {
            await EventuallyAsync(
                async () => (await PeriodsAsync(YearBook.OfCommunes, [Province.Id], null))[(Province.Id, $"{YearBook.OfCommunes}~2013-Q{quarter}")].Owed,
                book.Count(Province.Id, $"{YearBook.OfCommunes}~2013-Q{quarter}", null).Owed);
        }
        await EventuallyAsync(
            async () => (await StandingsAsync("REPORT"))[Province.Id].NotStarted, book.Stand(Province.Id).NotStarted + OfNoPeriod);
        _before = (await StandingsAsync("REPORT")).ToDictionary(one => one.Key, one => one.Value - book.Stand(one.Key));
    }

    /// <summary>Checks each period for the present and a past day, with missing units.</summary>
    public async Task CheckPeriodsAsync(DateOnly past)
    {
        var questions =
            from day in new DateOnly?[] { null, past }
            from regime in new[] { YearBook.Shipped, YearBook.OfCommunes }
            from units in book.Province.Units.Chunk(InOne)
            select (regime, units, day);
        foreach (var (regime, units, day) in questions)
        {
            foreach (var ((unit, period), found) in await PeriodsAsync(regime, units, day))
            {
                Same(Text(book.Count(unit, period, day)), Text(found), $"{unit} {period} {day}");
            }
        }
    }

    /// <summary>Checks reports and findings in the roll-ups, the indicator for the periods (null: the year), and inspections.</summary>
    public async Task CheckRollupsAsync(IEnumerable<string?> measured)
    {
        await EventuallyAsync(() => DifferencesAsync("REPORT", unit => _before[unit] + book.Stand(unit)), "");
        await EventuallyAsync(() => DifferencesAsync("FINDING", book.StandOfFindings), "");
        foreach (var period in measured)
        {
            await EventuallyAsync(() => MeasuredAsync(period), "");
        }
        await EventuallyAsync(CoveredAsync, "");
    }

    /// <summary>Checks that the province adds up each district once, and names those without a received report.</summary>
    public async Task CheckConsolidatedAsync(int quarter)
    {
        var period = $"{YearBook.OfCommunes}~2013-Q{quarter}";
        var report = (await client.AskAsync(
            """
            mutation($r: ID!, $u: ID!, $p: ID!) { openReport(requestId: $r, unit: $u, period: $p) {
              rows { code value { numerator } } includes { unit { id } } missing { id } } }
            """, new { r = $"province-{quarter}", u = Province.Id, p = period }))["openReport"]!;
        var districts = book.Owed(Province.Id, period).Where(paper => paper.IsSum(book.Province)).ToList();
        var received = districts.Where(paper => paper.Status == "DONE").ToList();
        Assert.Equal(Ids(received), report["includes"]!.AsArray().Select(one => (string)one!["unit"]!["id"]!));
        Assert.Equal(Ids(districts.Except(received)), report["missing"]!.AsArray().Select(one => (string)one!["id"]!));
        int?[] figures = [.. received.Select(paper => paper.Signings[^1].Figure).Where(figure => figure is not null)];
        Assert.Equal(figures.Length == 0 ? null : figures.Sum(), (int?)Row(report, "hs")["value"]?["numerator"]);

        static IEnumerable<string> Ids(IEnumerable<Paper> papers) => papers.Select(paper => paper.Unit).Order(StringComparer.Ordinal);
    }

    /// <summary>Checks that each signed revision is unchanged to the byte, and that a sum is stale if an included report was
    /// reopened.</summary>
    public async Task CheckRevisionsAsync(HttpClient http)
    {
        foreach (var some in book.Papers.Where(paper => paper.Signings.Count > 0).Chunk(InOne))
        {
            var asked = some.SelectMany(paper => paper.Signings.Select(signing => (paper, signing))).ToList();
            var fields = asked.Select((one, i) => $$"""
                r{{i}}: report(id: "{{IdOf(one.paper, one.signing)}}") {
                  revision stale json signature { sha256 document { issuedOn } } rows { code value { numerator } } }
                """);
            var answer = await client.AskAsync($"{{ {string.Join(' ', fields)} }}");
            foreach (var ((paper, signing), i) in asked.Select((one, i) => (one, i)))
            {
                var (report, what) = (answer[$"r{i}"]!, IdOf(paper, signing));
                Same(
                    (signing.Revision, signing.Figure, signing.Hash, $"{signing.Day:yyyy-MM-dd}"),
                    ((int)report["revision"]!, (int?)Row(report, paper.Code)["value"]?["numerator"], (string)report["signature"]!["sha256"]!,
                        (string)report["signature"]!["document"]!["issuedOn"]!), what);
                if (signing.Revision == paper.Revision)
                {
                    var isStale = book.Owed(paper.Unit, paper.Rule.Period)
                        .Any(other => paper.Below.Includes.TryGetValue(other.Unit, out var added) && added != other.Revision);
                    Same(isStale, (bool)report["stale"]!, $"{what} stale");
                }
                else
                {
                    var bytes = await http.GetByteArrayAsync(new Uri((string)report["json"]!, UriKind.Relative));
                    Same(signing.Hash, Convert.ToHexStringLower(SHA256.HashData(bytes)), what);
                }
            }
        }

        static string IdOf(Paper paper, Signing signing) => signing.Revision == paper.Revision ? paper.Id : $"{paper.Id}~{signing.Revision}";
    }

    public static JsonNode Row(JsonNode report, string code) => report["rows"]!.AsArray().Single(row => (string)row!["code"]! == code)!;

    public static async Task EventuallyAsync<T>(Func<Task<T>> ask, T wanted)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        T found;
        while (!Equals(found = await ask(), wanted) && !patience.IsCancellationRequested)
        {
            await Task.Delay(_pause, CancellationToken.None);
        }
        Assert.Equal(wanted, found);
    }

    private static void Same(object wanted, object found, string what) => Assert.True(Equals(wanted, found), $"{what}: {found} instead of {wanted}");

    /// <summary>Maximum number of units in a list, since an answer costs as much as it could hold.</summary>
    private int Below(string unit) => book.Reporters.Count(one => book.Province.IsUnder(one, unit));

    private static string Text(PeriodCount count) => $"{count} {string.Join(' ', count.Missing)}";

    private async Task<Dictionary<(string Unit, string Period), PeriodCount>> PeriodsAsync(string regime, string[] units, DateOnly? on)
    {
        var of = on is { } day ? $", asOf: \"{day:yyyy-MM-dd}\"" : "";
        var fields = units.Select((unit, i) => $$"""
            c{{i}}: completeness(unit: "{{unit}}"{{of}}) { numerator denominator } t{{i}}: timeliness(unit: "{{unit}}"{{of}}) { numerator }
            m{{i}}: missing(unit: "{{unit}}"{{of}}, first: {{Below(unit)}}) { totalCount nodes { id } }
            """);
        var periods = (await client.AskAsync(
            $$"""{ regime(id: "{{regime}}") { periods(year: 2013) { key {{string.Join(' ', fields)}} } } }"""))["regime"]!["periods"]!;
        return periods.AsArray().SelectMany(period => units.Select((unit, i) => ((unit, (string)period!["key"]!), new PeriodCount(
            (int)period[$"c{i}"]!["denominator"]!, (int)period[$"c{i}"]!["numerator"]!, (int)period[$"t{i}"]!["numerator"]!,
            [.. period[$"m{i}"]!["nodes"]!.AsArray().Select(node => (string)node!["id"]!).Order(StringComparer.Ordinal)])))).ToDictionary();
    }

    private async Task<Dictionary<string, Standing>> StandingsAsync(string kind)
    {
        var found = new Dictionary<string, Standing>();
        foreach (var units in book.Province.Units.Chunk(InOne))
        {
            var fields = units.Select((unit, i) => $$"""u{{i}}: unit(id: "{{unit}}") { progress(filter: { kind: {{kind}} }) { {{Standing.Fields}} } }""");
            var answer = await client.AskAsync($"{{ {string.Join(' ', fields)} }}");
            foreach (var (unit, i) in units.Select((unit, i) => (unit, i)))
            {
                int[] counts = [.. Standing.Fields.Split(' ').Select(field => (int)answer[$"u{i}"]!["progress"]![field]!)];
                found[unit] = new Standing(counts[0], counts[1], counts[2], counts[3], counts[4], counts[5], counts[6]);
            }
        }
        return found;
    }

    private async Task<string> DifferencesAsync(string kind, Func<string, Standing> wanted) => string.Join('\n', (await StandingsAsync(kind))
        .Where(one => one.Value != wanted(one.Key)).Select(one => $"{one.Key} {kind}: {one.Value} instead of {wanted(one.Key)}"));

    private async Task<string> MeasuredAsync(string? period)
    {
        var (of, differences) = (period is null ? "year: 2013" : $"year: 2013, period: \"{period}\"", new List<string>());
        foreach (var units in book.Province.Units.Chunk(InOne))
        {
            var fields = units.Select((unit, i) => $$"""
                v{{i}}: value(unit: "{{unit}}", {{of}}) { rate { numerator denominator } given expected verified status }
                n{{i}}: notGiven(unit: "{{unit}}", {{of}}, first: {{Below(unit)}}) { nodes { id } }
                """);
            var answer = (await client.AskAsync($$"""{ indicator(id: "{{YearBook.Indicator}}") { {{string.Join(' ', fields)}} } }"""))["indicator"]!;
            foreach (var (unit, i) in units.Select((unit, i) => (unit, i)))
            {
                var (wanted, value) = (book.Measure(unit, period), answer[$"v{i}"]!);
                var found = new Measured(
                    (int)value["rate"]!["numerator"]!, (int)value["rate"]!["denominator"]!, (int)value["given"]!, (int)value["expected"]!,
                    (int)value["verified"]!,
                    [.. answer[$"n{i}"]!["nodes"]!.AsArray().Select(node => (string)node!["id"]!).Order(StringComparer.Ordinal)]);
                var one = $"{wanted} {wanted.Status} {string.Join(' ', wanted.NotGiven)}";
                var other = $"{found} {value["status"]} {string.Join(' ', found.NotGiven)}";
                if (one != other)
                {
                    differences.Add($"{unit} {period}: {other} instead of {one}");
                }
            }
        }
        return string.Join('\n', differences);
    }

    private async Task<string> CoveredAsync()
    {
        string[] kinds = ["DEPARTMENT", "DISTRICT", "COMMUNE"];
        var differences = new List<string>();
        foreach (var units in book.Province.Units.Chunk(InOne))
        {
            var shares = string.Join(' ', kinds.Select(kind => $"{kind}: inspectionCoverage(year: 2013, unitKind: {kind}) {{ numerator denominator }}"));
            var answer = await client.AskAsync($"{{ {string.Join(' ', units.Select((unit, i) => $"u{i}: unit(id: \"{unit}\") {{ {shares} }}"))} }}");
            differences.AddRange(
                from one in units.Select((unit, i) => (unit, i))
                // The ministry covers other provinces, too.
                where one.unit != Province.Ministry
                from kind in kinds
                let found = ((int)answer[$"u{one.i}"]![kind]!["numerator"]!, (int)answer[$"u{one.i}"]![kind]!["denominator"]!)
                where found != book.Cover(one.unit, kind)
                select $"{one.unit} {kind}: {found} instead of {book.Cover(one.unit, kind)}");
        }
        return string.Join('\n', differences);
    }
}
