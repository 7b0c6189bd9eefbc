namespace Hierarchy.UnitTests.Plans;

public sealed class PlanRulesTests
{
    private static readonly string TooLong = new('x', Limits.TextMax + 1);

    [Fact]
    public void A_plan_is_adopted()
    {
        var plan = Given.Plan() with
        {
            BasedOn = ["Nghị quyết số 30/NQ-CP"],
            Objectives = [new Objective("MT1", "I", "Trên 60% công chức", 60, Comparison.MoreThan, "%", "công chức", new DateOnly(2013, 12, 31))],
        };
        var state = Check.Accepted(Province(), new UnitCommand.AdoptPlan(plan), new UnitEvent.PlanAdopted(plan));
        Assert.Equal("I", state.Plans["p"].FindArea("I")!.Id);
        Assert.Null(state.Plans["p"].FindArea("IX"));
    }

    [Fact]
    public void The_money_of_all_plans_of_a_unit_keeps_the_bound_of_its_kind()
    {
        var plan = Given.Plan(areas: [Given.Area("I", budget: TreeBound.Of(UnitKind.Province).MoneyMax - 5), Given.Area("II", budget: 5)]);
        var state = Check.Accepted(Province(), new UnitCommand.AdoptPlan(plan), new UnitEvent.PlanAdopted(plan));
        Check.Refused(
            Province(), new UnitCommand.AdoptPlan(plan with { Areas = [.. plan.Areas, Given.Area("III", budget: 1)] }), RefusalCode.Invalid, "areas");

        Check.Refused(
            state, new UnitCommand.AdoptPlan(Given.Plan("p2", areas: Given.Area("I", budget: 1))), RefusalCode.Invalid, "areas");
        var free = Given.Plan("p2", areas: Given.Area("I"));
        Check.Accepted(state, new UnitCommand.AdoptPlan(free), new UnitEvent.PlanAdopted(free));

        var within = Given.Task() with { Area = "II", Budget = 5 };
        state = Check.Accepted(state, new UnitCommand.AddTask(within), new UnitEvent.TaskAdded(within, [Given.Department]));
        var beyond = Given.Task("t2") with { Area = "II", Budget = 1 };
        Check.Refused(state, new UnitCommand.AddTask(beyond), RefusalCode.Invalid, "budget");
    }

    [Fact]
    public void A_plan_that_is_known_is_not_adopted_twice()
    {
        // Adopted through another activation, of which this one has not heard.
        var directory = Given.Country();
        directory.Add(Given.Entry(Given.Plan()));
        Check.Refused(Province(), new UnitCommand.AdoptPlan(Given.Plan()), RefusalCode.Conflict, "id", directory);
        // Adopted a moment ago in another process, of which this one's directory has not heard.
        var state = Check.Accepted(Province(), new UnitCommand.AdoptPlan(Given.Plan()), new UnitEvent.PlanAdopted(Given.Plan()));
        Check.Refused(state, new UnitCommand.AdoptPlan(Given.Plan()), RefusalCode.Conflict, "id");
    }

    [Fact]
    public void Nobody_takes_the_id_of_anothers_plan()
    {
        var directory = Given.Country();
        directory.Add(Given.Entry(Given.Plan(owner: "hy")));
        var state = Adopted(Province(), Given.Plan(), directory, "tn:p");
        // The same again is the same plan, whatever its id has become.
        Check.Refused(state, new UnitCommand.AdoptPlan(Given.Plan()), RefusalCode.Conflict, "id", directory);
        // Known to the store alone.
        Assert.Equal("tn:q", PlanOf(UnitDecider.Decide(state, new UnitCommand.AdoptPlan(Given.Plan("q")), Given.Today, directory, taken: "q")).Id);
        // What an earlier program let somebody take stays his.
        directory.Add(Given.Entry(Given.Plan("r", "hy")));
        directory.Add(Given.Entry(Given.Plan("tn:r", "hy")));
        Check.Refused(state, new UnitCommand.AdoptPlan(Given.Plan("r")), RefusalCode.Conflict, "id", directory);

        static Plan PlanOf(Decision decision) => Assert.IsType<UnitEvent.PlanAdopted>(decision.Event).Plan;

        static UnitState Adopted(UnitState given, Plan plan, TestDirectory directory, string id)
        {
            var decision = Check.Decide(given, new UnitCommand.AdoptPlan(plan), directory);
            Assert.Equal(id, PlanOf(decision).Id);
            return given.Apply(new StoredEvent(Given.Province, given.Seq + 1, decision.Event!, "test", Given.Now, null));
        }
    }

