namespace Hierarchy.UnitTests.Plans;

/// <summary>What an amendment is at the owner of the plan, and what it refuses.</summary>
public sealed class AmendPlanTests
{
    private static readonly Document Decision = new("700/QĐ-UBND", Given.Today, null, null);

    private static readonly UnitCommand.AmendPlan Nothing = new("p", Decision, Given.Today, [], [], [], [], [], [], null, null);

    [Fact]
    public void Terms_that_are_named_change_and_the_others_stay()
    {
        var schedule = Schedules.Quarters(2013, 2);
        var task = Line(WithLines()).Task;
        var state = Amended(WithLines(), Nothing with
        {
            ChangeTasks = [new TaskChange("t", Title: "Tên mới", Schedule: schedule, Weight: 2_000, Budget: 30, Approver: "")],
            Title = "Kế hoạch sửa đổi",
            ChangeObjectives = [new Objective("M", null, "Trên 60%", 60, Comparison.MoreThan, "%", null, null)],
        });
        var changed = Line(state);
        Assert.Equal(
            Json(task with { Title = "Tên mới", Schedule = schedule, Weight = 2_000, Budget = 30, Approver = null }), Json(changed.Task));
        var plan = state.Plans["p"];
        Assert.Equal(("Kế hoạch sửa đổi", 2, 1), (plan.Title, plan.Version, plan.Objectives.Length));
        Assert.Equal([1, 2], state.Versions["p"].Select(version => version.Version));
        Assert.Equal(("2662/QĐ-UBND", 2012), (plan.Number, plan.AdoptedOn!.Value.Year));
    }

    [Fact]
    public void What_was_given_away_is_counted_for_ever_and_read_again_from_a_snapshot()
    {
        var state = WithLines();
        Assert.Equal(2, state.Given);
        // Two units, four quarters each: the two of before are no more, but they were given.
        state = Amended(state, Nothing with { ChangeTasks = [new TaskChange("t", Schedule: Schedules.Recurring(2013, 2013, Recurrence.Quarter))] });
        Assert.Equal(10, state.Given);
        state = Amended(state, Nothing with { DropLeads = [Leads("t", Given.Department)] });
        Assert.Equal(10, state.Given);
        state = Amended(state, Nothing with { AddLeads = [Leads("t", "tn-stc")] });
        Assert.Equal(14, state.Given);
        Assert.Equal(["tn-hoa", "tn-stc"], Line(state).Units);
        var again = UnitState.From(EventCodec.DecodeSnapshot(EventCodec.Encode(state.ToSnapshot())));
        Assert.Equal((state.Given, 4), (again.Given, again.Versions["p"].Length));
    }

    [Fact]
    public void Each_version_can_be_shown_as_it_was()
    {
        var state = Amended(WithLines(), Nothing with { ChangeTasks = [new TaskChange("t", Title: "Hai")], EffectiveOn = new(2013, 2, 1), Title = "KH 2" });
        state = Amended(state, Nothing with
        {
            ChangeTasks = [new TaskChange("t", Title: "Ba")],
            AddTasks = [Given.Task("n")],
            EffectiveOn = new(2013, 4, 1),
            ChangeObjectives = [new Objective("M", null, "Trên 60%", null, null, null, null, null)],
        });
        state = Amended(state, Nothing with { WithdrawTasks = ["t"], EffectiveOn = new(2013, 5, 1) });
        var contents = new PlanContents(
            state.Plans["p"], [.. state.Tasks.Values.OrderBy(owned => owned.Place).Select(owned => owned.Task)], [], state.Versions["p"]);
        string On(int month, int day) => contents.As(contents.VersionOn(new(2013, month, day))) is var then
            ? $"{then.Plan.Version} {then.Plan.Title} {then.Plan.Objectives.Length} "
                + string.Join(", ", then.Tasks.Select(task => task.Title + (task.WithdrawnIn is null ? "" : "!")))
            : "";
        Assert.Equal("1 Kế hoạch cải cách hành chính 0 Nhiệm vụ t", On(1, 31));
        Assert.Equal("2 KH 2 0 Hai", On(2, 1));
        Assert.Equal("3 KH 2 1 Ba, Nhiệm vụ n", On(4, 30));
        Assert.Equal("4 KH 2 1 Ba!, Nhiệm vụ n", On(5, 1));
    }

