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
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Hierarchy.Silo;

/// <summary>The web server in front of the grains of this process.</summary>
internal static class ApiServer
{
    /// <summary>Listens on loopback once everything that it serves is ready.</summary>
    /// <param name="port">0 for any that is free.</param>
    /// <param name="tokens">Who may call; null for everybody as an administrator.</param>
    /// <param name="dashboard">The page at the root.</param>
    /// <param name="operatorKey">Admits to the operations; null leaves them out.</param>
    /// <exception cref="StartupProblem">The port was taken meanwhile.</exception>
    public static async Task<WebApplication> StartAsync(
        int port, Node node, LiveChanges changes, Tokens? tokens, DashboardFiles dashboard, string? operatorKey,
        CancellationToken stop)
    {
        // The empty builder reads no settings file and no variables, so nothing but the next line can open another address.
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, port));
        builder.Logging.AddSimpleConsole(console => console.SingleLine = true).SetMinimumLevel(LogLevel.Warning);
        builder.Services.AddRoutingCore().AddSingleton<IHostLifetime, OutsideLifetime>();
        builder.Services
            .AddSingleton(node.Services.GetRequiredService<TimeProvider>())
            .AddSingleton(node.Services.GetRequiredService<IGrainFactory>())
            .AddSingleton(node.Services.GetRequiredService<IUnitDirectory>())
            .AddSingleton(node.Services.GetRequiredService<IQueries>())
            .AddSingleton(changes)
            .AddHierarchyApi(tokens);
        var web = builder.Build();
        web.UseRouting();
        web.MapGet("/health", () => "ok");
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
            throw LoopbackPort.Taken(port, e);
        }
    }
}
