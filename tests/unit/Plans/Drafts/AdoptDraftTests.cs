namespace Hierarchy.UnitTests.Plans.Drafts;

/// <summary>What a draft becomes when it is adopted, and that the preview says so.</summary>
public sealed class AdoptDraftTests
{
    private const string Id = "tn:0123456789abcdef0123";

    private static readonly PlanDraft Draft = new(Id, Given.Province, 3, DraftRules.Nothing with
    {
        Title = "Kế hoạch",
        StartYear = 2013,
        EndYear = 2013,
        Areas = [new DraftArea("I", "Thể chế", ReformArea.Institutions, 100, ""), new DraftArea("II", "Khác", null, null, "")],
        StatedBudget = 130,
    }, 3);

    private static readonly UnderstoodDraft Understood = new(
    [
        Line("n1", "I", [Given.Class(UnitKind.Department)], Schedules.Year(2013), budget: 30),
        Line("n2", "II", [Given.Lead(Given.Department)], Schedules.Recurring(2013, 2013, Recurrence.Quarter), budget: 40) with { LeadMode = LeadMode.Joint },
        Line("n3", "II", [Given.Lead(Given.Commune)], new Schedule(ScheduleKind.Continuous, "Thường xuyên", null, null, [], 2013, 2013, [], [])),
    ], []);

    [Fact]
    public void The_plan_has_the_id_of_the_draft_and_its_lines_theirs_below_it()
    {
        var command = new DraftAdoption(Draft, Understood).ToCommand();
        var adopted = (UnitEvent.DraftAdopted)Assert.IsType<Decision.Accepted>(Check.Decide(Province(), command)).Event;
        var state = Check.Accepted(Province(), command, adopted);
        Assert.Equal([Id], state.Plans.Keys);
        Assert.Equal([$"{Id}/n1", $"{Id}/n2", $"{Id}/n3"], state.Tasks.Values.OrderBy(task => task.Turn).Select(task => task.Task.Id));
        Assert.Equal(ReformArea.Other, state.Plans[Id].FindArea("II")!.Reform);
        Assert.Equal((2 + 4 + 1, 1), (state.Given, state.Versions[Id].Length));
    }

    [Fact]
    public void The_preview_says_what_the_messages_impose()
    {
        var adoption = new DraftAdoption(Draft, Understood);
        var state = Province();
        var adopted = (UnitEvent.DraftAdopted)Assert.IsType<Decision.Accepted>(Check.Decide(state, adoption.ToCommand())).Event;
        var after = state.Apply(new StoredEvent(Given.Province, state.Seq + 1, adopted, "test", Given.Now, null));
        var imposed = adopted.Targets.Select(unit => (UnitCommand.Impose)adopted.MessageTo(new PendingMessage(1, Given.Province, 2, unit, adopted), after))
            .SelectMany(message => message.Obligations).ToList();

        Assert.Equal(
            new DraftPreview(
                adopted.Lines.Length, imposed.Count, adopted.Targets.Length, imposed.Count(terms => terms.Due is null && !terms.Waits), 140, 130),
            adoption.ToPreview(Given.Country()));
        Assert.Equal(70, imposed.Sum(terms => terms.Planned));
        Assert.Equal(imposed.Count, imposed.Select(terms => terms.Id).Distinct().Count());
    }

    [Fact]
    public void A_row_that_is_not_understood_gives_nothing_yet()
    {
        var unclear = Understood with { Lines = [Understood.Lines[0], Understood.Lines[1] with { Schedule = null }] };
        Assert.Equal(new DraftPreview(2, 2, 2, 0, 140, 130), new DraftAdoption(Draft, unclear).ToPreview(Given.Country()));
        var empty = new DraftAdoption(Draft with { Text = DraftRules.Nothing }, new UnderstoodDraft([], [])).ToPreview(Given.Country());
        Assert.Equal(new DraftPreview(0, 0, 0, 0, 0, null), empty);
    }

    [Fact]
    public void It_is_adopted_once_and_one_that_has_gone_is_not()
    {
        var command = new DraftAdoption(Draft, Understood).ToCommand();
        var state = Adopted(command);
        Check.Refused(state, command, RefusalCode.Conflict, "draft");
        Check.Refused(state, new UnitCommand.AdoptDraft(Id, null, []), RefusalCode.Conflict, "draft");
        Check.Refused(Province(), new UnitCommand.AdoptDraft(Id, null, []), RefusalCode.NotFound, "draft");
        var caller = new Caller("an", null);
        Assert.Equal(
            RequestKey.Of(command, "r", caller).Digest, RequestKey.Of(new UnitCommand.AdoptDraft(Id, null, default), "r", caller).Digest);
    }

