namespace Hierarchy.GraphQL.Language;

/// <summary>The meaning of block strings (section 2.9.4) and the way back.</summary>
internal static class BlockString
{
    /// <summary>Removes the common indentation and the blank lines at both ends from what stands between the quotes.</summary>
    public static string Dedent(string raw)
    {
        var lines = SplitLines(raw.Replace("\\\"\"\"", "\"\"\"", StringComparison.Ordinal));
        int first = -1, last = -1, indent = int.MaxValue;
        for (var i = 0; i < lines.Length; i++)
        {
            var leading = LeadingWhiteSpace(lines[i]);
            if (leading == lines[i].Length)
            {
                continue;
            }

            first = first < 0 ? i : first;
            last = i;
            indent = i > 0 && leading < indent ? leading : indent;
        }

        var result = new StringBuilder(raw.Length);
        for (var i = first; i >= 0 && i <= last; i++)
        {
            if (i > first)
            {
                result.Append('\n');
            }

            var cut = i == 0 ? 0 : Math.Min(indent, lines[i].Length);
            result.Append(lines[i], cut, lines[i].Length - cut);
        }

        return result.ToString();
    }

    /// <summary>Writes a text as a block string that means the same.</summary>
    public static string Print(string value)
    {
        var escaped = value.Replace("\"\"\"", "\\\"\"\"", StringComparison.Ordinal);
        var lines = SplitLines(escaped);
        var isSingleLine = lines.Length == 1;
        var forceLeadingLine = lines.Length > 1 && lines.Skip(1).All(line => line.Length == 0 || IsWhiteSpace(line[0]));
        var endsInTripleQuote = escaped.EndsWith("\\\"\"\"", StringComparison.Ordinal);
        var forceTrailingLine = (value.EndsWith('"') && !endsInTripleQuote) || value.EndsWith('\\');
        var isMultiline = !isSingleLine || value.Length > 70 || forceTrailingLine || endsInTripleQuote;
        var skipLeadingLine = isSingleLine && value.Length > 0 && IsWhiteSpace(value[0]);
        var before = (isMultiline && !skipLeadingLine) || forceLeadingLine ? "\n" : "";
        return $"\"\"\"{before}{escaped}{(isMultiline ? "\n" : "")}\"\"\"";
    }

    /// <summary>Whether <see cref="Print"/> followed by <see cref="Dedent"/> gives the text back.</summary>
    public static bool CanPrint(string value)
    {
        if (value.Length == 0)
        {
            return true;
        }

        bool isEmptyLine = true, hasIndent = false, hasCommonIndent = true, seenLine = false;
        foreach (var c in value)
        {
            switch (c)
            {
                case '\n':
                    if (isEmptyLine && !seenLine)
                    {
                        return false;
                    }

                    seenLine = isEmptyLine = true;
                    hasIndent = false;
                    break;
                case '\t' or ' ':
                    hasIndent |= isEmptyLine;
                    break;
                case < (char)0x10:
                    return false;
                default:
                    hasCommonIndent &= hasIndent;
                    isEmptyLine = false;
                    break;
            }
        }

        return !isEmptyLine && !(hasCommonIndent && seenLine);
    }

    private static string[] SplitLines(string text) => text.Split(["\r\n", "\n", "\r"], StringSplitOptions.None);

    private static bool IsWhiteSpace(char c) => c is ' ' or '\t';

    private static int LeadingWhiteSpace(string line)
    {
        var i = 0;
        while (i < line.Length && IsWhiteSpace(line[i]))
        {
            i++;
        }

        return i;
    }
}
