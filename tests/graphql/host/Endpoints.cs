using System.Text.Encodings.Web;
using GraphQLParser.AST;
using Microsoft.AspNetCore.Http;

namespace Hierarchy.Tests.GraphQL.Host;

/// <summary>Answers requests that include their schema, for comparison with another implementation.</summary>
internal sealed class Endpoints(IServiceProvider services)
{
    private const int SchemasMax = 256;

    // The reference has no bounds against strangers.
    private static readonly GraphQLLimits Lifted = new()
    {
        QueryBytesMax = 8 * 1024 * 1024,
        TokensMax = 1_000_000,
        NestingMax = 500,
        OperationsMax = 100_000,
        FragmentsMax = 2_000,
        VariablesMax = 100_000,
        DirectivesPerPlaceMax = int.MaxValue,
        DirectivesMax = int.MaxValue,
        AliasesPerFieldMax = int.MaxValue,
        AliasesMax = int.MaxValue,
        DepthMax = int.MaxValue,
        IntrospectionDepthMax = int.MaxValue,
        IntrospectionListDepthMax = 100,
        BreadthMax = int.MaxValue,
        MutationFieldsMax = int.MaxValue,
        CostMax = long.MaxValue,
        ValidationErrorsMax = 100,
        MergeComparisonsMax = 1_000_000,
        InputDepthMax = 500,
        InputItemsMax = 1_000_000,
        AnswerBytesMax = 32 * 1024 * 1024,
        AnswerErrorsMax = 1_000_000,
        ExecutionTimeMax = TimeSpan.FromSeconds(60),
    };

    private static readonly JsonWriterOptions Json = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        MaxDepth = 10_000,
        SkipValidation = true,
    };

    private readonly ConcurrentDictionary<string, GraphQLServer> _servers = new(StringComparer.Ordinal);

    /// <summary><c>POST /execute</c>: the response of one request.</summary>
    public Task ExecuteAsync(HttpContext http) => AnswerAsync(http, (request, output) => ExecuteAsync(request, request, output, http.RequestAborted));

    /// <summary><c>POST /validate</c>: the syntax error, or the errors of the rules.</summary>
    public Task ValidateAsync(HttpContext http) => AnswerAsync(http, async (request, output) =>
    {
        output.WriteStartObject();
        await WriteVerdictAsync(ServerOf(request), request, output);
        output.WriteEndObject();
    });

    /// <summary>
    /// <c>POST /check</c> {schema, cases: [{query, variables …}]}: a list with, for each case, what <c>/validate</c> says, and if it is
    /// valid what <c>/execute</c> says.
    /// </summary>
    public Task CheckAsync(HttpContext http) => AnswerAsync(http, async (request, output) =>
    {
        output.WriteStartArray();
        foreach (var each in request.GetProperty("cases").EnumerateArray())
        {
            output.WriteStartObject();
            if (await WriteVerdictAsync(ServerOf(request), each, output))
            {
                output.WritePropertyName("result");
                await ExecuteAsync(request, each, output, http.RequestAborted);
            }
            output.WriteEndObject();
        }
        output.WriteEndArray();
    });

    private static async Task AnswerAsync(HttpContext http, Func<JsonElement, Utf8JsonWriter, Task> answer)
    {
        try
        {
            using var body = await JsonDocument.ParseAsync(http.Request.Body, new() { MaxDepth = 1_000 }, http.RequestAborted);
            using var buffer = new MemoryStream();
            using (var output = new Utf8JsonWriter(buffer, Json))
            {
                await answer(body.RootElement, output);
            }
            http.Response.ContentType = "application/json; charset=utf-8";
            await http.Response.Body.WriteAsync(buffer.ToArray(), http.RequestAborted);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            http.Response.StatusCode = StatusCodes.Status400BadRequest;
            await http.Response.WriteAsJsonAsync(new { error = e.Message }, http.RequestAborted);
        }
    }

    private GraphQLServer ServerOf(JsonElement request)
    {
        if (_servers.Count >= SchemasMax)
        {
            _servers.Clear();
        }
        return _servers.GetOrAdd(request.GetProperty("schema").GetString()!, sdl => new(DerivedResolvers.Build(sdl, services), Lifted));
    }

    private async Task ExecuteAsync(JsonElement schema, JsonElement request, Utf8JsonWriter output, CancellationToken cancellation)
    {
        var seed = request.TryGetProperty("seed", out var given) && given.ValueKind == JsonValueKind.Number ? (uint)given.GetInt64() : 1;
        var call = new GraphQLCall
        {
            Query = Encoding.UTF8.GetBytes(RequestText.Of(request.GetProperty("query"))),
            OperationName = request.TryGetProperty("operationName", out var name) && name.ValueKind == JsonValueKind.String ? name.GetString() : null,
            Variables = request.TryGetProperty("variables", out var variables) ? variables : default,
            Services = services,
            Caller = new Run(Flag(request, "hash"), seed, Flag(request, "mixed")),
        };
        var answer = await AnswerAsync(ServerOf(schema), call, cancellation);
        output.WriteRawValue(answer.Bytes.Span, skipInputValidation: true);
    }

    /// <summary>The answer; for a subscription that of the first event, the only one of its source.</summary>
    private static async Task<Answer> AnswerAsync(GraphQLServer server, GraphQLCall call, CancellationToken cancellation)
    {
        var (prepared, refusal) = await server.PrepareAsync(call);
        if (prepared is not { Kind: OperationType.Subscription })
        {
            return refusal ?? await server.RunAsync(prepared!, null, call.Services, cancellation);
        }
        try
        {
            var (events, _) = await server.OpenAsync(prepared, call.Services, cancellation);
            await foreach (var happened in events.WithCancellation(cancellation))
            {
                return await server.RunAsync(prepared, happened, call.Services, cancellation);
            }
            throw new FieldError("There is no event.");
        }
        catch (FieldError fault)
        {
            return server.Refuse(AnswerKind.RequestError, [fault]);
        }
    }

    private static bool Flag(JsonElement request, string name) => request.TryGetProperty(name, out var flag) && flag.ValueKind == JsonValueKind.True;

    private static async Task<bool> WriteVerdictAsync(GraphQLServer server, JsonElement request, Utf8JsonWriter output)
    {
        var errors = (await server.ReadAsync(RequestText.Of(request.GetProperty("query")))).Errors;
        if (errors is [DocumentError { Code: Codes.Syntax } syntax])
        {
            output.WriteStartObject("syntax");
            output.WriteString("message", syntax.Message);
            output.WriteNumber("line", syntax.Locations![0].Line);
            output.WriteNumber("column", syntax.Locations[0].Column);
            output.WriteEndObject();
            return false;
        }
        output.WriteStartArray("errors");
        foreach (var error in errors)
        {
            WriteError(error, output);
        }
        output.WriteEndArray();
        return errors.Count == 0;
    }

    private static void WriteError(ExecutionError error, Utf8JsonWriter output)
    {
        output.WriteStartObject();
        output.WriteString("rule", RuleNames.Of(error));
        output.WriteString("message", error.Message);
        output.WriteStartArray("locations");
        foreach (var at in error.Locations ?? [])
        {
            output.WriteStartObject();
            output.WriteNumber("line", at.Line);
            output.WriteNumber("column", at.Column);
            output.WriteEndObject();
        }
        output.WriteEndArray();
        output.WriteEndObject();
    }
}