    [Fact]
    public void Added_lines_stand_in_their_order_after_the_others()
    {
        var state = Amended(WithLines(), Nothing with { AddTasks = [.. "zyx".Select(id => Given.Task(id.ToString()))] });
        Assert.Equal(["t", "z", "y", "x"], state.Tasks.Values.OrderBy(owned => owned.Place).ThenBy(owned => owned.Turn).Select(owned => owned.Task.Id));
        // Another owner has one of the ids: all that come with it bear their owner's, so that the second attempt succeeds.
        var decision = UnitDecider.Decide(
            WithLines(), Nothing with { AddTasks = [Given.Task("z"), Given.Task("y")] }, Given.Today, Given.Country(), taken: "y");
        Assert.Equal(["tn:z", "tn:y"], Assert.IsType<UnitEvent.PlanAmended>(decision.Event).Amendment.Lines.Select(line => line.After.Id));
    }

    [Fact]
    public void One_member_of_a_class_may_be_dropped_and_lead_again()
    {
        var line = Given.Task(leads: [Given.Class(UnitKind.District)]);
        var state = Amended(WithLines(line, "tn-go", "tn-hoa"), Nothing with { DropLeads = [Leads("t", "tn-go")] });
        Assert.Equal("tn-hoa of 1", Leading(state));
        state = Amended(state, Nothing with { AddLeads = [new LeadsChange("t", [Given.Class(UnitKind.District)])] });
        Assert.Equal("tn-hoa tn-go of 1", Leading(state));
    }

    [Fact]
    public void A_joint_result_passes_to_the_next_of_its_leads()
    {
        var line = Given.Task(mode: LeadMode.Joint, leads: [Given.Lead(Given.Department), Given.Lead("tn-stc")]);
        var state = Amended(WithLines(line, Given.Department), Nothing with { DropLeads = [Leads("t", Given.Department)] });
        Assert.Equal(["tn-stc"], Line(state).Units);
        state = Amended(state, Nothing with { AddLeads = [Leads("t", Given.District)] });
        Assert.Equal("tn-stc of 2", Leading(state));
    }

    [Fact]
    public void Whoever_owes_a_line_learns_of_what_it_means_and_nobody_else()
    {
        string Targets(UnitCommand.AmendPlan command) =>
            string.Join(' ', Assert.IsType<UnitEvent.PlanAmended>(Check.Decide(WithLines(), command).Event).Amendment.Targets);
        Assert.Equal("", Targets(Nothing with { ChangeTasks = [new TaskChange("t", Products: ["Báo cáo"], Code: "I.1", Coordinators: [])] }));
        Assert.Equal("tn-snv tn-hoa", Targets(Nothing with { ChangeTasks = [new TaskChange("t", Weight: 3_000)] }));
        Assert.Equal("tn-snv tn-hoa", Targets(Nothing with { WithdrawTasks = ["t"] }));
        Assert.Equal("tn-stc", Targets(Nothing with { AddLeads = [Leads("t", "tn-stc")] }));
        Assert.Equal("tn-snv tn-hoa tn-stc", Targets(Nothing with { AddLeads = [Leads("t", "tn-stc")], ChangeTasks = [new TaskChange("t", Budget: 9)] }));
    }

