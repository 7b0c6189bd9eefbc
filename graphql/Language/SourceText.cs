namespace Hierarchy.GraphQL.Language;

/// <summary>A place in a source as GraphQL errors report it. Both numbers start at 1; the column counts UTF-16 units.</summary>
/// <param name="Line">Line number; CR, LF and CR LF each end one line.</param>
/// <param name="Column">UTF-16 units since the start of the line, plus 1.</param>
public readonly record struct SourceLocation(int Line, int Column);

/// <summary>The UTF-8 text of one document. Whoever creates it must not change the bytes while a node of the document is in use.</summary>
public sealed class SourceText(ReadOnlyMemory<byte> utf8) {
    /// <summary>Encodes a string. A lone surrogate is kept in a form that the lexer refuses at its place.</summary>
    public SourceText(string text)
        : this(Encode(text)) { }

    /// <summary>The text itself; node offsets index into it.</summary>
    public ReadOnlySpan<byte> Utf8 => utf8.Span;

    /// <summary>Turns a byte offset into line and column. Costs a scan from the start, so it is meant for errors only.</summary>
    public SourceLocation Locate(int offset) {
        var text = utf8.Span;
        offset = Math.Min(offset, text.Length);
        var (line, lineStart) = (1, 0);
        while (lineStart <= offset && text[lineStart..offset].IndexOfAny((byte)'\n', (byte)'\r') is >= 0 and var length) {
            lineStart += length + (text[(lineStart + length)..].StartsWith("\r\n"u8) ? 2 : 1);
            line++;
        }

        return new(line, lineStart > offset ? 1 : 1 + Encoding.UTF8.GetCharCount(text[lineStart..offset]));
    }

    internal ImmutableArray<SourceLocation> Locate(params ReadOnlySpan<SyntaxNode?> nodes) {
        var locations = ImmutableArray.CreateBuilder<SourceLocation>(nodes.Length);
        foreach (var node in nodes)
            if (node is not null) locations.Add(Locate(node.Start));

        return locations.DrainToImmutable();
    }

    /// <summary>Decodes the bytes between two offsets.</summary>
    public string Slice(int start, int end) => Encoding.UTF8.GetString(utf8.Span[start..end]);

    private static byte[] Encode(string text) {
        var bytes = new byte[Encoding.UTF8.GetMaxByteCount(text.Length)];
        var (i, n) = (0, 0);
        while (i < text.Length) {
            if (Rune.TryGetRuneAt(text, i, out var rune)) {
                i += rune.Utf16SequenceLength;
                n += rune.EncodeToUtf8(bytes.AsSpan(n));
                continue;
            }

            bytes[n++] = 0xED;
            bytes[n++] = (byte)(0x80 | ((text[i] >> 6) & 0x3F));
            bytes[n++] = (byte)(0x80 | (text[i++] & 0x3F));
        }

        return bytes[..n];
    }
}
