namespace Hierarchy.Api.Plans.Drafts;

/// <summary>A CSV, or text pasted from Word or Excel: cells separated by tabs, semicolons or commas.</summary>
internal static class TextFile
{
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    public static bool IsWide(ReadOnlySpan<byte> bytes) => bytes.StartsWith<byte>([0xFF, 0xFE]) || bytes.StartsWith<byte>([0xFE, 0xFF]);

    /// <summary>Uses the separator that gives the most complete header of an annex.</summary>
    public static List<Block> Read(byte[] bytes)
    {
        var text = Decode(bytes);
        var tables = "\t;,".Where(text.Contains).Select(separator => new TextTable(text, separator).Read()).ToList();
        return tables.Count == 0
            ? [new Block.Table(new GridTable("", TellsMerges: false, []))]
            : [new Block.Table(tables.MaxBy(table => AnnexHead.Find(table)?.Known ?? 0)!)];
    }

    private static string Decode(byte[] bytes)
    {
        if (IsWide(bytes))
        {
            return Encoding.GetEncoding(bytes[0] == 0xFE ? "utf-16BE" : "utf-16LE").GetString(bytes, 2, (bytes.Length - 2) & ~1);
        }
        var start = bytes.AsSpan().StartsWith("\uFEFF"u8) ? 3 : 0;
        try
        {
            return Utf8.GetString(bytes, start, bytes.Length - start);
        }
        catch (DecoderFallbackException fault)
        {
            var line = 1 + bytes.AsSpan(0, Math.Clamp(start + fault.Index, 0, bytes.Length)).Count((byte)'\n');
            throw DraftFileException.DamagedAt($"dòng {line}", "không phải UTF-8: lưu lại với bảng mã UTF-8 (hoặc Unicode)");
        }
    }
}

/// <summary>Reads the cells of a text; a cell in double quotes may contain separators, line breaks and "" for a quote.</summary>
internal sealed class TextTable(string text, char separator)
{
    private readonly RowCount count = new();
    private readonly List<GridRow> rows = [];
    private int line = 1;
    private int at;

    public GridTable Read()
    {
        while (at < text.Length)
        {
            var began = line;
            var cells = Row();
            if (cells.Any(cell => !cell.IsEmpty))
            {
                count.Add($"dòng {began}");
                rows.Add(new GridRow(began, [.. cells]));
            }
        }
        return new GridTable("", TellsMerges: false, rows);
    }

    private List<GridCell> Row()
    {
        var cells = new List<GridCell>();
        while (true)
        {
            if (cells.Count == RowCount.ColumnsMax)
            {
                throw DraftFileException.TooLargeAt(
                    $"dòng {line}", $"hơn {RowCount.ColumnsMax} cột; chép phụ lục sang một bảng ít cột hơn");
            }
            var kept = Words.Lines(Cell());
            cells.Add(kept.Length == 0 ? GridCell.Empty : new GridCell(kept));
            if (at >= text.Length)
            {
                return cells;
            }
            if (text[at++] != separator)
            {
                at += text[at - 1] == '\r' && at < text.Length && text[at] == '\n' ? 1 : 0;
                line++;
                return cells;
            }
        }
    }

    /// <summary>Reads up to the separator or the end of the line.</summary>
    private string Cell()
    {
        var began = at;
        if (at < text.Length && text[at] == '"' && Quoted() is { } quoted)
        {
            return quoted;
        }
        at = began;
        var length = text.AsSpan(at).IndexOfAny(separator, '\r', '\n');
        at = length < 0 ? text.Length : at + length;
        return text[began..at];
    }

    /// <summary>Null if the quote does not enclose the cell but is its first character, as in text from Word.</summary>
    private string? Quoted()
    {
        var lines = 0;
        for (var end = at + 1; end < text.Length; end++)
        {
            lines += text[end] == '\n' ? 1 : 0;
            if (text[end] != '"')
            {
                continue;
            }
            if (end + 1 < text.Length && text[end + 1] == '"')
            {
                end++;
                continue;
            }
            if (end + 1 < text.Length && text[end + 1] != separator && text[end + 1] is not ('\r' or '\n'))
            {
                return null;
            }
            var cell = text[(at + 1)..end].Replace("\"\"", "\"");
            (at, line) = (end + 1, line + lines);
            return cell;
        }
        return null;
    }
}
