using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Hierarchy.Api.Access;
using Hierarchy.Hosting;

namespace Hierarchy.Silo.Cluster;

/// <summary>A whole cluster on one machine: PostgreSQL, silos, two API servers, and one port before them.</summary>
internal static class ClusterLauncher
{
    public const int SilosUsual = 3;
    public const int SilosMax = 9;
    private const int Servers = 2;

    /// <summary>Every process together stays below the hundred connections of the private PostgreSQL.</summary>
    private const int ConnectionsSum = 60;

    private static readonly TimeSpan ReadyMax = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan StopMax = TimeSpan.FromSeconds(60);

    /// <param name="readTokens">What its API servers read too: what is wrong is said here once, and not by each of them again and again.</param>
    public static async Task<int> RunAsync(
        int silos, Func<Tokens?> readTokens, IProgress<string> progress, TimeProvider time, Shutdown shutdown)
    {
        DoorSettings.Check(BalancerSettings.ReadListen(Environment.GetEnvironmentVariable), readTokens());
        DoorSettings.ReadHosts();
        var settings = HostSettings.FromEnvironment(Environment.GetEnvironmentVariable);
        using var folder = DataFolder.Lock(settings.DataPath);
        LoopbackPort.Check(settings.Port);
        await using var database = await HostedDatabase.OpenAsync(settings, folder, progress, time, shutdown.Requested);
        var key = OperatorKey.Create(folder.Path);
        var (grains, apis, balancer) = Plan(silos, settings, database.ConnectionString, key, Path.Combine(folder.Path, "log"));
        using var stop = new CancellationTokenSource();
        var running = new List<(RoleProcess Process, Task Run)>();
        try
        {
            foreach (var wave in (RoleProcess[][])[grains, apis, [balancer]])
            {
                running.AddRange(wave.Select(process => (process, process.RunAsync(progress, time, stop.Token))));
                await Task.WhenAll(wave.Select(process => ReadyAsync(process, time, shutdown.Requested)));
                progress.Report(string.Join(", ", wave.Select(process => $"{process.Name} (process {process.Id})")) + " ready");
            }
            var address = new Uri($"http://127.0.0.1:{balancer.Port}");
            folder.Announce(address);
            progress.Report($"logs in {Path.Combine(folder.Path, "log")}");
            progress.Report($"ready {address.GetLeftPart(UriPartial.Authority)}");
            await Task.WhenAny(shutdown.WaitAsync(), database.Ended);
        }
        finally
        {
            progress.Report("stopping");
            await stop.CancelAsync();
            foreach (var wave in (RoleProcess[][])[[balancer], apis, grains])
            {
                await StopAsync(running.Where(r => wave.Contains(r.Process)).ToList(), time, shutdown.Insisted);
            }
        }
        var problem = database.Ended.IsCompleted ? await database.Ended : null;
        await database.StopAsync(shutdown.Insisted);
        progress.Report("stopped");
        return problem is null ? ExitCode.Ok : throw problem;
    }

    private static (RoleProcess[] Silos, RoleProcess[] Servers, RoleProcess Balancer) Plan(
        int silos, HostSettings settings, string connection, string key, string log)
    {
        var ports = FreePorts((3 * silos) + Servers + 1);
        var connections = Number(ConnectionsSum / (silos + Servers));
        var grains = Enumerable.Range(0, silos).Select(i => new RoleProcess($"silo-{i + 1}", "silo", ports[3 * i], new Dictionary<string, string>
        {
            ["HIERARCHY_DB"] = connection,
            ["HIERARCHY_DB_CONNECTIONS"] = connections,
            ["HIERARCHY_PORT"] = Number(ports[3 * i]),
            ["HIERARCHY_SILO_PORT"] = Number(ports[(3 * i) + 1]),
            ["HIERARCHY_GATEWAY_PORT"] = Number(ports[(3 * i) + 2]),
        }, log)).ToArray();
        var apis = Enumerable.Range(0, Servers).Select(i => new RoleProcess($"api-{i + 1}", "api", ports[(3 * silos) + i], new Dictionary<string, string>
        {
            ["HIERARCHY_DB"] = connection,
            ["HIERARCHY_DB_CONNECTIONS"] = connections,
            ["HIERARCHY_PORT"] = Number(ports[(3 * silos) + i]),
            ["HIERARCHY_OPERATOR_KEY"] = key,
        }, log)).ToArray();
        var port = settings.Port == 0 ? ports[^1] : settings.Port;
        var balancer = new RoleProcess("balancer", "balancer", port, new Dictionary<string, string>
        {
            ["HIERARCHY_PORT"] = Number(port),
            ["HIERARCHY_SERVERS"] = string.Join(',', apis.Select(api => $"http://127.0.0.1:{api.Port}")),
        }, log);
        return (grains, apis, balancer);
    }

    private static async Task ReadyAsync(RoleProcess process, TimeProvider time, CancellationToken stop)
    {
        using var http = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{process.Port}"), Timeout = TimeSpan.FromSeconds(2) };
        var started = time.GetTimestamp();
        while (true)
        {
            stop.ThrowIfCancellationRequested();
            try
            {
                using var response = await http.GetAsync("/ready", stop);
                if (response.IsSuccessStatusCode)
                {
                    return;
                }
            }
            catch (Exception fault) when (fault is HttpRequestException or TaskCanceledException)
            {
                // Not yet listening.
            }
            if (time.GetElapsedTime(started) > ReadyMax)
            {
                throw new StartupProblem($"{process.Name} is not ready after {ReadyMax.TotalMinutes} minutes: see its log.", ExitCode.Fault);
            }
            await Task.Delay(TimeSpan.FromMilliseconds(100), time, stop);
        }
    }

    private static async Task StopAsync(List<(RoleProcess Process, Task Run)> processes, TimeProvider time, CancellationToken hurry)
    {
        processes.ForEach(p => p.Process.Terminate());
        try
        {
            await Task.WhenAll(processes.Select(p => p.Run)).WaitAsync(StopMax, time, hurry);
        }
        catch (Exception late) when (late is TimeoutException or OperationCanceledException)
        {
            processes.ForEach(p => p.Process.Kill());
            await Task.WhenAll(processes.Select(p => p.Run));
        }
    }

    /// <summary>All open at once, so that no two are the same.</summary>
    private static int[] FreePorts(int count)
    {
        var probes = Enumerable.Range(0, count).Select(_ => new TcpListener(IPAddress.Loopback, 0)).ToList();
        probes.ForEach(probe => probe.Start());
        var ports = probes.Select(probe => ((IPEndPoint)probe.LocalEndpoint).Port).ToArray();
        probes.ForEach(probe => probe.Dispose());
        return ports;
    }

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);
}
