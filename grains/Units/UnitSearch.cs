namespace Hierarchy.Grains.Units;

/// <summary>Finds units by what people type: a name, or a name with words of the units above ("sở nội vụ tây ninh").</summary>
/// <remarks>A unit matches when its name contains the text, ignoring case and diacritics, with or without dashes and commas. Only if none
/// matches, the first or last words, four at most, may belong to units above, the longest name first. Exact names come first, then names
/// that contain the text as whole words; names with the typed diacritics come before others. Equal matches are sorted by kind, then
/// alphabetically. Cost: all units.</remarks>
public static class UnitSearch
{
    /// <summary>Maximum number of words at either end of a text that may belong to units above.</summary>
    public const int WordsAboveMax = 4;

    // Words that people leave out: the name of "Thành phố Vinh" is "Vinh".
    private static readonly string[] Kinds =
    [
        "thành phố", "tỉnh", "quận", "huyện", "thị xã", "thị trấn", "phường", "xã", "đặc khu", "sở", "phòng", "ban", "ủy ban nhân dân", "ubnd",
    ];

    /// <param name="units">The units to search.</param>
    /// <param name="kind">Only units of this kind; null for all.</param>
    /// <param name="first">Maximum number of results, best first.</param>
    public static IReadOnlyList<Unit> Find(IEnumerable<NamedUnit> units, IUnitDirectory directory, string text, UnitKind? kind, int first)
    {
        var named = units.Where(named => kind is null || named.Unit.Kind == kind).ToList();
        var found = Best(named, text, first);
        if (found.Count > 0)
        {
            return found;
        }
        foreach (var (name, above) in Partings(text))
        {
            found = Best(named.Where(one => IsBelow(one.Unit, above, directory)), name, first);
            if (found.Count > 0)
            {
                return found;
            }
        }
        return [];
    }

    private static IEnumerable<(string Name, string[] Above)> Partings(string text)
    {
        var words = text.Split(default(char[]), StringSplitOptions.RemoveEmptyEntries);
        for (var above = 1; above <= WordsAboveMax && above < words.Length; above++)
        {
            yield return Parted(words[..^above], words[^above..]);
            yield return Parted(words[above..], words[..above]);
        }

        static (string Name, string[] Above) Parted(string[] name, string[] above) =>
            (string.Join(' ', name), Array.ConvertAll(above, word => Spaced(Vietnamese.Fold(word))));
    }

    private static IReadOnlyList<Unit> Best(IEnumerable<NamedUnit> units, string text, int first)
    {
        var (folded, plain) = (Vietnamese.Fold(text), Plain(text));
        var words = Plain(folded);
        return [.. units.Where(named => IsFound(named, folded, words))
            .OrderBy(named => Fit(named, plain, words)).ThenBy(named => named.Unit.Kind).ThenBy(named => named.SortKey, StringComparer.Ordinal)
            .ThenBy(named => named.Unit.Id, StringComparer.Ordinal).Take(first).Select(named => named.Unit)];
    }

    private static bool IsFound(NamedUnit named, string folded, string words) =>
        named.Folded.Contains(folded, StringComparison.Ordinal) || (words.Length > 0 && named.Words.Contains(words, StringComparison.Ordinal));

    /// <summary>Rank of a match; smaller is better.</summary>
    private static int Fit(NamedUnit named, string plain, string words)
    {
        var name = Plain(named.Unit.Name);
        var bare = Bare(name);
        return name == plain ? 0
            : bare == plain ? 1
            : named.Words == words ? 2
            : Vietnamese.Fold(bare) == words ? 3
            : HasWords(name, plain) ? 4
            : HasWords(named.Words, words) ? 5
            : named.Words.StartsWith(words, StringComparison.Ordinal) ? 6
            : name.Contains(plain, StringComparison.Ordinal) ? 7 : 8;
    }

    private static string Bare(string name) =>
        Kinds.FirstOrDefault(kind => name.StartsWith(kind, StringComparison.Ordinal) && name.Length > kind.Length && name[kind.Length] == ' ') is { } kind
            ? name[(kind.Length + 1)..]
            : name;

    private static bool IsBelow(Unit unit, string[] words, IUnitDirectory directory)
    {
        var names = string.Concat(directory.Ancestors(unit.Id).Select(above => Spaced(Vietnamese.Fold(above.Name))));
        return Array.TrueForAll(words, word => names.Contains(word, StringComparison.Ordinal));
    }

    private static bool HasWords(string name, string words) => Spaced(name).Contains(Spaced(words), StringComparison.Ordinal);

    private static string Spaced(string words) => $" {words} ";

    /// <summary>The words of a text in lower case, without the dashes and commas between them.</summary>
    internal static string Plain(string text)
    {
        var letters = Vietnamese.Compose(text).ToLowerInvariant().ToCharArray();
        for (var i = 0; i < letters.Length; i++)
        {
            letters[i] = letters[i] is ',' or '-' or (>= '\u2010' and <= '\u2015') or '\u2212' ? ' ' : letters[i];
        }
        return string.Join(' ', new string(letters).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
    }
}

/// <summary>A unit with the texts by which a search compares and sorts.</summary>
/// <param name="Words">The folded name without dashes and commas.</param>
public sealed record NamedUnit(Unit Unit, string Folded, string Words, string SortKey)
{
    public static NamedUnit Of(Unit unit)
    {
        var folded = Vietnamese.Fold(unit.Name);
        var words = UnitSearch.Plain(folded);
        return new NamedUnit(unit, folded, words == folded ? folded : words, Vietnamese.SortKey(unit.Name) + '\0' + unit.Name);
    }
}
