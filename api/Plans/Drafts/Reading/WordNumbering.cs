namespace Hierarchy.Api.Plans.Drafts;

/// <summary>Automatic numbers of paragraphs in Word, which are not in the text and are counted along.</summary>
internal sealed class WordNumbering
{
    /// <summary>Number of levels of a list in Word.</summary>
    private const int LevelsMax = 9;

    /// <summary>Maximum length of a chain of derived styles.</summary>
    private const int StylesMax = 10;

    /// <summary>Maximum number of letters of a number; longer ones are written as digits.</summary>
    private const int LabelMax = 40;

    private readonly Dictionary<string, Level[]> lists = new(StringComparer.Ordinal);
    private readonly Dictionary<string, (string List, Dictionary<int, int> Starts)> numbers = new(StringComparer.Ordinal);
    private readonly Dictionary<string, XElement> styles = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int[]> counts = new(StringComparer.Ordinal);
    private readonly HashSet<string> begun = new(StringComparer.Ordinal);

    public static WordNumbering Read(OfficePackage package)
    {
        var numbering = new WordNumbering();
        foreach (var (_, type, target) in package.RelationsOf(package.MainPart))
        {
            if (type == "numbering")
            {
                package.Read(target, numbering.ReadLists);
            }
            else if (type == "styles")
            {
                package.Read(target, numbering.ReadStyles);
            }
        }
        return numbering;
    }

    /// <summary>The number that Word shows before the next paragraph; empty for none.</summary>
    public string Next(XElement paragraph)
    {
        if (Of(paragraph) is not var (id, at) || !numbers.TryGetValue(id, out var number) || !lists.TryGetValue(number.List, out var levels))
        {
            return "";
        }
        if (!counts.TryGetValue(number.List, out var count))
        {
            counts.Add(number.List, count = [.. levels.Select(level => level.Start - 1)]);
        }
        if (begun.Add(id))
        {
            foreach (var (level, start) in number.Starts)
            {
                count[level] = start - 1;
            }
        }
        count[at] = Math.Min(count[at] + 1, int.MaxValue - 1);
        for (var below = at + 1; below < LevelsMax; below++)
        {
            count[below] = levels[below].Start - 1;
        }
        return Label(levels, count, at);
    }

    private static string Label(Level[] levels, int[] count, int at)
    {
        if (levels[at].Format == "bullet")
        {
            return "-";
        }
        var label = levels[at].Text;
        for (var level = 0; level <= at; level++)
        {
            label = label.Replace($"%{level + 1}", Shown(Math.Max(count[level], levels[level].Start), levels[level].Format), StringComparison.Ordinal);
        }
        return label.Length > LabelMax ? "" : label;
    }

    private static string Shown(int number, string format) => format switch
    {
        "upperRoman" => Roman(number),
        "lowerRoman" => Roman(number).ToLowerInvariant(),
        "upperLetter" => Letters(number),
        "lowerLetter" => Letters(number).ToLowerInvariant(),
        "decimalZero" => number.ToString("00", CultureInfo.InvariantCulture),
        "none" => "",
        _ => number.ToString(CultureInfo.InvariantCulture),
    };

    private static string Roman(int number)
    {
        if (number is < 1 or > 3_999)
        {
            return number.ToString(CultureInfo.InvariantCulture);
        }
        var roman = new StringBuilder();
        foreach (var (value, letters) in (ReadOnlySpan<(int, string)>)
        [
            (1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"), (50, "L"), (40, "XL"), (10, "X"), (9, "IX"), (5, "V"),
            (4, "IV"), (1, "I"),
        ])
        {
            for (; number >= value; number -= value)
            {
                roman.Append(letters);
            }
        }
        return roman.ToString();
    }

    /// <summary>After Z come AA, BB and so on.</summary>
    private static string Letters(int number) => number is < 1 or > 26 * LabelMax
        ? number.ToString(CultureInfo.InvariantCulture)
        : new string((char)('A' + (number - 1) % 26), (number - 1) / 26 + 1);

    /// <summary>The paragraph's own numbering or that of its style; the number 0 removes the style's.</summary>
    private (string Id, int Level)? Of(XElement paragraph)
    {
        var properties = WordFile.Child(paragraph, "pPr");
        var style = WordFile.ValueOf(WordFile.Child(properties, "pStyle"));
        string? id = null;
        int? level = null;
        for (var depth = 0; properties is not null && depth < StylesMax; depth++)
        {
            var given = WordFile.Child(properties, "numPr");
            id ??= WordFile.ValueOf(WordFile.Child(given, "numId"));
            level ??= Number(WordFile.Child(given, "ilvl"));
            if (id is not null || style is null || !styles.TryGetValue(style, out var of))
            {
                break;
            }
            (properties, style) = (WordFile.Child(of, "pPr") ?? new XElement("none"), WordFile.ValueOf(WordFile.Child(of, "basedOn")));
        }
        return id is null or "0" || level is < 0 or >= LevelsMax ? null : (id, level ?? 0);
    }

    private void ReadStyles(XElement root)
    {
        foreach (var style in root.Elements().Where(of => of.Name.LocalName == "style"))
        {
            styles.TryAdd(Attribute(style, "styleId"), style);
        }
    }

    private void ReadLists(XElement root)
    {
        foreach (var list in root.Elements().Where(of => of.Name.LocalName == "abstractNum"))
        {
            Level[] levels = [.. Enumerable.Repeat(new Level(1, "decimal", ""), LevelsMax)];
            foreach (var level in list.Elements().Where(of => of.Name.LocalName == "lvl"))
            {
                if (int.TryParse(Attribute(level, "ilvl"), NumberStyles.None, CultureInfo.InvariantCulture, out var at) && at < LevelsMax)
                {
                    levels[at] = new Level(
                        Math.Min(Number(WordFile.Child(level, "start")) ?? 1, short.MaxValue),
                        WordFile.ValueOf(WordFile.Child(level, "numFmt")) ?? "decimal", WordFile.ValueOf(WordFile.Child(level, "lvlText")) ?? "");
                }
            }
            lists.TryAdd(Attribute(list, "abstractNumId"), levels);
        }
        foreach (var number in root.Elements().Where(of => of.Name.LocalName == "num"))
        {
            var starts = new Dictionary<int, int>();
            foreach (var change in number.Elements().Where(of => of.Name.LocalName == "lvlOverride"))
            {
                if (int.TryParse(Attribute(change, "ilvl"), NumberStyles.None, CultureInfo.InvariantCulture, out var at) && at < LevelsMax
                    && Number(WordFile.Child(change, "startOverride")) is { } start)
                {
                    starts[at] = Math.Min(start, short.MaxValue);
                }
            }
            numbers.TryAdd(Attribute(number, "numId"), (WordFile.ValueOf(WordFile.Child(number, "abstractNumId")) ?? "", starts));
        }
    }

    private static string Attribute(XElement element, string name) => element.Attributes().FirstOrDefault(of => of.Name.LocalName == name)?.Value ?? "";

    private static int? Number(XElement? element) =>
        int.TryParse(WordFile.ValueOf(element), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    /// <param name="Text">A template such as "%1.%2.", in which % and a digit stand for the number of that level.</param>
    private sealed record Level(int Start, string Format, string Text);
}
