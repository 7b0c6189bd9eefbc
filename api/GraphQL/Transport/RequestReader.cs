namespace Hierarchy.Api.GraphQL.Transport;

/// <summary>Reads HTTP requests within their bounds: the library has none, and Kestrel's let a body trickle in for minutes.</summary>
internal static class RequestReader {
    /// <exception cref="RequestRefusal">It is not a GraphQL request, or too large or slow.</exception>
    public static ValueTask<GraphQLCall> ReadAsync(GraphQLOptions options, HttpContext http) {
        if (!HttpMethods.IsGet(http.Request.Method)) return ReadBodyAsync(options, http);
        return http.Request.QueryString.Value is { } text && text.Length > options.BodyBytesMax
            ? throw new RequestRefusal(Status414UriTooLong, "The address is too long.", Codes.BodyLimit)
            : new(RequestParameters.FromAddress(http.Request.Query, CallOf(options, http)));
    }

    private static GraphQLCall CallOf(GraphQLOptions options, HttpContext http) =>
        new() { Services = http.RequestServices, Caller = options.Caller(http) };

    private static async ValueTask<GraphQLCall> ReadBodyAsync(GraphQLOptions options, HttpContext http) {
        if (!Negotiation.IsJson(http.Request.ContentType))
            throw new RequestRefusal(Status415UnsupportedMediaType, "The body must be application/json in UTF-8.");
        var max = options.BodyBytesMax;
        if (http.Request.ContentLength > max) throw TooLong(max);
        var reader = http.Request.BodyReader;
        var reading = reader.ReadAtLeastAsync(max + 1, http.RequestAborted);
        // A timer instead of a token: a read that throws would leave the rest of the body unread. Most bodies arrive with their headers.
        using var limit = reading.IsCompleted ? null : options.Time.CreateTimer(
            static reader => ((PipeReader)reader!).CancelPendingRead(), reader, options.BodyTimeMax, Timeout.InfiniteTimeSpan);
        var result = await reading;
        try {
            if (result.IsCanceled) throw TooSlow(options.BodyTimeMax);
            if (result.Buffer.Length > max) throw TooLong(max);
            return RequestParameters.FromJson(
                result.Buffer.IsSingleSegment ? result.Buffer.FirstSpan : result.Buffer.ToArray(), CallOf(options, http));
        } finally {
            reader.AdvanceTo(result.Buffer.End);
        }
    }

    private static RequestRefusal TooSlow(TimeSpan max) =>
        new(Status408RequestTimeout, $"The body took longer than {max.TotalSeconds:0.###} s.", Codes.BodyTimeLimit);

    private static RequestRefusal TooLong(int max) => new(Status413PayloadTooLarge, $"The body is longer than {max} bytes.", Codes.BodyLimit);
}
