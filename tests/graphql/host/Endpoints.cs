using System.Collections.Concurrent;
using System.Text.Encodings.Web;
using System.Text.Json;
using Hierarchy.GraphQL.Execution;
using Hierarchy.GraphQL.Language;
using Hierarchy.GraphQL.Schema;
using Hierarchy.GraphQL.Validation;

namespace Hierarchy.GraphQL.ConformanceHost;

/// <summary>Answers for any schema that comes with the request, so that another implementation can be compared.</summary>
internal sealed class Endpoints(IServiceProvider services)
{
    private const int SchemasMax = 256;

    // The reference accepts selections of nothing, and has none of the bounds that protect a server from strangers.
    private static readonly ParserOptions s_parser = new()
    {
        AllowEmptySelectionSets = true,
        TokensMax = 1_000_000,
        NestingMax = 500,
        OperationsMax = 100_000,
        FragmentsMax = 2_000,
        VariablesMax = 100_000,
    };

    private static readonly ValidationOptions s_validation = new()
    {
        AllowEmptySelectionSets = true,
        Suggestions = true,
        ErrorsMax = 100,
        MergeComparisonsMax = 1_000_000,
    };

    private static readonly EngineOptions s_engine = new()
    {
        QueryBytesMax = 8 * 1024 * 1024,
        CacheBytesMax = 4 * 1024 * 1024,
        Parser = s_parser,
        Limits = new()
        {
            DirectivesPerPlaceMax = int.MaxValue,
            DirectivesMax = int.MaxValue,
            AliasesPerFieldMax = int.MaxValue,
            AliasesMax = int.MaxValue,
            DepthMax = int.MaxValue,
            IntrospectionDepthMax = int.MaxValue,
            BreadthMax = int.MaxValue,
            MutationFieldsMax = int.MaxValue,
            CostMax = long.MaxValue,
        },
        Validation = s_validation,
        Inputs = new() { Suggestions = true, DepthMax = 500, ListItemsMax = 1_000_000, FaultsMax = 1_000 },
        ResponseBytesMax = 32 * 1024 * 1024,
        ErrorsMax = 1_000_000,
        ExecutionTimeMax = TimeSpan.FromSeconds(60),
    };

