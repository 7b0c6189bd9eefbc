namespace Hierarchy.Api.Plans.Drafts;

internal enum MarkKind
{
    None,

    /// <summary>A, B, C: above areas.</summary>
    Part,

    /// <summary>Roman: I, II, III.</summary>
    Area,

    /// <summary>A word and a number: "Nhiệm vụ và giải pháp 2:".</summary>
    Named,

    /// <summary>1, 1.1, 2.3.4.</summary>
    Number,

    /// <summary>a, b, c, d, đ.</summary>
    Letter,
}

/// <summary>The number of a text, and the text after it.</summary>
internal readonly partial record struct Mark(MarkKind Kind, string Number, string Text)
{
    public static Mark Of(string text)
    {
        if (Roman().Match(text) is { Success: true } roman)
        {
            return Found(MarkKind.Area, roman);
        }
        if (Levels().Match(text) is { Success: true } levels)
        {
            return Found(MarkKind.Number, levels);
        }
        if (Part().Match(text) is { Success: true } part)
        {
            return Found(MarkKind.Part, part);
        }
        if (Letter().Match(text) is { Success: true } letter)
        {
            return Found(MarkKind.Letter, letter);
        }
        return Named().Match(text) is { Success: true } named
            ? new Mark(MarkKind.Named, Initials(named.Groups["word"].Value) + named.Groups["number"].Value, named.Groups["text"].Value)
            : new Mark(MarkKind.None, "", text);
    }

    /// <summary>The mark of a separate cell that contains only the number.</summary>
    public static Mark OfCell(string number, string text)
    {
        var bare = Bare(number);
        return bare.Length == 0 ? Of(text)
            : Only().Match(bare) is { Success: true } only
                ? new Mark(only.Groups["roman"].Success ? MarkKind.Area : only.Groups["part"].Success ? MarkKind.Part
                    : only.Groups["letter"].Success ? MarkKind.Letter : MarkKind.Number, bare, text)
                : Of(Words.Lines($"{number}\n{text}"));
    }

    /// <summary>Whether it is an unusual number, such as "NV2", "1.1-3" or "1.a": one word with a digit, or in capitals.</summary>
    public static bool IsCode(string number) => Bare(number) is { Length: > 0 } bare && !Only().IsMatch(bare) && Code().IsMatch(bare);

    public static string Bare(string number) => number.Trim(' ', '.', ':', ')', '(', '/');

    /// <summary>The initials of the words: "Công tác chỉ đạo điều hành" is CDDH, "Nhiệm vụ và giải pháp" is NV.</summary>
    public static string Initials(string text)
    {
        var words = Vietnamese.Fold(text.Split(" và ")[0]);
        words = words.StartsWith("cong tac ", StringComparison.Ordinal) ? words["cong tac ".Length..] : words;
        var letters = words.Split(' ').Where(word => word.Length > 0 && char.IsAsciiLetter(word[0]))
            .Select(word => char.ToUpperInvariant(word[0]));
        return string.Concat(letters.Take(8)) is { Length: > 0 } initials ? initials : "M";
    }

    private static Mark Found(MarkKind kind, Match match) =>
        new(kind, match.Groups["number"].Value, match.Groups["text"].Value);

    [GeneratedRegex(
        @"^(?<number>(X{0,3})(IX|IV|V?I{0,3}))(?<=[IVX])\s*([.):/]\s*|[-–]\s+|\s+(?=\p{Lu}))(?<text>\S.*)$", RegexOptions.Singleline)]
    private static partial Regex Roman();

    [GeneratedRegex(
        @"^(?<number>([IVX]{1,6}\.)?[0-9]{1,3}(\.[0-9]{1,2}){1,4})(?![0-9/])\s*[.):/]?\s*(?<text>\S.*)$|"
        + @"^(?<number>[0-9]{1,3})\s*[.):]\s*(?<text>[^0-9\s].*)$", RegexOptions.Singleline)]
    private static partial Regex Levels();

    [GeneratedRegex(@"^(?<number>[A-H])\s*[.):]\s*(?<text>\S.*)$", RegexOptions.Singleline)]
    private static partial Regex Part();

    [GeneratedRegex(@"^(?<number>[a-zđ])\s*[.)]\s*(?<text>\S.*)$", RegexOptions.Singleline)]
    private static partial Regex Letter();

    [GeneratedRegex(@"^(?<word>\p{L}[\p{L} ]{0,40}?)\s(?<number>[0-9]{1,2})\s*[:.]\s*(?<text>\S.*)$", RegexOptions.Singleline)]
    private static partial Regex Named();

    [GeneratedRegex(@"^(?=.*[0-9]|\p{Lu}+$)[\p{L}0-9]+([.\-/_][\p{L}0-9]+)*$")]
    private static partial Regex Code();

    [GeneratedRegex(
        @"^((?<roman>X{0,3}(IX|IV|V?I{0,3}))(?<=[IVX])|(?<part>[A-H])|(?<letter>[a-zđ])|([IVX]{1,6}\.)?[0-9]{1,3}(\.[0-9]{1,3}){0,4})$")]
    private static partial Regex Only();
}
