using System.Collections;

namespace Hierarchy.Api.Plans.Drafts;

/// <summary>The members of an input given as null: in the parsed object they look like missing ones.</summary>
internal sealed record GivenNulls(ImmutableHashSet<string> Head, ImmutableArray<ImmutableHashSet<string>> Rows)
{
    public static GivenNulls Of(IDictionary<string, object?> given) => new(
        In(given), [.. ((given.TryGetValue("rows", out var rows) ? rows as IEnumerable : null) ?? Array.Empty<object>())
            .Cast<IDictionary<string, object?>>().Select(In)]);

    private static ImmutableHashSet<string> In(IDictionary<string, object?> given) =>
        [.. given.Where(member => member.Value is null).Select(member => member.Key)];
}

/// <summary>The changes of a draft. Missing members stay unchanged; an explicit null clears.</summary>
internal sealed record PlanDraftInput(
    string? Title, string? Number, DateOnly? AdoptedOn, int? StartYear, int? EndYear, AreaInput[]? Areas, DraftRowInput[]? Rows,
    string[]? RemoveRows)
{
    public DraftEdit ToEdit(GivenNulls nulls) => new(
        Kept(Title, nulls.Head, "title"), Kept(Number, nulls.Head, "number"), AdoptedOn, StartYear, EndYear,
        Areas is null ? null : [.. Areas.Select(area => area.ToArea())],
        [.. (Rows ?? []).Zip(nulls.Rows, (row, ofRow) => row.ToEdit(ofRow))],
        [.. RemoveRows ?? []], nulls.Head.Contains("adoptedOn"), nulls.Head.Contains("startYear"), nulls.Head.Contains("endYear"));

    /// <summary>An empty text is kept, since it clears.</summary>
    internal static string? Kept(string? text, ImmutableHashSet<string> nulls, string name) =>
        text is not null ? Texts.Kept(text) : nulls.Contains(name) ? "" : null;
}

internal sealed record DraftRowInput(
    string? Key, string? Code, string? Area, string? Group, string? Title, string[]? Products, string? LeadsText, string? CoordinatorsText,
    string? Approver, string? ScheduleText, long? Budget, LeadMode? LeadMode)
{
    public DraftRowEdit ToEdit(ImmutableHashSet<string> nulls)
    {
        return new DraftRowEdit(
            Key, Of(Code, "code"), Area ?? (nulls.Contains("area") ? "" : null), Of(Group, "group"), Of(Title, "title"),
            ProductsIn(), Of(LeadsText, "leadsText"),
            Of(CoordinatorsText, "coordinatorsText"), Of(Approver, "approver"), Of(ScheduleText, "scheduleText"), Budget, LeadMode,
            nulls.Contains("budget"), nulls.Contains("leadMode"));

        ImmutableArray<string>? ProductsIn() => Products is not null || nulls.Contains("products") ? PlanInputs.Kept(Products) : null;

        string? Of(string? text, string name) => PlanDraftInput.Kept(text, nulls, name);
    }
}
