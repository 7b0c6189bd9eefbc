using System.IO.Compression;
using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;

namespace Hierarchy.Api.GraphQL.Transport;

/// <summary>What a client wants its answer to be.</summary>
internal enum AnswerType { NothingWeHave, Json, GraphQLJson, EventStream }

/// <summary>Chooses what an answer looks like by the headers of its request, and compresses whole answers: the framework's compression has
/// no lower bound, and packs answers that become no shorter.</summary>
internal static class Negotiation {
    public const string Json = "application/json; charset=utf-8";
    public const string GraphQLJson = "application/graphql-response+json; charset=utf-8";
    public const string EventStream = "text/event-stream; charset=utf-8";

    public static AnswerType AnswerTo(StringValues accept) => accept.Count == 0 ? AnswerType.Json : Choices(accept, name => name switch {
        "application/graphql-response+json" => AnswerType.GraphQLJson,
        "application/json" or "application/*" or "*/*" => AnswerType.Json,
        "text/event-stream" => AnswerType.EventStream,
        _ => AnswerType.NothingWeHave,
    }).OrderByDescending(choice => choice.Quality).FirstOrDefault().Choice;

    /// <summary>How the client wants a long answer to be coded (RFC 9110, 8.4); null for as it is.</summary>
    public static string? CodingFor(StringValues acceptEncoding) => Choices(acceptEncoding, name => name switch {
        "br" => "br",
        "gzip" or "x-gzip" => "gzip",
        _ => null,
    }).OrderByDescending(choice => choice.Quality).ThenBy(choice => choice.Choice, StringComparer.Ordinal).FirstOrDefault().Choice;

    /// <summary>Whether a body is JSON in UTF-8.</summary>
    public static bool IsJson(string? contentType) => MediaTypeHeaderValue.TryParse(contentType, out var type)
        && type.MediaType.Equals("application/json", StringComparison.OrdinalIgnoreCase)
        && (!type.Charset.HasValue || HeaderUtilities.RemoveQuotes(type.Charset).Equals("utf-8", StringComparison.OrdinalIgnoreCase));

    /// <summary>An answer at the fastest level: it is compressed once for one client.</summary>
    public static ReadOnlyMemory<byte> Compress(ReadOnlyMemory<byte> plain, string coding) {
        using var packed = new MemoryStream(plain.Length / 4);
        using (Stream coder = coding == "br"
            ? new BrotliStream(packed, CompressionLevel.Fastest, leaveOpen: true)
            : new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true)) {
            coder.Write(plain.Span);
        }
        return packed.GetBuffer().AsMemory(0, (int)packed.Length);
    }

    // What we have of what a header asks for, and how much it is wanted (RFC 9110, 12.4.2).
    private static IEnumerable<(T Choice, double Quality)> Choices<T>(StringValues header, Func<string, T> choose) {
        foreach (var range in header.ToString().Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)) {
            var parts = range.Split(';', StringSplitOptions.TrimEntries);
            var choice = choose(parts[0].ToLowerInvariant());
            var weight = parts.Skip(1).FirstOrDefault(part => part.StartsWith("q=", StringComparison.OrdinalIgnoreCase), "q=1");
            var isNumber = double.TryParse(weight.AsSpan(2), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var quality);
            if (isNumber && quality > 0 && !EqualityComparer<T>.Default.Equals(choice, default)) yield return (choice, quality);
        }
    }
}
