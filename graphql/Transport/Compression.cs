using System.IO.Compression;
using Microsoft.Extensions.Primitives;

namespace Hierarchy.GraphQL.Transport;

/// <summary>How the bytes of an answer are coded (RFC 9110, 8.4).</summary>
internal enum ContentCoding
{
    Identity,
    GZip,
    Brotli,
}

/// <summary>Chooses a content coding by Accept-Encoding and compresses whole answers; each distinct header is parsed once.</summary>
internal static class Compression
{
    // The fastest of Brotli: an answer is compressed once for one client. A window of 256 KB bounds the encoder's memory.
    private const int BrotliQuality = 1;
    private const int BrotliWindowBits = 18;

    // A stranger could send any number of distinct headers, so the table stops growing here.
    private const int KnownMax = 256;
    private static readonly ConcurrentDictionary<string, ContentCoding> s_known = new(StringComparer.Ordinal);

    public static ContentCoding Wanted(StringValues accept)
    {
        if (accept.Count == 0)
        {
            return ContentCoding.Identity;
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

    /// <summary>Writes the compressed answer with its length and coding.</summary>
    public static void Write(HttpResponse http, GraphQLResponse response, ContentCoding coding)
    {
        var plain = ArrayPool<byte>.Shared.Rent(response.Length);
        try
        {
            var answer = plain.AsSpan(0, response.CopyTo(plain));
            if (coding == ContentCoding.Brotli)
            {
                WriteBrotli(http, answer);
            }
            else
            {
                WriteGZip(http, answer);
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(plain);
        }
    }

    private static void WriteBrotli(HttpResponse http, ReadOnlySpan<byte> plain)
    {
        var packed = ArrayPool<byte>.Shared.Rent(BrotliEncoder.GetMaxCompressedLength(plain.Length));
        try
        {
            if (!BrotliEncoder.TryCompress(plain, packed, out var length, BrotliQuality, BrotliWindowBits))
            {
                throw new InvalidOperationException("Brotli wrote more than the most that it can.");
            }
            Write(http, "br", packed.AsSpan(0, length));
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(packed);
        }
    }

    private static void WriteGZip(HttpResponse http, ReadOnlySpan<byte> plain)
    {
        using var packed = new MemoryStream(plain.Length / 4);
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true))
        {
            gzip.Write(plain);
        }
        Write(http, "gzip", packed.GetBuffer().AsSpan(0, (int)packed.Length));
    }

    private static void Write(HttpResponse http, string coding, ReadOnlySpan<byte> packed)
    {
        http.Headers.ContentEncoding = coding;
        http.ContentLength = packed.Length;
        http.BodyWriter.Write(packed);
    }

    private static ContentCoding Parse(string accept)
    {
        var best = ContentCoding.Identity;
        var bestQuality = 0.0;
        foreach (var range in accept.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            var parts = range.Split(';', StringSplitOptions.TrimEntries);
            var coding = parts[0].ToLowerInvariant() switch
            {
                "br" => ContentCoding.Brotli,
                "gzip" or "x-gzip" => ContentCoding.GZip,
                _ => ContentCoding.Identity,
            };
            var quality = parts.Length > 1 && parts[1].StartsWith("q=", StringComparison.OrdinalIgnoreCase)
                ? double.TryParse(parts[1].AsSpan(2), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var q) ? q : 0
                : 1;
            if (coding != ContentCoding.Identity && (quality > bestQuality || (quality == bestQuality && quality > 0 && coding > best)))
            {
                (best, bestQuality) = (coding, quality);
            }
        }
        return best;
    }
}
