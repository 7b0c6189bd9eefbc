namespace Hierarchy.Store;

/// <summary>The folded text that a search compares, and the trigrams by which an index finds it.</summary>
internal static class SearchText
{
    // Folding turns all white space into blanks, so no search text can match across this separator.
    private const char FieldSeparator = '\n';

    public static string Of(Obligation o) =>
        string.Join(FieldSeparator, Fold(o.Terms.Title), Fold(o.Note ?? ""), Fold(o.Document?.Number ?? ""));

    public static string Fold(string text) => Storable(Vietnamese.Fold(text));

    /// <summary>The text without what PostgreSQL's UTF-8 cannot hold: U+0000 and halves of surrogate pairs become U+FFFD.</summary>
    public static string Storable(string text)
    {
        if (IsStorable(text))
        {
            return text;
        }
        var result = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            result.Append((rune.Value == 0 ? Rune.ReplacementChar : rune).ToString());
        }
        return result.ToString();
    }

    public static bool IsStorable(string text)
    {
        if (text.AsSpan().IndexOfAnyInRange('\uD800', '\uDFFF') < 0)
        {
            return !text.Contains('\0', StringComparison.Ordinal);
        }
        for (var i = 0; i < text.Length; i++)
        {
            var pair = char.IsHighSurrogate(text[i]) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1]);
            if (text[i] == '\0' || (char.IsSurrogate(text[i]) && !pair))
            {
                return false;
            }
            i += pair ? 1 : 0;
        }
        return true;
    }

    /// <summary>
    /// The distinct runs of three UTF-16 units, each packed into one number, ascending. A text has all the runs of any text it contains.
    /// </summary>
    public static long[] Grams(string folded)
    {
        if (folded.Length < StoreLimits.IndexedTextMin)
        {
            return [];
        }
        var grams = new long[folded.Length - 2];
        for (var i = 0; i < grams.Length; i++)
        {
            grams[i] = ((long)folded[i] << 32) | ((long)folded[i + 1] << 16) | folded[i + 2];
        }
        Array.Sort(grams);
        var kept = 1;
        for (var i = 1; i < grams.Length; i++)
        {
            if (grams[i] != grams[kept - 1])
            {
                grams[kept++] = grams[i];
            }
        }
        return grams[..kept];
    }

    /// <summary>
    /// The trigrams as a PostgreSQL bigint[] literal: unnest flattens nested arrays, so each row's array is sent as text.
    /// </summary>
    public static string GramsLiteral(string folded)
    {
        var literal = new StringBuilder("{");
        foreach (var gram in Grams(folded))
        {
            literal.Append(literal.Length > 1 ? "," : "").Append(CultureInfo.InvariantCulture, $"{gram}");
        }
        return literal.Append('}').ToString();
    }
}
