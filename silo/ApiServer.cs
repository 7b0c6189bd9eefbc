using Hierarchy.Api;
using Hierarchy.Api.Access;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Orleans.Dashboard;

namespace Hierarchy.Silo;

/// <summary>The web server: the API, the dashboard, and pages for operators.</summary>
internal static class ApiServer
{
    /// <summary>Maximum number of connections to a port; Kestrel closes further ones without an answer. It exceeds the 10,000 WebSockets
    /// and streams plus 1,024 requests that the API serves before refusing with a code, so only idle connections reach it.</summary>
    public const int ConnectionsMax = 12_000;

    /// <summary>The Orleans dashboard, which shows silos and grains.</summary>
    private const string Dashboard = "/orleans";

    /// <summary>How often the dashboard collects its counters, which costs work on every silo even if nobody looks.</summary>
    private static readonly TimeSpan DashboardEvery = TimeSpan.FromSeconds(5);

    public static void AddApi(this WebApplicationBuilder builder, ApiPlan plan)
    {
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.Limits.MaxConcurrentConnections = kestrel.Limits.MaxConcurrentUpgradedConnections = ConnectionsMax;
            kestrel.Listen(plan.Listen, plan.Port);
            if (plan.Http2Port is { } port)
            {
                kestrel.Listen(IPAddress.Loopback, port, endpoint => endpoint.Protocols = HttpProtocols.Http2);
            }
        });
        builder.Services.AddRoutingCore().AddHosted<Drain>().AddSingleton(plan.Reading).AddSingleton(plan.Limits).AddHierarchyApi(
            plan.Tokens, plan.Hosts, plan.PeopleSignIn, plan.Provider, plan.PublicUrl);
        builder.AddTelemetry();
        // The dashboard's trace would show the log.
        builder.UseOrleans(silo => silo.AddDashboard(dashboard =>
            (dashboard.HideTrace, dashboard.CounterUpdateIntervalMs) = (true, (int)DashboardEvery.TotalMilliseconds)));
    }

    public static void MapSystem(this WebApplication web, ApiPlan plan)
    {
        var standing = web.Services.GetRequiredService<SiloStanding>();
        plan.Proxies.Use(web);
        web.UseRouting();
        web.Use((http, next) => standing.MayServe || !http.Request.Path.StartsWithSegments(HierarchyApi.Path) ? next(http) : RefuseAsync(http));
        var aside = web.Services.GetRequiredService<SetAside>();
        web.MapGet("/alive", () => "alive");
        web.MapGet("/health", () => HealthText.Of(aside));
        web.MapGet("/ready", () => standing.IsReady
            ? Results.Text("ready")
            : Results.Text("not ready", statusCode: StatusCodes.Status503ServiceUnavailable));
        web.MapHierarchyApi(plan.Pages);
        web.Use(web.Services.GetRequiredService<AccessRules>().GuardPagesAsync);
        web.MapPrometheusScrapingEndpoint(SiloTelemetry.Path).WithMetadata(new AdministratorsOnly());
        // Orleans compresses all pages of its dashboard when they are mapped, which would take a sixth of the processor time of every
        // start.
        var dashboard = new Lazy<RequestDelegate>(() => MapDashboard(web));
        web.Map($"{Dashboard}/{{**page}}", http =>
        {
            http.SetEndpoint(null);
            return dashboard.Value(http);
        }).WithMetadata(new AdministratorsOnly());
        // Asking would activate any grain named, even a unit that does not exist.
        web.MapGet($"{Dashboard}/GrainState", () => Results.NotFound()).WithOrder(-1).WithMetadata(new AdministratorsOnly());
        if (plan.OperatorKey is { } key)
        {
            Operations.Map(web, new Operated(web.Services), key);
        }
    }

    private static RequestDelegate MapDashboard(IApplicationBuilder web) =>
        web.New().UseRouting().UseEndpoints(endpoints => endpoints.MapOrleansDashboard(Dashboard)).Build();

    private static Task RefuseAsync(HttpContext http)
    {
        http.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
        http.Response.Headers.RetryAfter = "1";
        http.Response.ContentType = "application/json; charset=utf-8";
        return http.Response.WriteAsync(
            """{"errors":[{"message":"This node may have been replaced; try again, with the same requestId for a mutation.","extensions":{"code":"UNAVAILABLE"}}]}""");
    }
}
