namespace Hierarchy.GraphQL.Language;

/// <summary>A place in a source as GraphQL errors report it. Both numbers start at 1; the column counts UTF-16 units.</summary>
/// <param name="Line">Line number; CR, LF and CR LF each end one line.</param>
/// <param name="Column">UTF-16 units since the start of the line, plus 1.</param>
public readonly record struct SourceLocation(int Line, int Column);

/// <summary>The UTF-8 text of one document. Whoever creates it must not change the bytes while a node of the document is in use.</summary>
public sealed class SourceText
{
    private readonly ReadOnlyMemory<byte> _utf8;

    /// <summary>Wraps the bytes without copying them.</summary>
    public SourceText(ReadOnlyMemory<byte> utf8) => _utf8 = utf8;

    /// <summary>Encodes a string. A lone surrogate is kept in a form that the lexer refuses at its place.</summary>
    public SourceText(string text) => _utf8 = Encode(text);

    /// <summary>The text itself; node offsets index into it.</summary>
    public ReadOnlySpan<byte> Utf8 => _utf8.Span;

    /// <summary>Turns a byte offset into line and column. Costs a scan from the start, so it is meant for errors only.</summary>
    public SourceLocation Locate(int offset)
    {
        var text = _utf8.Span;
        offset = Math.Min(offset, text.Length);
        int line = 1, lineStart = 0;
        while (text[lineStart..offset].IndexOfAny((byte)'\n', (byte)'\r') is >= 0 and var length)
        {
            var end = lineStart + length;
            var isPair = text[end] == '\r' && end + 1 < text.Length && text[end + 1] == '\n';
            lineStart = end + (isPair ? 2 : 1);
            line++;
            if (lineStart > offset)
            {
                return new(line, 1);
            }
        }

        return new(line, 1 + Utf16Length(text[lineStart..offset]));
    }

    /// <summary>Decodes the bytes between two offsets.</summary>
    public string Slice(int start, int end) => Encoding.UTF8.GetString(_utf8.Span[start..end]);

    private static int Utf16Length(ReadOnlySpan<byte> utf8)
    {
        if (Ascii.IsValid(utf8))
        {
            return utf8.Length;
        }

        var length = 0;
        foreach (var b in utf8)
        {
            // One unit per sequence, two for the four-byte ones, nothing for continuation bytes.
            length += (b & 0xC0) == 0x80 ? 0 : b >= 0xF0 ? 2 : 1;
        }

        return length;
    }

    private static byte[] Encode(string text)
    {
        var bytes = new byte[Encoding.UTF8.GetMaxByteCount(text.Length)];
        var n = 0;
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            if (c < 0x80)
            {
                bytes[n++] = (byte)c;
            }
            else if (char.IsHighSurrogate(c) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1]))
            {
                n += new Rune(c, text[++i]).EncodeToUtf8(bytes.AsSpan(n));
            }
            else if (c < 0x800)
            {
                bytes[n++] = (byte)(0xC0 | (c >> 6));
                bytes[n++] = (byte)(0x80 | (c & 0x3F));
            }
            else
            {
                bytes[n++] = (byte)(0xE0 | (c >> 12));
                bytes[n++] = (byte)(0x80 | ((c >> 6) & 0x3F));
                bytes[n++] = (byte)(0x80 | (c & 0x3F));
            }
        }

        return bytes[..n];
    }
}
