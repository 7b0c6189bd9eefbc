namespace Hierarchy.Silo;

/// <summary>The body of <c>/health</c>: "ok" while the process lives, and below it a line for each record that it has set aside.</summary>
internal static class HealthText
{
    /// <summary>Records that are named in an answer; the rest is counted.</summary>
    private const int NamedMax = 100;

    public static string Of(SetAside aside)
    {
        var records = aside.All;
        if (records.Count == 0)
        {
            return "ok";
        }
        var text = new StringBuilder("ok");
        foreach (var record in records.Take(NamedMax))
        {
            text.Append("\nset aside: ").Append(record);
        }
        var more = records.Count - NamedMax + (aside.Unnamed > 0 ? 1 : 0);
        return more > 0 ? text.Append("\nset aside: more; verify counts them").ToString() : text.ToString();
    }
}
