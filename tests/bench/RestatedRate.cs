namespace Hierarchy.Bench;

/// <summary>Two provinces are merged into a third. Compares its restated figures with its plain ones, and the same query with on: today and
/// without, in turn in one run.</summary>
internal static class RestatedRate
{
    private const string Heir = "bench-heir";
    private const int Rounds = 12;
    private static readonly string[] _old = ["vn24-52", "vn24-51"];
    private static readonly TimeSpan Length = TimeSpan.FromSeconds(3);

    // Until the runtime has compiled everything optimised.
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(12);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(200);

    public static async Task<int> RunAsync()
    {
        await using var system = await System.StartAsync(feed => feed);
        using var http = new HttpClient { BaseAddress = system.Address };
        var watch = Stopwatch.StartNew();
        await ReorganiseAsync(http);
        Console.WriteLine($"reorganised after {watch.Elapsed.TotalSeconds:0.0} s");
        var today = $"on: \"{VietnamToday():yyyy-MM-dd}\"";
        (string Name, string One, string Other)[] pairs =
        [
            ("restated, of as it stands", Of("progress(tree: RESTATED){total done overdue percent}"), Of("progress{total done overdue percent}")),
            (
                "by child restated, of its predecessors' as they stand", Of("breakdown(by: CHILD, tree: RESTATED){key progress{total}}"),
                // Both have a slice for each unit below, all of which have ended.
                Ask([.. _old.Select((unit, i) => $"u{i}:unit(id:\"{unit}\"){{id name breakdown(by: CHILD){{key progress{{total}}}}}}")])),
            ("on: today, of none", Of($"ancestors({today}){{id}} children({today}){{id}}", today), Of("ancestors{id} children{id}")),
        ];
        foreach (var (name, one, other) in pairs)
        {
            var ratios = new List<double>();
            await RateAsync(other, WarmUp);
            await RateAsync(one, WarmUp);
            for (var round = 0; round < Rounds; round++)
            {
                // The order alternates, because the second one benefits from the first.
                var (first, second) = round % 2 == 0 ? (one, other) : (other, one);
                var (before, after) = (await RateAsync(first, Length), await RateAsync(second, Length));
                ratios.Add(round % 2 == 0 ? before / after : after / before);
            }
            ratios.Sort();
            var median = (ratios[(Rounds / 2) - 1] + ratios[Rounds / 2]) / 2;
            Console.WriteLine($"{name}: rate {median:0.00} ({ratios[0]:0.00}-{ratios[^1]:0.00}), cost {1 / median:0.00} times");
        }
        return 0;

        Task<double> RateAsync(string body, TimeSpan length) => HttpLoad.HasWrk
            ? HttpLoad.WrkAsync(system.Address, body, length)
            : HttpLoad.OwnAsync(system.Address, body, length);
    }

    private static string Of(string fields, string? on = null) =>
        Ask($"unit(id:\"{Heir}\"{(on is null ? "" : ", " + on)}){{id name {fields}}}");

    private static string Ask(params string[] fields) => new JsonObject { ["query"] = $"{{{string.Join(' ', fields)}}}" }.ToJsonString();

    private static DateOnly VietnamToday() => Grains.VietnameseDay.Today(TimeProvider.System);

    private static async Task ReorganiseAsync(HttpClient http)
    {
        var close = new JsonArray();
        foreach (var province in _old)
        {
            await CloseAsync(http, province, close);
        }
        var input = new JsonObject
        {
            ["id"] = "bench",
            ["carrier"] = "bnv",
            ["title"] = "Sắp xếp",
            ["effectiveOn"] = $"{VietnamToday():yyyy-MM-dd}",
            ["act"] = new JsonObject { ["number"] = "1", ["issuedOn"] = $"{VietnamToday():yyyy-MM-dd}" },
            ["establish"] = new JsonArray(new JsonObject { ["id"] = Heir, ["name"] = "Tỉnh mới", ["kind"] = "PROVINCE", ["parent"] = "bnv" }),
            ["close"] = close,
        };
        await AskAsync(
            http, "mutation($i: ReorganisationInput!) { draftReorganisation(requestId: \"1\", input: $i) { id } }", new JsonObject { ["i"] = input });
        await AskAsync(
            http, $"mutation {{ assignObligations(requestId: \"2\", reorganisation: \"bench\", rules: [{{ steward: \"{Heir}\" }}]) {{ id }} }}", []);
        await AskAsync(http, "mutation { adoptReorganisation(requestId: \"3\", reorganisation: \"bench\") { status } }", []);
        while ((string?)(await AskAsync(http, "{ reorganisation(id: \"bench\") { status } }", []))["reorganisation"]!["status"] != "DONE")
        {
            await Task.Delay(Pause);
        }
    }

    /// <summary>Closes the unit and everything below, bottom-up; only provinces have an heir.</summary>
    private static async Task CloseAsync(HttpClient http, string unit, JsonArray close)
    {
        var found = await AskAsync(http, "query($u: ID!) { unit(id: $u) { children { id } } }", new JsonObject { ["u"] = unit });
        foreach (var child in found["unit"]!["children"]!.AsArray())
        {
            await CloseAsync(http, (string)child!["id"]!, close);
        }
        var closing = new JsonObject { ["unit"] = unit };
        if (_old.Contains(unit))
        {
            closing["heirs"] = new JsonArray(new JsonObject { ["unit"] = Heir, ["extent"] = "FULL" });
        }
        close.Add((JsonNode)closing);
    }

    private static async Task<JsonObject> AskAsync(HttpClient http, string query, JsonObject variables)
    {
        var response = await http.PostAsJsonAsync(new Uri("/graphql", UriKind.Relative), new JsonObject { ["query"] = query, ["variables"] = variables });
        var answer = await response.Content.ReadFromJsonAsync<JsonObject>();
        return answer?["errors"] is { } errors ? throw new InvalidOperationException(errors.ToJsonString()) : answer!["data"]!.AsObject();
    }
}
