namespace Hierarchy.Silo;

/// <summary>What is said beside the file to load, as it was said.</summary>
/// <param name="As">Who loads it.</param>
/// <param name="Amend">The document that amends a plan.</param>
/// <param name="Rename">The day from which units bear the names of a list; null: they keep theirs.</param>
/// <param name="Move">The day from which they stand where it has them; null: they stay.</param>
/// <param name="Act">The number of the document that says so.</param>
/// <param name="Signed">Its day.</param>
internal sealed record LoadOptions(string? As, string? Amend, string? Rename, string? Move, string? Act, string? Signed)
{
    /// <summary>Null when the acts can be made, or none is asked for.</summary>
    public string? FaultOfActs(out UnitActs? acts)
    {
        acts = null;
        if (Rename is null && Move is null)
        {
            return Act is null && Signed is null ? null : "--act and --signed are only for --rename and --move.";
        }
        if (Act is null || Signed is null)
        {
            return "--rename and --move need the document that orders the change: give --act \"NUMBER\" --signed YYYY-MM-DD.";
        }
        foreach (var (name, text) in (ReadOnlySpan<(string, string?)>)[("rename", Rename), ("move", Move), ("signed", Signed)])
        {
            if (text is not null && DayOf(text) is null)
            {
                return $"--{name} must be a day, such as 2025-07-01.";
            }
        }
        acts = new UnitActs(DayOf(Rename), DayOf(Move), new Document(Act, DayOf(Signed)!.Value, null, null));
        return null;
    }

    private static DateOnly? DayOf(string? text) =>
        DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day : null;
}
