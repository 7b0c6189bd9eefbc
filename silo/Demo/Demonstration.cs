using Orleans.Reminders;

namespace Hierarchy.Silo.Demo;

/// <summary>A country with a year of invented work, in a data folder of its own, that keeps changing while it is served.</summary>
internal sealed class Demonstration(Display display)
{
    /// <summary>Simulates the days that are still missing.</summary>
    /// <param name="plan">The plan of the system in the folder.</param>
    /// <returns>The same plan, without the initial data, and with the demonstration's services.</returns>
    /// <exception cref="StartupProblem">The folder holds something else, or an external database is configured.</exception>
    public async Task<SystemPlan> PrepareAsync(SystemPlan plan, HostSettings settings, DataFolder folder, Surroundings around)
    {
        if (settings.Database is not null)
        {
            throw new StartupProblem("A demonstration uses its own PostgreSQL: unset HIERARCHY_DB.", ExitCode.Configuration);
        }
        var demo = DemoFolder.Open(folder, around.Time);
        var (data, bare) = (plan.Data!, plan with { Data = null });
        if (!demo.IsPlayed)
        {
            await PlayAsync(bare, data, demo, around);
            demo.MarkPlayed();
        }
        display.Report($"{DemoYear.Name}: a demonstration with invented data");
        return bare with { Configure = services => services.AddHosted<DemoMover>() };
    }

    private async Task PlayAsync(SystemPlan bare, string data, DemoFolder demo, Surroundings around)
    {
        var clock = new DemoClock(new DateOnly(demo.Year, 1, 1));
        var host = SystemHost.Build(bare with { Configure = services => Configure(services, clock) }, around with { Time = clock });
        await SystemHost.RunAsync(host, () => display.ShowAsync($"playing {demo.Year}", async share =>
        {
            await host.Services.GetRequiredService<DemoYear>().PlayAsync(data, demo.Year, demo.Until, share, around.Shutdown.Requested);
            return true;
        }), around);
    }

    /// <summary>Orleans keeps real time for its own health checks, since the demonstration's clock jumps.</summary>
    private static void Configure(IServiceCollection services, DemoClock clock)
    {
        string[] own =
        [
            TimeProviderNames.Messaging, TimeProviderNames.SystemTimers, TimeProviderNames.Membership, TimeProviderNames.ActivationManagement,
            TimeProviderNames.GrainDirectory, ReminderTimeProviderNames.Reminders,
        ];
        foreach (var name in own)
        {
            services.AddKeyedSingleton(name, TimeProvider.System);
        }
        services.AddSingleton(clock).AddSingleton<DemoYear>();
    }
}
