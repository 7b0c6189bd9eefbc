namespace Hierarchy.Silo;

/// <summary>The options of <c>load</c>, as given.</summary>
/// <param name="As">Id of the person who loads the file.</param>
/// <param name="Amend">The amending document.</param>
/// <param name="Rename">The day from which units have the names of the list; null: they keep theirs.</param>
/// <param name="Move">The day from which units have the parents of the list; null: they stay.</param>
/// <param name="Act">Number of the document that orders the change.</param>
/// <param name="Signed">Day of that document.</param>
internal sealed record LoadOptions(string? As, string? Amend, string? Rename, string? Move, string? Act, string? Signed)
{
    /// <summary>Null if the acts are valid, or none is given.</summary>
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
