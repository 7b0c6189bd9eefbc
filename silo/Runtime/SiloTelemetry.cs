using System.Diagnostics.Metrics;
using Microsoft.Extensions.Configuration;
using Npgsql;
using OpenTelemetry.Logs;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace Hierarchy.Silo.Runtime;

/// <summary>Telemetry: metrics at /metrics, and all signals to a collector if OpenTelemetry's usual variables name one. No signal contains
/// the text of a request, a parameter of a statement or a token; spans of grains contain the ids of units.</summary>
internal static class SiloTelemetry
{
    public const string Path = "/metrics";

    /// <summary>Maximum number of label combinations of one metric; further ones count together. Memory for all is allocated at the start,
    /// and the default of two thousand takes 40 MB.</summary>
    private const int SeriesMax = 200;

    private const string Endpoint = "OTEL_EXPORTER_OTLP_ENDPOINT";

    /// <summary>Paths that machines request every few seconds.</summary>
    private static readonly string[] Watched = [Path, "/health", "/ready", "/alive"];

    /// <exception cref="StartupProblem">The address of a collector cannot be used.</exception>
    public static void AddTelemetry(this IHostApplicationBuilder builder)
    {
        var configuration = builder.Configuration;
        builder.Services.AddHosted<SetAsideMeter>();
        var telemetry = builder.Services.AddOpenTelemetry()
            .ConfigureResource(resource => resource.AddService(configuration["OTEL_SERVICE_NAME"] ?? "hierarchy"))
            .WithMetrics(metrics =>
            {
                metrics.AddMeter("Microsoft.Orleans", "Hierarchy.*", "Npgsql", "System.Runtime").AddAspNetCoreInstrumentation().AddPrometheusExporter();
                metrics.AddView("*", new MetricStreamConfiguration { CardinalityLimit = SeriesMax });
                if (IsExported(configuration, "METRICS"))
                {
                    metrics.AddOtlpExporter();
                }
            });
        if (IsExported(configuration, "TRACES"))
        {
            builder.UseOrleans(silo => silo.AddActivityPropagation());
            telemetry.WithTracing(traces => traces.AddSource("Microsoft.Orleans.*", "Hierarchy.*").AddNpgsql()
                .AddAspNetCoreInstrumentation(requests => requests.Filter = http => !Watched.Contains(http.Request.Path.Value))
                .AddOtlpExporter());
        }
        if (IsExported(configuration, "LOGS"))
        {
            telemetry.WithLogging(logs => logs.AddOtlpExporter());
        }
    }

    private static bool IsExported(IConfiguration configuration, string signal)
    {
        string[] names = [$"OTEL_EXPORTER_OTLP_{signal}_ENDPOINT", Endpoint];
        foreach (var name in names)
        {
            if (configuration[name] is { Length: > 0 } text)
            {
                return Uri.TryCreate(text, UriKind.Absolute, out var address) && address.Scheme.StartsWith("http", StringComparison.Ordinal)
                    ? true
                    : throw new StartupProblem($"{name} is '{text}': give an address such as http://127.0.0.1:4318.", ExitCode.Configuration);
            }
        }
        return false;
    }
}

/// <summary>Metric of records that were set aside, for alerts to operators.</summary>
internal sealed class SetAsideMeter(SetAside aside) : IHostedService, IDisposable
{
    private readonly Meter _meter = new("Hierarchy.Silo");

    public Task StartAsync(CancellationToken cancellationToken)
    {
        _meter.CreateObservableGauge("hierarchy.set_aside", () => aside.All.Count + aside.Unnamed, "{record}", "Records set aside because they could not be processed.");
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public void Dispose() => _meter.Dispose();
}
