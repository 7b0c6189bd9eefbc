using System.Text.Json.Nodes;
using Hierarchy.Api.Changes;
using Hierarchy.Api.Dashboard;
using Hierarchy.Grains;
using Hierarchy.Silo;
using Hierarchy.Silo.Runtime;
using Hierarchy.Store;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Hierarchy.Tests.System;

/// <summary>Store, units and API as the process composes them, within this one: for tests that give units what no client can send.</summary>
internal sealed class SystemOnDisk : IAsyncDisposable
{
    /// <summary>So that units are read from a snapshot, and from the events behind it.</summary>
    private const int SnapshotEvery = 3;

    private readonly Node _node;
    private readonly WebApplication _web;
    private readonly GraphQLClient _client;
    private int _requests;

    private SystemOnDisk(PostgresStore store, Node node, WebApplication web)
    {
        (Store, _node, _web) = (store, node, web);
        _client = new GraphQLClient(new Uri(web.Urls.First()));
    }

    public PostgresStore Store { get; }

    public static async Task<SystemOnDisk> StartAsync(string connectionString)
    {
        var store = await PostgresStore.OpenAsync(connectionString, TimeProvider.System, CancellationToken.None);
        var changes = new LiveChanges(store.Directory, TimeProvider.System);
        var node = await Node.StartAsync(
            store, changes, new Progress<string>(), TimeProvider.System, CancellationToken.None, RecoveryTurn.Always,
            builder =>
            {
                builder.AddGrains();
                builder.Services.AddSingleton(Options.Create(new RollupOptions { SnapshotEvery = SnapshotEvery }));
            },
            _ => { });
        var web = await ApiServer.StartAsync(
            ApiServer.Place.Here(0), node, changes, tokens: null, DashboardFiles.Read(null), operatorKey: null, CancellationToken.None);
        return new SystemOnDisk(store, node, web);
    }

    public IUnitGrain Unit(string id) => _node.Services.GetRequiredService<IGrainFactory>().GetGrain<IUnitGrain>(id);

    /// <summary>Carries out a command that must be accepted.</summary>
    public async Task DoAsync(string unit, UnitCommand command)
    {
        var request = $"before-{Interlocked.Increment(ref _requests)}";
        var caller = command is UnitCommand.Impose ? Caller.System : new Caller("an", null);
        Assert.Null((await Unit(unit).ExecuteAsync(command, request, caller)).Refusal);
    }

    /// <summary>Holds grains and rows against the recount: nothing differs, and nothing has been set aside.</summary>
    public async Task VerifyAsync()
    {
        var verdict = await _node.Verifier.RunAsync(CancellationToken.None);
        Assert.Empty(verdict.Differences);
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

    /// <summary>What the API says of every unit and plan; no part of it is an error.</summary>
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
        await _web.DisposeAsync();
        await _node.DisposeAsync();
        await Store.DisposeAsync();
    }
}
