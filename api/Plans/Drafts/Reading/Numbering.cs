namespace Hierarchy.Api.Plans.Drafts;

/// <summary>Gives lines the numbers that they bear, and those without one that of the heading above them.</summary>
internal sealed class Numbering
{
    private readonly List<(string? Number, int Group)> lines = [];
    private readonly List<string> groups = [""];
    private string? group;
    private bool? nested;

    /// <summary>The heading that the next line stands below, verbatim; null when there is none.</summary>
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

    public void Line(Mark mark)
    {
        var above = groups[^1];
        if (mark.Kind is not (MarkKind.Number or MarkKind.Letter))
        {
            lines.Add((mark.Kind == MarkKind.None ? null : mark.Number, groups.Count - 1));
            return;
        }
        if (mark.Number.StartsWith($"{above}.", StringComparison.Ordinal) || above.Length == 0)
        {
            nested = false;
            lines.Add((mark.Number, groups.Count - 1));
            return;
        }
        if (mark.Kind == MarkKind.Number && (mark.Number.Contains('.') || !(nested ??= mark.Number == "1")))
        {
            // "2." after "1.1." no longer stands below "1.".
            Area();
            lines.Add((mark.Number, groups.Count - 1));
            return;
        }
        lines.Add(($"{above}.{mark.Number}", groups.Count - 1));
    }

    /// <summary>Null where neither the line nor a heading has a number.</summary>
    public List<string?> Codes()
    {
        var unnumbered = lines.Where(line => line.Number is null).CountBy(line => line.Group).ToDictionary();
        var seen = new Dictionary<int, int>();
        return [.. lines.Select(line => line.Number ?? Below(line.Group))];

        string? Below(int of)
        {
            seen[of] = seen.GetValueOrDefault(of) + 1;
            return groups[of].Length == 0 ? null
                : unnumbered[of] == 1 ? groups[of]
                : string.Create(CultureInfo.InvariantCulture, $"{groups[of]}.{seen[of]}");
        }
    }
}
