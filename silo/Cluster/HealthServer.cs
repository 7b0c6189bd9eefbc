using Hierarchy.Hosting;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Hierarchy.Silo.Cluster;

/// <summary>Answers whether a process lives (<c>/health</c>) and whether it can be sent work (<c>/ready</c>).</summary>
internal static class HealthServer
{
    public static async Task<WebApplication> StartAsync(ClusterSettings settings, Func<bool> ready)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.Listen(settings.Listen, settings.Port));
        builder.Logging.AddSimpleConsole(console => console.SingleLine = true).SetMinimumLevel(LogLevel.Warning);
        builder.Services.AddRoutingCore().AddSingleton<IHostLifetime, OutsideLifetime>();
        var web = builder.Build();
        web.UseRouting();
        web.MapHealth(ready);
        await web.StartOnAsync(settings.Port, CancellationToken.None);
        return web;
    }

    public static void MapHealth(this WebApplication web, Func<bool> ready)
    {
        web.MapGet("/health", () => "ok");
        web.MapGet("/ready", () => ready() ? Results.Text("ready") : Results.Text("not ready", statusCode: StatusCodes.Status503ServiceUnavailable));
    }

    public static async Task StartOnAsync(this WebApplication web, int port, CancellationToken stop)
    {
        try
        {
            await web.StartAsync(stop);
        }
        catch (IOException fault) when (fault.InnerException is AddressInUseException)
        {
            await web.DisposeAsync();
            throw LoopbackPort.Taken(port, fault);
        }
    }

    public static int Port(this WebApplication web) => new Uri(web.Urls.Single()).Port;
}
