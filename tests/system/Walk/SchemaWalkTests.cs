namespace Hierarchy.Tests.System.Walk;

/// <summary>For any value in any argument or input of the schema, the real process answers with data or with an error that has a code and a
/// place; afterwards everything is served and equals the recount. New fields of the schema are covered automatically. With HIERARCHY_BOUNDS
/// every value is tried in every place, both in the document and in variables, and everything is also served after a restart; otherwise a
/// few for each place, in one of the two. The printed seed of that choice is repeated by HIERARCHY_SEED.</summary>
public sealed class SchemaWalkTests(ITestOutputHelper output)
{
    private const int AtOnce = 8;

    private static readonly bool IsFull = Environment.GetEnvironmentVariable("HIERARCHY_BOUNDS") is { Length: > 0 };

    /// <summary>Number of fields in one request, which has ten seconds.</summary>
    private const int BatchMax = 10;

    private static readonly string[] Codes = ["INVALID", "NOT_FOUND", "CONFLICT", "FORBIDDEN", "VALIDATION", "SYNTAX"];

    /// <summary>Codes of malformed or too large requests, whose message names the bound.</summary>
    private static readonly string[] CodesOfAll =
        ["BAD_REQUEST", "LIMIT_COST", "LIMIT_INPUT_ITEMS", "LIMIT_INPUT_TEXT", "LIMIT_ANSWER_ERRORS", "LIMIT_QUERY", "LIMIT_TOKENS"];

    /// <summary>The mutations that prepare a fresh obligation or an open report for the tested one.</summary>
    private static readonly Dictionary<string, string[]> Before = new()
    {
        ["accept"] = [Submit],
        ["sendBack"] = [Submit],
        ["withdraw"] = [Submit],
        ["reopen"] = [Submit, "accept(requestId: $r, obligation: $o)"],
        ["restore"] = ["cancel(requestId: $r, obligation: $o, reason: \"Thôi\")"],
        ["escalateDifficulty"] = [Raise],
        ["resolveDifficulty"] = [Raise],
        ["receiveReport"] = [Sign],
        ["returnReport"] = [Sign],
        ["reopenReport"] = [Sign],
    };

    private const string Sign =
        "signReport(requestId: $r, report: $o, signer: \"An\", capacity: \"CHỦ TỊCH\", document: {number: \"1\", issuedOn: \"2013-05-10\"})";
    private const string Submit = "submit(requestId: $r, obligation: $o)";
    private const string Raise = "raiseDifficulty(requestId: $r, obligation: $o, text: \"Chờ\")";

    private static readonly string[] Known =
    [
        "accept", "acceptMany", "addDuty", "addRegime", "addTask",
        "adoptPlan", "amendPlan", "appointFocalAgency", "cancel", "changeDue", "changeDueMany", "createDraft", "defineIndicator",
        "draftReorganisation", "editDraft",
        "escalateDifficulty",
        "grant", "openReport", "raiseDifficulty", "receiveReport", "recordInspection", "registerUnit", "renameUnit", "reopen", "reopenReport",
        "reportIndicator", "reportMany", "reportProgress", "resolveDifficulty",
        "restore", "returnReport", "sendBack",
        "setHolidays", "signReport", "submit",
        "trigger", "verifyIndicator", "withdraw", "writeReport",
    ];

    private readonly ConcurrentDictionary<string, int> _accepted = [];
    private readonly ConcurrentDictionary<string, int> _codes = [];
    private readonly ConcurrentQueue<string> _faults = [];
    private (string Draft, string Removed) _drafts;
    private int _case;

    private static int Seed() =>
        int.TryParse(Environment.GetEnvironmentVariable("HIERARCHY_SEED"), CultureInfo.InvariantCulture, out var seed)
            ? seed
            : Environment.TickCount & 0xFFFFFF;

