namespace Hierarchy.Loading.Files;

/// <summary>The words of a closed set as files write them: CivilService is CIVIL_SERVICE.</summary>
internal static class Word<T>
    where T : struct, Enum
{
    private static readonly ImmutableArray<(string Word, T Value)> All =
        [.. Enum.GetValues<T>().Select(value => (Text.Constant(value), value))];

    public static bool TryParse(string word, out T value)
    {
        foreach (var (known, meaning) in All)
        {
            if (known == word)
            {
                value = meaning;
                return true;
            }
        }
        value = default;
        return false;
    }

    public static string List(params ReadOnlySpan<T> without)
    {
        var excluded = without.ToArray();
        return string.Join(", ", All.Where(w => !excluded.Contains(w.Value)).Select(w => w.Word));
    }
}
