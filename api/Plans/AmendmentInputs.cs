namespace Hierarchy.Api.Plans;

// Inputs of an amendment. Everything that can be checked without the plan's lines is checked here, so that errors name the input.
internal sealed record AmendPlanInput(
    DocumentInput Document, DateOnly EffectiveOn, ChangeTaskInput[]? ChangeTasks, AddTaskInput[]? AddTasks, string[]? WithdrawTasks,
    LeadsInput[]? AddLeads, LeadsInput[]? DropLeads, ObjectiveInput[]? ChangeObjectives, string? Title)
{
    public UnitCommand.AmendPlan ToCommand(Contents contents, Document document, int? expectedVersion) => new(
        contents.Whole.Plan.Id, document, EffectiveOn,
        [.. Place.Each("changeTasks", ChangeTasks, change => change.ToChange(contents))],
        [.. Place.Each("addTasks", AddTasks, task =>
        {
            var (draft, schedule) = task.ToDraft();
            return draft with { Schedule = schedule.Within(contents.Whole.Plan) };
        })],
        [.. WithdrawTasks ?? []],
        [.. Place.Each("addLeads", AddLeads, leads => leads.ToChange())],
        [.. Place.Each("dropLeads", DropLeads, leads => leads.ToChange())],
        [.. (ChangeObjectives ?? []).Select(objective => objective.ToObjective())],
        Title is null ? null : Texts.Kept(Title), expectedVersion);
}

internal sealed record ChangeTaskInput(
    string Task, string? Code, string? Title, string[]? Products, string? Approver, AssigneeInput[]? Coordinators, ScheduleInput? Schedule,
    string? ScheduleText, double? Weight, long? Budget)
{
    public TaskChange ToChange(Contents contents) => new(
        Task, Code is null ? null : Texts.Kept(Code), Title is null ? null : Texts.Kept(Title), Products is null ? null : PlanInputs.Kept(Products),
        Approver is null ? null : Texts.Kept(Approver),
        Coordinators is null ? (ImmutableArray<Assignee>?)null : PlanInputs.Assignees("coordinators", Coordinators),
        Schedule is not null && ScheduleText is not null ? throw ApiError.Invalid("Give schedule or scheduleText, not both.", "scheduleText")
            : ScheduleText is not null ? Reworded(ScheduleText, contents)
            : Schedule is null ? null : Place.At(["schedule"], Schedule.ToDraft).Within(contents.Whole.Plan),
        Weight is { } weight ? PlanInputs.WeightOf(weight) : null,
        Budget);

    /// <summary>An unknown task is refused with the command.</summary>
    private Schedule Reworded(string text, Contents contents)
    {
        var task = contents.FindTask(Task);
        var read = DraftReading.ScheduleOf(
            Texts.Kept(text), Title ?? task?.Title ?? "", Products is { } products ? PlanInputs.Kept(products) : task?.Products ?? [],
            contents.Whole.Plan);
        return read.Schedule ?? throw ApiError.Invalid(
            $"This time is not understood; write it as in {string.Join(", ", read.Suggestions.Select(one => $"'{one}'"))}.", "scheduleText");
    }
}

internal sealed record LeadsInput(string Task, AssigneeInput[] Leads)
{
    public LeadsChange ToChange() => new(Task, PlanInputs.Assignees("leads", Leads));
}
