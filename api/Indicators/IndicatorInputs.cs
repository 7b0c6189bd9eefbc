namespace Hierarchy.Api.Indicators;

internal sealed record IndicatorInput(
    string Id, string Owner, string? Objective, string Text, IndicatorMethod Method, string NumeratorLabel, string? DenominatorLabel,
    AssigneeInput[] Reporters, TargetInput[] Targets, SystemMeasure? System)
{
    public Indicator ToIndicator() => new(
        Id, Owner, null, Objective, Texts.Kept(Text), Method, Texts.Kept(NumeratorLabel), Texts.KeptOrNull(DenominatorLabel),
        PlanInputs.Assignees("reporters", Reporters), [.. Targets.Select(target => target.ToTarget())], null, System);
}

internal sealed record TargetInput(Comparison Comparison, double Value, UnitKind? UnitKind, int? Year)
{
    public Target ToTarget() => new(Comparison, Value, UnitKind, Year);
}

internal sealed record InspectionInput(string Id, string Inspector, string Unit, DateOnly On, DocumentInput? Act, FindingInput[]? Findings)
{
    public Inspection ToInspection(Document? act) => new(
        Id, Inspector, Unit, On, act, [.. (Findings ?? []).Select(finding => new Finding(Texts.Kept(finding.Text), finding.Due))]);
}

internal sealed record FindingInput(string Text, DateOnly Due);
