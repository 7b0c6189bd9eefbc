using GraphQL.Types;
using Microsoft.Extensions.Hosting;

namespace Hierarchy.UnitTests.Api;

/// <summary>The system in one process on the memory store, with GraphQL. Its day is 10 May 2013; its timers are real.</summary>
public sealed class ApiHost : IAsyncLifetime
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    // Takes a second of processor time to build, and is independent of the system instance.
    private static readonly Lazy<Schema> Contract = new(() => ApiSchema.Build(new ServiceCollection().BuildServiceProvider()));

    private IHost _host = null!;
    private int _requests;

    public IServiceProvider Services => _host.Services;

    public async ValueTask InitializeAsync()
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        AddSystem(builder, null);
        _host = builder.Build();
        await _host.StartAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await _host.StopAsync();
        _host.Dispose();
    }

    /// <summary>Units, their store and the API.</summary>
    public static void AddSystem(IHostApplicationBuilder builder, Tokens? tokens, AllowedHosts? hosts = null)
    {
        var store = new MemoryStore();
        builder.Services.AddSingleton<TimeProvider>(new DayInMay())
            .AddSingleton(store.Events).AddSingleton(store.Checkpoints).AddSingleton(store.Queries).AddSingleton(store.Directory)
            .AddSingleton(store.People).AddSingleton(store.Grants).AddSingleton(store.Files).AddSingleton(store.Drafts).AddSingleton<Judge>()
            .AddSingleton(store.Reorganisations).AddSingleton<ReorganisationPreviews>().AddSingleton<Repair>()
            .AddSingleton(Contract.Value)
            .AddHierarchyApi(tokens, hosts);
        builder.AddOneSilo();
    }

    /// <summary>The whole answer.</summary>
    public async Task<JsonElement> AskAsync(string query, object? variables = null, Caller? caller = null)
    {
        var response = await _host.Services.GetRequiredService<GraphQLServer>().ExecuteAsync(
            new GraphQLCall
            {
                Query = Encoding.UTF8.GetBytes(query),
                Variables = variables is null ? default : JsonSerializer.SerializeToElement(variables),
                Services = _host.Services,
                Caller = caller ?? Callers.Anybody,
            },
            TestContext.Current.CancellationToken);
        return JsonDocument.Parse(response.Bytes).RootElement;
    }

    /// <summary>The data of an answer without errors.</summary>
    public async Task<JsonElement> DataAsync(string query, object? variables = null)
    {
        var answer = await AskAsync(query, variables);
        Assert.False(answer.TryGetProperty("errors", out var errors), errors.ToString());
        return answer.GetProperty("data");
    }

    /// <summary>Carries out one mutation, written without its requestId.</summary>
    public Task<JsonElement> DoAsync(string mutation)
    {
        var arguments = mutation.IndexOf('(', StringComparison.Ordinal) + 1;
        return DataAsync($"mutation {{ {mutation.Insert(arguments, $"requestId: \"r{Interlocked.Increment(ref _requests)}\", ")} }}");
    }

    /// <summary>Checks that the answer has no errors and this data; white space between the expected tokens does not count.</summary>
    public async Task CheckAsync(string query, string expected, object? variables = null) =>
        Assert.Equal(Compact(expected), Compact((await DataAsync(query, variables)).GetRawText()));

    /// <summary>The same for a mutation, written without its requestId.</summary>
    public async Task CheckDoneAsync(string mutation, string expected) =>
        Assert.Equal(Compact(expected), Compact((await DoAsync(mutation)).GetRawText()));

    /// <summary>The code of the only error of an answer; null if there is none.</summary>
    public async Task<string?> CodeAsync(string query, Caller? caller = null)
    {
        var answer = await AskAsync(query, null, caller);
        return !answer.TryGetProperty("errors", out var errors) ? null
            : Assert.Single(errors.EnumerateArray()).GetProperty("extensions").GetProperty("code").GetString();
    }

    /// <summary>Repeats the query until its data is as expected: roll-ups follow a moment later.</summary>
    public async Task EventuallyAsync(string query, string expected)
    {
        var last = "";
        using var patience = new CancellationTokenSource(Patience);
        while (!patience.IsCancellationRequested)
        {
            last = Compact((await DataAsync(query)).GetRawText());
            if (last == Compact(expected))
            {
                return;
            }
            await Task.Delay(10, TestContext.Current.CancellationToken);
        }
        Assert.Equal(Compact(expected), last);
    }

    /// <summary>Registers a ministry, a province, a district of three communes, and another province.</summary>
    public Task RegisterAsync(string prefix) => RegisterAsync(
        prefix, ("m", "MINISTRY", null), ("p", "PROVINCE", "m"), ("x", "PROVINCE", "m"), ("d", "DISTRICT", "p"), ("1", "COMMUNE", "d"), ("2", "COMMUNE", "d"),
        ("3", "COMMUNE", "d"));

    /// <summary>Registers units with a unique prefix of their ids.</summary>
    public async Task RegisterAsync(string prefix, params (string Id, string Kind, string? Parent)[] units)
    {
        foreach (var (id, kind, parent) in units)
        {
            await RegisterAsync($"{prefix}-{id}", kind, parent is null ? null : $"{prefix}-{parent}", $"Đơn vị {id}");
        }
    }

    public Task RegisterAsync(string id, string kind, string? parent, string? name = null) => DoAsync(
        $$"""registerUnit(input: { id: "{{id}}", name: "{{name ?? $"Đơn vị {id}"}}", kind: {{kind}}, parent: {{(parent is null ? "null" : $"\"{parent}\"")}} }) { id }""");

    /// <summary>Adopts a plan of the province that imposes one task on these units, due on 31 March.</summary>
    public async Task AdoptAsync(string prefix, params string[] leads)
    {
        await DoAsync($$"""
            adoptPlan(input: { id: "{{prefix}}-plan", owner: "{{prefix}}-p", title: "Kế hoạch", startYear: 2013, endYear: 2013,
              areas: [{ id: "I", name: "Một", reform: INSTITUTIONS }] }) { id }
            """);
        await DoAsync($$"""
            addTask(input: { id: "{{prefix}}-t", plan: "{{prefix}}-plan", code: "1", area: "I", title: "Việc",
              leads: [{{string.Join(", ", leads.Select(lead => $"{{ unit: \"{prefix}-{lead}\" }}"))}}],
              schedule: { kind: DATE, text: "", date: "2013-03-31" } }) { id }
            """);
    }

    /// <summary>Submits an obligation and accepts it.</summary>
    public async Task FinishAsync(string obligation, string? completedOn = null)
    {
        var on = completedOn is null ? "" : $", completedOn: \"{completedOn}\"";
        await DoAsync($$"""submit(obligation: "{{obligation}}"{{on}}) { id }""");
        await DoAsync($$"""accept(obligation: "{{obligation}}") { id }""");
    }

    private static string Compact(string json) => JsonSerializer.Serialize(JsonDocument.Parse(json).RootElement);

    private sealed class DayInMay : TimeProvider
    {
        private static readonly TimeSpan Shift = new DateTimeOffset(2013, 5, 10, 2, 0, 0, TimeSpan.Zero) - DateTimeOffset.UtcNow;

        public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + Shift;
    }
}
