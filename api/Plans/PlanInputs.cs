namespace Hierarchy.Api.Plans;

// Inputs of plans, tasks and duties. Everything that can be checked without the plan is checked here, so that errors name the input.
internal sealed record AdoptPlanInput(
    string Id, string Owner, string? Number, string Title, DateOnly? AdoptedOn, int StartYear, int EndYear, string[]? BasedOn,
        string? Parent,
    AreaInput[] Areas, ObjectiveInput[]? Objectives, DateOnly? EffectiveOn)
{
    public Plan ToPlan() => new(
        Id, Owner, Texts.KeptOrNull(Number), Texts.Kept(Title), AdoptedOn, StartYear, EndYear, PlanInputs.Kept(BasedOn), Parent,
        [.. Areas.Select(area => area.ToArea())], [.. (Objectives ?? []).Select(objective => objective.ToObjective())],
        EffectiveOn);
}

internal sealed record AreaInput(string Id, string Name, ReformArea Reform, long? Budget)
{
    public Area ToArea() => new(Id, Texts.Kept(Name), Reform, Budget);
}

internal sealed record ObjectiveInput(
    string Id, string? Area, string Text, double? Target, Comparison? Comparison, string? UnitOfMeasure, string? Scope, DateOnly? Due)
{
    public Objective ToObjective() => new(
        Id, Area, Texts.Kept(Text), Target, Comparison, Texts.KeptOrNull(UnitOfMeasure), Texts.KeptOrNull(Scope), Due);
}

internal sealed record AddTaskInput(
    string Id, string Plan, string Code, string Area, string? Group, string Title, string[]? Products, AssigneeInput[] Leads,
        LeadMode? LeadMode,
    AssigneeInput[]? Coordinators, string? Approver, ScheduleInput Schedule, double? Weight, long? Budget)
{
    /// <summary>Everything except the schedule, which needs the plan.</summary>
    public (PlanTask Task, ScheduleDraft Schedule) ToDraft() => (
        new(
            Id, Plan, Texts.Kept(Code), Area, Texts.KeptOrNull(Group), Texts.Kept(Title), PlanInputs.Kept(Products),
            PlanInputs.Assignees("leads", Leads), LeadMode ?? Grains.Plans.LeadMode.Each, PlanInputs.Assignees("coordinators",
                Coordinators),
            Texts.KeptOrNull(Approver), ScheduleDraft.None, PlanInputs.WeightOf(Weight ?? 1), Budget ?? 0),
        Place.At(["schedule"], Schedule.ToDraft));
}

internal sealed record AddDutyInput(
    string Id, string Plan, ObligationKind Kind, string Title, AssigneeInput[] Leads, ScheduleInput Schedule, string? Source)
{
    /// <summary>Everything except the schedule, which needs the plan.</summary>
    public (Duty Duty, ScheduleDraft Schedule) ToDraft() => (
        new(Id, Plan, Kind, Texts.Kept(Title), PlanInputs.Assignees("leads", Leads), ScheduleDraft.None, Texts.KeptOrNull(Source)),
        Place.At(["schedule"], Schedule.ToDraft));
}

internal sealed record AssigneeInput(string? Unit, UnitKind? UnitClass, string? Label)
{
    public Assignee ToAssignee()
    {
        if ((Unit is null) == (UnitClass is null))
        {
            throw ApiError.Invalid("Give exactly one of unit and unitClass.");
        }
        if (UnitClass is { } kind && !UnitRules.IsClass(kind))
        {
            throw ApiError.Invalid($"A {Grains.Text.Constant(kind)} belongs to no class: name the unit.", "unitClass");
        }
        return new Assignee(Unit, UnitClass, Texts.KeptOrNull(Label) ?? "");
    }
}

internal sealed record ScheduleInput(
    ScheduleKind Kind, string Text, DateOnly? Date, int? Month, int[]? Quarters, int? StartYear, int? EndYear, Recurrence[]? Every,
        string[]? Days, int? EveryYears, DateOnly? First)
{
    public ScheduleDraft ToDraft() => new(
        Kind, Text, Date, Month, [.. Quarters ?? []], StartYear, EndYear, [.. Every ?? []], ScheduleDraft.DaysOf(Days ?? []),
        EveryYears is null or 1 ? null : EveryYears, First);
}

internal static class PlanInputs
{
    public static ImmutableArray<string> Kept(IEnumerable<string>? texts) => [.. (texts ?? []).Select(Texts.Kept)];

    public static ImmutableArray<Assignee> Assignees(string name, AssigneeInput[]? assignees) =>
        [.. Place.Each(name, assignees, assignee => assignee.ToAssignee())];

    /// <summary>In thousandths.</summary>
    public static int WeightOf(double weight)
    {
        var thousandths = Math.Round(weight * 1000);
        return weight > 0 && thousandths <= Limits.WeightMax && Math.Abs(thousandths - weight * 1000) <= 1e-6
            ? (int)thousandths
            : throw ApiError.Invalid(
                $"weight must be above 0 and at most {Limits.WeightMax / 1000}, with at most three decimals.", "weight");
    }
}
