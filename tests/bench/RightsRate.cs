namespace Hierarchy.Bench;

/// <summary>The same queries and reports over HTTP to a process with sign-in and grants, and to one without, in turn.</summary>
internal static class RightsRate
{
    private const int People = 8;
    private const int Rounds = 7;
    private const string Admin = "quan-tri";
    private static readonly TimeSpan Length = TimeSpan.FromSeconds(4);
    private static readonly string[] Watched = ["vn24-24", "vn24-30", "vn24-31", "vn24-33", "vn24-38"];

    public static async Task<int> RunAsync()
    {
        await using var open = await Served.StartAsync([]);
        await using var guarded = await Served.StartAsync([], ("HIERARCHY_SIGN_IN", "on"));
        await guarded.SaidAsync("administrator", Admin, "Quản trị");
        var admin = await guarded.SaidAsync("token", Admin);
        var obligations = await ObligationsAsync(open.Address);
        var tokens = await AdmitAsync(guarded, admin);
        (string Name, Uri Address, string[]? Tokens)[] sides = [("without", open.Address, null), ("with", guarded.Address, tokens)];

        var (queries, mutations) = (new List<double>(), new List<double>());
        for (var round = 0; round <= Rounds; round++)
        {
            var rates = new List<(double Queries, double Mutations)>();
            foreach (var (name, address, held) in sides)
            {
                var asked = await HttpLoad.OwnAsync(address, Questions(address, held, obligations), Length);
                var reported = await HttpLoad.OwnAsync(address, Reports(address, held, obligations, round), Length);
                rates.Add((asked, reported));
                Console.WriteLine($"round {round}, {name} sign-in: {asked:N0} queries/s, {reported:N0} mutations/s");
            }
            // The first one warms both up.
            if (round > 0)
            {
                queries.Add(rates[1].Queries / rates[0].Queries);
                mutations.Add(rates[1].Mutations / rates[0].Mutations);
            }
        }
        Console.WriteLine($"median ratio with to without: queries {Median(queries):0.00}, mutations {Median(mutations):0.00}");
        return 0;
    }

    private static Func<int, int, byte[]> Questions(Uri address, string[]? tokens, string[] obligations)
    {
        byte[][] requests = [.. Enumerable.Range(0, HttpLoad.Connections).Select(connection => HttpLoad.Request(
            address,
            JsonSerializer.Serialize(new
            {
                query = "query($o: ID!) { obligation(id: $o) { title status percent unit { id name progress { total done overdue percent } } } }",
                variables = new { o = obligations[connection] },
            }),
            tokens?[connection % tokens.Length]))];
        return (connection, _) => requests[connection];
    }

    private static Func<int, int, byte[]> Reports(Uri address, string[]? tokens, string[] obligations, int round) => (connection, i) => HttpLoad.Request(
        address,
        JsonSerializer.Serialize(new
        {
            query = "mutation($r: ID!, $o: ID!, $p: Float!) { reportProgress(requestId: $r, obligation: $o, percent: $p) { version } }",
            variables = new { r = $"{round}-{connection}-{i}", o = obligations[connection], p = i % 99 + 1 },
        }),
        tokens?[connection % tokens.Length]);

    /// <summary>People who may report everywhere and have some further grants, as in practice.</summary>
    private static async Task<string[]> AdmitAsync(Served guarded, string admin)
    {
        using var http = new HttpClient { BaseAddress = guarded.Address };
        http.DefaultRequestHeaders.Authorization = new("Bearer", admin);
        var tokens = new List<string>();
        for (var i = 0; i < People; i++)
        {
            var person = $"can-bo-{i}";
            await AskAsync(
                http, "mutation($r: ID!, $i: RegisterPersonInput!) { registerPerson(requestId: $r, input: $i) { id } }",
                new { r = person, i = new { id = person, name = $"Cán bộ {i}" } });
            foreach (var (role, unit) in Watched.Select(unit => ("VIEWER", unit)).Prepend(("CLERK", "bnv")))
            {
                await AskAsync(
                    http, "mutation($r: ID!, $i: GrantInput!) { grant(requestId: $r, input: $i) { id } }",
                    new { r = $"{person}-{unit}", i = new { person, role, unit } });
            }
            tokens.Add(await guarded.SaidAsync("token", person));
        }
        return [.. tokens];
    }

    /// <summary>One obligation of as many communes as there are connections.</summary>
    private static async Task<string[]> ObligationsAsync(Uri address)
    {
        using var http = new HttpClient { BaseAddress = address };
        var data = await AskAsync(http, """
            { obligations(under: "bnv", filter: {kind: TASK, status: [NOT_STARTED], unitKind: COMMUNE}, first: 200) { nodes { id unit { id } } } }
            """, new { });
        return [.. data["obligations"]!["nodes"]!.AsArray().DistinctBy(node => (string)node!["unit"]!["id"]!).Take(HttpLoad.Connections).Select(node => (string)node!["id"]!)];
    }

    private static async Task<JsonNode> AskAsync(HttpClient http, string query, object variables)
    {
        using var response = await http.PostAsJsonAsync("/graphql", new { query, variables });
        var answer = JsonNode.Parse(await response.Content.ReadAsStringAsync())!;
        return answer["errors"] is null ? answer["data"]! : throw new InvalidOperationException(answer.ToJsonString());
    }

    private static double Median(List<double> ratios) => ratios.Order().ElementAt(ratios.Count / 2);
}