    [Fact]
    public void Nobody_takes_the_id_of_anothers_line()
    {
        var state = WithPlan();
        var task = Assert.IsType<UnitEvent.TaskAdded>(Decide(new UnitCommand.AddTask(Given.Task()), "t").Event);
        Assert.Equal("tn:t", task.Task.Id);
        Assert.Equal("tn:d", Assert.IsType<UnitEvent.DutyAdded>(Decide(new UnitCommand.AddDuty(Given.Duty()), "d").Event).Duty.Id);
        Assert.Equal(RefusalCode.Conflict, Decide(new UnitCommand.AddTask(Given.Task()), "tn:t", task).Refusal?.Code);
        Assert.Equal(RefusalCode.Conflict, Decide(new UnitCommand.AddDuty(Given.Duty("t")), null, task).Refusal?.Code);

        Decision Decide(UnitCommand command, string? taken, params UnitEvent[] before) => UnitDecider.Decide(
            before.Aggregate(state, (s, e) => s.Apply(new StoredEvent(Given.Province, s.Seq + 1, e, "test", Given.Now, null))),
            command, Given.Today, Given.Country(), taken);
    }

    public static TheoryData<string, string, Plan> WrongPlans { get; } = new()
    {
        { "an id with a blank", "id", Given.Plan("p 1") },
        { "no id", "id", Given.Plan("") },
        { "another owner", "owner", Given.Plan(owner: "hy") },
        { "a year before 1900", "startYear", Given.Plan(startYear: 1899) },
        { "a year after 2200", "endYear", Given.Plan(endYear: 2201) },
        { "an end before its start", "endYear", Given.Plan(startYear: 2014, endYear: 2013) },
        { "more than fifty years", "endYear", Given.Plan(startYear: 2000, endYear: 2050) },
        { "no title", "title", Given.Plan() with { Title = " " } },
        { "a title without end", "title", Given.Plan() with { Title = TooLong } },
        { "a number without end", "number", Given.Plan() with { Number = new string('1', 501) } },
        { "an empty base", "basedOn[1]", Given.Plan() with { BasedOn = ["a", ""] } },
        { "too many bases", "basedOn", Given.Plan() with { BasedOn = [.. Enumerable.Repeat("a", 1_001)] } },
        { "no areas", "areas", Given.Plan() with { Areas = [] } },
        { "too many areas", "areas", Given.Plan() with { Areas = [.. Enumerable.Range(0, 1_001).Select(i => Given.Area("A" + i))] } },
        { "the same area twice", "areas[1].id", Given.Plan(areas: [Given.Area("I"), Given.Area("I")]) },
        { "an area without an id", "areas[0].id", Given.Plan(areas: Given.Area("")) },
        { "an area without a name", "areas[0].name", Given.Plan(areas: Given.Area("I") with { Name = "" }) },
        { "negative money", "areas[1].budget", Given.Plan(areas: [Given.Area("I", budget: 0), Given.Area("II", budget: -1)]) },
        { "more money than a number carries", "areas[0].budget", Given.Plan(areas: Given.Area("I", budget: Limits.MoneyMax + 1)) },
        { "an objective without text", "objectives[0].text", WithObjective(o => o with { Text = "" }) },
        { "an objective in no area", "objectives[0].area", WithObjective(o => o with { Area = "IX" }) },
        { "a target that is no number", "objectives[0].target", WithObjective(o => o with { Target = double.NaN }) },
        { "an infinite target", "objectives[0].target", WithObjective(o => o with { Target = double.PositiveInfinity }) },
        { "a target beyond a million millions", "objectives[0].target", WithObjective(o => o with { Target = -1.1e12 }) },
        { "a day of no century of ours", "objectives[0].due", WithObjective(o => o with { Due = new DateOnly(2201, 1, 1) }) },
        { "a comparison that is none", "objectives[0].comparison", WithObjective(o => o with { Comparison = (Comparison)9 }) },
        { "a reform area that is none", "areas[0].reform", Given.Plan(areas: Given.Area("I", (ReformArea)9)) },
        { "adopted before 1900", "adoptedOn", Given.Plan() with { AdoptedOn = new DateOnly(1899, 12, 31) } },
        { "adopted on the last day there is", "adoptedOn", Given.Plan() with { AdoptedOn = DateOnly.MaxValue } },
        { "an objective's id with a blank", "objectives[0].id", WithObjective(o => o with { Id = "M T" }) },
        { "the same objective twice", "objectives[1].id", WithObjective(o => o) with { Objectives = [Objective, Objective] } },
        { "a scope without end", "objectives[0].scope", WithObjective(o => o with { Scope = TooLong }) },
    };

