using Hierarchy.Grains;
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
    public static async Task<WebApplication> StartAsync(ClusterSettings settings, SetAside aside, Func<bool> ready)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.Listen(settings.Listen, settings.Port));
        builder.Logging.AddSimpleConsole(console => console.SingleLine = true).SetMinimumLevel(LogLevel.Warning);
        builder.Services.AddRoutingCore().AddSingleton<IHostLifetime, OutsideLifetime>();
        var web = builder.Build();
        web.UseRouting();
        web.MapHealth(ready, () => HealthText.Of(aside));
        await web.StartOnAsync(settings.Port, CancellationToken.None);
        return web;
    }

    public static void MapHealth(this WebApplication web, Func<bool> ready, Func<string>? health = null)
    {
        web.MapGet("/health", health ?? (() => "ok"));
        web.MapGet("/ready", () => ready() ? Results.Text("ready") : Results.Text("not ready", statusCode: StatusCodes.Status503ServiceUnavailable));
    }

    /// <summary>Asks the process on a port of this machine, for containers without any other program.</summary>
    /// <returns>0 when it is ready.</returns>
    public static async Task<int> AskAsync(string? port, CancellationToken stop)
    {
        using var http = new HttpClient { Timeout = TimeSpan.FromSeconds(2) };
        try
        {
            using var answer = await http.GetAsync(new Uri($"http://127.0.0.1:{port ?? "8080"}/ready"), stop);
            return answer.IsSuccessStatusCode ? ExitCode.Ok : ExitCode.Fault;
        }
        catch (Exception fault) when (fault is HttpRequestException or TaskCanceledException or UriFormatException)
        {
            return ExitCode.Fault;
        }
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
