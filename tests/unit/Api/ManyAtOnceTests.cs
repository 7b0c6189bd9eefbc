namespace Hierarchy.UnitTests.Api;

/// <summary>
/// No field of the contract costs a call or a statement for each object of a list. Each field is asked of a hundred objects, by a query
/// made from the schema itself, so that none can be forgotten: once of objects that stand in a hundred units, once of objects of one unit.
/// </summary>
public sealed class ManyAtOnceTests(CountedCountry country) : IClassFixture<CountedCountry>
{
    /// <summary>Statements of one query, whatever its lists hold: a page, its count, and the pages within it.</summary>
    private const int StatementsMax = 3;

    /// <summary>Calls to one unit: one for all that is asked of it at a time, and one more for each step that the step before leads to, as
    /// from its plans to their lines and on to the lines' figures.</summary>
    private const int CallsOfUnitMax = 3;

    /// <summary>What stands under no unit, and what only mutations answer with.</summary>
    private static readonly string[] Elsewhere =
    [
        "Installation", "Reorganisation", "StepCount", "Discarding", "ReorganisationPreview", "ReorganisationConflict", "BalanceLine", "Outcome",
        "ReorganisationLineConnection", "ReorganisationLine", "ReorganisedUnit", "AssignmentRule", "Report", "ReportSection", "ReportRow", "Signature",
    ];

    [Fact]
    public async Task Every_field_of_a_hundred_units_costs_a_few_calls_to_each()
    {
        var schema = await ContractWalk.ReadAsync(country);
        var counts = new Dictionary<string, int>();
        await CheckAllAsync(schema, "{ unit(id: \"top\") { children {", "} } }", counts);

        // What cannot be reached from a list of units, or was reached only a few times, has not been tested.
        Assert.Empty(schema.Objects.Except([.. counts.Keys, .. Elsewhere, .. ContractWalk.InMemory]));
        Assert.All(counts, type => Assert.True(type.Value >= CountedCountry.Many, $"{type.Key} came only {type.Value} times"));
    }

    [Fact]
    public async Task Every_field_of_a_hundred_objects_of_one_unit_costs_a_few_calls() =>
        await CheckAllAsync(await ContractWalk.ReadAsync(country), "{ unit(id: \"one\") {", "} }", []);

    [Fact]
    public async Task Calls_to_many_units_go_out_together()
    {
        string[] fields =
        [
            "plans { id }", "breakdown(by: CHILD) { key }", "breakdown(by: REFORM_AREA) { key }",
            "breakdown(by: PLAN) { key }", """breakdown(by: PLAN_TASK, filter: { plan: "top-p" }) { key }""",
        ];
        foreach (var field in fields)
        {
            using var api = country.Cold();
            // Where the calls came one after another, the first would wait for ever.
            api.Together = Math.Min(CountedCountry.Many, Backend.CallsMax);
            api.Ahead = "top";
            await api.DataAsync($"{{ unit(id: \"top\") {{ children {{ {field} }} }} }}");
        }
    }

    [Fact]
    public async Task What_a_page_needs_of_a_unit_and_its_children_is_one_call_and_the_whole_is_the_sum_of_its_parts()
    {
        using var api = country.Cold();

        var unit = (await api.DataAsync("""
            { unit(id: "top") { name plans { id title } progress { total version } children { id name progress { total percent overdue } }
              areas: breakdown(by: REFORM_AREA) { key progress { total } } parts: breakdown(by: CHILD) { key progress { total } } } }
            """)).GetProperty("unit");

        Assert.Equal("top", Assert.Single(api.Calls).Key);
        Assert.Equal(1, api.Calls["top"]);
        Assert.Empty(api.Statements);
        var whole = unit.GetProperty("progress").GetProperty("total").GetInt64();
        Assert.True(whole > 0);
        Assert.Equal(whole, Sum(unit.GetProperty("areas")));
        Assert.Equal(whole, Sum(unit.GetProperty("parts")));
        // What is not the children's is the unit's own.
        var own = unit.GetProperty("parts").EnumerateArray().Where(part => part.GetProperty("key").GetString() == "top")
            .Sum(part => part.GetProperty("progress").GetProperty("total").GetInt64());
        Assert.Equal(whole, own + Sum(unit.GetProperty("children")));

        static long Sum(JsonElement parts) => parts.EnumerateArray().Sum(part => part.GetProperty("progress").GetProperty("total").GetInt64());
    }