    [Theory]
    [MemberData(nameof(WrongPlans))]
    public void A_wrong_plan_is_refused_with_the_place(string because, string field, Plan plan)
    {
        Assert.NotEmpty(because);
        Check.Refused(Province(), new UnitCommand.AdoptPlan(plan), RefusalCode.Invalid, field);
    }

    [Fact]
    public void A_plan_carries_out_one_of_a_unit_above_or_of_the_same_unit()
    {
        var directory = Given.Country();
        directory.Add(Given.Entry(Given.Plan("of-ministry", Given.Ministry)));
        directory.Add(Given.Entry(Given.Plan("of-province", Given.Province)));
        directory.Add(Given.Entry(Given.Plan("of-neighbour", "hy")));
        foreach (var parent in new[] { "of-ministry", "of-province" })
        {
            var plan = Given.Plan() with { Parent = parent };
            Check.Accepted(Province(), new UnitCommand.AdoptPlan(plan), new UnitEvent.PlanAdopted(plan), directory);
        }
        Check.Refused(
            Province(), new UnitCommand.AdoptPlan(Given.Plan() with { Parent = "of-neighbour" }), RefusalCode.Invalid, "parent", directory);
        Check.Refused(
            Province(), new UnitCommand.AdoptPlan(Given.Plan() with { Parent = "unknown" }), RefusalCode.NotFound, "parent", directory);
    }

    public static TheoryData<string, string[], PlanTask> Leads { get; } = new()
    {
        { "one unit", ["tn-snv"], Given.Task() },
        { "the owner itself", ["tn"], Given.Task(leads: Given.Lead("tn")) },
        { "a class means its members below the owner", ["tn-go", "tn-hoa"], Given.Task(leads: Given.Class(UnitKind.District)) },
        { "a class without members", [], Given.Task(leads: Given.Class(UnitKind.Office)) },
        { "several, each once", ["tn-snv", "tn-stc"], Given.Task(leads: [Given.Lead("tn-snv"), Given.Class(UnitKind.Department), Given.Lead("tn-stc")]) },
        { "jointly: the first named", ["tn-stc"], Given.Task(mode: LeadMode.Joint, leads: [Given.Lead("tn-stc"), Given.Lead("tn-snv")]) },
        { "several levels", ["hoa-1", "tn-snv", "tn-stc"], Given.Task(leads: [Given.Lead("hoa-1"), Given.Class(UnitKind.Department)]) },
    };

