using Microsoft.Extensions.Logging;

namespace Hierarchy.Bench.Habits;

/// <summary>Orleans as in the first examples of its documentation, compared with the cluster by the bench "cluster".</summary>
internal static class HabitsServer
{
    private const int Callers = 32;
    private const int Samples = 40;
    private static readonly TimeSpan Length = TimeSpan.FromSeconds(4);

    public static async Task<int> RunAsync(string connection)
    {
        await Schema.CreateAsync(connection);
        var builder = Host.CreateApplicationBuilder();
        builder.Logging.SetMinimumLevel(LogLevel.Error);
        builder.Services.AddSingleton<Arrivals>();
        builder.UseOrleans(silo => silo
            .UseLocalhostClustering(FreePort(), FreePort())
            .AddAdoNetGrainStorage("Default", storage => (storage.Invariant, storage.ConnectionString) = ("Npgsql", connection))
            .AddMemoryGrainStorage("PubSubStore")
            .AddMemoryStreams(Level.Stream));
        using var host = builder.Build();
        await host.StartAsync();
        var grains = host.Services.GetRequiredService<IGrainFactory>();
        var arrivals = host.Services.GetRequiredService<Arrivals>();
        var number = 0;
        await TellAsync();
        Console.WriteLine("ready");

        // A round for each line.
        while (Console.ReadLine() is not null)
        {
            var writes = await WriteAsync();
            var told = new List<double>();
            for (var i = 0; i < Samples; i++)
            {
                told.Add(await TellAsync());
                await Task.Delay(17);
            }
            told.Sort();
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{writes.PerSecond:F0} {writes.Half:F2} {writes.Most:F2} {told[Samples / 2]:F1} {told[Samples * 99 / 100]:F1}"));
        }
        await host.StopAsync();
        return 0;

        // Callers in the process itself, each on a grain of its own.
        async Task<(double PerSecond, double Half, double Most)> WriteAsync()
        {
            var clock = Stopwatch.StartNew();
            var latencies = await Task.WhenAll(Enumerable.Range(0, Callers).Select(caller => Task.Run(async () =>
            {
                var grain = grains.GetGrain<ICommune>($"commune-{caller}");
                var mine = new List<double>();
                for (var i = 0; clock.Elapsed < Length; i++)
                {
                    var started = Stopwatch.GetTimestamp();
                    await grain.ReportAsync(i % CommuneState.ObligationsMax, i % 100);
                    mine.Add(Stopwatch.GetElapsedTime(started).TotalMilliseconds);
                }
                return mine;
            })));
            var all = latencies.SelectMany(mine => mine).Order().ToArray();
            return (all.Length / clock.Elapsed.TotalSeconds, all[all.Length / 2], all[all.Length * 99 / 100]);
        }

        // Time from the answer of the lowest level until the highest has received it.
        async Task<double> TellAsync()
        {
            var mine = ++number;
            await grains.GetGrain<ILevel>("3").TellAsync(mine);
            var started = Stopwatch.GetTimestamp();
            await arrivals.Of(mine).Task.WaitAsync(TimeSpan.FromMinutes(1));
            return Stopwatch.GetElapsedTime(started).TotalMilliseconds;
        }
    }

    private static int FreePort()
    {
        using var probe = new global::System.Net.Sockets.TcpListener(global::System.Net.IPAddress.Loopback, 0);
        probe.Start();
        return ((global::System.Net.IPEndPoint)probe.LocalEndpoint).Port;
    }
}
