namespace Hierarchy.Loading.Files;

/// <summary>Reads UTF-8 text files up to a maximum length.</summary>
internal static class FileText
{
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>The text of the file. Null, and an error, when it cannot be read, is too long or is not UTF-8.</summary>
    public static string? Read(string path, long bytesMax, FileErrors errors)
    {
        byte[] bytes;
        try
        {
            using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read);
            if (stream.Length > bytesMax)
            {
                errors.Add(0, $"has {stream.Length} bytes; at most {bytesMax} are read");
                return null;
            }
            bytes = new byte[stream.Length];
            stream.ReadExactly(bytes);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            var missing = e is FileNotFoundException or DirectoryNotFoundException;
            errors.Add(0, missing ? "there is no such file" : "cannot be read: " + e.Message);
            return null;
        }
        return Decode(bytes, errors);
    }

    private static string? Decode(byte[] bytes, FileErrors errors)
    {
        // Spreadsheet programs write a byte order mark.
        var start = bytes.AsSpan().StartsWith("\uFEFF"u8) ? 3 : 0;
        try
        {
            return Utf8.GetString(bytes, start, bytes.Length - start);
        }
        catch (DecoderFallbackException e)
        {
            var line = 1 + bytes.AsSpan(0, Math.Clamp(start + e.Index, 0, bytes.Length)).Count((byte)'\n');
            errors.Add(line, "is not UTF-8; save the file with the encoding UTF-8");
            return null;
        }
    }
}
