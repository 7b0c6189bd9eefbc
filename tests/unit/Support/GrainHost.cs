using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Time.Testing;

namespace Hierarchy.UnitTests.Support;

/// <summary>Unit grains on a memory database and a clock that stands still. Two hosts on one database are two processes.</summary>
public sealed class GrainHost : IChangeFeed, IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly IHost _host;
    private readonly MemoryStore _store;
    private readonly ConcurrentDictionary<TaskCompletionSource, byte> _waiting = [];

    private GrainHost(MemoryDatabase database, RollupOptions options)
    {
        _store = new MemoryStore(database);
        Events = new UnreliableStore(_store.Events);
        Checkpoints = new SlowCheckpoints(_store.Checkpoints);
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings { EnvironmentName = "Development" });
        builder.Services
            .AddSingleton<TimeProvider>(Clock)
            .AddSingleton<IEventStore>(Events)
            .AddSingleton<IRollupCheckpoints>(Checkpoints)
            .AddSingleton(_store.Directory).AddSingleton(_store.People).AddSingleton(_store.Grants).AddSingleton(_store.Drafts)
            .AddSingleton(_store.Queries).AddSingleton(_store.Reorganisations).AddSingleton<ReorganisationPreviews>().AddSingleton<Judge>()
            .AddSingleton<IChangeFeed>(this)
            .AddSingleton<SetAside>().AddSingleton<Repair>()
            .AddSingleton(Microsoft.Extensions.Options.Options.Create(options));
        // The grains' clock stands still; those of the runtime go on.
        builder.Services
            .AddKeyedSingleton(KeyedService.AnyKey, (_, _) => TimeProvider.System)
            .AddKeyedSingleton<TimeProvider>(TimeProviderNames.Grains, Clock);
        builder.AddOneSilo();
        _host = builder.Build();
    }

    public FakeTimeProvider Clock { get; } = new(Given.Now);

    public UnreliableStore Events { get; }

    public SlowCheckpoints Checkpoints { get; }

    public IUnitDirectory Directory => _store.Directory;

    public IPeople People => _store.People;

    /// <summary>Learns what other processes have written, as a process does when it is asked to catch up.</summary>
    public void CatchUp() => _store.RefreshDirectory();

    public IGrants Grants => _store.Grants;

    public Judge Judge => _host.Services.GetRequiredService<Judge>();

    public static async Task<GrainHost> StartAsync(MemoryDatabase database, RollupOptions? options = null)
    {
        var host = new GrainHost(database, options ?? new RollupOptions { PublishWindow = TimeSpan.Zero });
        await host._host.StartAsync(TestContext.Current.CancellationToken);
        return host;
    }

    /// <summary>What brings files into these units.</summary>
    public Loader Loader => LoaderTelling(new Progress<string>());

    public Loader LoaderTelling(IProgress<string> said) =>
        new(_host.Services.GetRequiredService<IGrainFactory>(), Directory, _store.Queries, said, TimeProvider.System);

    public IUnitGrain Unit(string id) => _host.Services.GetRequiredService<IClusterClient>().GetGrain<IUnitGrain>(id);

    public IReorganisationGrain Reorganisation(string id) => _host.Services.GetRequiredService<IClusterClient>().GetGrain<IReorganisationGrain>(id);

    /// <summary>Carries out a command that must be accepted.</summary>
    public async Task<Outcome> DoAsync(string unit, UnitCommand command, string? requestId = null)
    {
        var outcome = await Unit(unit).ExecuteAsync(command, requestId ?? Guid.NewGuid().ToString(), Administrator);
        Assert.Null(outcome.Refusal);
        return outcome;
    }

    public Task RegisterAsync(string id, UnitKind kind, string? parent) => DoAsync(id, new UnitCommand.RegisterUnit(Given.Unit(id, kind, parent)));

    public static Caller Administrator { get; } = new("admin", null);

    /// <summary>Waits until something that the grains announce makes it so.</summary>
    public async Task UntilAsync(string phase, Func<Task<bool>> condition)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        patience.CancelAfter(Patience);
        while (true)
        {
            var next = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            _waiting[next] = 0;
            if (await condition())
            {
                return;
            }
            await using var given = patience.Token.Register(() => next.TrySetException(new TimeoutException($"still waiting: {phase}")));
            await next.Task;
        }
    }

    public void RollupChanged(string unit, long version)
    {
        foreach (var waiting in _waiting.Keys)
        {
            _waiting.TryRemove(waiting, out _);
            waiting.TrySetResult();
        }
    }

    public void ObligationChanged(Obligation obligation) => RollupChanged(obligation.Unit, 0);

    public async ValueTask DisposeAsync()
    {
        await _host.StopAsync(CancellationToken.None);
        _host.Dispose();
    }
}
