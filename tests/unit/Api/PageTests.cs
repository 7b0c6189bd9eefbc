namespace Hierarchy.UnitTests.Api;

/// <summary>Breakdowns page by page, and plans and lines whose ids bear their owner's, through the API.</summary>
public sealed class PageTests(ApiHost api) : IClassFixture<ApiHost>
{
    private const int PlansOfEach = 401;

    [Fact]
    public async Task A_breakdown_of_more_plans_than_a_page_holds_comes_in_pages()
    {
        await api.RegisterAsync("m", "MINISTRY", null);
        string[] owners = ["m-1", "m-2", "m-3"];
        foreach (var owner in owners)
        {
            await api.RegisterAsync(owner, "PROVINCE", "m");
            foreach (var hundred in Enumerable.Range(0, PlansOfEach).Chunk(100))
            {
                await Task.WhenAll(hundred.Select(i => AdoptAsync($"{owner}-p{i}", owner)));
            }
        }
        var all = await KeysAsync("m", "PLAN", "", 1_000);

        Assert.Equal([1_000, 203], all.Select(page => page.Length));
        var keys = all.SelectMany(page => page).ToList();
        Assert.Equal(owners.Length * PlansOfEach, keys.Distinct().Count());
        Assert.Equal(keys, (await KeysAsync("m", "PLAN", "", 97)).SelectMany(page => page));
        // Without a word about pages it is the first.
        Assert.Equal(all[0], await PageAsync("m", "PLAN", "", ""));
        // What is new since does not move what follows.
        await AdoptAsync("newest", "m-1", adoptedOn: "2013-05-01");
        Assert.Equal(keys[1..4], await PageAsync("m", "PLAN", "", $"first: 3, after: \"{keys[0]}\""));
        Assert.Equal("newest", (await PageAsync("m", "PLAN", "", "first: 1"))[0]);
    }

    [Fact]
    public async Task Each_dimension_has_pages()
    {
        await api.RegisterAsync("n", "PROVINCE", null);
        await AdoptAsync("n-p", "n");
        foreach (var child in new[] { "n-a", "n-b", "n-c" })
        {
            await api.RegisterAsync(child, "DISTRICT", "n");
            await AddTaskAsync($"{child}-t", "n-p", $"{{ unit: \"{child}\" }}, {{ unit: \"n\" }}");
        }
        await api.EventuallyAsync("""{ unit(id: "n") { progress(filter: { scope: ALL }) { total } } }""", """{"unit":{"progress":{"total":6}}}""");

        await CheckAsync("CHILD", """filter: { scope: ALL },""", "n n-a n-b n-c");
        await CheckAsync("CHILD", "", "n-a n-b n-c");
        await CheckAsync("PLAN_TASK", """filter: { plan: "n-p" },""", "n-a-t n-b-t n-c-t");
        await CheckAsync("REFORM_AREA", "", "INSTITUTIONS PROCEDURES APPARATUS CIVIL_SERVICE PUBLIC_FINANCE MODERNISATION STEERING OTHER");
        await CheckAsync("PLAN", "", "n-p");
        // The plan of another counts nothing here and takes no place on the page.
        await AdoptAsync("n-empty", "n");
        Assert.Equal(["n-p"], await PageAsync("n-a", "PLAN", "", "first: 1"));
        // Where a plan stands below, all of it is in one child.
        await AdoptAsync("n-b-p", "n-b");
        Assert.Equal(["n-b", "n-c"], await PageAsync("n", "CHILD", """filter: { plan: "n-b-p" },""", "first: 5, after: \"n-a\""));

        async Task CheckAsync(string by, string filter, string expected)
        {
            for (var first = 1; first <= 9; first++)
            {
                Assert.Equal(expected, string.Join(' ', (await KeysAsync("n", by, filter, first)).SelectMany(page => page)));
            }
            foreach (var wrong in new[] { "first: 0", "first: 1001", "first: -1", "after: \"nothing\"", "after: \"\"" })
            {
                Assert.Equal("INVALID", await api.CodeAsync($$"""{ unit(id: "n") { breakdown(by: {{by}}, {{filter}} {{wrong}}) { key } } }"""));
            }
        }
    }