    public static TheoryData<UnitCommand.AmendPlan, RefusalCode, string?> Refused => new()
    {
        { Nothing with { Plan = "q" }, RefusalCode.NotFound, "plan" },
        { Nothing, RefusalCode.Invalid, "changeTasks" },
        { Nothing with { Title = "Kế hoạch cải cách hành chính" }, RefusalCode.Invalid, "changeTasks" },
        { Nothing with { Title = " " }, RefusalCode.Invalid, "title" },
        { Nothing with { Title = "a", ExpectedVersion = 2 }, RefusalCode.Conflict, "expectedVersion" },
        { Nothing with { Title = "a", EffectiveOn = Given.Today.AddDays(1) }, RefusalCode.Invalid, "effectiveOn" },
        { Nothing with { Title = "a", EffectiveOn = new(2012, 12, 25) }, RefusalCode.Invalid, "effectiveOn" },
        { Nothing with { Title = "a", Document = Decision with { Number = "" } }, RefusalCode.Invalid, "document.number" },
        { Nothing with { Title = "a", Document = Decision with { IssuedOn = Given.Today.AddDays(1) } }, RefusalCode.Invalid, "document.issuedOn" },
        { Nothing with { ChangeTasks = [new TaskChange("u", Weight: 1)] }, RefusalCode.NotFound, "changeTasks[0].task" },
        { Nothing with { ChangeTasks = [new TaskChange("t", Weight: 1), new TaskChange("t")] }, RefusalCode.Invalid, "changeTasks[1].task" },
        { Nothing with { ChangeTasks = [new TaskChange("t", Title: "")] }, RefusalCode.Invalid, "changeTasks[0].title" },
        { Nothing with { ChangeTasks = [new TaskChange("t", Weight: 0)] }, RefusalCode.Invalid, "changeTasks[0].weight" },
        { Nothing with { ChangeTasks = [new TaskChange("t", Budget: -1)] }, RefusalCode.Invalid, "changeTasks[0].budget" },
        { Nothing with { ChangeTasks = [new TaskChange("t", Products: ["a", ""])] }, RefusalCode.Invalid, "changeTasks[0].products[1]" },
        { Nothing with { ChangeTasks = [new TaskChange("t", Schedule: Schedules.Month(2013, 13))] }, RefusalCode.Invalid, "changeTasks[0].schedule" },
        { Nothing with { AddTasks = [Given.Task()] }, RefusalCode.Conflict, "addTasks[0].id" },
        { Nothing with { AddTasks = [Given.Task("n"), Given.Task("n")] }, RefusalCode.Conflict, "addTasks[1].id" },
        { Nothing with { AddTasks = [Given.Task("n", plan: "q")] }, RefusalCode.Invalid, "addTasks[0].plan" },
        { Nothing with { AddTasks = [Given.Task("n", area: "X")] }, RefusalCode.Invalid, "addTasks[0].area" },
        { Nothing with { AddTasks = [Given.Task("n", leads: [Given.Lead("hy")])] }, RefusalCode.Invalid, "addTasks[0].leads[0].unit" },
        { Nothing with { AddLeads = [Leads("t", Given.Department)] }, RefusalCode.Invalid, "addLeads[0].leads" },
        { Nothing with { AddLeads = [Leads("t", "nobody")] }, RefusalCode.NotFound, "addLeads[0].leads[0].unit" },
        { Nothing with { DropLeads = [Leads("t", "tn-stc")] }, RefusalCode.Invalid, "dropLeads[0].leads[0]" },
        { Nothing with { DropLeads = [Leads("t", Given.Department, "tn-hoa")] }, RefusalCode.Invalid, "dropLeads[0].leads" },
        { Nothing with { WithdrawTasks = ["t", "u"] }, RefusalCode.NotFound, "withdrawTasks[1]" },
        { Nothing with { WithdrawTasks = ["t", "t"] }, RefusalCode.Invalid, "withdrawTasks[1]" },
        {
            Nothing with { ChangeObjectives = [new Objective("M", "X", "a", null, null, null, null, null)] }, RefusalCode.Invalid,
            "changeObjectives[0].area"
        },
        {
            Nothing with { AddTasks = [Given.Task("n", budget: TreeBound.Of(UnitKind.Province).MoneyMax)], ChangeTasks = [new TaskChange("t", Budget: 1)] },
            RefusalCode.Invalid, "changeTasks"
        },
        {
            Nothing with
            {
                AddTasks = [.. Enumerable.Range(0, 7).Select(i => Given.Task("n" + i, schedule: Schedules.Recurring(2013, 2062, Recurrence.Month, Recurrence.Quarter)))],
            },
            RefusalCode.Invalid, "changeTasks"
        },
    };

