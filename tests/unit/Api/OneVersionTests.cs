namespace Hierarchy.UnitTests.Api;

/// <summary>The figures of one answer are of one version of a unit, however many calls it takes and whatever happens between
/// them.</summary>
public sealed class OneVersionTests : IAsyncLifetime
{
    private const int Tasks = 3;
    private const string Figures = "progress " + Measures;
    private const string FiguresOfUnit = "progress(filter: { scope: ALL }) " + Measures;
    private const string Measures = "{ version total budget { spent } }";

    private readonly ApiHost _host = new();
    private int _spent;

    public async ValueTask InitializeAsync()
    {
        await _host.InitializeAsync();
        await _host.RegisterAsync("p", "PROVINCE", null);
        await _host.RegisterAsync("d", "DEPARTMENT", "p");
        await _host.DoAsync("""
            adoptPlan(input: { id: "plan", owner: "p", title: "Kế hoạch", startYear: 2013, endYear: 2013,
              areas: [{ id: "I", name: "Thể chế", reform: INSTITUTIONS }] }) { id }
            """);
        for (var i = 0; i < Tasks; i++)
        {
            await _host.DoAsync(AddTask($"t{i}"));
        }
    }

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    [Theory]
    [InlineData("{ whole: plan(id: \"plan\") { " + Figures + " parts: tasks { " + Figures + " } } }")]
    [InlineData("{ whole: unit(id: \"p\") { " + FiguresOfUnit + " plans { parts: tasks { " + Figures + " } } } }")]
    [InlineData("{ whole: plan(id: \"plan\") { parts: tasks { obligations { nodes { unit { id } } } " + Figures + " } " + Figures + " } }")]
    public async Task A_whole_is_the_sum_of_its_parts_though_it_changes_after_each_call(string query)
    {
        using var api = new CountedSystem(_host.Services) { Meanwhile = ChangeAsync };

        var data = await api.DataAsync(query);

        Assert.True(api.Calls["p"] > 1);
        Check(data.GetProperty("whole"));
    }

    [Fact]
    public async Task What_a_mutation_answers_fits_together_and_it_is_carried_out_once()
    {
        using var api = new CountedSystem(_host.Services) { Meanwhile = ChangeAsync };

        var asked = $"{{ whole: plan {{ {Figures} parts: tasks {{ id {Figures} }} }} }}";
        var data = await api.DataAsync($$"""
            mutation { {{AddTask("new").Replace("addTask(", "addTask(requestId: \"new\", ").Replace("{ id }", asked)}} }
            """);

        var whole = data.GetProperty("addTask").GetProperty("whole");
        Assert.Equal(Tasks + 1, whole.GetProperty("parts").GetArrayLength());
        Check(whole);
    }

    [Fact]
    public async Task Every_answer_fits_together_while_others_report()
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        var reporting = Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(async () =>
        {
            while (!stop.IsCancellationRequested)
            {
                await ChangeAsync();
            }
        })));
        for (var i = 0; i < 200; i++)
        {
            Check((await _host.DataAsync($"{{ whole: plan(id: \"plan\") {{ {Figures} parts: tasks {{ {Figures} }} }} }}")).GetProperty("whole"));
        }
        await stop.CancelAsync();
        await reporting;
    }

    private static void Check(JsonElement whole)
    {
        var parts = PartsOf(whole).EnumerateArray().Select(part => part.GetProperty("progress")).ToArray();
        var sum = whole.GetProperty("progress");
        Assert.All(parts, part => Assert.Equal(sum.GetProperty("version").GetInt64(), part.GetProperty("version").GetInt64()));
        Assert.Equal(sum.GetProperty("total").GetInt64(), parts.Sum(part => part.GetProperty("total").GetInt64()));
        Assert.Equal(SpentOf(sum), parts.Sum(SpentOf));
    }

    private static JsonElement PartsOf(JsonElement whole) =>
        whole.TryGetProperty("parts", out var parts) ? parts : whole.GetProperty("plans")[0].GetProperty("parts");

    private static long SpentOf(JsonElement progress) => progress.GetProperty("budget").GetProperty("spent").GetInt64();

    private async Task ChangeAsync()
    {
        var spent = Interlocked.Increment(ref _spent);
        await _host.DoAsync($$"""reportProgress(obligation: "p~t{{spent % Tasks}}", percent: 1, spent: {{spent}}) { id }""");
    }

    private static string AddTask(string id) => $$"""
        addTask(input: { id: "{{id}}", plan: "plan", code: "1", area: "I", title: "Việc", leads: [{ unit: "p" }],
          schedule: { kind: DATE, text: "", date: "2013-06-01" } }) { id }
        """;
}
