namespace Hierarchy.Api.Reports;

internal sealed record RegimeInput(
    string Id, string Owner, string Title, DocumentInput? Act, PeriodRuleInput[] Periods, AssigneeInput[] Reporters, int StartYear, int EndYear,
    bool? NextWorkingDay, string? Collector = null, SectionRuleInput[]? Sections = null, TemplateRowInput[]? Template = null)
{
    public Regime ToRegime(Document? act, ImmutableArray<DateOnly> holidays) => new(
        Id, Owner, Texts.Kept(Title), act, [.. Place.Each("periods", Periods, rule => rule.ToRule())],
        PlanInputs.Assignees("reporters", Reporters), StartYear, EndYear, NextWorkingDay ?? false, holidays, Collector,
        Sections is null ? null : [.. Sections.Select(section => section.ToRule())], Template is null ? null : [.. Template.Select(row => row.ToRow())]);
}

internal sealed record SectionRuleInput(string Key, string Title, UnitKind[]? Kinds)
{
    public SectionRule ToRule() => new(Key, Texts.Kept(Title), Kinds is null ? null : [.. Kinds]);
}

internal sealed record TemplateRowInput(
    UnitKind[]? Kinds, string Code, string? Section, string Label, string? UnitOfMeasure, RowSource Source, string? Indicator, ProgressCountInput? Count,
    bool? Required)
{
    public TemplateRow ToRow() => new(
        Code, Texts.KeptOrNull(Section), Texts.Kept(Label), Texts.KeptOrNull(UnitOfMeasure), Source, Kinds is null ? null : [.. Kinds], Indicator,
        Count is null ? null : new ProgressCount(Count.Numerator, Count.ReformArea, Count.Plan, Count.Kind ?? ObligationKind.Task), Required ?? true);
}

internal sealed record ProgressCountInput(Timeliness? Numerator, ReformArea? ReformArea, string? Plan, ObligationKind? Kind);

internal sealed record PeriodRuleInput(
    string Key, string Label, string From, int? FromYearOffset, string To, PeriodDueInput[] Due, string[]? Serves, string? TakesOver)
{
    public PeriodRule ToRule() => new(
        Key, Texts.Kept(Label), DayOf(From, "from"), FromYearOffset ?? 0, DayOf(To, "to"), [.. Place.Each("due", Due, due => due.ToDue())],
        [.. Serves ?? []], TakesOver);

    internal static MonthDay DayOf(string text, string field) => MonthDay.TryParse(text, out var day)
        ? day
        : throw ApiError.Invalid("Write a day of the year as MM-DD, such as 06-30.", field);
}

internal sealed record PeriodDueInput(UnitKind Kind, string LastDay, int? YearOffset)
{
    public PeriodDue ToDue() => new(Kind, PeriodRuleInput.DayOf(LastDay, "lastDay"), YearOffset ?? 0);
}
