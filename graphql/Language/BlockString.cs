namespace Hierarchy.GraphQL.Language;

/// <summary>The meaning of block strings (section 2.9.4) and the way back.</summary>
internal static class BlockString {
    /// <summary>Removes the common indentation and the blank lines at both ends from what stands between the quotes.</summary>
    public static string Dedent(string raw) {
        var lines = SplitLines(raw.Replace("\\\"\"\"", "\"\"\"", StringComparison.Ordinal));
        var first = Array.FindIndex(lines, line => !IsBlank(line));
        var last = Array.FindLastIndex(lines, line => !IsBlank(line));
        if (first < 0) return "";
        var indent = lines.Skip(1).Where(line => !IsBlank(line)).Select(IndentOf).DefaultIfEmpty(0).Min();
        return string.Join('\n', Enumerable.Range(first, last - first + 1)
            .Select(i => i == 0 ? lines[i] : lines[i][Math.Min(indent, lines[i].Length)..]));
    }

    /// <summary>Writes a text as a block string that means the same.</summary>
    public static string Print(string value) {
        var escaped = value.Replace("\"\"\"", "\\\"\"\"", StringComparison.Ordinal);
        var lines = SplitLines(escaped);
        var isSingleLine = lines.Length == 1;
        var forceLeadingLine = !isSingleLine && lines.Skip(1).All(line => line.Length == 0 || IsWhiteSpace(line[0]));
        var endsInTripleQuote = escaped.EndsWith("\\\"\"\"", StringComparison.Ordinal);
        var forceTrailingLine = (value.EndsWith('"') && !endsInTripleQuote) || value.EndsWith('\\');
        var isMultiline = !isSingleLine || value.Length > 70 || forceTrailingLine || endsInTripleQuote;
        var skipLeadingLine = isSingleLine && value.Length > 0 && IsWhiteSpace(value[0]);
        var before = (isMultiline && !skipLeadingLine) || forceLeadingLine ? "\n" : "";
        return $"\"\"\"{before}{escaped}{(isMultiline ? "\n" : "")}\"\"\"";
    }

    /// <summary>Whether <see cref="Print"/> followed by <see cref="Dedent"/> gives the text back.</summary>
    public static bool CanPrint(string value) {
        var lines = value.Split('\n');
        var hasControl = value.Any(c => c < 0x10 && c is not ('\n' or '\t'));
        var hasCommonIndent = lines.All(line => IsBlank(line) || IsWhiteSpace(line[0]));
        return value.Length == 0 || (!hasControl && !IsBlank(lines[0]) && !IsBlank(lines[^1]) && (lines.Length == 1 || !hasCommonIndent));
    }

    private static string[] SplitLines(string text) => text.Split(["\r\n", "\n", "\r"], StringSplitOptions.None);

    private static bool IsWhiteSpace(char c) => c is ' ' or '\t';

    private static int IndentOf(string line) => line.Length - line.AsSpan().TrimStart(" \t").Length;

    private static bool IsBlank(string line) => IndentOf(line) == line.Length;
}
