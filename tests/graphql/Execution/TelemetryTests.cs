using System.Diagnostics.Metrics;
using Microsoft.Extensions.Logging;

namespace Hierarchy.Tests.GraphQL.Execution;

/// <summary>Telemetry of operations.</summary>
public sealed class TelemetryTests
{
    private static readonly Schema s_schema = TestSchema.Build("""
        type Query { echo(text: String, n: Int, many: [In]): String fail: Int fails: Int! self: Query! }
        input In { a: Int }
        """, types =>
    {
        types.Field("Query.echo", c => c.GetArgument<string?>("text"));
        types.Field("Query.fail", _ => throw new FieldError("no", "TELEMETRY_TEST"));
        types.Field("Query.fails", _ => throw new InvalidOperationException("secret"));
        types.Field("Query.self", _ => new object());
    });

    [Fact]
    public async Task An_execution_is_a_span_with_the_document_but_no_value()
    {
        var spans = new List<Activity>();
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == Telemetry.Name,
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = span =>
            {
                lock (spans)
                {
                    spans.Add(span);
                }
            },
        };
        ActivitySource.AddActivityListener(listener);
        await Answers.To(s_schema, """
            query TelemetrySpan($t: String = "default", $yes: Boolean!) {
              a: echo(text: $t, n: 7, many: [{ a: 8 }]) @include(if: $yes)
              ... on Query @skip(if: false) { ...F }
            }
            fragment F on Query { echo(text: "literal") }
            """, """{"t":"variable","yes":true}""");
        await Answers.To(s_schema, "query TelemetryFault { fail }");
        listener.Dispose();
        Activity[] seen;
        lock (spans)
        {
            seen = [.. spans];
        }

        var span = Assert.Single(seen, span => Equals(span.GetTagItem("graphql.operation.name"), "TelemetrySpan"));
        Assert.Equal("query", span.OperationName);
        Assert.Equal(ActivityKind.Server, span.Kind);
        Assert.Equal("query", span.GetTagItem("graphql.operation.type"));
        Assert.Equal("query TelemetrySpan($t: String = ?, $yes: Boolean!) { a: echo(text: $t, n: ?, many: ?) @include(if: $yes) " +
            "... on Query @skip(if: ?) { ...F } } fragment F on Query { echo(text: ?) }", span.GetTagItem("graphql.document"));
        Assert.Equal(ActivityStatusCode.Unset, span.Status);
        var fault = Assert.Single(seen, span => Equals(span.GetTagItem("graphql.operation.name"), "TelemetryFault"));
        Assert.Equal(ActivityStatusCode.Error, fault.Status);
        Assert.Equal("TELEMETRY_TEST", fault.GetTagItem("error.type"));
    }

    [Fact]
    public async Task Errors_of_fields_refusals_and_durations_are_counted()
    {
        var counted = new List<(string Instrument, double Value, string? Error, string? Type)>();
        using var listener = new MeterListener
        {
            InstrumentPublished = (instrument, listener) =>
            {
                if (instrument.Meter.Name == Telemetry.Name)
                {
                    listener.EnableMeasurementEvents(instrument);
                }
            },
        };
        listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Add(instrument, value, tags));
        listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) => Add(instrument, value, tags));
        listener.Start();
        await Answers.To(s_schema, "{ a: fail b: fail }");
        await Answers.To(s_schema, "{ self { fails } }");
        await Answers.To(s_schema, "{ nothing }");
        // Concurrent tests are counted too.
        listener.Dispose();
        (string Instrument, double Value, string? Error, string? Type)[] seen;
        lock (counted)
        {
            seen = [.. counted];
        }

        Assert.Equal(2, seen.Count(c => c is ("graphql.server.field.errors", 1, "TELEMETRY_TEST", null)));
        Assert.Contains(seen, c => c is ("graphql.server.field.errors", 1, "INTERNAL", null));
        Assert.Contains(seen, c => c is ("graphql.server.refusals", 1, "VALIDATION", null));
        Assert.Contains(seen, c => c is ("graphql.server.operation.duration", > 0 and < 60, "TELEMETRY_TEST", "query"));

        void Add(Instrument instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
        {
            string? error = null, type = null;
            foreach (var (key, tag) in tags)
            {
                _ = key == "error.type" ? error = tag as string : type = tag as string;
            }
            lock (counted)
            {
                counted.Add((instrument.Name, value, error, type));
            }
        }
    }

    [Fact]
    public async Task A_slow_operation_is_logged_without_values()
    {
        var log = new Lines();
        await Answers.To(new GraphQLServer(s_schema, new GraphQLLimits { SlowOperationTime = TimeSpan.Zero }, null, log),
            """{ echo(text: "secret") }""");
        Assert.Matches("^GraphQL query took [0-9]+ ms: query { echo\\(text: \\?\\) }$", Assert.Single(log.Written));
        await Answers.To(new GraphQLServer(s_schema, new GraphQLLimits { SlowOperationTime = Timeout.InfiniteTimeSpan }, null, log),
            "{ echo }");
        await Answers.To(new GraphQLServer(s_schema, null, null, log), "{ echo }");
        Assert.Single(log.Written);
    }

    [Fact]
    public async Task A_normalised_document_is_bounded()
    {
        var log = new Lines();
        var query = "{" + string.Concat(Enumerable.Range(0, 149).Select(i => $" {new string('a', 20)}{i}: __typename")) + " }";
        await Answers.To(new GraphQLServer(s_schema, new GraphQLLimits
        {
            SlowOperationTime = TimeSpan.Zero,
            AliasesPerFieldMax = 200,
        }, null, log), query);
        Assert.InRange(Assert.Single(log.Written).Length, 2_000, 2_050);
    }

    private sealed class Lines : ILogger<GraphQLServer>
    {
        public List<string> Written { get; } = [];

        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception,
            Func<TState, Exception?, string> formatter) => Written.Add(formatter(state, exception));
    }
}