    [LongFact]
    public async Task Every_value_in_every_place_is_answered_with_data_or_a_code_and_a_place()
    {
        await using var process = await FilledFolder.StartAsync();
        var (watch, seed) = (Stopwatch.StartNew(), Seed());
        output.WriteLine(IsFull ? "every value in every place" : $"HIERARCHY_SEED={seed}");
        using (var client = new GraphQLClient(process.Address))
        using (var http = GraphQLClient.Connect(process.Address, HierarchyProcess.Patience))
        {
            var contract = await Contract.ReadAsync(client);
            var walk = new SchemaWalk(contract, new Right(contract) { File = await EvidenceFiles.BringAsync(http, [1]) }, IsFull ? null : new Random(seed));
            var mutations = walk.Mutations().ToList();
            var obligations = await PrepareAsync(client, mutations);
            _drafts = (await DraftAsync(client), await DraftAsync(client));
            await AskAllAsync(http, contract, mutations, obligations);
            await AskAllAsync(http, contract, [.. walk.Questions()], obligations);
            await WatchAllAsync(http, contract, [.. walk.Subscriptions()]);
        }
        output.WriteLine($"{_case} requests in {watch.Elapsed.TotalSeconds:0.0} s; accepted: {Counts(_accepted)}; codes: {Counts(_codes)}");
        Assert.True(_faults.IsEmpty, $"seed {seed}: {_faults.Count} wrong answers:\n{string.Join('\n', _faults.Take(60))}");
        Assert.All(Known, mutation => Assert.True(_accepted.ContainsKey(mutation), $"no {mutation} was accepted"));

        await ServesAllAsync(process);
        Assert.Equal(0, await process.TerminateAsync());
        await process.SucceedAsync("verify");
        Assert.DoesNotContain(process.Output, line => line.Contains("set aside", StringComparison.Ordinal));
        if (IsFull)
        {
            await process.StartAsync();
            await ServesAllAsync(process);
            Assert.Equal(0, await process.TerminateAsync());
        }
    }

    private static string Counts(IEnumerable<KeyValuePair<string, int>> counts) =>
        string.Join(", ", counts.OrderBy(count => count.Key, StringComparer.Ordinal).Select(count => $"{count.Key} {count.Value}"));

    /// <summary>Prepares units, a plan, and a separate obligation for each case about obligations.</summary>
    private static async Task<Dictionary<Asked, string>> PrepareAsync(GraphQLClient client, List<Asked> cases)
    {
        await DoAsync(client,
        [
            Register(Right.Root, "MINISTRY", null), .. Right.Provinces.Select(id => Register(id, "PROVINCE", Right.Root)),
            Register(Right.Commune, "COMMUNE", Right.Provinces[0]), Register(Right.Spare, "COMMUNE", Right.Provinces[0]),
            $"registerPerson(requestId: $r, input: {{id: \"{Right.Person}\", name: \"An\"}}) {{ id }}",
            $"adoptPlan(requestId: $r, input: {{id: \"{Right.Plan}\", owner: \"{Right.Provinces[0]}\", title: \"Kế hoạch\", startYear: 2013, "
            + "endYear: 2062, areas: [{id: \"I\", name: \"Thể chế\", reform: INSTITUTIONS}]}) { id }",
        ]);
        var about = cases.Where(asked => asked.Last.Slots.Any(slot => slot.Name == "obligation")).ToList();
        var waiting = about.Where(asked => asked.Last.Name == "trigger").ToList();
        // Each of these lines falls due 600 times.
        var lines = Enumerable.Range(0, (about.Count / 600) + 1).Select(i => AddTask(
            i == 0 ? Right.Task : $"walk-task-{i}", "kind: RECURRING, every: [MONTH]"));
        await DoAsync(client, [.. lines, AddTask(Right.Amended, "kind: YEAR"), .. waiting.Select((_, i) => AddTask($"walk-wait-{i}", "kind: AFTER_EVENT"))]);
        // Obligations of amended lines may be cancelled before they are used.
        var fresh = new Queue<string>((await OwedAsync(client, "status: [NOT_STARTED]")).Where(id => !id.EndsWith(Right.Amended, StringComparison.Ordinal)));
        var later = new Queue<string>(await OwedAsync(client, "status: [WAITING]"));
        var chosen = about.ToDictionary(asked => asked, asked => asked.Last.Name == "trigger" ? later.Dequeue() : fresh.Dequeue());
        // A report may be written repeatedly; everything else needs a separate one.
        var ofReports = cases.Where(IsOfReport).ToLookup(asked => asked.Last.Name == "writeReport");
        var papers = await ReportAsync(client, ofReports[false].Count());
        foreach (var (asked, paper) in ofReports[false].Zip(papers).Concat(ofReports[true].Select(asked => (asked, Right.Written))))
        {
            chosen[asked] = paper;
        }
        await DoAsync(client, [.. chosen.SelectMany(one => Before.GetValueOrDefault(one.Key.Last.Name, []).Select(step =>
            step.Replace("$o", $"\"{one.Value}\"", StringComparison.Ordinal) + " { id }"))]);
        return chosen;
    }

