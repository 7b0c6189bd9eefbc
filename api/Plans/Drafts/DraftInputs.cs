using Hierarchy.Grains.Plans;
using Hierarchy.Grains.Plans.Drafts;

namespace Hierarchy.Api.Plans.Drafts;

/// <summary>What is to change about a draft. Null leaves as it is.</summary>
internal sealed record PlanDraftInput(
    string? Title, string? Number, DateOnly? AdoptedOn, int? StartYear, int? EndYear, AreaInput[]? Areas, DraftRowInput[]? Rows,
    string[]? RemoveRows)
{
    public DraftEdit ToEdit() => new(
        DraftRowInput.Kept(Title), DraftRowInput.Kept(Number), AdoptedOn, StartYear, EndYear,
        Areas is null ? null : [.. Areas.Select(area => area.ToArea())], [.. (Rows ?? []).Select(row => row.ToEdit())], [.. RemoveRows ?? []]);
}

internal sealed record DraftRowInput(
    string? Key, string? Code, string? Area, string? Group, string? Title, string[]? Products, string? LeadsText, string? CoordinatorsText,
    string? Approver, string? ScheduleText, long? Budget, LeadMode? LeadMode)
{
    public DraftRowEdit ToEdit() => new(
        Key, Kept(Code), Area, Kept(Group), Kept(Title), Products is null ? null : PlanInputs.Kept(Products), Kept(LeadsText),
        Kept(CoordinatorsText), Kept(Approver), Kept(ScheduleText), Budget, LeadMode);

    /// <summary>An empty text stays one: it takes away.</summary>
    internal static string? Kept(string? text) => text is null ? null : Texts.Kept(text);
}