    [Theory]
    [MemberData(nameof(Leads))]
    public void The_units_that_lead_a_task_owe_it(string because, string[] units, PlanTask task)
    {
        Assert.NotEmpty(because);
        var state = Check.Accepted(WithPlan(), new UnitCommand.AddTask(task), new UnitEvent.TaskAdded(task, [.. units]));
        Assert.Equal(3, state.Tasks["t"].Place);
    }

    public static TheoryData<string, RefusalCode, string?, PlanTask> WrongTasks { get; } = new()
    {
        { "an unknown plan", RefusalCode.NotFound, "plan", Given.Task(plan: "q") },
        { "an unknown area", RefusalCode.Invalid, "area", Given.Task(area: "IX") },
        { "no weight", RefusalCode.Invalid, "weight", Given.Task(weight: 0) },
        { "too much weight", RefusalCode.Invalid, "weight", Given.Task(weight: Limits.WeightMax + 1) },
        { "an id with a tilde", RefusalCode.Invalid, "id", Given.Task("t~1") },
        { "no code", RefusalCode.Invalid, "code", Given.Task() with { Code = "" } },
        { "no title", RefusalCode.Invalid, "title", Given.Task() with { Title = "" } },
        { "a group without end", RefusalCode.Invalid, "group", Given.Task() with { Group = TooLong } },
        { "an approver without end", RefusalCode.Invalid, "approver", Given.Task() with { Approver = TooLong } },
        { "an empty product", RefusalCode.Invalid, "products[0]", Given.Task() with { Products = [""] } },
        { "too many products", RefusalCode.Invalid, "products", Given.Task() with { Products = [.. Enumerable.Repeat("a", 1_001)] } },
        { "negative money", RefusalCode.Invalid, "budget", Given.Task(budget: -1) },
        { "a wrong schedule", RefusalCode.Invalid, "schedule", Given.Task(schedule: Schedules.Month(2013, 13)) },
        { "a wording without end", RefusalCode.Invalid, "schedule.text", Given.Task(schedule: Schedules.Continuous with { Text = TooLong }) },
        { "no leads", RefusalCode.Invalid, "leads", Given.Task() with { Leads = [] } },
        { "a lead that is nobody", RefusalCode.Invalid, "leads[0]", Given.Task(leads: new Assignee(null, null, "Các cơ quan")) },
        { "a lead that is two", RefusalCode.Invalid, "leads[0]", Given.Task(leads: new Assignee("tn", UnitKind.District, "")) },
        { "an unknown lead", RefusalCode.NotFound, "leads[1].unit", Given.Task(leads: [Given.Lead("tn"), Given.Lead("nobody")]) },
        { "a lead in another province", RefusalCode.Invalid, "leads[0].unit", Given.Task(leads: Given.Lead("hy")) },
        { "a lead above the owner", RefusalCode.Invalid, "leads[0].unit", Given.Task(leads: Given.Lead("bnv")) },
        { "an unknown coordinator", RefusalCode.NotFound, "coordinators[0].unit", Given.Task() with { Coordinators = [Given.Lead("nobody")] } },
    };

    [Theory]
    [MemberData(nameof(WrongTasks))]
    public void A_wrong_task_is_refused_with_the_place(string because, RefusalCode code, string? field, PlanTask task)
    {
        Assert.NotEmpty(because);
        Check.Refused(WithPlan(), new UnitCommand.AddTask(task), code, field);
    }

    [Fact]
    public void Coordinators_may_be_anybody_and_owe_nothing()
    {
        var task = Given.Task() with { Coordinators = [Given.Lead("hy"), new(null, null, "Tỉnh ủy"), Given.Class(UnitKind.Commune)] };
        var state = Check.Accepted(WithPlan(), new UnitCommand.AddTask(task), new UnitEvent.TaskAdded(task, [Given.Department]));
        Assert.Equal([Given.Department], state.Tasks["t"].Units);
    }

