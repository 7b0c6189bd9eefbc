namespace Hierarchy.Grains.Plans.Drafts;

/// <summary>The classes of units that a wording means.</summary>
/// <param name="Open">Whether it means some units without saying which: then the whole class is taken.</param>
/// <param name="Committee">Whether it omits the word UBND, so that it is clear only after another class that has it.</param>
internal sealed record ClassReading(ImmutableArray<UnitKind> Kinds, bool Open, bool Committee = false);

/// <summary>Reads wordings for all units of a level: các sở, ban, ngành; UBND các huyện, thị xã, thành phố; UBND cấp xã.</summary>
internal static partial class ClassWording
{
    private const string District = "huyen|thi xa|thanh pho|quan|thi|thanh";
    private const string Commune = "xa|phuong|thi tran";

    /// <param name="owner">The owner of the plan: "các cơ quan, đơn vị" of a district are its offices.</param>
    /// <param name="last">The last piece of the text: words that narrow a class can only be there.</param>
    public static ClassReading? Read(string text, string last, UnitKind owner)
    {
        var key = UnitNames.Key(text);
        var words = Heads().Replace(key, "");
        var open = Some().IsMatch(words);
        words = Some().Replace(words, "");
        var tail = Tail().Match(words);
        if (tail.Success)
        {
            if (!$" {UnitNames.Key(last)}".EndsWith(tail.Value, StringComparison.Ordinal))
            {
                return null;
            }
            (words, open) = (words[..tail.Index], true);
        }
        var plural = Plural().IsMatch(Vietnamese.Fold(text));
        return Kinds(words, owner, plural) is { } found ? found with { Open = found.Open || open } : null;
    }

    private static ClassReading? Kinds(string words, UnitKind owner, bool plural)
    {
        if (AllLevels().IsMatch(words))
        {
            return new ClassReading([UnitKind.Department, UnitKind.District, UnitKind.Commune], false);
        }
        if (BothLevels().IsMatch(words))
        {
            return new ClassReading([UnitKind.District, UnitKind.Commune], false);
        }
        if (Offices().IsMatch(words) || (owner == UnitKind.District && OfficesOfDistrict().IsMatch(words)))
        {
            return new ClassReading([UnitKind.Office], false);
        }
        if (Departments().Match(words) is { Success: true } departments && (plural || departments.Value.Contains(' ')))
        {
            return new ClassReading([UnitKind.Department], departments.Groups["open"].Success);
        }
        foreach (var (pattern, kind) in (ReadOnlySpan<(Regex, UnitKind)>)[(Districts(), UnitKind.District), (Communes(), UnitKind.Commune)])
        {
            var named = pattern.Match(words);
            var levels = named.Groups["level"].Captures.Count;
            if (named.Success && (named.Groups["cap"].Success || named.Groups["ubnd"].Success || plural || levels > 1))
            {
                var bare = named.Groups["cap"].Success && !named.Groups["ubnd"].Success;
                return new ClassReading([kind], !plural && !named.Groups["cap"].Success && levels == 1, bare);
            }
        }
        if (owner == UnitKind.Ministry && Provinces().Match(words) is { Success: true } provinces
            && (plural || provinces.Groups["cap"].Success))
        {
            return new ClassReading([UnitKind.Province], false);
        }
        return Localities().IsMatch(words) ? new ClassReading([UnitKind.District], true) : null;
    }

    [GeneratedRegex("^(?:thu truong|giam doc|chu tich|lanh dao|nguoi dung dau) ")]
    private static partial Regex Heads();

    [GeneratedRegex("^mot so ")]
    private static partial Regex Some();

    [GeneratedRegex(@" (?:(?:co )?lien quan|thuoc (?:doi tuong|dien|pham vi|linh vuc)|duoc|con lai|co|lam|chua|dang|thi diem|dien"
        + @"|khac)\b.*$")]
    private static partial Regex Tail();

    [GeneratedRegex(@"\bcac\b")]
    private static partial Regex Plural();

    [GeneratedRegex("^co quan (?:hanh chinh )?(?:nha nuoc )?cap$")]
    private static partial Regex AllLevels();

    [GeneratedRegex("^ubnd cap$")]
    private static partial Regex BothLevels();

    [GeneratedRegex(
        "^(?:co quan chuyen mon|phong(?: chuyen mon)?(?: ban)?(?: nganh)?)(?: truc)?(?: cua| thuoc)?(?: ubnd)?(?: cap)? (?:huyen|thi "
            + "xa|quan)(?: thi xa| thanh pho| quan)*$")]
    private static partial Regex Offices();

    [GeneratedRegex("^(?:co quan(?: don vi)?|co quan chuyen mon|phong ban(?: nganh)?|phong chuyen mon)(?: trong| cua"
        + "| thuoc)?(?: ubnd)?(?: huyen| thi xa| thanh pho)?$")]
    private static partial Regex OfficesOfDistrict();

    [GeneratedRegex(
        "^(?:(?<open>don vi su nghiep (?:cong lap )?(?:truc )?thuoc )?so(?: ban)?(?: nganh)?(?<open> doan the)?|ban nganh|co quan "
            + "chuyen mon(?= .*tinh$))"
        + "(?:(?: cua| thuoc| trong| toan| tren dia ban)*(?: ubnd)?(?: cap)? tinh)?$")]
    private static partial Regex Departments();

    [GeneratedRegex(
        "^(?<ubnd>ubnd )?(?:(?<cap>cap huyen)|(?<level>" + District + ")(?: (?<level>" + District
            + "))*)(?: (?:trong|thuoc|cua|tren dia ban)(?: toan)? tinh)?$")]
    private static partial Regex Districts();

    [GeneratedRegex(
        "^(?<ubnd>ubnd )?(?:(?<cap>cap xa)|(?<level>" + Commune + ")(?: (?<level>" + Commune + "))*)"
        + "(?: (?:trong|thuoc|cua|tren dia ban)(?: toan)? (?:tinh|huyen))?$")]
    private static partial Regex Communes();

    [GeneratedRegex("^(?:ubnd )?(?:(?<cap>cap tinh)|tinh(?: thanh pho)?)(?: truc thuoc trung uong)?$")]
    private static partial Regex Provinces();

    [GeneratedRegex("^dia phuong$")]
    private static partial Regex Localities();
}
