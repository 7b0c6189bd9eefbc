using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;

namespace Hierarchy.Api.GraphQL.Transport;

/// <summary>The media type that a client wants.</summary>
internal enum AnswerType { NothingWeHave, Json, GraphQLJson, EventStream }

/// <summary>Media types of a request and its answer, by its headers. The library's package for that cannot be restored.</summary>
internal static class Negotiation {
    public const string Json = "application/json; charset=utf-8";
    public const string GraphQLJson = "application/graphql-response+json; charset=utf-8";
    public const string EventStream = "text/event-stream; charset=utf-8";

    public static AnswerType AnswerTo(StringValues accept) => accept.Count == 0
        ? AnswerType.Json : Coding.Choices(accept, name => name switch {
            "application/graphql-response+json" => AnswerType.GraphQLJson,
            "application/json" or "application/*" or "*/*" => AnswerType.Json,
            "text/event-stream" => AnswerType.EventStream,
            _ => AnswerType.NothingWeHave,
        }).OrderByDescending(choice => choice.Quality).FirstOrDefault().Choice;

    /// <summary>Whether a body is JSON in UTF-8.</summary>
    public static bool IsJson(string? contentType) => MediaTypeHeaderValue.TryParse(contentType, out var type)
        && type.MediaType.Equals("application/json", StringComparison.OrdinalIgnoreCase)
        && (!type.Charset.HasValue || HeaderUtilities.RemoveQuotes(type.Charset).Equals("utf-8", StringComparison.OrdinalIgnoreCase));
}
