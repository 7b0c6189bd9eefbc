using Microsoft.AspNetCore.Builder;

namespace Hierarchy.Silo.Cluster;

/// <summary>A whole cluster on one machine: PostgreSQL, nodes, and a proxy on one port.</summary>
internal static class ClusterLauncher
{
    public const int NodesUsual = 3;
    public const int NodesMax = 9;

    /// <summary>All processes together stay below the hundred connections of the private PostgreSQL.</summary>
    private const int ConnectionsSum = 60;

    private static readonly TimeSpan ReadyMax = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan StopMax = TimeSpan.FromSeconds(60);

    public static async Task<int> RunAsync(int count, Surroundings around)
    {
        var (progress, time, shutdown) = (around.Progress, around.Time, around.Shutdown);
        // The nodes read these settings too: checking them here reports a fault once, not once per node.
        DoorSettings.FromEnvironment(around.Configured.Variable);
        LogSettings.FromEnvironment(around.Configured.Variable);
        var settings = HostSettings.FromEnvironment(around.Configured.Variable);
        using var folder = DataFolder.Lock(settings.DataPath);
        LoopbackPort.Check(settings.Port);
        await using var database = await HostedDatabase.OpenAsync(settings, folder, progress, time, shutdown.Requested);
        var log = Path.Combine(folder.Path, "log");
        var nodes = Plan(count, settings, around, database, OperatorKey.Create(folder.Path), log);
        using var stop = new CancellationTokenSource();
        var running = new List<Task>();
        WebApplication? proxy = null;
        try
        {
            running.AddRange(nodes.Select(node => node.RunAsync(progress, time, stop.Token)));
            await Task.WhenAll(nodes.Select(node => ReadyAsync(node, time, shutdown.Requested)));
            progress.Report(string.Join(", ", nodes.Select(node => $"{node.Name} (process {node.Id})")) + " ready");
            proxy = await Proxy.StartAsync(settings.Port, [.. nodes.Select(node => new Uri($"http://127.0.0.1:{node.Port}"))], around);
            var address = new Uri(proxy.Urls.Single());
            folder.Announce(address);
            progress.Report($"logs in {log}");
            progress.Report($"ready {address.GetLeftPart(UriPartial.Authority)}");
            await Task.WhenAny(shutdown.WaitAsync(), database.Ended);
        }
        finally
        {
            progress.Report("stopping");
            if (proxy is not null)
            {
                await proxy.StopAsync(shutdown.Insisted);
                await proxy.DisposeAsync();
            }
            await stop.CancelAsync();
            await StopAsync(nodes, running, time, shutdown.Insisted);
        }
        var problem = database.Ended.IsCompleted ? await database.Ended : null;
        await database.StopAsync(shutdown.Insisted);
        progress.Report("stopped");
        return problem is null ? ExitCode.Ok : throw problem;
    }

    private static NodeProcess[] Plan(int count, HostSettings settings, Surroundings around, HostedDatabase database, string key, string log)
    {
        var ports = LoopbackPort.Free(2 * count);
        var set = around.Configured.CommandLine;
        return [.. Enumerable.Range(0, count).Select(i => new NodeProcess($"node-{i + 1}", ports[2 * i], new Dictionary<string, string>(set)
        {
            ["HIERARCHY_DB"] = database.ConnectionString,
            ["HIERARCHY_DB_OWNER"] = database.OwnerConnectionString,
            ["HIERARCHY_DB_CONNECTIONS"] = Number(ConnectionsSum / count),
            ["HIERARCHY_PORT"] = Number(ports[2 * i]),
            ["HIERARCHY_SILO_PORT"] = Number(ports[(2 * i) + 1]),
            ["HIERARCHY_OPERATOR_KEY"] = key,
            ["HIERARCHY_WEB"] = settings.WebPath,
            ["HIERARCHY_PROXIES"] = $"{IPAddress.Loopback}",
        }, log))];
    }

    private static async Task ReadyAsync(NodeProcess process, TimeProvider time, CancellationToken stop)
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
                // The process is not listening yet.
            }
            if (time.GetElapsedTime(started) > ReadyMax)
            {
                throw new StartupProblem($"{process.Name} is not ready after {ReadyMax.TotalMinutes} minutes: see its log.", ExitCode.Fault);
            }
            await Task.Delay(TimeSpan.FromMilliseconds(100), time, stop);
        }
    }

    private static async Task StopAsync(NodeProcess[] nodes, List<Task> running, TimeProvider time, CancellationToken hurry)
    {
        Array.ForEach(nodes, node => node.Terminate());
        try
        {
            await Task.WhenAll(running).WaitAsync(StopMax, time, hurry);
        }
        catch (Exception late) when (late is TimeoutException or OperationCanceledException)
        {
            Array.ForEach(nodes, node => node.Kill());
            await Task.WhenAll(running);
        }
    }

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);
}
