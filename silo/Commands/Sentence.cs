namespace Hierarchy.Silo.Commands;

internal static class Sentence
{
    /// <summary>Capitalises the first letter.</summary>
    public static string Begin(string text) => char.ToUpperInvariant(text[0]) + text[1..];
}
