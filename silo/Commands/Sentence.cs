namespace Hierarchy.Silo.Commands;

internal static class Sentence
{
    /// <summary>With a capital at its beginning.</summary>
    public static string Begin(string text) => char.ToUpperInvariant(text[0]) + text[1..];
}
