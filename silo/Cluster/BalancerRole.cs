using System.Diagnostics;
using System.Globalization;
using System.Net;
using Hierarchy.Hosting;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Yarp.ReverseProxy.Forwarder;

namespace Hierarchy.Silo.Cluster;

/// <summary>One port before several API servers: sends each request to one that is ready, and to another one when that does not answer.</summary>
/// <remarks>
/// Repeating is harmless: queries change nothing, and every mutation carries a requestId, whose second arrival is answered as the first.
/// </remarks>
internal static class BalancerRole
{
    /// <summary>Bytes of a request that is kept until it is answered, so that it can be sent again; a larger one is sent once.</summary>
    private const long KeptMax = 4 * 1024 * 1024;

    /// <summary>Servers that one request is sent to.</summary>
    private const int AttemptsMax = 4;

    /// <summary>How long a request waits for a server to be ready.</summary>
    private static readonly TimeSpan WaitMax = TimeSpan.FromSeconds(10);

    private static readonly ForwarderRequestConfig Forwarding = new() { ActivityTimeout = TimeSpan.FromMinutes(11) };

    public static async Task<int> RunAsync(BalancerSettings settings, IProgress<string> progress, TimeProvider time, Shutdown shutdown)
    {
        using var http = new HttpMessageInvoker(new SocketsHttpHandler
        {
            UseProxy = false,
            AllowAutoRedirect = false,
            AutomaticDecompression = DecompressionMethods.None,
            UseCookies = false,
            ActivityHeadersPropagator = DistributedContextPropagator.CreateNoOutputPropagator(),
            ConnectTimeout = TimeSpan.FromSeconds(1),
        });
        var servers = new ServerList(settings.Servers, http, time);
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.Listen(settings.Listen, settings.Port));
        builder.Logging.AddSimpleConsole(console => console.SingleLine = true).SetMinimumLevel(LogLevel.Warning).AddFilter("Yarp", LogLevel.Error);
        builder.Services.AddRoutingCore().AddSingleton<IHostLifetime, OutsideLifetime>().AddHttpForwarder();
        await using var web = builder.Build();
        var forwarder = web.Services.GetRequiredService<IHttpForwarder>();
        web.UseRouting();
        web.MapHealth(() => servers.AnyReady);
        web.Map("/{**path}", context => ForwardAsync(context, servers, forwarder, http));
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(shutdown.Requested);
        var watch = servers.WatchAsync(stop.Token);
        await servers.FirstReadyAsync(shutdown.Requested);
        await web.StartOnAsync(settings.Port, shutdown.Requested);
        progress.Report(string.Create(CultureInfo.InvariantCulture, $"ready http://{settings.Listen}:{web.Port()}"));
        await shutdown.WaitAsync();
        progress.Report("stopping");
        await web.StopAsync(shutdown.Insisted);
        await watch;
        progress.Report("stopped");
        return ExitCode.Ok;
    }

    private static async Task ForwardAsync(HttpContext context, ServerList servers, IHttpForwarder forwarder, HttpMessageInvoker http)
    {
        var mayRepeat = context.Request.ContentLength is null or <= KeptMax && !context.WebSockets.IsWebSocketRequest;
        if (mayRepeat)
        {
            context.Request.EnableBuffering();
        }
        Server? last = null;
        for (var attempt = 1; attempt <= AttemptsMax; attempt++)
        {
            if (await servers.NextAsync(last, WaitMax, context.RequestAborted) is not { } server)
            {
                break;
            }
            last = server;
            // The host that was asked for goes along as it is: the servers judge by it whether they answer.
            var error = await forwarder.SendAsync(context, server.Prefix, http, Forwarding, HttpTransformer.Empty);
            if (error == ForwarderError.None || context.Response.HasStarted || context.RequestAborted.IsCancellationRequested)
            {
                return;
            }
            server.Failed();
            // What was never sent may go elsewhere whatever it is; what may have been, only if it is here to be sent again.
            if (!mayRepeat && error is not (ForwarderError.NoAvailableDestinations or ForwarderError.RequestCreation))
            {
                return;
            }
            context.Response.Clear();
            context.Request.Body.Position = 0;
        }
        context.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
        context.Response.Headers.RetryAfter = "1";
        context.Response.ContentType = "application/json; charset=utf-8";
        await context.Response.WriteAsync(
            """{"errors":[{"message":"No server of the cluster answers; try again, a mutation with the same requestId.","extensions":{"code":"UNAVAILABLE"}}]}""");
    }
}
