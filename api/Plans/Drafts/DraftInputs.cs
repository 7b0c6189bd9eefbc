using System.Collections;
using System.Collections.Immutable;
using Hierarchy.Grains.Plans;
using Hierarchy.Grains.Plans.Drafts;

namespace Hierarchy.Api.Plans.Drafts;

/// <summary>What is to change about a draft. What is not named stays as it is; a null that is named takes away.</summary>
internal sealed record PlanDraftInput(
    string? Title, string? Number, DateOnly? AdoptedOn, int? StartYear, int? EndYear, AreaInput[]? Areas, DraftRowInput[]? Rows,
    string[]? RemoveRows)
{
    /// <param name="given">The same as it was given: only there a null that is named differs from what is not.</param>
    public DraftEdit ToEdit(IDictionary<string, object?> given) => new(
        Kept(Title, given, "title"), Kept(Number, given, "number"), AdoptedOn, StartYear, EndYear,
        Areas is null ? null : [.. Areas.Select(area => area.ToArea())],
        Rows is null ? [] : [.. Rows.Zip(((IEnumerable)given["rows"]!).Cast<IDictionary<string, object?>>(), (row, ofRow) => row.ToEdit(ofRow))],
        [.. RemoveRows ?? []], IsNull(given, "adoptedOn"), IsNull(given, "startYear"), IsNull(given, "endYear"));

    /// <summary>An empty text stays one: it takes away.</summary>
    internal static string? Kept(string? text, IDictionary<string, object?> given, string name) =>
        text is not null ? Texts.Kept(text) : IsNull(given, name) ? "" : null;

    internal static bool IsNull(IDictionary<string, object?> given, string name) => given.TryGetValue(name, out var value) && value is null;
}

internal sealed record DraftRowInput(
    string? Key, string? Code, string? Area, string? Group, string? Title, string[]? Products, string? LeadsText, string? CoordinatorsText,
    string? Approver, string? ScheduleText, long? Budget, LeadMode? LeadMode)
{
    public DraftRowEdit ToEdit(IDictionary<string, object?> given)
    {
        return new DraftRowEdit(
            Key, Of(Code, "code"), Area ?? (IsNull("area") ? "" : null), Of(Group, "group"), Of(Title, "title"),
            ProductsIn(), Of(LeadsText, "leadsText"),
            Of(CoordinatorsText, "coordinatorsText"), Of(Approver, "approver"), Of(ScheduleText, "scheduleText"), Budget, LeadMode,
            IsNull("budget"), IsNull("leadMode"));

        ImmutableArray<string>? ProductsIn() => Products is not null || IsNull("products") ? PlanInputs.Kept(Products) : null;

        string? Of(string? text, string name) => PlanDraftInput.Kept(text, given, name);

        bool IsNull(string name) => PlanDraftInput.IsNull(given, name);
    }
}
