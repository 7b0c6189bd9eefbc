namespace Hierarchy.GraphQL.Language;

/// <summary>Names that a misspelt one may have meant. They tell strangers about the schema: off by default.</summary>
internal static class Suggestions {
    private const int CountMax = 5;

    /// <summary>" Did you mean "a" or "b"?", or nothing.</summary>
    public static string DidYouMean(string input, IEnumerable<string> options, string? what = null) =>
        DidYouMean(List(input, options), what);

    public static string DidYouMean(IReadOnlyCollection<string> names, string? what = null) => names.Count == 0
        ? ""
        : $" Did you mean {what}{(what is null ? "" : " ")}{OrList([.. names.Take(CountMax).Select(name => $"\"{name}\"")])}?";

    /// <summary>The options within reach of the input, nearest first, then by name with numbers compared as numbers.</summary>
    public static List<string> List(string input, IEnumerable<string> options) {
        var threshold = (input.Length * 4 / 10) + 1;
        var byName = Comparer<string>.Create(NaturalCompare);
        return [.. options.Select(option => (Option: option, Distance: Distance(input, option, threshold)))
                .Where(entry => entry.Distance <= threshold)
                .OrderBy(entry => entry.Distance).ThenBy(entry => entry.Option, byName).Select(entry => entry.Option)];
    }

    public static string OrList(IReadOnlyList<string> items) => List(items, "or");

    public static string AndList(IReadOnlyList<string> items) => List(items, "and");

    public static int NaturalCompare(string a, string b) {
        var (i, j) = (0, 0);
        while (i < a.Length && j < b.Length) {
            var order = char.IsAsciiDigit(a[i]) && char.IsAsciiDigit(b[j])
                ? ReadNumber(a, ref i).CompareTo(ReadNumber(b, ref j)) : a[i++].CompareTo(b[j++]);
            if (order != 0) return order;
        }

        return a.Length - b.Length;
    }

    private static double ReadNumber(string text, ref int i) {
        double number = 0;
        do {
            number = (number * 10) + text[i++] - '0';
        }
        while (i < text.Length && char.IsAsciiDigit(text[i]) && number > 0);
        return number;
    }

    private static string List(IReadOnlyList<string> items, string word) => items.Count switch {
        1 => items[0],
        2 => $"{items[0]} {word} {items[1]}",
        _ => $"{string.Join(", ", items.SkipLast(1))}, {word} {items[^1]}",
    };

    /// <summary>Edit distance with transpositions, case ignored at the price of 1; more than the threshold when out of reach.</summary>
    private static int Distance(string input, string option, int threshold) {
        if (input == option) return 0;
        var (a, b) = (option.ToLowerInvariant(), input.ToLowerInvariant());
        if (a == b) return 1;
        if (Math.Abs(a.Length - b.Length) > threshold) return int.MaxValue;
        int[] before = new int[b.Length + 1], up = [.. Enumerable.Range(0, b.Length + 1)], row = new int[b.Length + 1];
        for (var i = 1; i <= a.Length; i++) {
            row[0] = i;
            for (var j = 1; j <= b.Length; j++) {
                var isSwap = i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1];
                var replaced = up[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
                row[j] = Math.Min(Math.Min(up[j], row[j - 1]) + 1, isSwap ? Math.Min(replaced, before[j - 2] + 1) : replaced);
            }

            (before, up, row) = (up, row, before);
        }

        return up[b.Length];
    }
}