    [Theory]
    [MemberData(nameof(Refused))]
    public void What_does_not_hold_is_refused_with_its_place(UnitCommand.AmendPlan command, RefusalCode code, string? field) =>
        Check.Refused(WithLines(), command, code, field);

    [Fact]
    public void What_is_withdrawn_cannot_be_changed_or_withdrawn_again()
    {
        var state = Amended(WithLines(), Nothing with { WithdrawTasks = ["t"] });
        Check.Refused(state, Nothing with { WithdrawTasks = ["t"] }, RefusalCode.Conflict, "withdrawTasks[0]");
        Check.Refused(state, Nothing with { ChangeTasks = [new TaskChange("t", Weight: 2)] }, RefusalCode.Conflict, "changeTasks[0].task");
        Check.Refused(state, Nothing with { AddLeads = [Leads("t", "tn-stc")] }, RefusalCode.Conflict, "addLeads[0].task");
    }

    [Fact]
    public void A_plan_has_so_many_versions_and_money_that_may_be_kept_counts_on()
    {
        var max = TreeBound.Of(UnitKind.Province).MoneyMax;
        var state = WithLines();
        state = Amended(state, Nothing with { ChangeTasks = [new TaskChange("t", Budget: max)] });
        state = Amended(state, Nothing with { ChangeTasks = [new TaskChange("t", Budget: 0)] });
        Check.Refused(state, Nothing with { ChangeTasks = [new TaskChange("t", Budget: 1)] }, RefusalCode.Invalid, "changeTasks");
        for (var version = 4; version <= PlanVersion.VersionsMax; version++)
        {
            state = Amended(state, Nothing with { Title = "KH " + version });
        }
        Check.Refused(state, Nothing with { Title = "KH" }, RefusalCode.Conflict, "document");
    }

    [Fact]
    public void A_plan_of_years_to_come_may_be_amended_before_it_begins()
    {
        var state = Given.State(
            Given.Province, new UnitEvent.UnitRegistered(Given.Unit(Given.Province, UnitKind.Province, Given.Ministry)),
            new UnitEvent.PlanAdopted(Given.Plan(startYear: 2014, endYear: 2014) with { AdoptedOn = null }));
        Amended(state, Nothing with { Title = "KH 2014" });
        Check.Refused(state, Nothing with { Title = "KH", EffectiveOn = Given.Today.AddDays(-1) }, RefusalCode.Invalid, "effectiveOn");
    }

    private static UnitState WithLines() =>
        WithLines(Given.Task(leads: [Given.Lead(Given.Department), Given.Lead(Given.District)]) with { Approver = "UBND tỉnh" }, Given.Department, Given.District);

    private static UnitState WithLines(PlanTask line, params string[] units) => Given.State(
        Given.Province, new UnitEvent.UnitRegistered(Given.Unit(Given.Province, UnitKind.Province, Given.Ministry)),
        new UnitEvent.PlanAdopted(Given.Plan()), new UnitEvent.TaskAdded(line, [.. units]));

    private static LeadsChange Leads(string task, params string[] units) => new(task, [.. units.Select(Given.Lead)]);

    private static string Leading(UnitState state) => $"{string.Join(' ', Line(state).Units)} of {Line(state).Task.Leads.Length}";

    private static OwnedTask Line(UnitState state) => state.Tasks["t"];

    private static UnitState Amended(UnitState state, UnitCommand.AmendPlan command)
    {
        var decision = Check.Decide(state, command);
        var happened = Assert.IsType<UnitEvent.PlanAmended>(decision.Event ?? throw new InvalidOperationException($"{decision.Refusal}"));
        return Check.Accepted(state, command, happened);
    }

    private static string Json(PlanTask task) => Check.Json(new UnitEvent.TaskAdded(task, []));
}
