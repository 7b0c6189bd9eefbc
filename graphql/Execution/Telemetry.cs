using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace Hierarchy.GraphQL.Execution;

/// <summary>
/// What engines tell the process's observers, by OpenTelemetry's conventions for GraphQL servers: a span and a duration for each execution,
/// counts of field errors and of refusals. Costs nothing while nobody listens.
/// </summary>
/// <remarks>No tag holds a value of a request, and none of the metrics' has a client's own names, so that series stay few.</remarks>
public static class GraphQLTelemetry {
    /// <summary>The name of the <see cref="ActivitySource"/> and of the <see cref="Meter"/>.</summary>
    public const string Name = "Hierarchy.GraphQL";

    internal const string Other = "_OTHER";
    private static readonly ActivitySource s_source = new(Name);
    private static readonly Meter s_meter = new(Name);
    private static readonly string[] s_types = ["query", "mutation", "subscription"];

    private static readonly Histogram<double> s_duration = s_meter.CreateHistogram<double>("graphql.server.operation.duration", "s",
        "Time of one execution, or of one event of a subscription.", null,
        new() { HistogramBucketBoundaries = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10] });

    private static readonly Counter<long> s_fieldErrors =
        s_meter.CreateCounter<long>("graphql.server.field.errors", "{error}", "Errors of fields, by their code.");

    private static readonly Counter<long> s_refusals = s_meter.CreateCounter<long>("graphql.server.refusals", "{request}",
        "Requests that were not executed, by the code of the first error.");

    internal static bool IsListened => s_duration.Enabled || s_source.HasListeners();

    internal static string TypeOf(OperationKind kind) => s_types[(int)kind];

    internal static Activity? Start(OperationEntry operation) {
        var activity = s_source.StartActivity(TypeOf(operation.Kind), ActivityKind.Server);
        if (activity is { IsAllDataRequested: true }) {
            activity.SetTag("graphql.operation.type", TypeOf(operation.Kind)).SetTag("graphql.document", operation.Normalised)
                .SetTag("graphql.operation.name", operation.Name);
        }
        return activity;
    }

    internal static void Executed(OperationKind kind, TimeSpan elapsed, string? error, Activity? activity) {
        if (error is not null) activity?.SetStatus(ActivityStatusCode.Error).SetTag("error.type", error);
        if (!s_duration.Enabled) return;
        var tags = new TagList { { "graphql.operation.type", TypeOf(kind) } };
        if (error is not null) tags.Add("error.type", error);
        s_duration.Record(elapsed.TotalSeconds, tags);
    }

    internal static void FieldFailed(string? code) => Count(s_fieldErrors, code);

    internal static void Refused(string? code) => Count(s_refusals, code);

    private static void Count(Counter<long> counter, string? code) {
        if (counter.Enabled) counter.Add(1, new KeyValuePair<string, object?>("error.type", code ?? Other));
    }
}

public sealed partial class GraphQLEngine {
    private readonly bool _logsSlow;

    private async ValueTask<GraphQLResponse> ObserveAsync(PreparedOperation prepared, object root, CancellationToken cancellation) {
        using var activity = GraphQLTelemetry.Start(prepared.Operation);
        var started = Time.GetTimestamp();
        string? error = null;
        try {
            var response = await RunAsync(in prepared, root, cancellation).ConfigureAwait(false);
            error = response.Executor.Errors.FirstCode;
            return response;
        } catch (OperationCanceledException) {
            error = "cancelled";
            throw;
        } finally {
            var elapsed = Time.GetElapsedTime(started);
            GraphQLTelemetry.Executed(prepared.Plan!.Kind, elapsed, error, activity);
            if (_logsSlow && elapsed > Options.SlowOperationTime)
                LogSlow(GraphQLTelemetry.TypeOf(prepared.Plan.Kind), (long)elapsed.TotalMilliseconds, prepared.Operation.Normalised);
        }
    }

    [LoggerMessage(4002, LogLevel.Warning, "GraphQL {Type} took {ElapsedMs} ms: {Document}", SkipEnabledCheck = true)]
    private partial void LogSlow(string type, long elapsedMs, string document);
}