    private static readonly JsonWriterOptions s_json = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        MaxDepth = 10_000,
        SkipValidation = true,
    };

    private readonly ConcurrentDictionary<(string Sdl, uint? Mixed), GraphQLEngine> _engines = new();
    private readonly ConcurrentDictionary<string, GraphQLSchema> _schemas = new();

    /// <summary><c>POST /execute</c>: the response of one request.</summary>
    public async Task ExecuteAsync(HttpContext http)
    {
        await AnswerAsync(http, async (request, output) => await ExecuteAsync(Sdl(request), request, output, http.RequestAborted));
    }

    /// <summary><c>POST /validate</c>: the syntax error, or the errors of the rules.</summary>
    public Task ValidateAsync(HttpContext http) => AnswerAsync(http, (request, output) =>
    {
        var source = new SourceText(RequestText.Utf8(request.GetProperty("query")));
        output.WriteStartObject();
        WriteVerdict(Schema(Sdl(request)), source, output, withPrinted: false);
        output.WriteEndObject();
        return Task.CompletedTask;
    });

    /// <summary>
    /// <c>POST /check</c> {schema, cases: [{query, variables …}]}: a list with, for each case, what <c>/validate</c> says, how the
    /// document is printed, and if it is valid what <c>/execute</c> says.
    /// </summary>
    public Task CheckAsync(HttpContext http) => AnswerAsync(http, async (request, output) =>
    {
        var sdl = Sdl(request);
        var schema = Schema(sdl);
        output.WriteStartArray();
        foreach (var each in request.GetProperty("cases").EnumerateArray())
        {
            var source = new SourceText(RequestText.Utf8(each.GetProperty("query")));
            output.WriteStartObject();
            if (WriteVerdict(schema, source, output, withPrinted: true))
            {
                output.WritePropertyName("result");
                await ExecuteAsync(sdl, each, output, http.RequestAborted);
            }

            output.WriteEndObject();
        }

        output.WriteEndArray();
    });

    /// <summary><c>POST /schemas</c> [SDL …]: for each how the schema is printed, or why it is none.</summary>
    public Task PrintSchemasAsync(HttpContext http) => AnswerAsync(http, (request, output) =>
    {
        output.WriteStartArray();
        foreach (var sdl in request.EnumerateArray())
        {
            output.WriteStartObject();
            WriteSchema(RequestText.Utf8(sdl), output);
            output.WriteEndObject();
        }

        output.WriteEndArray();
        return Task.CompletedTask;
    });

    private static string Sdl(JsonElement request) => request.GetProperty("schema").GetString()!;

    private static async Task AnswerAsync(HttpContext http, Func<JsonElement, Utf8JsonWriter, Task> answer)
    {
        try
        {
            using var body = await JsonDocument.ParseAsync(http.Request.Body, new() { MaxDepth = 1_000 }, http.RequestAborted);
            using var buffer = new MemoryStream();
            using (var output = new Utf8JsonWriter(buffer, s_json))
            {
                await answer(body.RootElement, output);
            }

            http.Response.ContentType = "application/json; charset=utf-8";
            await http.Response.Body.WriteAsync(buffer.ToArray(), http.RequestAborted);
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException or FormatException
            or GraphQLSyntaxError or GraphQLSchemaException or SchemaBindingException)
        {
            http.Response.StatusCode = StatusCodes.Status400BadRequest;
            await http.Response.WriteAsJsonAsync(new { error = e.Message }, http.RequestAborted);
        }
    }

    private async Task ExecuteAsync(string sdl, JsonElement request, Utf8JsonWriter output, CancellationToken cancellation)
    {
        var seed = request.TryGetProperty("seed", out var given) && given.ValueKind == JsonValueKind.Number ? (uint)given.GetInt64() : 1;
        var mixed = Flag(request, "mixed");
        var execution = new GraphQLRequest
        {
            Query = RequestText.Utf8(request.GetProperty("query")),
            OperationName = request.TryGetProperty("operationName", out var name) && name.ValueKind == JsonValueKind.String
                ? name.GetString()
                : null,
            Variables = request.TryGetProperty("variables", out var variables) ? variables : default,
            Services = services,
            Caller = new Run(Flag(request, "hash"), seed, Flag(request, "echo")),
            AllowIntrospection = true,
        };
        var answer = await AnswerAsync(Engine(sdl, mixed ? seed % 3 : null), execution, cancellation);
        output.WriteRawValue(answer, skipInputValidation: true);
    }

    /// <summary>The answer; of a subscription that of the first event, which is all that its source has.</summary>
    private static async Task<byte[]> AnswerAsync(GraphQLEngine engine, GraphQLRequest request, CancellationToken cancellation)
    {
        var prepared = engine.Prepare(in request, out var refusal);
        if (prepared.Plan is not { Kind: OperationKind.Subscription })
        {
            using var response = refusal ?? await engine.ExecuteAsync(prepared, null, cancellation);
            return response.ToArray();
        }
        FieldError? fault;
        try
        {
            var first = new TaskCompletionSource<byte[]>();
            var scopes = request.Services.GetRequiredService<IServiceScopeFactory>();
            await using var subscriber = engine.Shared.Join(in request, in prepared, scopes, (answer, _) => !first.TrySetResult(answer.ToArray()));
            await Task.WhenAny(first.Task, subscriber.Ended);
            if (first.Task.IsCompleted)
            {
                return await first.Task;
            }
            fault = await subscriber.Ended;
        }
        catch (FieldError e)
        {
            fault = e;
        }
        using var refused = engine.Refuse(ResponseKind.RequestError, fault ?? new FieldError("There is no event."));
        return refused.ToArray();
    }

    private static bool Flag(JsonElement request, string name) =>
        request.TryGetProperty(name, out var flag) && flag.ValueKind == JsonValueKind.True;

    private GraphQLEngine Engine(string sdl, uint? mixed)
    {
        if (_engines.Count >= SchemasMax)
        {
            _engines.Clear();
        }

        return _engines.GetOrAdd((sdl, mixed), key => new(DerivedResolvers.Build(key.Sdl, key.Mixed), s_engine));
    }

    private GraphQLSchema Schema(string sdl)
    {
        if (_schemas.Count >= SchemasMax)
        {
            _schemas.Clear();
        }

        return _schemas.GetOrAdd(sdl, text => SchemaBuilder.Build(text, new() { AssumeValid = true }));
    }

    private static bool WriteVerdict(GraphQLSchema schema, SourceText source, Utf8JsonWriter output, bool withPrinted)
    {
        if (Parse(source, s_parser, output) is not { } document)
        {
            return false;
        }

        if (withPrinted)
        {
            output.WriteString("printed", Printer.Print(document));
        }

        var errors = DocumentValidator.Validate(schema, document, s_validation);
        WriteErrors(errors, output);
        return errors.IsEmpty;
    }

    private static void WriteSchema(byte[] sdl, Utf8JsonWriter output)
    {
        if (Parse(new SourceText(sdl), ParserOptions.Trusted, output) is not { } document)
        {
            return;
        }

        if (SchemaBuilder.TryBuild(document, SchemaOptions.Default, out var schema, out var errors))
        {
            output.WriteString("printed", SchemaPrinter.Print(schema!));
        }

        WriteErrors(errors, output);
    }

    private static DocumentNode? Parse(SourceText source, ParserOptions options, Utf8JsonWriter output)
    {
        try
        {
            return Parser.Parse(source, options);
        }
        catch (GraphQLSyntaxError e)
        {
            output.WriteStartObject("syntax");
            output.WriteString("message", e.Error.Message);
            output.WriteNumber("line", e.Error.Locations[0].Line);
            output.WriteNumber("column", e.Error.Locations[0].Column);
            output.WriteEndObject();
            return null;
        }
    }

    private static void WriteErrors(IEnumerable<GraphQLError> errors, Utf8JsonWriter output)
    {
        output.WriteStartArray("errors");
        foreach (var error in errors)
        {
            output.WriteStartObject();
            output.WriteString("rule", error.Rule);
            output.WriteString("message", error.Message);
            output.WriteStartArray("locations");
            foreach (var at in error.Locations)
            {
                output.WriteStartObject();
                output.WriteNumber("line", at.Line);
                output.WriteNumber("column", at.Column);
                output.WriteEndObject();
            }

            output.WriteEndArray();
            output.WriteEndObject();
        }

        output.WriteEndArray();
    }
}
