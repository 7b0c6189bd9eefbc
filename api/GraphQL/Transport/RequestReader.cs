using System.IO.Pipelines;
using Microsoft.AspNetCore.Http;
using static Microsoft.AspNetCore.Http.StatusCodes;

namespace Hierarchy.Api.GraphQL.Transport;

/// <summary>Reads HTTP requests within their bounds.</summary>
internal static class RequestReader {
    /// <summary>Reads a GET or POST.</summary>
    /// <exception cref="Refusal">It is no GraphQL request, or too large or slow.</exception>
    public static ValueTask<RequestParameters> ReadAsync(Serving serving, HttpContext http) {
        if (!HttpMethods.IsGet(http.Request.Method)) return ReadBodyAsync(serving, http);

        return http.Request.QueryString.Value is { } text && text.Length > serving.Options.BodyBytesMax
            ? throw new Refusal(Status414UriTooLong, "The address is too long.", Codes.BodyLimit)
            : new(RequestParameters.FromQuery(http.Request.Query));
    }

    private static async ValueTask<RequestParameters> ReadBodyAsync(Serving serving, HttpContext http) {
        if (!Negotiation.IsJson(http.Request.ContentType))
            throw new Refusal(Status415UnsupportedMediaType, "The body must be application/json in UTF-8.");
        var max = serving.Options.BodyBytesMax;
        if (http.Request.ContentLength > max) throw TooLong(max);

        var reader = http.Request.BodyReader;
        // Most bodies come with their headers; only the others need a timer.
        if (!reader.TryRead(out var result) || !(result.IsCompleted || result.Buffer.Length > max)) {
            if (!result.Buffer.IsEmpty) reader.AdvanceTo(result.Buffer.Start, result.Buffer.End);
            result = await ReadRestAsync(reader, serving.Options, http.RequestAborted);
        }
        try {
            return result.Buffer.Length <= max ? RequestParameters.FromJson(result.Buffer) : throw TooLong(max);
        } finally {
            reader.AdvanceTo(result.Buffer.End);
        }
    }

    private static async ValueTask<ReadResult> ReadRestAsync(PipeReader reader, GraphQLOptions options, CancellationToken aborted) {
        // Not a token: a read that throws leaves the rest of the body to nobody.
        using var limit = options.Time.CreateTimer(static reader => ((PipeReader)reader!).CancelPendingRead(), reader, options.BodyTimeMax,
            Timeout.InfiniteTimeSpan);
        var result = await reader.ReadAtLeastAsync(options.BodyBytesMax + 1, aborted);
        if (!result.IsCanceled) return result;

        reader.AdvanceTo(result.Buffer.End);
        var message = $"The body took longer than {options.BodyTimeMax.TotalSeconds:0.###} s.";
        throw new Refusal(Status408RequestTimeout, message, Codes.BodyTimeLimit);
    }

    private static Refusal TooLong(int max) =>
        new(Status413PayloadTooLarge, $"The body is longer than {max} bytes.", Codes.BodyLimit);
}
