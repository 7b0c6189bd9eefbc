namespace Hierarchy.Grains.Plans.Drafts;

/// <summary>Collects the doubts about a draft, each with its place.</summary>
internal sealed class DraftDoubts
{
    private readonly ImmutableArray<DraftIssue>.Builder _issues = ImmutableArray.CreateBuilder<DraftIssue>();

    public ImmutableArray<DraftIssue> ToImmutable() => _issues.ToImmutable();

    public void Error(DraftLine line, string column, string code, string message, ImmutableArray<string> suggestions = default) =>
        Add(line, column, code, DraftSeverity.Error, message, suggestions);

    public void Warning(DraftLine line, string column, string code, string message, ImmutableArray<string> suggestions = default) =>
        Add(line, column, code, DraftSeverity.Warning, message, suggestions);

    public void Warning(DraftArea area, string column, string code, string message, ImmutableArray<string> suggestions = default) =>
        Add(null, column, area.Place.Length > 0 ? area.Place : $"lĩnh vực {area.Id}", code, DraftSeverity.Warning, message, suggestions);

    /// <summary>Adds an error about the whole draft.</summary>
    public void Error(string column, string code, string message) => Add(null, column, "kế hoạch", code, DraftSeverity.Error, message, []);

    /// <summary>Adds a warning about the whole draft.</summary>
    public void Warning(string column, string code, string message) =>
        Add(null, column, "kế hoạch", code, DraftSeverity.Warning, message, []);

    public static string PlaceOf(DraftLine line) => line.Place.Length > 0 ? line.Place : $"dòng {line.Key}";

    private void Add(
        DraftLine line, string column, string code, DraftSeverity severity, string message, ImmutableArray<string> suggestions) =>
        Add(line.Key, column, PlaceOf(line), code, severity, message, suggestions);

    private void Add(
        string? line, string column, string place, string code, DraftSeverity severity, string message,
        ImmutableArray<string> suggestions) =>
        _issues.Add(new DraftIssue(
            line, column, $"{place}, cột {column}", code, severity, message, suggestions.IsDefault ? [] : suggestions));
}
