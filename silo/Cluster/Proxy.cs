using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Yarp.ReverseProxy.Configuration;
using Yarp.ReverseProxy.Forwarder;
using Yarp.ReverseProxy.Transforms;

namespace Hierarchy.Silo.Cluster;

/// <summary>One port in front of several nodes on this machine: YARP, with active health checks several times a second.</summary>
internal static class Proxy
{
    private static readonly TimeSpan Period = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan AnswerMax = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan RequestMax = TimeSpan.FromMinutes(11);

    /// <summary>Runs the proxy until the process is asked to stop.</summary>
    public static async Task<int> RunAsync(Surroundings around)
    {
        var (shutdown, variable) = (around.Shutdown, (Func<string, string?>)around.Configured.Variable);
        var nodes = Settings.Read<PartSettings>(variable).Nodes();
        await using var web = await StartAsync(Settings.Read<HostSettings>(variable).Port, nodes, around);
        around.Progress.Report(string.Create(CultureInfo.InvariantCulture, $"ready {web.Urls.Single()}"));
        await shutdown.WaitAsync();
        around.Progress.Report("stopping");
        await web.StopAsync(shutdown.Insisted);
        around.Progress.Report("stopped");
        return ExitCode.Ok;
    }

    /// <param name="port">Port on 127.0.0.1; 0 for any free one.</param>
    /// <exception cref="StartupProblem">The port is taken.</exception>
    public static async Task<WebApplication> StartAsync(int port, ImmutableArray<Uri> nodes, Surroundings around)
    {
        var proxies = ReverseProxies.FromEnvironment(around.Configured.Variable);
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, port));
        builder.Logging.AddFilter("Yarp", LogLevel.Error);
        LogSettings.FromEnvironment(around.Configured.Variable).Apply(builder.Logging);
        builder.Services.AddRoutingCore().AddSingleton<IHostLifetime, OutsideLifetime>();
        builder.Services.AddReverseProxy().LoadFromMemory(
            [Everything.WithTransformUseOriginalHostHeader()], [Cluster(nodes)]);
        var web = builder.Build();
        // YARP passes on one client address and drops what the client claims: the sender's, or the one that a trusted proxy in front
        // reports.
        proxies.Use(web);
        web.UseRouting();
        web.MapReverseProxy();
        try
        {
            await web.StartAsync(around.Shutdown.Requested);
            return web;
        }
        catch (IOException fault) when (SystemHost.IsPortTaken(fault))
        {
            await web.DisposeAsync();
            throw LoopbackPort.Taken(port, fault);
        }
    }

    // The requested host is passed on unchanged: the nodes check it.
    private static RouteConfig Everything => new() { RouteId = "all", ClusterId = "nodes", Match = new RouteMatch { Path = "{**all}" } };

    private static ClusterConfig Cluster(ImmutableArray<Uri> nodes) => new()
    {
        ClusterId = "nodes",
        LoadBalancingPolicy = "RoundRobin",
        Destinations = nodes.ToDictionary(node => node.Authority, node => new DestinationConfig { Address = node.AbsoluteUri }),
        HttpRequest = new ForwarderRequestConfig { ActivityTimeout = RequestMax },
        HealthCheck = new HealthCheckConfig
        {
            AvailableDestinationsPolicy = "HealthyAndUnknown",
            Active = new ActiveHealthCheckConfig
            {
                Enabled = true,
                Interval = Period,
                Timeout = AnswerMax,
                Path = "/ready",
                Policy = "ConsecutiveFailures",
            },
        },
        Metadata = new Dictionary<string, string> { ["ConsecutiveFailuresHealthPolicy.Threshold"] = "1" },
    };
}
