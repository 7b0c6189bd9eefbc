namespace Hierarchy.Silo;

/// <summary>The body of <c>/health</c>: "ok" while the process is alive, followed by one line for each record that was set aside.</summary>
internal static class HealthText
{
    /// <summary>Maximum number of records named in an answer; the rest are only counted.</summary>
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
