using System.Text.RegularExpressions;

namespace Hierarchy.Bench;

/// <summary>The page's own queries: an operation of web/src/api with its fragments.</summary>
internal static partial class PageQuestions
{
    private static readonly Dictionary<string, string> _definitions = Directory
        .GetFiles(Path.GetFullPath(Path.Combine(AppContext.BaseDirectory, "../../../../../web/src/api")), "*.graphql")
        .SelectMany(file => Beginning().Split(File.ReadAllText(file)))
        .Where(text => Name().IsMatch(text))
        .ToDictionary(text => Name().Match(text).Groups[1].Value);

    /// <summary>The operation with this name.</summary>
    public static string Of(string operation)
    {
        var (names, at) = (new List<string> { operation }, 0);
        for (; at < names.Count; at++)
        {
            names.AddRange(Spread().Matches(_definitions[names[at]]).Select(match => match.Groups[1].Value).Except(names));
        }
        return string.Concat(names.Distinct().Select(name => _definitions[name]));
    }

    [GeneratedRegex("^(?=(?:query|mutation|subscription|fragment) )", RegexOptions.Multiline)]
    private static partial Regex Beginning();

    [GeneratedRegex(@"^(?:query|mutation|subscription|fragment) (\w+)")]
    private static partial Regex Name();

    [GeneratedRegex(@"\.\.\.(?!on )(\w+)")]
    private static partial Regex Spread();
}
