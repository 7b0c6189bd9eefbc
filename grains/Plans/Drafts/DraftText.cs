namespace Hierarchy.Grains.Plans.Drafts;

/// <summary>A plan that is being prepared, as its lines were read from a file or typed: texts that are not yet understood.</summary>
/// <param name="StatedBudget">The total that the document itself states, in whole đồng; null for none.</param>
[GenerateSerializer, Immutable, Alias("hierarchy.draft-text")]
public sealed record DraftText(
    string? Title, string? Number, DateOnly? AdoptedOn, int? StartYear, int? EndYear,
    ImmutableArray<DraftArea> Areas, ImmutableArray<DraftLine> Lines, long? StatedBudget);

/// <param name="Reform">Null when the heading does not say which; it then counts as Other and is marked.</param>
/// <param name="Budget">Whole đồng that the heading states for its lines; null when it states none.</param>
/// <param name="Place">Where in the file, such as "bảng 1, dòng 12"; empty when it was typed.</param>
[GenerateSerializer, Immutable, Alias("hierarchy.draft-area")]
public sealed record DraftArea(string Id, string Name, ReformArea? Reform, long? Budget, string Place);

/// <summary>One line: its cells verbatim, and its texts after merged cells are inherited.</summary>
/// <param name="Key">Its key in the draft. The id of its task is the plan's id, '/' and this key.</param>
/// <param name="Place">Where in the file, such as "bảng 1, dòng 12"; empty when it was typed.</param>
/// <param name="Area">Id of an area of the draft; null when it is below no heading.</param>
/// <param name="Budget">Whole đồng.</param>
/// <param name="LeadMode">Null until somebody chooses: each of several leads then owes a result, which is marked.</param>
[GenerateSerializer, Immutable, Alias("hierarchy.draft-line")]
public sealed record DraftLine(
    string Key, string Place, ImmutableArray<string> Cells, string? Code, string? Area, string? Group, string? Title,
    ImmutableArray<string> Products, string? LeadsText, string? CoordinatorsText, string? Approver, string? ScheduleText,
    long? Budget, LeadMode? LeadMode);

public enum DraftSeverity { Error, Warning }

/// <summary>A doubt about one cell, or about the whole draft.</summary>
/// <param name="Line">Key of the line; null for the whole draft or an area.</param>
/// <param name="Column">Such as "Thời gian"; null for no single column.</param>
/// <param name="Place">Such as "bảng 1, dòng 12, cột Thời gian".</param>
/// <param name="Message">In Vietnamese, for the person who enters the plan.</param>
/// <param name="Suggestions">Texts that would be understood in this cell, the likeliest first.</param>
[GenerateSerializer, Immutable, Alias("hierarchy.draft-issue")]
public sealed record DraftIssue(
    string? Line, string? Column, string Place, string Code, DraftSeverity Severity, string Message, ImmutableArray<string> Suggestions);

/// <summary>The interpretation of a line.</summary>
/// <param name="Schedule">Null when its wording is not understood.</param>
[GenerateSerializer, Immutable, Alias("hierarchy.understood-line")]
public sealed record UnderstoodLine(
    DraftLine Text, ImmutableArray<Assignee> Leads, LeadMode LeadMode, ImmutableArray<Assignee> Coordinators, Schedule? Schedule);

/// <summary>A draft as it would be adopted, with every doubt about it.</summary>
[GenerateSerializer, Immutable, Alias("hierarchy.understood-draft")]
public sealed record UnderstoodDraft(ImmutableArray<UnderstoodLine> Lines, ImmutableArray<DraftIssue> Issues);
