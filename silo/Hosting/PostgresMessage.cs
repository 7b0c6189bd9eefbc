namespace Hierarchy.Hosting;

/// <summary>Picks, out of what PostgreSQL's programs print, the line that tells what went wrong.</summary>
internal static class PostgresMessage
{
    private static readonly string[] _marks = ["PANIC:", "FATAL:", "error:", "ERROR:"];

    public static string MostTelling(IReadOnlyCollection<string> lines)
    {
        foreach (var mark in _marks)
        {
            if (lines.LastOrDefault(line => line.Contains(mark, StringComparison.Ordinal)) is { } line)
            {
                return line[(line.IndexOf(mark, StringComparison.Ordinal) + mark.Length)..].Trim();
            }
        }
        return lines.LastOrDefault(line => line.Trim().Length > 0)?.Trim() ?? "it says nothing";
    }
}
