namespace Hierarchy.Api.GraphQL.Transport;

/// <summary>
/// GraphQL over HTTP: one request, one answer; and the door to WebSockets and event streams. The library's package cannot be restored.
/// </summary>
internal sealed class HttpHandler(Serving serving, EventStreams streams) {
    private const int Status294PartialSuccess = 294;

    public Task HandleAsync(HttpContext http) {
        if (http.WebSockets.IsWebSocketRequest) return new WebSocketConnection(serving, http).RunAsync();

        var isGet = HttpMethods.IsGet(http.Request.Method);
        if (!isGet && !HttpMethods.IsPost(http.Request.Method))
            throw new Refusal(Status405MethodNotAllowed, "Use GET or POST.") { Allow = "GET, POST" };
        var wanted = Negotiation.AnswerTo(http.Request.Headers.Accept);
        if (wanted == AnswerType.NothingWeHave)
            throw new Refusal(Status406NotAcceptable, "Accept application/graphql-response+json, application/json or text/event-stream.");
        return wanted == AnswerType.EventStream ? streams.RunOneAsync(http, isGet) : AnswerAsync(http, isGet, wanted);
    }

    private async Task AnswerAsync(HttpContext http, bool isGet, AnswerType wanted) {
        using var place = serving.Enter();
        var parameters = await RequestReader.ReadAsync(serving, http);
        var request = serving.Request(http, parameters, serving.Options.Caller(http)) with { QueriesOnly = isGet };
        var response = await serving.Server.ExecuteAsync(request, http.RequestAborted);
        if (response.Kind == AnswerKind.OperationRefused && isGet) http.Response.Headers.Allow = "POST";
        await serving.AnswerAsync(http, response, Status(response, wanted == AnswerType.GraphQLJson, isGet));
    }

    private int Status(Answer response, bool isGraphQLJson, bool isGet) {
        var isDraft = serving.Options.Status == StatusProfile.Draft2026;
        return response.Kind switch {
            AnswerKind.Executed => isDraft && response.HasErrors ? Status294PartialSuccess : Status200OK,
            AnswerKind.OperationRefused => isGet ? Status405MethodNotAllowed : Status400BadRequest,
            AnswerKind.Aborted => Status200OK,
            AnswerKind.SyntaxError => isDraft || isGraphQLJson ? Status400BadRequest : Status200OK,
            _ => isDraft ? Status422UnprocessableEntity : isGraphQLJson ? Status400BadRequest : Status200OK,
        };
    }
}