    private static bool IsOfReport(Asked asked) => asked.Last.Slots.Any(slot => slot.Name == "report");

    /// <summary>Prepares this number of open reports, one for writing, a signed one, and an indicator with a value.</summary>
    private static async Task<List<string>> ReportAsync(GraphQLClient client, int count)
    {
        const int OfYear = 20, FirstYear = 2000;
        string[] keys = [.. Enumerable.Range(1, OfYear).Select(i => string.Create(CultureInfo.InvariantCulture, $"{i:00}"))];
        var years = Enumerable.Range(FirstYear, (count / OfYear) + 2).ToList();
        var periods = keys.Select(key =>
            $"{{key: \"{key}\", label: \"Kỳ\", from: \"01-01\", to: \"03-14\", due: [{{kind: COMMUNE, lastDay: \"03-20\"}}]}}");
        await DoAsync(client,
        [
            $"addRegime(requestId: $r, input: {{id: \"{Right.Regime}\", owner: \"{Right.Provinces[0]}\", title: \"Báo cáo\", startYear: {years[0]}, "
            + $"endYear: {years[^1]}, reporters: [{{unit: \"{Right.Commune}\"}}], sections: [{{key: \"I\", title: \"Chung\"}}], "
            + $"periods: [{string.Join(' ', periods)}], template: [{{code: \"1\", label: \"Việc\", unitOfMeasure: \"việc\", source: PROGRESS}}, "
            + "{code: \"2\", label: \"Hồ sơ\", unitOfMeasure: \"hồ sơ\", source: ENTERED, required: false}]}) { id }",
            $"defineIndicator(requestId: $r, input: {{id: \"{Right.Indicator}\", owner: \"{Right.Provinces[0]}\", text: \"Số lượng\", method: SUM, "
            + $"numeratorLabel: \"hồ sơ\", reporters: [{{unit: \"{Right.Commune}\"}}], targets: []}}) {{ id }}",
        ]);
        await OwedUntilAsync(client, OfYear * years.Count);
        // Those of the first year have parts of their own, or are left for openReport.
        var opened = years[1..].SelectMany(year => keys.Select(key => $"{Right.Commune}~{Right.Regime}~{year}-{key}")).Take(count).ToList();
        await DoAsync(client,
        [
            .. opened.Append(Right.Report).Append(Right.Written).Select(report =>
                $"openReport(requestId: $r, unit: \"{Right.Commune}\", period: \"{report[(Right.Commune.Length + 1)..]}\") {{ id }}"),
            $"reportIndicator(requestId: $r, indicator: \"{Right.Indicator}\", unit: \"{Right.Commune}\", year: 2013, numerator: 1) {{ year }}",
            Sign.Replace("$o", $"\"{Right.Report}\"", StringComparison.Ordinal) + " { id }",
        ]);
        return opened;
    }

    /// <summary>Waits for what a regime demands, which comes by message.</summary>
    private static async Task OwedUntilAsync(GraphQLClient client, int count)
    {
        for (var watch = Stopwatch.StartNew(); ;)
        {
            var owed = (int)(await client.AskAsync(
                $"{{ obligations(under: \"{Right.Commune}\", filter: {{kind: REPORT}}) {{ totalCount }} }}"))["obligations"]!["totalCount"]!;
            if (owed >= count)
            {
                return;
            }
            Assert.True(watch.Elapsed < HierarchyProcess.Patience, $"{owed} reports are owed instead of {count}");
            await Task.Delay(20);
        }
    }

    private static async Task<string> DraftAsync(GraphQLClient client) => (string)(await client.AskAsync(
        $"mutation {{ createDraft(requestId: \"{GraphQLClient.NewRequest()}\", owner: \"{Right.Provinces[0]}\", "
        + "input: {rows: [{title: \"Việc\"}]}) { id } }"))["createDraft"]!["id"]!;