    public static TheoryData<string, UnitCommand.AdoptDraft, RefusalCode, string> Wrong
    {
        get
        {
            var right = new DraftAdoption(Draft, Understood).ToCommand();
            var line = right.Tasks[0];
            UnitCommand.AdoptDraft With(PlanTask task) => right with { Tasks = [right.Tasks[1], task] };
            return new()
            {
                { "another's id", right with { Draft = "hy:0123456789abcdef0123", Plan = right.Plan! with { Id = "hy:0123456789abcdef0123" } }, RefusalCode.Invalid, "draft" },
                { "another owner", right with { Plan = right.Plan! with { Owner = "hy" } }, RefusalCode.Invalid, "plan.owner" },
                { "title", right with { Plan = right.Plan! with { Title = "" } }, RefusalCode.Invalid, "title" },
                { "years", right with { Plan = right.Plan! with { StartYear = 0 } }, RefusalCode.Invalid, "startYear" },
                { "areas", right with { Plan = right.Plan! with { Areas = [] } }, RefusalCode.Invalid, "areas" },
                { "id of a line", With(line with { Id = "x" }), RefusalCode.Invalid, "tasks[1].id" },
                { "id of a line twice", With(right.Tasks[1]), RefusalCode.Invalid, "tasks[1].id" },
                { "area of a line", With(line with { Area = "IX" }), RefusalCode.Invalid, "tasks[1].area" },
                { "leads", With(line with { Leads = [] }), RefusalCode.Invalid, "tasks[1].leads" },
                { "lead elsewhere", With(line with { Leads = [Given.Lead("hy")] }), RefusalCode.Invalid, "tasks[1].leads[0].unit" },
                { "coordinator unknown", With(line with { Coordinators = [Given.Lead("none")] }), RefusalCode.NotFound, "tasks[1].coordinators[0].unit" },
                { "schedule", With(line with { Schedule = line.Schedule with { StartYear = 0 } }), RefusalCode.Invalid, "tasks[1].schedule" },
                { "money", With(line with { Budget = Limits.MoneyMax }), RefusalCode.Invalid, "areas" },
                {
                    "of one unit", right with
                    {
                        Tasks =
                        [
                            .. Enumerable.Range(0, 6).Select(i => right.Tasks[1] with
                            {
                                Id = $"{Id}/w{i}", Schedule = Schedules.Recurring(2013, 2031, Recurrence.Week),
                            }),
                        ],
                    }, RefusalCode.Invalid, "tasks"
                },
            };
        }
    }

    [Theory]
    [MemberData(nameof(Wrong))]
    public void What_does_not_hold_is_refused_whole(string what, UnitCommand.AdoptDraft command, RefusalCode code, string field)
    {
        Assert.NotEmpty(what);
        Check.Refused(Province(), command, code, field);
    }

    [Fact]
    public void A_unit_has_no_more_plans_and_lines_by_drafts_than_otherwise()
    {
        var command = new DraftAdoption(Draft, Understood).ToCommand();
        UnitEvent[] plans = [.. Enumerable.Range(0, Limits.PlansMax).Select(i => new UnitEvent.PlanAdopted(Given.Plan($"p{i}")))];
        Check.Refused(Given.State(Given.Province, [Registered, .. plans]), command, RefusalCode.Invalid, "owner");
        UnitEvent[] tasks = [.. Enumerable.Range(0, Limits.TasksMax - 2).Select(i => new UnitEvent.TaskAdded(Given.Task($"t{i}"), []))];
        Check.Refused(Given.State(Given.Province, [Registered, new UnitEvent.PlanAdopted(Given.Plan()), .. tasks]), command, RefusalCode.Invalid, "draft");
    }

    private static UnitEvent Registered => new UnitEvent.UnitRegistered(Given.Unit(Given.Province, UnitKind.Province, Given.Ministry));

    private static UnitState Province() => Given.State(Given.Province, Registered);

    private static UnitState Adopted(UnitCommand.AdoptDraft command)
    {
        var state = Province();
        return state.Apply(new StoredEvent(
            Given.Province, state.Seq + 1, Assert.IsType<Decision.Accepted>(Check.Decide(state, command)).Event, "test", Given.Now, null));
    }

    private static UnderstoodLine Line(string key, string area, ImmutableArray<Assignee> leads, Schedule schedule, long? budget = null) => new(
        DraftRules.Empty(key) with { Area = area, Code = key, Title = "Nhiệm vụ " + key, Budget = budget }, leads, LeadMode.Each, [], schedule);
}