    [Fact]
    public void Ids_of_tasks_and_duties_are_not_shared()
    {
        var task = new UnitEvent.TaskAdded(Given.Task(), [Given.Department]);
        Check.Refused(WithPlan(task), new UnitCommand.AddTask(Given.Task()), RefusalCode.Conflict, "id");
        Check.Refused(WithPlan(task), new UnitCommand.AddDuty(Given.Duty("t")), RefusalCode.Conflict, "id");
        var duty = new UnitEvent.DutyAdded(Given.Duty(), [Given.Department]);
        Check.Refused(WithPlan(duty), new UnitCommand.AddDuty(Given.Duty()), RefusalCode.Conflict, "id");
        // Both would give the obligation "tn-snv~d".
        Check.Refused(WithPlan(duty), new UnitCommand.AddTask(Given.Task("d")), RefusalCode.Conflict, "id");
    }

    [Fact]
    public void A_line_gives_at_most_a_hundred_thousand_obligations()
    {
        var directory = Given.Country();
        for (var i = 0; i < 101; i++)
        {
            directory.Add(Given.Unit("x" + i, UnitKind.Office, Given.District));
        }
        var monthly = Schedules.Recurring(2000, 2082, Recurrence.Month);
        Assert.Equal(996, monthly.Occurrences().Length);
        var task = Given.Task(schedule: monthly, leads: Given.Class(UnitKind.Office));
        Check.Refused(WithPlan(), new UnitCommand.AddTask(task), RefusalCode.Invalid, "leads", directory);
    }

    [Fact]
    public void A_duty_is_added()
    {
        var duty = Given.Duty(leads: Given.Class(UnitKind.District));
        var state = Check.Accepted(WithPlan(), new UnitCommand.AddDuty(duty), new UnitEvent.DutyAdded(duty, ["tn-go", "tn-hoa"]));
        Assert.Equal(3, state.Duties["d"].Place);
    }

    public static TheoryData<string, RefusalCode, string?, Duty> WrongDuties { get; } = new()
    {
        { "a task", RefusalCode.Invalid, "kind", Given.Duty(kind: ObligationKind.Task) },
        { "an unknown plan", RefusalCode.NotFound, "plan", Given.Duty(plan: "q") },
        { "an id with a blank", RefusalCode.Invalid, "id", Given.Duty("d 1") },
        { "no title", RefusalCode.Invalid, "title", Given.Duty() with { Title = "" } },
        { "a source without end", RefusalCode.Invalid, "source", Given.Duty() with { Source = TooLong } },
        { "a wrong schedule", RefusalCode.Invalid, "schedule", Given.Duty(schedule: Schedules.Recurring(2014, 2013, Recurrence.Year)) },
        { "no leads", RefusalCode.Invalid, "leads", Given.Duty() with { Leads = [] } },
        { "a lead in another province", RefusalCode.Invalid, "leads[0].unit", Given.Duty(leads: Given.Lead("hy")) },
    };

    [Theory]
    [MemberData(nameof(WrongDuties))]
    public void A_wrong_duty_is_refused_with_the_place(string because, RefusalCode code, string? field, Duty duty)
    {
        Assert.NotEmpty(because);
        Check.Refused(WithPlan(), new UnitCommand.AddDuty(duty), code, field);
    }

    private static Objective Objective => new("MT1", null, "Trên 60% công chức", 60, Comparison.MoreThan, "%", null, null);

    private static Plan WithObjective(Func<Objective, Objective> change) => Given.Plan() with { Objectives = [change(Objective)] };

    private static UnitState Province(params UnitEvent[] happened) =>
        Given.State(Given.Province, [new UnitEvent.UnitRegistered(Given.Unit(Given.Province, UnitKind.Province, Given.Ministry)), .. happened]);

    private static UnitState WithPlan(params UnitEvent[] happened) => Province([new UnitEvent.PlanAdopted(Given.Plan()), .. happened]);
}
