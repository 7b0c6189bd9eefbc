using System.Text;

namespace Hierarchy.Grains.Units;

/// <summary>Vietnamese letters, independent of the machine's locale data: composition, folding of diacritics, and alphabetical
/// order.</summary>
public static class Vietnamese
{
    // One row per base vowel: without tone, then with grave, hook, tilde, acute and dot below, which is the order of tones in dictionaries.
    private static readonly string[] Vowels =
    [
        "aàảãáạ", "ăằẳẵắặ", "âầẩẫấậ", "eèẻẽéẹ", "êềểễếệ", "iìỉĩíị", "oòỏõóọ", "ôồổỗốộ", "ơờởỡớợ", "uùủũúụ", "ưừửữứự", "yỳỷỹýỵ",
    ];

    private const string Alphabet = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz";
    private const string ToneMarks = "\u0300\u0309\u0303\u0301\u0323";

    /// <summary>The Icelandic eth and the African D with a tail, which fonts and old converters use for Đ.</summary>
    private const string LookAlikes = "\u00D0\u00F0\u0189\u0256";

    private static readonly Dictionary<char, (char Letter, int Tone)> Toned = [];
    private static readonly Dictionary<(char, char), char> Composed = [];

    static Vietnamese()
    {
        foreach (var row in Vowels)
        {
            for (var tone = 0; tone < row.Length; tone++)
            {
                Add(row[tone], row[0], tone);
                if (tone > 0)
                {
                    Compose(row[0], ToneMarks[tone - 1], row[tone]);
                }
            }
        }
        foreach (var (plain, mark, letter) in (ReadOnlySpan<(char, char, char)>)
            [('a', '\u0306', 'ă'), ('a', '\u0302', 'â'), ('e', '\u0302', 'ê'), ('o', '\u0302', 'ô'), ('o', '\u031B', 'ơ'), ('u', '\u031B', 'ư')])
        {
            // A decomposed text may have the tone before the vowel's shape: ạ + ˆ is ậ.
            foreach (var (shape, tone) in new[] { (plain, 0) }.Concat(Enumerable.Range(1, 5).Select(t => (RowOf(plain)[t], t))))
            {
                Compose(shape, mark, RowOf(letter)[tone]);
            }
        }
    }

    /// <summary>Composes decomposed Vietnamese letters as in Unicode's form NFC, and replaces look-alikes of Đ from other
    /// languages.</summary>
    public static string Compose(string text)
    {
        if (!text.AsSpan().ContainsAnyInRange('\u0300', '\u036F') && text.AsSpan().IndexOfAny(LookAlikes) < 0)
        {
            return text;
        }
        var result = new StringBuilder(text.Length);
        foreach (var given in text)
        {
            var c = given switch { '\u00D0' or '\u0189' => 'Đ', '\u00F0' or '\u0256' => 'đ', _ => given };
            if (result.Length > 0 && Composed.TryGetValue((result[^1], c), out var whole))
            {
                result[^1] = whole;
            }
            else
            {
                result.Append(c);
            }
        }
        return result.ToString();
    }

    /// <summary>The text for comparison in searches: lower case without diacritics, with đ and its look-alikes as d, dashes as hyphens, and
    /// runs of white space as one blank.</summary>
    public static string Fold(string text)
    {
        var result = new StringBuilder(text.Length);
        foreach (var c in Compose(text))
        {
            if (c is >= '\u0300' and <= '\u036F')
            {
                continue;
            }
            if (char.IsWhiteSpace(c))
            {
                if (result.Length > 0 && result[^1] != ' ')
                {
                    result.Append(' ');
                }
                continue;
            }
            var lower = char.ToLowerInvariant(c);
            result.Append(Toned.TryGetValue(lower, out var vowel) ? Plain(vowel.Letter) : Plain(lower));
        }
        return result.ToString().TrimEnd();
    }

    /// <summary>Compares in Vietnamese alphabetical order: letters first, then tones, then capitals, so that the order is total.</summary>
    public static int Compare(string left, string right)
    {
        var byLetters = string.CompareOrdinal(SortKey(left), SortKey(right));
        return byLetters != 0 ? byLetters : string.CompareOrdinal(left, right);
    }

    /// <summary>A key whose ordinal order is the Vietnamese alphabetical order.</summary>
    public static string SortKey(string text)
    {
        var letters = new StringBuilder(text.Length * 2 + 1);
        var tones = new StringBuilder(text.Length);
        foreach (var c in Compose(text))
        {
            var lower = char.ToLowerInvariant(c);
            var (letter, tone) = Toned.TryGetValue(lower, out var vowel) ? vowel : (lower, 0);
            var place = Alphabet.IndexOf(letter);
            letters.Append(place >= 0 ? (char)(0x80 + place) : letter < 0x80 ? letter : (char)(0x100 + letter % 0xFE00));
            tones.Append((char)('0' + tone));
        }
        return letters.Append('\u0001').Append(tones).ToString();
    }

    private static char Plain(char letter) => letter switch
    {
        'ă' or 'â' => 'a',
        'ê' => 'e',
        'ô' or 'ơ' => 'o',
        'ư' => 'u',
        'đ' => 'd',
        // Dashes that word processors insert.
        >= '\u2010' and <= '\u2015' or '\u2212' => '-',
        _ => letter,
    };

    private static string RowOf(char letter) => Vowels.First(row => row[0] == letter);

    private static void Add(char c, char letter, int tone) => Toned[c] = (letter, tone);

    private static void Compose(char left, char mark, char whole)
    {
        Composed[(left, mark)] = whole;
        Composed[(char.ToUpperInvariant(left), mark)] = char.ToUpperInvariant(whole);
    }
}
