namespace Hierarchy.Api.Plans.Drafts;

/// <summary>Assigns codes to lines: their own numbers or, without one, that of the heading above.</summary>
internal sealed class Numbering
{
    private readonly List<(string? Number, int Group, bool IsWhole)> lines = [];
    private readonly List<string> groups = [""];
    private string? group;
    private bool? nested;

    /// <summary>The heading above the next line, verbatim; null for none.</summary>
    public string? GroupText => group;

    public void Area()
    {
        (group, nested) = (null, null);
        groups.Add("");
    }

    public void Group(Mark mark, string text)
    {
        (group, nested) = (text, null);
        groups.Add(mark.Kind is MarkKind.Number or MarkKind.Letter ? mark.Number : "");
    }

    /// <summary>A code that includes the area, such as "I.2.1": it is kept, and determines whether the line still belongs to the
    /// heading.</summary>
    public void Whole(string code, string? area)
    {
        if (lines.Count > 0 && lines[^1].Group == groups.Count - 1 && !GoesOn(groups[^1], Bare(code, area)))
        {
            Area();
        }
        lines.Add((code, groups.Count - 1, true));
    }

    /// <summary>Whether a line with this number within its area can belong to a group with that number.</summary>
    public static bool GoesOn(string group, string number) =>
        number.StartsWith(group, StringComparison.Ordinal)
        && (group.Length == 0 || number.Length == group.Length || !char.IsLetterOrDigit(number[group.Length]));

    /// <summary>The part of a code without its area.</summary>
    public static string Bare(string code, string? area) =>
        area is not null && code.StartsWith($"{area}.", StringComparison.Ordinal) ? code[(area.Length + 1)..] : code;

    public void Line(Mark mark)
    {
        var above = groups[^1];
        if (mark.Kind is not (MarkKind.Number or MarkKind.Letter))
        {
            Add(mark.Kind == MarkKind.None ? null : mark.Number);
            return;
        }
        if (mark.Number.StartsWith($"{above}.", StringComparison.Ordinal) || above.Length == 0)
        {
            nested = false;
            Add(mark.Number);
            return;
        }
        if (mark.Kind == MarkKind.Number && (mark.Number.Contains('.') || !(nested ??= mark.Number == "1")))
        {
            // "2." after "1.1." no longer belongs to "1.".
            Area();
            Add(mark.Number);
            return;
        }
        Add($"{above}.{mark.Number}");
    }

    private void Add(string? number) => lines.Add((number, groups.Count - 1, false));

    /// <summary>The codes; null if neither the line nor a heading has a number.</summary>
    /// <param name="areas">The area of each line.</param>
    public List<string?> Codes(IEnumerable<string?> areas)
    {
        var unnumbered = lines.Where(line => line.Number is null).CountBy(line => line.Group).ToDictionary();
        var seen = new Dictionary<int, int>();
        return [.. lines.Zip(areas, (line, area) => (line.Number ?? Below(line.Group)) is not { } number ? null
            : line.IsWhole || area is null ? number
            : $"{area}.{Bare(number, area)}")];

        string? Below(int of)
        {
            seen[of] = seen.GetValueOrDefault(of) + 1;
            return groups[of].Length == 0 ? null
                : unnumbered[of] == 1 ? groups[of]
                : string.Create(CultureInfo.InvariantCulture, $"{groups[of]}.{seen[of]}");
        }
    }
}
