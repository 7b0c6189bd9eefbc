namespace Hierarchy.Hosting;

/// <summary>Picks the line that tells what went wrong from the output of PostgreSQL's programs.</summary>
internal static class PostgresMessage
{
    private static readonly string[] _marks = ["PANIC:", "FATAL:", "error:", "ERROR:"];

    // What clients are told while the server starts or stops ("the database system is starting up"), which explains nothing.
    private const string ToClients = "FATAL:  the database system is ";

    public static string MostTelling(IReadOnlyCollection<string> all)
    {
        string[] lines = [.. all.Where(line => !line.Contains(ToClients, StringComparison.Ordinal))];
        foreach (var mark in _marks)
        {
            if (lines.LastOrDefault(line => line.Contains(mark, StringComparison.Ordinal)) is { } line)
            {
                return line[(line.IndexOf(mark, StringComparison.Ordinal) + mark.Length)..].Trim();
            }
        }
        return lines.LastOrDefault(line => line.Trim().Length > 0)?.Trim() ?? "it printed nothing";
    }
}
