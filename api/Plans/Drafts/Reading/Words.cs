namespace Hierarchy.Api.Plans.Drafts;

/// <summary>Normalises texts of a file.</summary>
internal static partial class Words
{
    /// <summary>Composed letters, single blanks, no empty lines.</summary>
    public static string Lines(string text) => string.Join('\n', Vietnamese.Compose(text).ReplaceLineEndings("\n").Split('\n')
        .Select(Line).Where(line => line.Length > 0));

    /// <summary>The text on one line.</summary>
    public static string One(string text) => text.Replace('\n', ' ');

    public static string? OrNull(string text) => text.Length == 0 ? null : text;

    private static string Line(string text)
    {
        var line = new StringBuilder(text.Length);
        foreach (var c in text)
        {
            if (char.IsWhiteSpace(c) || char.IsControl(c))
            {
                if (line.Length > 0 && line[^1] != ' ')
                {
                    line.Append(' ');
                }
            }
            else if (c is not ('\u00AD' or '\u200B' or '\uFEFF'))
            {
                line.Append(c);
            }
        }
        return line.ToString().TrimEnd();
    }

    /// <summary>The lines of a cell, without the dash before each.</summary>
    public static ImmutableArray<string> Items(string text) =>
        [.. text.Split('\n').Select(line => Dash().Replace(line, "")).Where(line => line.Length > 0)];

    [GeneratedRegex(@"^[-–—+•*]\s*")]
    public static partial Regex Dash();
}
