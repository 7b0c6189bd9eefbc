using System.IO.Pipelines;
using static Microsoft.AspNetCore.Http.StatusCodes;

namespace Hierarchy.GraphQL.Transport;

/// <summary>Reads the parameters of requests, from wherever they come.</summary>
internal static class RequestReader
{
    /// <summary>Reads a GET or POST.</summary>
    /// <exception cref="Refusal">It is no GraphQL request, or too large or slow.</exception>
    public static ValueTask<RequestParameters> ReadAsync(Serving serving, HttpContext http)
    {
        if (!HttpMethods.IsGet(http.Request.Method)) return ReadBodyAsync(serving, http);

        return http.Request.QueryString.Value is { } text && text.Length > serving.Options.BodyBytesMax
            ? throw new Refusal(Status414UriTooLong, "The address is too long.", ExecutionCodes.Limit)
            : new(Complete(serving, RequestParameters.FromQuery(http.Request.Query)));
    }

    /// <summary>Reads a JSON text, which may be reused after the call.</summary>
    /// <exception cref="Refusal">It is no GraphQL request.</exception>
    public static RequestParameters ReadJson(Serving serving, in ReadOnlySequence<byte> json) =>
        Complete(serving, RequestParameters.FromJson(in json));

    private static RequestParameters Complete(Serving serving, RequestParameters parameters)
    {
        if (parameters.HasQuery || (parameters.DocumentId is not null && serving.Engine.TakesDocumentIds)) return parameters;

        parameters.Dispose();
        throw new Refusal(Status400BadRequest, "The parameter \"query\" is missing.") { IsParameter = true };
    }

    private static async ValueTask<RequestParameters> ReadBodyAsync(Serving serving, HttpContext http)
    {
        if (!Negotiation.IsJson(http.Request.ContentType))
        {
            throw new Refusal(Status415UnsupportedMediaType, "The body must be application/json in UTF-8.");
        }
        var max = serving.Options.BodyBytesMax;
        if (http.Request.ContentLength > max) throw TooLong(max);

        var reader = http.Request.BodyReader;
        // Most bodies come with their headers; only the others need a timer.
        if (!reader.TryRead(out var result) || !(result.IsCompleted || result.Buffer.Length > max))
        {
            if (!result.Buffer.IsEmpty) reader.AdvanceTo(result.Buffer.Start, result.Buffer.End);
            result = await ReadRestAsync(reader, serving.Options, http.RequestAborted);
        }
        try
        {
            return result.Buffer.Length <= max ? ReadJson(serving, result.Buffer) : throw TooLong(max);
        }
        finally
        {
            reader.AdvanceTo(result.Buffer.End);
        }
    }

    private static async ValueTask<ReadResult> ReadRestAsync(PipeReader reader, GraphQLOptions options, CancellationToken aborted)
    {
        using var limit = new CancellationTokenSource(options.BodyTimeMax, options.Time);
        using var gone = aborted.UnsafeRegister(static limit => ((CancellationTokenSource)limit!).Cancel(), limit);
        try
        {
            return await reader.ReadAtLeastAsync(options.BodyBytesMax + 1, limit.Token);
        }
        catch (OperationCanceledException) when (!aborted.IsCancellationRequested)
        {
            throw new Refusal(Status408RequestTimeout, $"The body took longer than {options.BodyTimeMax.TotalSeconds:0.###} s.",
                ExecutionCodes.Timeout);
        }
        catch (BadHttpRequestException e)
        {
            throw new Refusal(e.StatusCode, "The body cannot be read.");
        }
    }

    private static Refusal TooLong(int max) =>
        new(Status413PayloadTooLarge, $"The body is longer than {max} bytes.", ExecutionCodes.Limit);
}
