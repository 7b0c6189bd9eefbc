using System.Collections.Immutable;
using System.Globalization;
using System.Net;
using Hierarchy.Hosting;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Yarp.ReverseProxy.Configuration;
using Yarp.ReverseProxy.Forwarder;
using Yarp.ReverseProxy.Transforms;

namespace Hierarchy.Silo.Cluster;

/// <summary>One port before several nodes of this machine: YARP, which asks each node several times a second whether it is ready.</summary>
internal static class Proxy
{
    private static readonly TimeSpan Period = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan AnswerMax = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan RequestMax = TimeSpan.FromMinutes(11);

    /// <summary>As <see cref="StartAsync"/>, until the process is told to stop.</summary>
    public static async Task<int> RunAsync(Func<string, string?> variable, IProgress<string> progress, Shutdown shutdown)
    {
        var nodes = ImmutableArray.CreateBuilder<Uri>();
        foreach (var text in (variable("HIERARCHY_NODES") ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            nodes.Add(Uri.TryCreate(text, UriKind.Absolute, out var address) && address.Scheme == Uri.UriSchemeHttp
                ? address
                : throw new StartupProblem(
                    $"HIERARCHY_NODES holds '{text}': give addresses such as http://127.0.0.1:8081, with commas between.", ExitCode.Configuration));
        }
        if (nodes.Count == 0)
        {
            throw new StartupProblem("HIERARCHY_NODES must hold the addresses of the nodes, with commas between.", ExitCode.Configuration);
        }
        var settings = HostSettings.FromEnvironment(variable);
        await using var web = await StartAsync(settings.Port, nodes.ToImmutable(), shutdown.Requested);
        progress.Report(string.Create(CultureInfo.InvariantCulture, $"ready {web.Urls.Single()}"));
        await shutdown.WaitAsync();
        progress.Report("stopping");
        await web.StopAsync(shutdown.Insisted);
        progress.Report("stopped");
        return ExitCode.Ok;
    }

    /// <param name="port">Of 127.0.0.1; 0 for any that is free.</param>
    /// <exception cref="StartupProblem">The port is taken.</exception>
    public static async Task<WebApplication> StartAsync(int port, ImmutableArray<Uri> nodes, CancellationToken stop)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, port));
        builder.Logging.AddSimpleConsole(console => console.SingleLine = true).SetMinimumLevel(LogLevel.Warning).AddFilter("Yarp", LogLevel.Error);
        builder.Services.AddRoutingCore().AddSingleton<IHostLifetime, OutsideLifetime>();
        builder.Services.AddReverseProxy().LoadFromMemory(
            [Everything.WithTransformUseOriginalHostHeader()], [Cluster(nodes)]);
        var web = builder.Build();
        web.UseRouting();
        web.MapReverseProxy();
        try
        {
            await web.StartAsync(stop);
            return web;
        }
        catch (IOException fault) when (fault.InnerException is AddressInUseException)
        {
            await web.DisposeAsync();
            throw LoopbackPort.Taken(port, fault);
        }
    }

    // The host that was asked for goes along as it is: the nodes judge by it whether they answer.
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
