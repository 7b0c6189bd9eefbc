using Microsoft.Extensions.Primitives;

namespace Hierarchy.GraphQL.Transport;

/// <summary>What a client wants its answer to be.</summary>
internal enum AnswerType
{
    /// <summary>Nothing that we have.</summary>
    None,
    Json,
    GraphQLJson,
    EventStream,
    Html,
}

/// <summary>Reads Accept and Content-Type headers; each distinct Accept is parsed once.</summary>
internal static class MediaTypes
{
    public const string Json = "application/json; charset=utf-8";
    public const string GraphQLJson = "application/graphql-response+json; charset=utf-8";
    public const string EventStream = "text/event-stream; charset=utf-8";

    // Clients send a handful of distinct headers; a stranger could send any number, so the table stops growing here.
    private const int KnownMax = 256;
    private static readonly ConcurrentDictionary<string, AnswerType> s_known = new(StringComparer.Ordinal);

    public static AnswerType Wanted(StringValues accept)
    {
        if (accept.Count == 0)
        {
            return AnswerType.Json;
        }
        var text = accept.Count == 1 ? accept[0]! : accept.ToString();
        if (s_known.TryGetValue(text, out var known))
        {
            return known;
        }
        var wanted = Parse(text);
        if (s_known.Count < KnownMax)
        {
            s_known[text] = wanted;
        }
        return wanted;
    }

    /// <summary>Whether a body is JSON in UTF-8.</summary>
    public static bool IsJson(string? contentType)
    {
        if (contentType is null)
        {
            return false;
        }
        var parts = contentType.Split(';');
        if (!parts[0].Trim().Equals("application/json", StringComparison.OrdinalIgnoreCase))
        {
            return false;
        }
        return parts.Skip(1).Select(part => part.Trim()).Where(part => part.StartsWith("charset=", StringComparison.OrdinalIgnoreCase))
            .All(part => part["charset=".Length..].Trim('"').Equals("utf-8", StringComparison.OrdinalIgnoreCase));
    }

    private static AnswerType Parse(string accept)
    {
        var best = AnswerType.None;
        var bestQuality = 0.0;
        foreach (var range in accept.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            var parts = range.Split(';', StringSplitOptions.TrimEntries);
            var type = parts[0].ToLowerInvariant() switch
            {
                "application/graphql-response+json" => AnswerType.GraphQLJson,
                "application/json" or "application/*" or "*/*" => AnswerType.Json,
                "text/event-stream" => AnswerType.EventStream,
                "text/html" => AnswerType.Html,
                _ => AnswerType.None,
            };
            var quality = parts.Skip(1).Where(part => part.StartsWith("q=", StringComparison.OrdinalIgnoreCase)).Select(Quality)
                .FirstOrDefault(1);
            if (type != AnswerType.None && quality > bestQuality)
            {
                (best, bestQuality) = (type, quality);
            }
        }
        return best;
    }

    private static double Quality(string part) =>
        double.TryParse(part.AsSpan(2), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var value) ? value : 0;
}