    [Theory]
    [InlineData("task", "one-t#", 1)]
    [InlineData("plan", "one-p#", 0)]
    [InlineData("obligation", "one~one-t#", 0)]
    [InlineData("unit", "c#", 0)]
    public async Task A_root_field_that_is_asked_a_hundred_times_under_other_names_is_read_once(string field, string ids, int statements)
    {
        using var api = country.Cold();
        var query = string.Join(' ', Enumerable.Range(0, CountedCountry.Many).Select(i => $"a{i}: {field}(id: \"{ids.Replace("#", $"{i}")}\") {{ id }}"));

        var data = await api.DataAsync($"{{ {query} }}");

        Assert.All(data.EnumerateObject(), found => Assert.NotEqual(JsonValueKind.Null, found.Value.ValueKind));
        Assert.True(api.Calls.Values.Sum() <= 1, $"{api.Calls.Values.Sum()} calls");
        Assert.Equal(statements, api.Statements.Count);
    }

    private async Task CheckAllAsync(ContractWalk schema, string begin, string end, Dictionary<string, int> counts)
    {
        foreach (var (type, path) in schema.PathsFrom("Unit"))
        {
            foreach (var selection in schema.SelectionsOf(type))
            {
                var query = $"{begin} {path.Replace("@", $"__typename {selection}")} {end}";
                using var api = country.Cold();
                var answer = await api.DataAsync(query);
                counts[type] = Math.Max(counts.GetValueOrDefault(type), Occurrences(answer, type));
                var most = api.Calls.Values.DefaultIfEmpty().Max();
                Assert.True(most <= CallsOfUnitMax, $"{query}: {most} calls to one unit");
                Assert.True(api.Statements.Count <= StatementsMax, $"{query}: {string.Join(' ', api.Statements)}");

                Assert.Equal(answer.GetRawText(), (await api.DataAsync(query)).GetRawText());
            }
        }
    }

    private static int Occurrences(JsonElement answer, string type) => answer.ValueKind switch
    {
        JsonValueKind.Object => answer.EnumerateObject().Sum(
            member => member.NameEquals("__typename") && member.Value.GetString() == type ? 1 : Occurrences(member.Value, type)),
        JsonValueKind.Array => answer.EnumerateArray().Sum(item => Occurrences(item, type)),
        _ => 0,
    };
}

/// <summary>The contract as a graph of object types, read by introspection.</summary>
internal sealed class ContractWalk
{
    /// <summary>People and what they have been given: no way leads through them, since they cost neither a call nor a statement.</summary>
    public static readonly string[] InMemory = ["Viewer", "Person", "PersonConnection", "PersonEdge", "Grant", "FocalAgency", "Lineage"];

    private static readonly string[] _roots = ["Query", "Mutation", "Subscription"];

    /// <summary>Arguments without which a field cannot be asked, or would show few objects; each gives a selection of its own.</summary>
    private static readonly Dictionary<string, string[]> _arguments = new()
    {
        ["Unit.trend"] = ["""(from: "2013-01-31", to: "2013-05-10")"""],
        ["Unit.progress"] = ["", """(asOf: "2013-05-01")"""],
        ["Unit.breakdown"] =
        [
            "(by: REFORM_AREA)", "(by: CHILD)", "(by: PLAN)", """(by: PLAN_TASK, filter: { plan: "top-p" })""",
            """(by: CHILD, filter: { plan: "top-p", kind: null })""",
        ],
        ["Unit.progress"] = ["", "(filter: { year: 2013, reformArea: INSTITUTIONS })", """(filter: { plan: "top-p" })"""],
        ["Unit.obligations"] =
        [
            "(first: 100, filter: { scope: ALL })",
            """(first: 100, orderBy: PERCENT_DESC, filter: { status: [NOT_STARTED, SUBMITTED], text: "viec", scope: ALL })""",
        ],
        ["PlanTask.obligations"] = ["(first: 100)"],
        ["Unit.history"] = ["(first: 500)"],
        ["Progress.dueWithin"] = ["(days: 30)"],
        ["Plan.at"] = ["""(on: "2013-05-10")"""],
        ["Viewer.rights"] = ["""(unit: "top")"""],
        ["Unit.indicators"] = ["", "(year: 2013)"],
        ["Unit.inspectionCoverage"] = ["(year: 2013, unitKind: DISTRICT)"],
        ["Unit.notInspected"] = ["(year: 2013, unitKind: DISTRICT)"],
        ["Unit.findings"] = ["(first: 100)"],
        ["Indicator.value"] = ["""(unit: "top", year: 2013)"""],
        ["Indicator.series"] = ["""(unit: "top", fromYear: 2012, toYear: 2013)"""],
        ["Indicator.byChild"] = ["""(unit: "top", year: 2013)"""],
        ["Indicator.notGiven"] = ["""(unit: "top", year: 2013)"""],
        ["Indicator.rights"] = ["""(unit: "top")"""],
        ["Indicator.asks"] = ["""(unit: "top")"""],
        ["Indicator.given"] = ["""(unit: "top", year: 2013)"""],
        ["ReportRegime.periods"] = ["(year: 2013)"],
        ["ReportRow.list"] = ["(first: 100)"],
        ["ReportPeriod.due"] = ["(kind: DISTRICT)"],
        ["ReportPeriod.progress"] = ["""(unit: "top")""", """(unit: "top", asOf: "2013-05-01")"""],
        ["ReportPeriod.completeness"] = ["""(unit: "top")"""],
        ["ReportPeriod.timeliness"] = ["""(unit: "top")"""],
        ["ReportPeriod.rights"] = ["""(unit: "top")"""],
        ["ReportPeriod.missing"] = ["""(unit: "top")"""],
    };

    private readonly Dictionary<string, List<Field>> _types = [];

    public IEnumerable<string> Objects => _types.Keys;

    public static async Task<ContractWalk> ReadAsync(CountedCountry country)
    {
        using var api = country.Cold();
        const string Type = "type { name kind ofType { name kind ofType { name kind ofType { name kind } } } }";
        var data = await api.DataAsync(
            $"{{ __schema {{ types {{ name kind fields {{ name args {{ name defaultValue {Type} }} {Type} }} }} }} }}");
        var walk = new ContractWalk();
        foreach (var type in data.GetProperty("__schema").GetProperty("types").EnumerateArray())
        {
            var name = type.GetProperty("name").GetString()!;
            if (type.GetProperty("kind").GetString() == "OBJECT" && !name.StartsWith("__", StringComparison.Ordinal) && !_roots.Contains(name))
            {
                walk._types[name] = [.. type.GetProperty("fields").EnumerateArray().Select(FieldOf)];
            }
        }
        foreach (var (type, fields) in walk._types)
        {
            Assert.All(fields, field => Assert.True(
                !field.NeedsArguments || _arguments.ContainsKey($"{type}.{field.Name}"), $"{type}.{field.Name} needs arguments: name some here"));
        }
        return walk;
    }

    /// <summary>The shortest way from one type to each, written around an @.</summary>
    public Dictionary<string, string> PathsFrom(string start)
    {
        var paths = new Dictionary<string, string> { [start] = "@" };
        var left = new Queue<string>([start]);
        while (left.TryDequeue(out var type))
        {
            foreach (var field in _types[type].Where(field => field.Object is { } to && !InMemory.Contains(to) && !paths.ContainsKey(to)))
            {
                paths[field.Object!] = paths[type].Replace("@", $"{field.Name}{ArgumentsOf(type, field)[0]} {{ @ }}");
                left.Enqueue(field.Object!);
            }
        }
        return paths;
    }

    /// <summary>Every field of a type, each by itself.</summary>
    public IEnumerable<string> SelectionsOf(string type) =>
        from field in _types[type]
        from arguments in ArgumentsOf(type, field)
        select $"{field.Name}{arguments}{(field.Object is null ? "" : " { __typename }")}";

    private static string[] ArgumentsOf(string type, Field field) => _arguments.GetValueOrDefault($"{type}.{field.Name}", [""]);

    private static Field FieldOf(JsonElement field)
    {
        var type = field.GetProperty("type");
        while (type.TryGetProperty("ofType", out var inner) && inner.ValueKind == JsonValueKind.Object)
        {
            type = inner;
        }
        return new Field(
            field.GetProperty("name").GetString()!,
            type.GetProperty("kind").GetString() == "OBJECT" ? type.GetProperty("name").GetString() : null,
            field.GetProperty("args").EnumerateArray().Any(argument =>
                argument.GetProperty("type").GetProperty("kind").GetString() == "NON_NULL"
                && argument.GetProperty("defaultValue").ValueKind == JsonValueKind.Null));
    }

    /// <param name="Object">Its type, where that has fields.</param>
    private sealed record Field(string Name, string? Object, bool NeedsArguments);
}

/// <summary>A hundred districts that each have one of everything, and one unit that has a hundred.</summary>
public sealed class CountedCountry : IAsyncLifetime
{
    public const int Many = 100;

    private const string Schedule = """{ kind: DATE, text: "", date: "2013-06-01" }""";

    private readonly ApiHost _host = new();

    public async ValueTask InitializeAsync()
    {
        await _host.InitializeAsync();
        await _host.Services.GetRequiredService<IFiles>().AddAsync(
            Given.File(), Callers.Anybody.Key, Given.Now, new MemoryStream("%PDF-"u8.ToArray()), CancellationToken.None);
        await _host.RegisterAsync("top", "PROVINCE", null);
        await _host.RegisterAsync("one", "DEPARTMENT", "top");
        await AdoptAsync("top", "top-p");
        for (var i = 0; i < Many; i++)
        {
            await _host.RegisterAsync($"c{i}", "DISTRICT", "top");
            await AdoptAsync($"c{i}", $"c{i}-p", "top-p");
            await AddAsync($"c{i}", $"c{i}-p", $"c{i}-t", $"c{i}-d");
            await DraftAsync($"c{i}");
            await MeasureAsync($"c{i}", $"c{i}-p");
            await DraftAsync("one");
            await AdoptAsync("one", $"one-p{i}", "top-p");
            await AddAsync("one", $"one-p{i}", $"one-t{i}", $"one-d{i}");
        }
        await AddAsync("top", "top-p", "top-t", "top-d", "{ unitClass: DISTRICT }");
        await _host.DoAsync("""
            defineIndicator(input: { id: "top-i", owner: "top", text: "Chỉ tiêu", method: SUM, numeratorLabel: "hồ sơ", targets: [],
              reporters: [{ unit: "top" }, { unitClass: DISTRICT }] }) { id }
            """);
        await _host.DoAsync("""reportIndicator(indicator: "top-i", unit: "top", year: 2013, numerator: 1) { year }""");
        await _host.DoAsync("""
            addRegime(input: { id: "top-r", owner: "top", title: "Báo cáo", reporters: [], startYear: 2013, endYear: 2013,
              sections: [{ key: "I", title: "Kết quả" }], template: [{ code: "1", label: "Hồ sơ", source: ENTERED }], periods: [
              { key: "Y", label: "Cả năm", from: "01-01", to: "12-31", due: [{ kind: DISTRICT, lastDay: "06-01" }], takesOver: "top-d" }] }) { id }
            """);
        await _host.EventuallyAsync(
            """{ regime(id: "top-r") { periods(year: 2013) { progress(unit: "top") { total } } } }""",
            $$$"""{ "regime": { "periods": [{ "progress": { "total": {{{Many}}} } }] } }""");
        await _host.EventuallyAsync(
            """{ unit(id: "top") { progress(filter: { kind: null, scope: ALL }) { total } } }""",
            $$$"""{ "unit": { "progress": { "total": {{{Many * 6}}} } } }""");
    }

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    /// <summary>An API before its first question.</summary>
    public CountedSystem Cold() => new(_host.Services);

    /// <summary>With one of everything, a doubt included.</summary>
    private Task DraftAsync(string owner) => _host.DoAsync($$"""
        createDraft(owner: "{{owner}}", input: { title: "Dự thảo", areas: [{ id: "I", name: "Thể chế", reform: INSTITUTIONS }], rows: [
            { area: "I", title: "Việc", leadsText: "Đơn vị {{owner}}", coordinatorsText: "Đơn vị {{owner}}", scheduleText: "Năm 2013" }] }) { id }
        """);

    /// <summary>Something that the unit is asked for and gives, and an inspection of it.</summary>
    private async Task MeasureAsync(string owner, string plan)
    {
        await _host.DoAsync($$"""
            defineIndicator(input: { id: "{{owner}}-i", owner: "{{owner}}", objective: "{{plan}}/1", text: "Chỉ tiêu", method: SUM, numeratorLabel: "hồ sơ",
              reporters: [{ unit: "{{owner}}" }], targets: [{ comparison: AT_LEAST, value: 1 }] }) { id }
            """);
        await _host.DoAsync($$"""reportIndicator(indicator: "{{owner}}-i", unit: "{{owner}}", year: 2013, numerator: 1) { year }""");
        await _host.DoAsync($$"""
            recordInspection(input: { id: "{{owner}}-k", inspector: "top", unit: "{{owner}}", on: "2013-05-01",
              act: { number: "1/KT", issuedOn: "2013-05-01" } }) { id }
            """);
    }

    private Task AdoptAsync(string owner, string id, string? parent = null) => _host.DoAsync($$"""
        adoptPlan(input: {
          id: "{{id}}", owner: "{{owner}}", number: "1/QĐ", adoptedOn: "2013-01-01",
          title: "Kế hoạch", startYear: 2013, endYear: 2013, parent: {{(parent is null ? "null" : $"\"{parent}\"")}},
          areas: [{ id: "I", name: "Thể chế", reform: INSTITUTIONS, budget: 10 }], objectives: [{ id: "1", text: "Mục tiêu" }]
        }) { id }
        """);

    /// <summary>A line and a duty; what the owner owes of the line has a difficulty and a document with a file.</summary>
    private async Task AddAsync(string owner, string plan, string task, string duty, string? lead = null)
    {
        lead ??= $"{{ unit: \"{owner}\" }}";
        await _host.DoAsync($$"""
            addTask(input: { id: "{{task}}", plan: "{{plan}}", code: "1", area: "I", title: "Việc", leads: [{{lead}}], schedule: {{Schedule}}, budget: 5 }) { id }
            """);
        await _host.DoAsync($$"""
            addDuty(input: { id: "{{duty}}", plan: "{{plan}}", kind: REPORT, title: "Báo cáo", leads: [{{lead}}], schedule: {{Schedule}} }) { id }
            """);
        if (lead.Contains("unit:", StringComparison.Ordinal))
        {
            var obligation = $"{owner}~{task}";
            await _host.DoAsync($$"""raiseDifficulty(obligation: "{{obligation}}", text: "Thiếu tiền") { id }""");
            await _host.DoAsync($$"""changeDue(obligation: "{{obligation}}", due: "2013-12-30", reason: "Gia hạn") { id }""");
            await _host.DoAsync($$"""submit(obligation: "{{obligation}}", document: { number: "1/QĐ", issuedOn: "2013-05-09", files: ["f"] }) { id }""");
        }
    }
}
