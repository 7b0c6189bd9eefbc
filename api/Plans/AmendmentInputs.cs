using System.Collections.Immutable;
using Hierarchy.Api.Files;
using Hierarchy.Grains.Obligations;
using Hierarchy.Grains.Plans;

namespace Hierarchy.Api.Plans;

// Inputs of an amendment. What can be judged without the plan's lines is judged here, at the place of the input.
internal sealed record AmendPlanInput(
    DocumentInput Document, DateOnly EffectiveOn, ChangeTaskInput[]? ChangeTasks, AddTaskInput[]? AddTasks, string[]? WithdrawTasks,
    LeadsInput[]? AddLeads, LeadsInput[]? DropLeads, ObjectiveInput[]? ChangeObjectives, string? Title)
{
    public UnitCommand.AmendPlan ToCommand(Plan plan, Document document, int? expectedVersion) => new(
        plan.Id, document, EffectiveOn,
        [.. Place.Each("changeTasks", ChangeTasks, change => change.ToChange(plan))],
        [.. Place.Each("addTasks", AddTasks, task =>
        {
            var (draft, schedule) = task.ToDraft();
            return draft with { Schedule = schedule.Within(plan) };
        })],
        [.. WithdrawTasks ?? []],
        [.. Place.Each("addLeads", AddLeads, leads => leads.ToChange())],
        [.. Place.Each("dropLeads", DropLeads, leads => leads.ToChange())],
        [.. (ChangeObjectives ?? []).Select(objective => objective.ToObjective())],
        Title is null ? null : Texts.Kept(Title), expectedVersion);
}

internal sealed record ChangeTaskInput(
    string Task, string? Code, string? Title, string[]? Products, string? Approver, AssigneeInput[]? Coordinators, ScheduleInput? Schedule,
    double? Weight, long? Budget)
{
    public TaskChange ToChange(Plan plan) => new(
        Task, Code is null ? null : Texts.Kept(Code), Title is null ? null : Texts.Kept(Title), Products is null ? null : PlanInputs.Kept(Products),
        Approver is null ? null : Texts.Kept(Approver),
        Coordinators is null ? (ImmutableArray<Assignee>?)null : PlanInputs.Assignees("coordinators", Coordinators),
        Schedule is null ? null : Place.At(["schedule"], Schedule.ToDraft).Within(plan), Weight is { } weight ? PlanInputs.WeightOf(weight) : null,
        Budget);
}

internal sealed record LeadsInput(string Task, AssigneeInput[] Leads)
{
    public LeadsChange ToChange() => new(Task, PlanInputs.Assignees("leads", Leads));
}
