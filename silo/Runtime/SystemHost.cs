using Hierarchy.Api.Changes;
using Hierarchy.Silo.Verification;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.Configuration;

namespace Hierarchy.Silo.Runtime;

/// <summary>The system as one host: database, silo and API with one service container and one lifetime. Services start in the order in
/// which they are added, the web server last, and stop in the opposite order.</summary>
internal static class SystemHost
{
    /// <summary>Maximum time for ending requests, stopping the silo and writing checkpoints. The rest is aborted; nothing acknowledged is
    /// lost.</summary>
    private static readonly TimeSpan StopMax = TimeSpan.FromSeconds(90);

    /// <summary>The system with its API.</summary>
    public static WebApplication Build(SystemPlan plan, ApiPlan api, Surroundings around)
    {
        // The empty builder reads no settings files and no variables, so only the plan can open an address.
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.AddSystem(plan with { Api = api }, around);
        builder.AddApi(api);
        var web = builder.Build();
        web.MapSystem(api);
        return web;
    }

    /// <summary>The system without its API, for operator commands on a stopped system.</summary>
    public static IHost Build(SystemPlan plan, Surroundings around)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.AddSystem(plan, around);
        return builder.Build();
    }

    /// <summary>Runs the host until a stop is requested or it cannot continue.</summary>
    /// <param name="started">Work to do while it runs; the host runs until this has ended, too.</param>
    /// <exception cref="StartupProblem">The host could not start or continue.</exception>
    public static async Task<T> RunAsync<T>(IHost host, Func<Task<T>> started, Surroundings around)
    {
        await using var disposed = (IAsyncDisposable)host;
        T result;
        try
        {
            await host.StartAsync(around.Shutdown.Requested);
            result = await started();
        }
        catch
        {
            // Stops in order what has started; the reason of the failure matters more than errors of this stop.
            await host.StopAsync(around.Shutdown.Insisted).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            throw;
        }
        try
        {
            await host.StopAsync(around.Shutdown.Insisted);
        }
        catch (Exception fault) when (fault is not OutOfMemoryException && around.Shutdown.Insisted.IsCancellationRequested)
        {
            // On a second signal the rest is not awaited.
        }
        return result;
    }

    /// <summary>Completes when the process must stop: with null if asked to, otherwise with the reason.</summary>
    public static async Task<StartupProblem?> EndAsync(IHost host, Shutdown shutdown)
    {
        var stopping = host.Services.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping;
        var fault = Task.Delay(Timeout.Infinite, stopping).ContinueWith(
            _ => (StartupProblem?)new StartupProblem("A part of the system has failed: see its log.", ExitCode.Fault), TaskScheduler.Default);
        var ends = host.Services.GetServices<IVital>().Select(vital => vital.Ended).Append(fault).ToList();
        var first = await Task.WhenAny([shutdown.WaitAsync(), .. ends]);
        return first is Task<StartupProblem?> ended ? await ended : null;
    }

    /// <summary>Whether a port was taken in the meantime.</summary>
    public static bool IsPortTaken(IOException fault) => fault.InnerException is AddressInUseException;

    private static void AddSystem(this IHostApplicationBuilder builder, SystemPlan plan, Surroundings around)
    {
        builder.Configuration.AddConfiguration(around.Configured.Root);
        LogSettings.FromEnvironment(around.Configured.Variable).Apply(builder.Logging);
        var store = new PostgresStore(around.Time, plan.ConnectionsMax);
        builder.Services
            .Configure<HostOptions>(host => host.ShutdownTimeout = StopMax)
            .AddSingleton<IHostLifetime, OutsideLifetime>()
            .AddSingleton(plan).AddSingleton(around).AddSingleton(around.Time).AddSingleton(around.Progress)
            .AddSingleton(store).AddSingleton(store.Events).AddSingleton(store.Checkpoints).AddSingleton(store.Queries)
            .AddSingleton(store.Record).AddSingleton(store.Directory).AddSingleton(store.People).AddSingleton(store.Grants).AddSingleton<Judge>()
            .AddSingleton(store.Sessions).AddSingleton(store.SessionKeys).AddSingleton(store.SecurityLog)
            .AddSingleton(store.Files).AddSingleton(store.Drafts).AddSingleton(store.Reorganisations)
            .AddSingleton<LiveChanges>().AddSingleton<SetAside>().AddSingleton<Repair>().AddSingleton<Loader>()
            .AddSingleton<ReorganisationPreviews>().AddSingleton<Verifier>()
            .AddSingleton<PastVerifier>()
            // Registered before Orleans' own: the first provider that knows an interface wins.
            .AddSingleton<IGrainInterfaceTypeProvider, KnownInterfaces>();
        builder.Services.AddOptions<RollupOptions>().ValidateDataAnnotations().ValidateOnStart();
        builder.Services.AddHosted<DatabaseService>().AddSingleton<IVital>(services => services.GetRequiredService<DatabaseService>());
        if (plan.Cluster is { } cluster)
        {
            builder.AddNode(cluster, plan, store);
        }
        else
        {
            builder.AddGrains();
            builder.Services.AddSingleton(plan.Turn ?? Turn.Always).AddSingleton<SiloStanding>()
                .AddSingleton(services => plan.Watch(services.GetRequiredService<LiveChanges>()));
        }
        builder.Services.AddHosted<Recovery>().AddHosted<Opening>().AddHosted<Calendar>();
        if (plan.Api is not null)
        {
            builder.Services.AddHosted<SecurityWatch>().AddHosted<ReorganisationWatch>();
        }
        if (plan.Api is { PeopleSignIn: true })
        {
            builder.Services.AddHosted<PeopleWatch>();
        }
        if (plan.Cluster is not null)
        {
            // Added last, so that it stops first.
            builder.Services.AddHosted<Handover>();
        }
        plan.Configure(builder.Services);
    }

    /// <summary>Adds a singleton that is also a hosted service.</summary>
    public static IServiceCollection AddHosted<T>(this IServiceCollection services)
        where T : class, IHostedService => services.AddSingleton<T>().AddHostedService(provider => provider.GetRequiredService<T>());
}