    private static string Register(string id, string kind, string? parent) =>
        $"registerUnit(requestId: $r, input: {{id: \"{id}\", name: \"{id}\", kind: {kind}"
        + $"{(parent is null ? "" : $", parent: \"{parent}\"")}}}) {{ id }}";

    private static string AddTask(string id, string schedule) =>
        $"addTask(requestId: $r, input: {{id: \"{id}\", plan: \"{Right.Plan}\", code: \"1\", area: \"I\", title: \"Việc\", "
        + $"leads: [{{unit: \"{Right.Commune}\"}}], schedule: {{text: \"\", {schedule}}}}}) {{ id }}";

    private static async Task DoAsync(GraphQLClient client, IReadOnlyList<string> mutations)
    {
        foreach (var batch in mutations.Chunk(BatchMax))
        {
            await client.AskAsync($"mutation {{ {string.Join(' ', batch.Select((one, i) =>
                $"m{i}: {one.Replace("$r", $"\"{GraphQLClient.NewRequest()}\"", StringComparison.Ordinal)}"))} }}");
        }
    }

    private static async Task<List<string>> OwedAsync(GraphQLClient client, string filter)
    {
        var ids = new List<string>();
        string? after = null;
        do
        {
            var page = (await client.AskAsync(
                $"query($after: String) {{ obligations(under: \"{Right.Commune}\", filter: {{{filter}}}, first: 500, after: $after) "
                + "{ nodes { id } pageInfo { hasNextPage endCursor } } }", new { after }))["obligations"]!;
            ids.AddRange(page["nodes"]!.AsArray().Select(node => (string)node!["id"]!));
            after = (bool)page["pageInfo"]!["hasNextPage"]! ? (string)page["pageInfo"]!["endCursor"]! : null;
        }
        while (after is not null);
        return ids;
    }

    private async Task AskAllAsync(HttpClient http, Contract contract, IReadOnlyList<Asked> cases, Dictionary<Asked, string> obligations)
    {
        var (any, first) = (obligations.First(one => !IsOfReport(one.Key)).Value, _case);
        await Parallel.ForAsync(0, cases.Count, new ParallelOptions { MaxDegreeOfParallelism = AtOnce }, async (i, _) =>
        {
            var right = new Right(contract) { Case = first + i, Obligation = obligations.GetValueOrDefault(cases[i], any), Draft = _drafts.Draft, Removed = _drafts.Removed };
            foreach (var isLiteral in IsFull ? new[] { false, true } : [i % 2 == 0])
            {
                await AskAsync(http, cases[i], cases[i].Body(contract, right, isLiteral), i % 4 < 2);
            }
        });
        _case += cases.Count;
    }

    private async Task AskAsync(HttpClient http, Asked asked, string body, bool isPlain)
    {
        var (status, text) = await SendAsync(http, body, isPlain);
        // On a machine that does much else a unit may take longer than a command waits: the same request is repeated, as the answer says.
        for (var patience = Stopwatch.StartNew(); IsLate(text) && patience.Elapsed < HierarchyProcess.Patience;)
        {
            (status, text) = await SendAsync(http, body, isPlain);
        }
        if (FaultOf(asked, text, isPlain, status) is { } fault)
        {
            _faults.Enqueue($"{asked}: {fault}\n    {(body.Length > 700 ? body[..700] : body)}");
        }
    }

    private static async Task<(HttpStatusCode Status, string Text)> SendAsync(HttpClient http, string body, bool isPlain)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/graphql")
        {
            Content = new StringContent(body, Encoding.UTF8, "application/json"),
        };
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue(isPlain ? "application/json" : "application/graphql-response+json"));
        using var response = await http.SendAsync(request);
        return (response.StatusCode, await response.Content.ReadAsStringAsync());
    }

    private static bool IsLate(string text) =>
        text.Contains("\"code\":\"UNAVAILABLE\"", StringComparison.Ordinal) || text.Contains("\"code\":\"TIMEOUT\"", StringComparison.Ordinal);

    /// <summary>Null for an answer as documented.</summary>
    private string? FaultOf(Asked asked, string text, bool isPlain, HttpStatusCode status)
    {
        JsonNode answer;
        try
        {
            answer = JsonNode.Parse(text)!;
        }
        catch (Exception fault) when (fault is global::System.Text.Json.JsonException)
        {
            return $"{status}, no JSON: {text}";
        }
        var isRead = !text.Contains("\"BAD_REQUEST\"", StringComparison.Ordinal);
        var expected = (isPlain && isRead) || answer.AsObject().ContainsKey("data") ? HttpStatusCode.OK : HttpStatusCode.BadRequest;
        if (status != expected)
        {
            return $"{status} for {text}";
        }
        if (answer["errors"] is not { } errors)
        {
            _accepted.AddOrUpdate(asked.Way[0].Owner == "Mutation" ? asked.Last.Name : asked.Way[0].Owner, 1, (_, count) => count + 1);
            return answer["data"] is null ? $"nothing: {text}" : null;
        }
        return errors.AsArray().Select(error => FaultOf(asked, error!)).FirstOrDefault(fault => fault is not null);
    }

    private string? FaultOf(Asked asked, JsonNode error)
    {
        var code = (string?)error["extensions"]?["code"];
        _codes.AddOrUpdate(code ?? "none", 1, (_, count) => count + 1);
        var message = (string)error["message"]!;
        if (message.Any(char.IsControl) || message.Contains("Exception", StringComparison.Ordinal))
        {
            return error.ToJsonString();
        }
        if (CodesOfAll.Contains(code))
        {
            return null;
        }
        // A value that is none of its type is named by the engine, in words and by the line where it stands.
        var isPlaced = error["extensions"]!["input"] is not null
            || (error["locations"] is not null
                && (code is "SYNTAX" || asked.Path.OfType<string>().Any(part => message.Contains(part, StringComparison.Ordinal))));
        return !Codes.Contains(code) ? error.ToJsonString() : isPlaced ? null : $"no place: {error.ToJsonString()}";
    }

    private async Task WatchAllAsync(HttpClient http, Contract contract, IReadOnlyList<Asked> cases)
    {
        var first = _case;
        await Parallel.ForAsync(0, cases.Count, new ParallelOptions { MaxDegreeOfParallelism = AtOnce }, async (i, _) =>
            await WatchAsync(http, cases[i], cases[i].Body(contract, new Right(contract) { Case = first + i }, isLiteral: i % 2 == 0)));
        _case += cases.Count;
    }

    private async Task WatchAsync(HttpClient http, Asked asked, string body)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/graphql")
        {
            Content = new StringContent(body, Encoding.UTF8, "application/json"),
        };
        request.Headers.Accept.ParseAdd("text/event-stream");
        using var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        using var reader = new StreamReader(await response.Content.ReadAsStreamAsync());
        // One that is accepted says nothing until something changes.
        var read = ReadEventAsync(reader);
        await Task.WhenAny(read, Task.Delay(TimeSpan.FromSeconds(1)));
        if (read.IsCompleted && FaultOf(asked, await read, isPlain: true, response.StatusCode) is { } fault)
        {
            _faults.Enqueue($"{asked}: {fault}");
        }
    }

    private static async Task<string> ReadEventAsync(StreamReader reader)
    {
        while (await reader.ReadLineAsync() is { } line)
        {
            if (line.StartsWith('{'))
            {
                return line;
            }
            if (line.StartsWith("data:", StringComparison.Ordinal) && line.Length > 6)
            {
                return line["data:".Length..];
            }
        }
        return "";
    }

    /// <summary>Every unit and plan that the walk has made is read in full, without a single error.</summary>
    private static async Task ServesAllAsync(HierarchyProcess process)
    {
        using var client = new GraphQLClient(process.Address);
        var plans = 0;
        foreach (var unit in Right.Provinces.Append(Right.Root).Append(Right.Commune).Append("vn24-72").Append("bnv"))
        {
            var read = (await client.AskAsync(Full.Unit, new { id = unit }))["unit"]!;
            foreach (var plan in read["plans"]!.AsArray())
            {
                plans++;
                Assert.NotNull((await client.AskAsync(Full.Plan, new { id = (string)plan!["id"]! }))["plan"]!["owner"]);
            }
        }
        Assert.True(plans > 20, string.Create(CultureInfo.InvariantCulture, $"{plans} plans"));
    }
}
