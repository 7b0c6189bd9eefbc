using Hierarchy.Api.Access;
using Hierarchy.Api.Changes;
using Hierarchy.Api.Dashboard;
using Hierarchy.Silo;
using Hierarchy.Silo.Runtime;
using Hierarchy.Silo.Verification;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Orleans.Reminders;

namespace Hierarchy.Tests.System;

/// <summary>Store, units and API composed as in the real process, within this one: for tests that send units what no client can
/// send.</summary>
internal sealed class SystemOnDisk : IAsyncDisposable
{
    /// <summary>Low, so that units are loaded from a snapshot and later events.</summary>
    private const int SnapshotEvery = 3;

    private readonly WebApplication _web;
    private readonly GraphQLClient _client;
    private int _requests;

    private SystemOnDisk(WebApplication web)
    {
        _web = web;
        _client = new GraphQLClient(new Uri(web.Urls.First()));
    }

    public PostgresStore Store => _web.Services.GetRequiredService<PostgresStore>();

    /// <param name="connectionString">An empty database, or one of a system.</param>
    /// <param name="reminders">The clock of reminders; null for the system's clock.</param>
    public static async Task<SystemOnDisk> StartAsync(string connectionString, TimeProvider? reminders = null)
    {
        var plan = new SystemPlan(_ => Task.FromResult(OpenDatabase.Foreign(connectionString)))
        {
            Data = null,
            Configure = services => services.AddSingleton(Options.Create(new RollupOptions { SnapshotEvery = SnapshotEvery }))
                .AddKeyedSingleton(KeyedService.AnyKey, (_, _) => TimeProvider.System)
                .AddKeyedSingleton(ReminderTimeProviderNames.Reminders, reminders ?? TimeProvider.System),
        };
        var api = new ApiPlan(IPAddress.Loopback, 0, Http2Port: null, Tokens: null, PeopleSignIn: false,
            AllowedHosts.Loopback, DashboardFiles.Read(null), OperatorKey: null);
        var around = new Surroundings(
            Configured.Load(new Dictionary<string, string>()), new Progress<string>(), TimeProvider.System, new Shutdown());
        var web = SystemHost.Build(plan, api, around);
        await web.StartAsync();
        return new SystemOnDisk(web);
    }

    public LiveChanges Changes => _web.Services.GetRequiredService<LiveChanges>();

    public ICalendarGrain Calendar => _web.Services.GetRequiredService<IGrainFactory>().GetGrain<ICalendarGrain>(ICalendarGrain.Key);

    public IUnitGrain Unit(string id) => _web.Services.GetRequiredService<IGrainFactory>().GetGrain<IUnitGrain>(id);

    /// <summary>Carries out a command that must be accepted.</summary>
    public async Task DoAsync(string unit, UnitCommand command)
    {
        var request = $"before-{Interlocked.Increment(ref _requests)}";
        var caller = command is UnitCommand.Impose ? Caller.System : new Caller("an", null);
        Assert.IsNotType<Outcome.Refused>(await Unit(unit).ExecuteAsync(command, request, caller));
    }

    /// <summary>Checks grains and rows against the recount: nothing may differ or be set aside.</summary>
    public async Task VerifyAsync()
    {
        var verdict = await _web.Services.GetRequiredService<Verifier>().RunAsync(CancellationToken.None);
        Assert.Empty(verdict.Differences);
        Assert.Empty(verdict.Record.Grants);
        Assert.Empty(verdict.Moving);
        Assert.Empty(verdict.SetAside);
    }

    public async Task<Dictionary<string, RollupReading>> CountAllAsync()
    {
        var counted = new Dictionary<string, RollupReading>();
        foreach (var unit in Store.Directory.All())
        {
            counted[unit.Id] = await Unit(unit.Id).ReadRollupAsync();
        }
        return counted;
    }

    public Task<JsonNode> SendAsync(string query) => _client.SendAsync(query);

    /// <summary>Reads every unit and plan through the API, without errors.</summary>
    public async Task<string[]> ReadAllAsync()
    {
        var said = new List<string>();
        foreach (var unit in Store.Directory.All())
        {
            var read = await _client.AskAsync(Full.Unit, new { id = unit.Id });
            said.Add(read.ToJsonString());
            foreach (var plan in read["unit"]!["plans"]!.AsArray())
            {
                said.Add((await _client.AskAsync(Full.Plan, new { id = (string)plan!["id"]! })).ToJsonString());
            }
        }
        return [.. said];
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _web.StopAsync();
        await _web.DisposeAsync();
    }
}
