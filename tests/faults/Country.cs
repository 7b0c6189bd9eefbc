namespace Hierarchy.Tests.Faults;

/// <summary>The data under test: the five plans and, in the full form, a whole country with tens of thousands of obligations.</summary>
internal static class Country
{
    public const string Plan = "toan-quoc";
    private const int TasksOfAll = 5;
    private const string TodayYear = "2026";

    /// <summary>Starts the process and fills it through the product's own loader and API.</summary>
    /// <returns>The obligations for the clients, each of a different unit.</returns>
    public static async Task<string[]> PrepareAsync(HierarchyProcess process, int obligations, bool nationwide)
    {
        process.Environment["HIERARCHY_PORT"] = FreePort.Find().ToString(CultureInfo.InvariantCulture);
        await process.StartAsync();
        using var client = new GraphQLClient(process.Address);
        if (nationwide)
        {
            await LoadAsync(process);
        }
        await client.AskAsync(
            $$"""mutation { adoptPlan(requestId: "adopt", input: {id: "{{Plan}}", owner: "bnv", title: "Toàn quốc", startYear: {{TodayYear}}, """
            + """endYear: 2030, areas: [{id: "I", name: "Chung", reform: OTHER}]}) { id } }""");
        for (var i = 1; nationwide && i <= TasksOfAll; i++)
        {
            await client.AskAsync(
                $$"""mutation { addTask(requestId: "all-{{i}}", input: {id: "{{Plan}}/all-{{i}}", plan: "{{Plan}}", code: "A{{i}}", area: "I", """
                + """title: "Mọi xã", leads: [{unitClass: COMMUNE}], schedule: {kind: YEAR, text: "Năm 2026", startYear: 2026}}) { id } }""");
        }
        if (nationwide)
        {
            await ArrivedAsync(client, TasksOfAll * 10_000);
        }
        return await OpenAsync(client, obligations);
    }

    /// <summary>Ids of untouched obligations, at most one of each unit.</summary>
    internal static async Task<string[]> OpenAsync(GraphQLClient client, int count)
    {
        var found = new Dictionary<string, string>();
        string? after = null;
        while (found.Count < count)
        {
            var page = (await client.AskAsync(
                "query($after: String) { obligations(under: \"bnv\", filter: {kind: TASK, status: [NOT_STARTED], unitKind: COMMUNE}, "
                + "first: 200, after: $after) { nodes { id unit { id } } pageInfo { endCursor hasNextPage } } }", new { after }))["obligations"]!;
            foreach (var node in page["nodes"]!.AsArray())
            {
                found.TryAdd((string)node!["unit"]!["id"]!, (string)node["id"]!);
            }
            Assert.True(found.Count >= count || (bool)page["pageInfo"]!["hasNextPage"]!, $"only {found.Count} units owe anything");
            after = (string?)page["pageInfo"]!["endCursor"];
        }
        return [.. found.Values.Take(count)];
    }

    private static async Task ArrivedAsync(GraphQLClient client, int obligations)
    {
        var patience = DateTime.UtcNow + TimeSpan.FromMinutes(5);
        while (true)
        {
            var total = (int)(await client.AskAsync("""{ unit(id: "bnv") { progress { total } } }"""))["unit"]!["progress"]!["total"]!;
            if (total >= obligations)
            {
                return;
            }
            Assert.True(DateTime.UtcNow < patience, $"only {total} obligations have arrived");
            await Task.Delay(200);
        }
    }

    private static async Task LoadAsync(HierarchyProcess process)
    {
        var file = Path.Combine(process.DataFolder, "units.csv");
        await File.WriteAllTextAsync(file, FaultRun.Units is { } list ? Converted(list) : MadeUp());
        await using var load = HierarchyProcess.Create(("HIERARCHY_DATA", process.DataFolder));
        await load.SucceedAsync("load", file);
    }

    /// <summary>From the columns code, name, kind, parent_code, type_vi.</summary>
    internal static string Converted(string list)
    {
        var csv = new StringBuilder("id,name,kind,parent,code\n");
        foreach (var line in File.ReadLines(list).Skip(1))
        {
            var fields = line.Split(',');
            var name = string.Create(CultureInfo.InvariantCulture, $"{char.ToUpperInvariant(fields[4][0])}{fields[4][1..]} {fields[1]}");
            var parent = fields[3].Length == 0 ? "bnv" : "vn24-" + fields[3];
            csv.Append(CultureInfo.InvariantCulture, $"vn24-{fields[0]},{name},{fields[2].ToUpperInvariant()},{parent},{fields[0]}\n");
        }
        return csv.ToString();
    }

    /// <summary>63 provinces, 696 districts, 10,035 communes, as before July 2025.</summary>
    private static string MadeUp()
    {
        var csv = new StringBuilder("id,name,kind,parent,code\n");
        for (var province = 1; province <= 63; province++)
        {
            csv.Append(CultureInfo.InvariantCulture, $"t{province},Tỉnh thứ {province},PROVINCE,bnv,\n");
        }
        for (var district = 1; district <= 696; district++)
        {
            csv.Append(CultureInfo.InvariantCulture, $"h{district},Huyện thứ {district},DISTRICT,t{1 + district % 63},\n");
        }
        for (var commune = 1; commune <= 10_035; commune++)
        {
            csv.Append(CultureInfo.InvariantCulture, $"x{commune},Xã thứ {commune},COMMUNE,h{1 + commune % 696},\n");
        }
        return csv.ToString();
    }
}
