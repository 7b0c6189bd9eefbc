using System.Diagnostics.Metrics;

namespace Hierarchy.Api.GraphQL;

/// <summary>Telemetry by OpenTelemetry's conventions for GraphQL servers, without values of requests. The library's span lacks the
/// conventions' names, and it has no meter.</summary>
internal static class Telemetry {
    /// <summary>The name of the <see cref="ActivitySource"/> and of the <see cref="Meter"/>.</summary>
    public const string Name = "Hierarchy.GraphQL";
    private static readonly ActivitySource Source = new(Name);
    private static readonly Meter Meter = new(Name);
    private static readonly Histogram<double> Duration = Meter.CreateHistogram<double>(
        "graphql.server.operation.duration", "s", "Time of one execution, or of one event of a subscription.", null,
        new() { HistogramBucketBoundaries = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10] });
    private static readonly Counter<long> FieldErrors =
        Meter.CreateCounter<long>("graphql.server.field.errors", "{error}", "Errors of fields, by their code.");
    private static readonly Counter<long> Refusals = Meter.CreateCounter<long>(
        "graphql.server.refusals", "{request}", "Requests that were not executed, by the code of the first error.");

    public static bool IsListened => Duration.Enabled || FieldErrors.Enabled || Source.HasListeners();

    public static string TypeOf(OperationType kind) =>
        kind == OperationType.Query ? "query" : kind == OperationType.Mutation ? "mutation" : "subscription";

    public static Activity? Start(PreparedOperation prepared) {
        var activity = Source.StartActivity(TypeOf(prepared.Kind), ActivityKind.Server);
        return activity is not { IsAllDataRequested: true } ? activity : activity
            .SetTag("graphql.operation.type", TypeOf(prepared.Kind))
            .SetTag("graphql.document", prepared.Read.Normalised(prepared.Operation))
            .SetTag("graphql.operation.name", prepared.Operation.Name?.StringValue);
    }

    public static void Executed(OperationType kind, TimeSpan elapsed, string? error, Activity? activity) {
        var tags = new TagList { { "graphql.operation.type", TypeOf(kind) } };
        if (error is not null) {
            activity?.SetStatus(ActivityStatusCode.Error).SetTag("error.type", error);
            tags.Add("error.type", error);
        }
        Duration.Record(elapsed.TotalSeconds, tags);
    }

    public static string CodeOf(ExecutionError error) => Codes.Of(error) ?? "_OTHER";
    public static void FieldFailed(ExecutionError error) => FieldErrors.Add(1, new TagList { { "error.type", CodeOf(error) } });
    public static void Refused(ExecutionError error) => Refusals.Add(1, new TagList { { "error.type", CodeOf(error) } });
}

internal sealed partial class GraphQLServer {
    private bool LogsSlow => Limits.SlowOperationTime != Timeout.InfiniteTimeSpan && _log.IsEnabled(LogLevel.Warning);

    private async Task<Answer> ObserveAsync(PreparedOperation prepared, Func<Task<Answer>> run) {
        if (!LogsSlow && !Telemetry.IsListened) return await run().ConfigureAwait(false);
        using var activity = Telemetry.Start(prepared);
        var (started, error) = (_time.GetTimestamp(), "cancelled");
        try {
            var answer = await run().ConfigureAwait(false);
            error = answer.Errors is [var first, ..] ? Telemetry.CodeOf(first) : null;
            if (answer.Kind == AnswerKind.Executed) foreach (var failed in answer.Errors) Telemetry.FieldFailed(failed);
            return answer;
        } finally {
            var elapsed = _time.GetElapsedTime(started);
            Telemetry.Executed(prepared.Kind, elapsed, error, activity);
            if (LogsSlow && elapsed > Limits.SlowOperationTime)
                LogSlow(Telemetry.TypeOf(prepared.Kind), (long)elapsed.TotalMilliseconds, prepared.Read.Normalised(prepared.Operation));
        }
    }

    [LoggerMessage(4002, LogLevel.Warning, "GraphQL {Type} took {ElapsedMs} ms: {Document}", SkipEnabledCheck = true)]
    private partial void LogSlow(string type, long elapsedMs, string document);
}
