namespace Hierarchy.Grains.Plans.Drafts;

/// <summary>Names of units as plans write them: without diacritics, in full or by their initials (GD&amp;ĐT), with or without the word for
/// their committee.</summary>
internal sealed partial class UnitNames
{
    private readonly Dictionary<string, List<Unit>> _named = [];
    private readonly Dictionary<string, List<Unit>> _abbreviated = [];
    private readonly Dictionary<string, List<Unit>> _loose = [];
    private readonly Dictionary<string, string> _shown = [];

    /// <param name="units">The units that can be named.</param>
    /// <param name="parentOf">Returns the parent, which distinguishes units of the same name; null when there is none.</param>
    /// <param name="committees">Units named by the word for their level alone, such as UBND tỉnh; nearest first.</param>
    public UnitNames(IEnumerable<Unit> units, Func<Unit, Unit?> parentOf, IEnumerable<Unit> committees)
    {
        foreach (var unit in units)
        {
            var key = Key(unit.Name);
            Add(_named, key, unit);
            _shown.TryAdd(key, unit.Name);
            if (parentOf(unit) is { } parent)
            {
                Add(_named, $"{key} {Key(parent.Name)}", unit);
            }
            if (FirstWord().Match(key) is { Success: true } first && first.Length < key.Length)
            {
                Add(_abbreviated, $"{first.Value} {Initials(key[first.Length..])}", unit);
            }
            var bare = Level().Replace(key, "");
            Add(_loose, bare == key ? OfProvince().Replace(key, "") : bare, unit);
        }
        foreach (var unit in committees)
        {
            if (Level().Match(Key(unit.Name)) is { Success: true } level)
            {
                _named.TryAdd("ubnd " + level.Value.Trim(), [unit]);
            }
        }
    }

    /// <summary>All units that the text may name, by the strictest reading that finds any.</summary>
    public IReadOnlyList<Unit> Find(string text)
    {
        var key = Key(text);
        if (_named.GetValueOrDefault(key) is { } named)
        {
            return named;
        }
        if (Abbreviation(text) is { } initials && _abbreviated.GetValueOrDefault(initials) is { } abbreviated)
        {
            return abbreviated;
        }
        var loose = _loose.GetValueOrDefault(key) ?? _loose.GetValueOrDefault(OfProvince().Replace(key, ""));
        return loose is { Count: 1 } ? loose : [];
    }

    /// <summary>The names nearest to the text by edit distance without diacritics, then in alphabetical order.</summary>
    public ImmutableArray<string> Nearest(string text, int count)
    {
        var key = Key(text);
        key = key.Length <= Limits.DraftNameMax ? key : key[..Limits.DraftNameMax];
        var nearest = new List<(int Distance, string Name)>();
        foreach (var (name, shown) in _shown)
        {
            var most = nearest.Count < count ? int.MaxValue : nearest[^1].Distance;
            var distance = EditDistance.Of(key, name, most);
            if (distance > most)
            {
                continue;
            }
            nearest.Add((distance, shown));
            nearest.Sort((a, b) => a.Distance != b.Distance ? a.Distance.CompareTo(b.Distance) : Vietnamese.Compare(a.Name, b.Name));
            if (nearest.Count > count)
            {
                nearest.RemoveAt(count);
            }
        }
        return [.. nearest.Select(n => n.Name)];
    }

    /// <summary>The common form of all spellings of a name.</summary>
    public static string Key(string text)
    {
        var key = Vietnamese.Fold(text).Replace("uy ban nhan dan", "ubnd");
        key = Fillers().Replace(Punctuation().Replace(key, " "), " ");
        key = Abbreviated().Replace(Spaces().Replace(key, " ").Trim(), word => word.Value switch
        {
            "vp" => "van phong",
            "vpubnd" => "van phong ubnd",
            "bql" => "ban quan ly",
            "tp" => "thanh pho",
            "tx" => "thi xa",
            _ => word.Value,
        });
        return CommitteeOf().Replace(key, "");
    }

    private static void Add(Dictionary<string, List<Unit>> names, string key, Unit unit)
    {
        if (!names.TryGetValue(key, out var units))
        {
            names.Add(key, units = []);
        }
        if (!units.Contains(unit))
        {
            units.Add(unit);
        }
    }

    private static string Initials(string key) =>
        string.Concat(key.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(word => word[0]));

    /// <summary>The same for "Sở LĐTB&amp;XH" and "Sở Lao động - TB&amp;XH"; null when nothing is abbreviated.</summary>
    private static string? Abbreviation(string text)
    {
        var words = Punctuation().Replace(Vietnamese.Compose(text), " ").Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        if (words.Length < 2 || !words.Skip(1).Any(IsCapitals))
        {
            return null;
        }
        var initials = words.Skip(1).Where(word => !word.Equals("và", StringComparison.OrdinalIgnoreCase))
            .Select(word => IsCapitals(word) ? Vietnamese.Fold(word) : Vietnamese.Fold(word)[..1]);
        return $"{Vietnamese.Fold(words[0])} {string.Concat(initials)}";
    }

    private static bool IsCapitals(string word) => word.Length > 0 && word.All(char.IsUpper);

    [GeneratedRegex(@"[^\p{L}\p{N} ]+")]
    private static partial Regex Punctuation();

    [GeneratedRegex(@"\b(?:va|cac)\b")]
    private static partial Regex Fillers();

    [GeneratedRegex(" {2,}")]
    private static partial Regex Spaces();

    [GeneratedRegex(@"\b(?:vp|vpubnd|bql|tp|tx)\b")]
    private static partial Regex Abbreviated();

    /// <summary>"UBND huyện An Lão" is the district itself; "UBND các huyện, thị xã" is a class.</summary>
    [GeneratedRegex(
        "^ubnd (?=(?:huyen|thi xa|thanh pho|quan|xa|phuong|thi tran|tinh) )"
        + "(?!(?:(?:huyen|thi xa|thanh pho|quan|xa|phuong|thi tran|tinh|thi|thanh)(?: |$))+(?:(?:trong|thuoc|cua|tren|co|lien) .*)?$)")]
    private static partial Regex CommitteeOf();

    [GeneratedRegex("^(?:so|phong|ban|bo)(?= )")]
    private static partial Regex FirstWord();

    [GeneratedRegex("^(?:huyen|thi xa|thanh pho|quan|xa|phuong|thi tran|tinh) ")]
    private static partial Regex Level();

    [GeneratedRegex("(?<= [^ ]+) tinh$")]
    private static partial Regex OfProvince();
}
