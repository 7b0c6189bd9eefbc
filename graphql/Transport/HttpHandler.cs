using System.IO.Pipelines;
using static Microsoft.AspNetCore.Http.StatusCodes;

namespace Hierarchy.GraphQL.Transport;

/// <summary>GraphQL over HTTP: one request, one answer; and the door to WebSockets and event streams.</summary>
internal sealed class HttpHandler(Serving serving)
{
    private const int Status294PartialSuccess = 294;

    private readonly GraphQLOptions _options = serving.Options;

    public async Task HandleAsync(HttpContext http)
    {
        if (http.WebSockets.IsWebSocketRequest)
        {
            await new WebSocketConnection(serving, http).RunAsync().ConfigureAwait(false);
            return;
        }
        var isGet = HttpMethods.IsGet(http.Request.Method);
        if (!isGet && !HttpMethods.IsPost(http.Request.Method))
        {
            http.Response.Headers.Allow = "GET, POST";
            await serving.RefuseAsync(http, AnswerType.Json, Status405MethodNotAllowed, "Use GET or POST.", ExecutionCodes.BadRequest)
                .ConfigureAwait(false);
            return;
        }
        var wanted = MediaTypes.Wanted(http.Request.Headers.Accept);
        if (wanted == AnswerType.Html)
        {
            if (isGet && _options.Ide is { } ide && !http.Request.Query.ContainsKey("query"))
            {
                await ide(http).ConfigureAwait(false);
                return;
            }
            // A browser that opens a query in its address bar accepts anything else too.
            wanted = http.Request.Headers.Accept.ToString().Contains("*/*", StringComparison.Ordinal) ? AnswerType.Json : AnswerType.None;
        }
        if (wanted == AnswerType.None)
        {
            await serving.RefuseAsync(http, AnswerType.Json, Status406NotAcceptable,
                "Accept application/graphql-response+json, application/json or text/event-stream.", ExecutionCodes.BadRequest)
                .ConfigureAwait(false);
            return;
        }
        await AnswerAsync(http, isGet, wanted).ConfigureAwait(false);
    }

    /// <summary>Reads the parameters of a GET or POST, or refuses the request and gives null.</summary>
    public static async ValueTask<RequestParameters?> ReadAsync(Serving serving, HttpContext http, AnswerType wanted)
    {
        var type = wanted == AnswerType.GraphQLJson ? wanted : AnswerType.Json;
        try
        {
            var parameters = HttpMethods.IsGet(http.Request.Method)
                ? ReadUrl(serving, http.Request)
                : await ReadBodyAsync(serving, http).ConfigureAwait(false);
            if (parameters.HasQuery || (parameters.DocumentId is not null && serving.Engine.TakesDocumentIds))
            {
                return parameters;
            }
            parameters.Dispose();
            throw new BadRequest(Status400BadRequest, "The parameter \"query\" is missing.", isParameter: true);
        }
        catch (BadRequest e)
        {
            var code = e.Status is Status413PayloadTooLarge ? ExecutionCodes.Limit : ExecutionCodes.BadRequest;
            var status = e.IsParameter && serving.Options.Status == StatusProfile.Draft2026 ? Status422UnprocessableEntity : e.Status;
            await serving.RefuseAsync(http, type, status, e.Message, code).ConfigureAwait(false);
            return null;
        }
    }

    private static RequestParameters ReadUrl(Serving serving, HttpRequest request) =>
        request.QueryString.Value is { } text && text.Length > serving.Options.BodyBytesMax
            ? throw new BadRequest(Status414UriTooLong, "The address is too long.")
            : RequestParameters.FromQuery(request.Query);

    private static async ValueTask<RequestParameters> ReadBodyAsync(Serving serving, HttpContext http)
    {
        if (!MediaTypes.IsJson(http.Request.ContentType))
        {
            throw new BadRequest(Status415UnsupportedMediaType, "The body must be application/json in UTF-8.");
        }
        var lengthMax = serving.Options.BodyBytesMax;
        if (http.Request.ContentLength > lengthMax)
        {
            throw TooLarge(lengthMax);
        }
        var reader = http.Request.BodyReader;
        while (true)
        {
            ReadResult result;
            try
            {
                result = await reader.ReadAsync(http.RequestAborted).ConfigureAwait(false);
            }
            catch (Microsoft.AspNetCore.Http.BadHttpRequestException e)
            {
                throw new BadRequest(e.StatusCode, "The body cannot be read.");
            }
            var buffer = result.Buffer;
            if (buffer.Length > lengthMax)
            {
                reader.AdvanceTo(buffer.End);
                throw TooLarge(lengthMax);
            }
            if (!result.IsCompleted)
            {
                reader.AdvanceTo(buffer.Start, buffer.End);
                continue;
            }
            try
            {
                return RequestParameters.FromJson(in buffer);
            }
            finally
            {
                reader.AdvanceTo(buffer.End);
            }
        }
    }

    private static BadRequest TooLarge(int lengthMax) => new(Status413PayloadTooLarge, $"The body is longer than {lengthMax} bytes.");

    private async Task AnswerAsync(HttpContext http, bool isGet, AnswerType wanted)
    {
        if (!serving.TryEnter())
        {
            await serving.RefuseAsync(http, wanted, Status503ServiceUnavailable, "Too many requests are under way; try again.",
                ExecutionCodes.Overloaded).ConfigureAwait(false);
            return;
        }
        var isHeld = true;
        try
        {
            using var parameters = await ReadAsync(serving, http, wanted).ConfigureAwait(false);
            if (parameters is null)
            {
                return;
            }
            var request = serving.Request(http, parameters.Query, parameters.DocumentId, parameters.OperationName, parameters.Variables,
                _options.Caller(http)) with
            { QueriesOnly = isGet && wanted != AnswerType.EventStream };
            if (wanted == AnswerType.EventStream)
            {
                // A stream is a connection, counted as such, not a request under way.
                serving.Leave();
                isHeld = false;
                await EventStreamConnection.RunOneAsync(serving, http, request, isGet).ConfigureAwait(false);
                return;
            }
            var response = await serving.Engine.ExecuteAsync(in request, http.RequestAborted).ConfigureAwait(false);
            if (response.Kind == ResponseKind.OperationRefused && isGet)
            {
                http.Response.Headers.Allow = "POST";
            }
            await serving.AnswerAsync(http, response, wanted, Status(response, wanted, isGet)).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (http.RequestAborted.IsCancellationRequested)
        {
            // Nobody is left to answer.
        }
        finally
        {
            if (isHeld)
            {
                serving.Leave();
            }
        }
    }

    private int Status(GraphQLResponse response, AnswerType wanted, bool isGet)
    {
        var isDraft = _options.Status == StatusProfile.Draft2026;
        return response.Kind switch
        {
            ResponseKind.Executed => isDraft && response.HasErrors ? Status294PartialSuccess : Status200OK,
            ResponseKind.OperationRefused => isGet ? Status405MethodNotAllowed : Status400BadRequest,
            ResponseKind.Aborted => Status200OK,
            ResponseKind.SyntaxError => isDraft || wanted == AnswerType.GraphQLJson ? Status400BadRequest : Status200OK,
            _ => isDraft ? Status422UnprocessableEntity : wanted == AnswerType.GraphQLJson ? Status400BadRequest : Status200OK,
        };
    }
}
