namespace Hierarchy.Grains.Units;

/// <summary>How well names of units fit a text that is searched for. Pure.</summary>
public static class NameSearch
{
    /// <summary>Words at an end of a text that may be those of units above: "sở nội vụ tây ninh".</summary>
    private const int AboveMax = 4;

    /// <summary>What people leave out, folded: the name of "Thành phố Vinh" is "Vinh".</summary>
    private static readonly string[] Kinds =
    [
        "ban ", "huyen ", "phong ", "phuong ", "quan ", "so ", "thanh pho ", "thi tran ", "thi xa ", "tinh ", "ubnd ", "uy ban nhan dan ", "xa ",
    ];

    /// <summary>The words for a kind of unit with which a name may begin, as a regular expression over folded names.</summary>
    public static string KindAtTheBeginning { get; } = $"^({string.Join('|', Kinds)})";

    /// <summary>The smaller the better: the name itself; without the word for its kind; beginning with the text as whole words; having it
    /// as whole words; beginning with it; having it anywhere.</summary>
    /// <param name="folded">The name, which contains the text, both folded.</param>
    public static int Rank(string folded, string text) =>
        folded == text ? 0
        : Array.Exists(Kinds, kind => folded.Length == kind.Length + text.Length
            && folded.StartsWith(kind, StringComparison.Ordinal) && folded.EndsWith(text, StringComparison.Ordinal)) ? 1
        : folded.StartsWith(text + ' ', StringComparison.Ordinal) ? 2
        : HasWords(folded, text) ? 3
        : folded.StartsWith(text, StringComparison.Ordinal) ? 4
        : 5;

    /// <summary>The same order once more for those that fit alike: first the ones that bear the marks as they were typed.</summary>
    public static IEnumerable<Unit> Best(IEnumerable<Unit> found, string text)
    {
        var (wanted, typed) = (Vietnamese.Fold(text), Typed(text));
        return found.OrderBy(unit => Rank(Vietnamese.Fold(unit.Name), wanted)).ThenBy(unit => !Typed(unit.Name).Contains(typed, StringComparison.Ordinal));
    }

    /// <summary>Where a text may be parted into the name of a unit and words of those above it, which may stand behind it or before it, the
    /// longest names first.</summary>
    public static IEnumerable<(string Name, string[] Above)> Partings(string text)
    {
        var words = text.Split(default(char[]), StringSplitOptions.RemoveEmptyEntries);
        for (var above = 1; above <= AboveMax && above < words.Length; above++)
        {
            yield return (string.Join(' ', words[..^above]), [.. words[^above..].Select(Vietnamese.Fold)]);
            yield return (string.Join(' ', words[above..]), [.. words[..above].Select(Vietnamese.Fold)]);
        }
    }

    /// <summary>Whether each of the words, folded, is one of the names above a unit.</summary>
    public static bool IsBelow(IEnumerable<Unit> ancestors, string[] words)
    {
        var names = string.Join(' ', ancestors.Select(unit => Vietnamese.Fold(unit.Name)));
        return words.All(word => HasWords(names, word));
    }

    private static bool HasWords(string folded, string words) => $" {folded} ".Contains($" {words} ", StringComparison.Ordinal);

    private static string Typed(string text) => Vietnamese.Compose(text).Trim().ToLowerInvariant();
}