    [Fact]
    public async Task What_an_id_has_become_is_taken_wherever_a_plan_or_a_line_is_named()
    {
        await api.RegisterAsync("q", "PROVINCE", null);
        await api.RegisterAsync("q-1", "DISTRICT", "q");
        await api.RegisterAsync("q-1-x", "COMMUNE", "q-1");
        await api.RegisterAsync("squatter", "PROVINCE", null);
        await AdoptAsync("plan-2027", "squatter");
        await AddTaskAsync("line-1", "plan-2027", """{ unit: "squatter" }""");

        Assert.Equal("q-1:plan-2027", (await AdoptAsync("plan-2027", "q-1")).GetProperty("adoptPlan").GetProperty("id").GetString());
        var task = await AddTaskAsync("line-1", "q-1:plan-2027", """{ unit: "q-1-x" }""");
        Assert.Equal("q-1:line-1", task.GetProperty("addTask").GetProperty("id").GetString());
        Assert.Equal("child", (await AdoptAsync("child", "q-1-x", parent: "q-1:plan-2027")).GetProperty("adoptPlan").GetProperty("id").GetString());

        await api.CheckAsync(
            """
            {
              plan(id: "q-1:plan-2027") { id owner { id } tasks { id } }
              task(id: "q-1:line-1") { id plan { id } obligations { nodes { id plan { id } task { id } } } }
              child: plan(id: "child") { parent { id } }
              unit(id: "q-1-x") {
                progress(filter: { plan: "q-1:plan-2027" }) { total }
                obligations(filter: { plan: "q-1:plan-2027", task: "q-1:line-1" }) { totalCount }
                breakdown(by: PLAN, filter: { plan: "q-1:plan-2027" }) { key }
                lines: breakdown(by: PLAN_TASK, filter: { plan: "q-1:plan-2027" }) { key progress { total } }
              }
              obligation(id: "q-1-x~q-1:line-1") { id }
              others: plan(id: "plan-2027") { owner { id } }
            }
            """,
            """
            {
              "plan": { "id": "q-1:plan-2027", "owner": { "id": "q-1" }, "tasks": [{ "id": "q-1:line-1" }] },
              "task": { "id": "q-1:line-1", "plan": { "id": "q-1:plan-2027" }, "obligations": { "nodes": [
                { "id": "q-1-x~q-1:line-1", "plan": { "id": "q-1:plan-2027" }, "task": { "id": "q-1:line-1" } }] } },
              "child": { "parent": { "id": "q-1:plan-2027" } },
              "unit": {
                "progress": { "total": 1 }, "obligations": { "totalCount": 1 }, "breakdown": [{ "key": "q-1:plan-2027" }],
                "lines": [{ "key": "q-1:line-1", "progress": { "total": 1 } }]
              },
              "obligation": { "id": "q-1-x~q-1:line-1" },
              "others": { "owner": { "id": "squatter" } }
            }
            """);
    }

    private Task<JsonElement> AdoptAsync(string id, string owner, string? parent = null, string? adoptedOn = null) => api.DoAsync($$"""
        adoptPlan(input: {
          id: "{{id}}", owner: "{{owner}}", title: "Kế hoạch {{id}}", startYear: 2013, endYear: 2013,
          parent: {{(parent is null ? "null" : $"\"{parent}\"")}}, adoptedOn: {{(adoptedOn is null ? "null" : $"\"{adoptedOn}\"")}},
          areas: [{ id: "I", name: "Thể chế", reform: INSTITUTIONS }]
        }) { id }
        """);

    private Task<JsonElement> AddTaskAsync(string id, string plan, string leads) => api.DoAsync($$"""
        addTask(input: {
          id: "{{id}}", plan: "{{plan}}", code: "1", area: "I", title: "Việc {{id}}", leads: [{{leads}}], schedule: { kind: YEAR, text: "2013" }
        }) { id }
        """);

    /// <summary>Every page until one is not full.</summary>
    private async Task<List<string[]>> KeysAsync(string unit, string by, string filter, int first)
    {
        var pages = new List<string[]>();
        var after = "";
        do
        {
            pages.Add(await PageAsync(unit, by, filter, $"first: {first}{after}"));
            after = pages[^1].Length > 0 ? $", after: \"{pages[^1][^1]}\"" : "";
        }
        while (pages[^1].Length == first);
        return pages;
    }

    private async Task<string[]> PageAsync(string unit, string by, string filter, string page)
    {
        var data = await api.DataAsync($$"""{ unit(id: "{{unit}}") { breakdown(by: {{by}}, {{filter}} {{page}}) { key } } }""");
        return [.. data.GetProperty("unit").GetProperty("breakdown").EnumerateArray().Select(slice => slice.GetProperty("key").GetString()!)];
    }
}
