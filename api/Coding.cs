using System.IO.Compression;
using Microsoft.Extensions.Primitives;

namespace Hierarchy.Api;

/// <summary>Content negotiation and compression of whole answers: the framework's compression has no lower bound, and also compresses
/// answers that do not get shorter.</summary>
internal static class Coding
{
    /// <summary>The content coding that the client prefers (RFC 9110, 8.4); null for none.</summary>
    public static string? For(StringValues acceptEncoding) => Choices(acceptEncoding, name => name switch
    {
        "br" => "br",
        "gzip" or "x-gzip" => "gzip",
        _ => null,
    }).OrderByDescending(choice => choice.Quality).ThenBy(choice => choice.Choice, StringComparer.Ordinal).FirstOrDefault().Choice;

    /// <summary>Sets the headers for the content coding, and compresses an answer above this length.</summary>
    public static ReadOnlyMemory<byte> Encode(HttpContext http, ReadOnlyMemory<byte> plain, int aboveBytes)
    {
        if (plain.Length <= aboveBytes)
        {
            return plain;
        }
        http.Response.Headers.Append("Vary", "Accept-Encoding");
        if (For(http.Request.Headers.AcceptEncoding) is not { } coding)
        {
            return plain;
        }
        http.Response.Headers.ContentEncoding = coding;
        return Compress(plain, coding);
    }

    /// <summary>Compresses at the fastest level, since the result is used once.</summary>
    public static ReadOnlyMemory<byte> Compress(ReadOnlyMemory<byte> plain, string coding)
    {
        using var packed = new MemoryStream(plain.Length / 4);
        using (Stream coder = coding == "br"
            ? new BrotliStream(packed, CompressionLevel.Fastest, leaveOpen: true)
            : new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true))
        {
            coder.Write(plain.Span);
        }
        return packed.GetBuffer().AsMemory(0, (int)packed.Length);
    }

    /// <summary>The available choices among those of a header, with their quality (RFC 9110, 12.4.2).</summary>
    public static IEnumerable<(T Choice, double Quality)> Choices<T>(StringValues header, Func<string, T> choose)
    {
        foreach (var range in header.ToString().Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            var parts = range.Split(';', StringSplitOptions.TrimEntries);
            var choice = choose(parts[0].ToLowerInvariant());
            var weight = parts.Skip(1).FirstOrDefault(part => part.StartsWith("q=", StringComparison.OrdinalIgnoreCase), "q=1");
            var isNumber = double.TryParse(weight.AsSpan(2), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var quality);
            if (isNumber && quality > 0 && !EqualityComparer<T>.Default.Equals(choice, default)) yield return (choice, quality);
        }
    }
}
