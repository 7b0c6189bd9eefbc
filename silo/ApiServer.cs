using System.Net;
using Hierarchy.Api;
using Hierarchy.Api.Access;
using Hierarchy.Api.Changes;
using Hierarchy.Api.Dashboard;
using Hierarchy.Grains.Ports;
using Hierarchy.Hosting;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Hierarchy.Silo;

/// <summary>The web server in front of the grains of this process.</summary>
internal static class ApiServer
{
    /// <summary>
    /// Connections to a port at once; Kestrel closes a further one without a word. Above the 10,000 WebSockets and streams and the 1,024
    /// requests that the API serves, which refuses with a code, so that it is met by connections that say nothing.
    /// </summary>
    public const int ConnectionsMax = 12_000;

    /// <param name="Address">What to listen on.</param>
    /// <param name="Port">0 for any that is free.</param>
    /// <param name="Patience">How a request waits for a unit that does not answer.</param>
    /// <param name="IsReady">Whether to be sent requests.</param>
    public sealed record Place(IPAddress Address, int Port, CallPatience Patience, Func<bool> IsReady)
    {
        /// <summary>Beside the grains, for this machine alone.</summary>
        public static Place Here(int port, int? http2Port = null) =>
            new(IPAddress.Loopback, port, new CallPatience(TimeSpan.Zero), () => true) { Http2Port = http2Port };

        /// <summary>A second port, of loopback, that speaks HTTP/2 alone; 0 for any that is free, null for none.</summary>
        public int? Http2Port { get; init; }
    }

    /// <summary>Listens once everything that it serves is ready.</summary>
    /// <param name="place">Where to listen, and how patient to be.</param>
    /// <param name="node">The grains.</param>
    /// <param name="changes">The hub of live changes.</param>
    /// <param name="tokens">Who may call; null for everybody as an administrator.</param>
    /// <param name="dashboard">The page at the root.</param>
    /// <param name="operatorKey">Admits to the operations; null leaves them out.</param>
    /// <exception cref="StartupProblem">The port was taken meanwhile.</exception>
    public static async Task<WebApplication> StartAsync(
        Place place, IOperated node, LiveChanges changes, Tokens? tokens, DashboardFiles dashboard, string? operatorKey,
        CancellationToken stop)
    {
        // The empty builder reads no settings file and no variables, so nothing but the next line can open another address.
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.Limits.MaxConcurrentConnections = kestrel.Limits.MaxConcurrentUpgradedConnections = ConnectionsMax;
            kestrel.Listen(place.Address, place.Port);
            if (place.Http2Port is { } port)
            {
                // Without TLS nothing on a connection tells which version is spoken, so the second has a port of its own.
                kestrel.Listen(IPAddress.Loopback, port, endpoint => endpoint.Protocols = HttpProtocols.Http2);
            }
        });
        builder.Logging.AddSimpleConsole(console => console.SingleLine = true).SetMinimumLevel(LogLevel.Warning);
        builder.Services.AddRoutingCore().AddSingleton<IHostLifetime, OutsideLifetime>();
        builder.Services
            .AddSingleton(node.Services.GetRequiredService<TimeProvider>())
            .AddSingleton(node.Services.GetRequiredService<IGrainFactory>())
            .AddSingleton(node.Services.GetRequiredService<IUnitDirectory>())
            .AddSingleton(node.Services.GetRequiredService<IQueries>())
            .AddSingleton(changes)
            .AddSingleton(place.Patience);
        builder.Services.AddHierarchyApi(tokens);
        var web = builder.Build();
        web.UseRouting();
        web.MapGet("/health", () => "ok");
        web.MapGet("/ready", () => place.IsReady()
            ? Results.Text("ready")
            : Results.Text("not ready", statusCode: StatusCodes.Status503ServiceUnavailable));
        web.MapHierarchyApi(dashboard);
        if (operatorKey is not null)
        {
            Operations.Map(web, node, operatorKey);
        }
        try
        {
            await web.StartAsync(stop);
            return web;
        }
        catch (IOException e) when (e.InnerException is AddressInUseException)
        {
            await web.DisposeAsync();
            throw LoopbackPort.Taken(place.Port, e);
        }
    }
}
