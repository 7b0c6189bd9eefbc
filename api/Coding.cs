using System.IO.Compression;
using Microsoft.Extensions.Primitives;

namespace Hierarchy.Api;

/// <summary>
/// Chooses what a header asks for, and compresses whole answers: the framework's compression has no lower bound, and packs answers that
/// become no shorter.
/// </summary>
internal static class Coding
{
    /// <summary>How the client wants a long answer to be coded (RFC 9110, 8.4); null for as it is.</summary>
    public static string? For(StringValues acceptEncoding) => Choices(acceptEncoding, name => name switch
    {
        "br" => "br",
        "gzip" or "x-gzip" => "gzip",
        _ => null,
    }).OrderByDescending(choice => choice.Quality).ThenBy(choice => choice.Choice, StringComparer.Ordinal).FirstOrDefault().Choice;

    /// <summary>Sets what the head of an answer says of its coding, and codes it where it is longer than that.</summary>
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

    /// <summary>An answer at the fastest level: it is compressed once for one client.</summary>
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

    /// <summary>What we have of what a header asks for, and how much it is wanted (RFC 9110, 12.4.2).</summary>
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
