using System.Collections.Concurrent;
using System.Globalization;
using System.IO.Compression;
using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;

namespace Hierarchy.Api.GraphQL.Transport;

/// <summary>What a client wants its answer to be.</summary>
internal enum AnswerType { NothingWeHave, Json, GraphQLJson, EventStream, Html }

/// <summary>Chooses what an answer looks like by the headers of its request, and compresses whole answers.</summary>
internal static class Negotiation {
    public const string Json = "application/json; charset=utf-8";
    public const string GraphQLJson = "application/graphql-response+json; charset=utf-8";
    public const string EventStream = "text/event-stream; charset=utf-8";

    private static readonly HeaderTable<AnswerType> s_answers = new(accept => Choices(accept, name => name switch {
        "application/graphql-response+json" => AnswerType.GraphQLJson,
        "application/json" or "application/*" or "*/*" => AnswerType.Json,
        "text/event-stream" => AnswerType.EventStream,
        "text/html" => AnswerType.Html,
        _ => AnswerType.NothingWeHave,
    }).OrderByDescending(choice => choice.Quality).FirstOrDefault().Choice);

    private static readonly HeaderTable<string?> s_codings = new(accept => Choices(accept, name => name switch {
        "br" => "br",
        "gzip" or "x-gzip" => "gzip",
        _ => null,
    }).OrderByDescending(choice => choice.Quality).ThenBy(choice => choice.Choice, StringComparer.Ordinal).FirstOrDefault().Choice);

    public static AnswerType AnswerTo(StringValues accept) => accept.Count == 0 ? AnswerType.Json : s_answers.Read(accept);

    /// <summary>How the client wants a long answer to be coded (RFC 9110, 8.4); null for as it is.</summary>
    public static string? CodingFor(StringValues acceptEncoding) => acceptEncoding.Count == 0 ? null : s_codings.Read(acceptEncoding);

    /// <summary>Whether a body is JSON in UTF-8.</summary>
    public static bool IsJson(string? contentType) => contentType is "application/json" ||
        (MediaTypeHeaderValue.TryParse(contentType, out var type) &&
            type.MediaType.Equals("application/json", StringComparison.OrdinalIgnoreCase) &&
            (!type.Charset.HasValue || HeaderUtilities.RemoveQuotes(type.Charset).Equals("utf-8", StringComparison.OrdinalIgnoreCase)));

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
    private static IEnumerable<(T Choice, double Quality)> Choices<T>(string header, Func<string, T> choose) {
        foreach (var range in header.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)) {
            var parts = range.Split(';', StringSplitOptions.TrimEntries);
            var choice = choose(parts[0].ToLowerInvariant());
            var weight = parts.Skip(1).FirstOrDefault(part => part.StartsWith("q=", StringComparison.OrdinalIgnoreCase), "q=1");
            var isNumber = double.TryParse(weight.AsSpan(2), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var quality);
            if (isNumber && quality > 0 && !EqualityComparer<T>.Default.Equals(choice, default)) yield return (choice, quality);
        }
    }

    /// <summary>What a header comes to; each distinct text is read once.</summary>
    private sealed class HeaderTable<T>(Func<string, T> read) {
        // Clients send a handful of distinct headers; a stranger could send any number, so the table stops growing here.
        private const int KnownMax = 256;
        private readonly ConcurrentDictionary<string, T> _known = new(StringComparer.Ordinal);

        public T Read(StringValues header) {
            var text = header.Count == 1 ? header[0]! : header.ToString();
            if (_known.TryGetValue(text, out var known)) return known;

            var value = read(text);
            if (_known.Count < KnownMax) _known[text] = value;
            return value;
        }
    }
}
