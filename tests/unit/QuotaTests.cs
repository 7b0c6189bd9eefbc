namespace Hierarchy.UnitTests;

/// <summary>
/// Whatever one caller can make more of has a bound, so that nobody fills what everybody reads: at the bound the next one is refused with
/// code and place, and one less is accepted. Who registers units, <c>TokenTests</c> tell.
/// </summary>
public sealed class QuotaTests
{
    private static readonly Assignee[] Nobody = [Given.Class(UnitKind.Office)];

    [Fact]
    public void An_owner_adopts_so_many_plans_and_no_more()
    {
        var full = Bounded(0, Limits.PlansMax, i => new UnitEvent.PlanAdopted(Given.Plan($"p{i}")), new UnitCommand.AdoptPlan(Given.Plan("more")), "owner");
        Check.Refused(full, new UnitCommand.AdoptPlan(Given.Plan("p7")), RefusalCode.Conflict, "id");
    }

    [Fact]
    public void An_owners_plans_have_so_many_tasks_and_no_more() => Bounded(
        2, Limits.TasksMax, i => new UnitEvent.TaskAdded(Given.Task($"t{i}", plan: $"p{i % 2}", leads: Nobody), []),
        new UnitCommand.AddTask(Given.Task("more", plan: "p0", leads: Nobody)), "plan");

    /// <summary>Of a class without members too, which gives no obligation.</summary>
    [Fact]
    public void An_owners_plans_have_so_many_duties_and_no_more() => Bounded(
        2, Limits.DutiesMax, i => new UnitEvent.DutyAdded(Given.Duty($"d{i}", plan: $"p{i % 2}", leads: Nobody), []),
        new UnitCommand.AddDuty(Given.Duty("more", plan: "p0", leads: Nobody)), "plan");

    [Fact]
    public void An_owners_plans_give_so_many_obligations_and_no_more()
    {
        var max = TreeBound.Of(UnitKind.Province).ObligationsMax;
        var schedule = Schedules.Recurring(2013, 2032, Recurrence.Month);
        var units = Many((int)(max / schedule.Count), i => $"u{i}").ToImmutableArray();
        var full = Owner(
            [new UnitEvent.PlanAdopted(Given.Plan(endYear: 2032))], [new UnitEvent.TaskAdded(Given.Task(schedule: schedule), units)]);
        var left = max - full.Given;
        full = full.Apply(new Grains.Ports.StoredEvent(
            Given.Province, full.Seq + 1, new UnitEvent.TaskAdded(Given.Task("u"), [.. Many((int)left - 1, i => $"v{i}")]), "test", Given.Now, null));
        Assert.Equal(max - 1, full.Given);
        Allowed(full, new UnitCommand.AddTask(Given.Task("last")));
        Check.Refused(full, new UnitCommand.AddTask(Given.Task("more", leads: [Given.Lead(Given.Department), Given.Lead(Given.District)])),
            RefusalCode.Invalid, "leads");
        Check.Refused(full, new UnitCommand.AddDuty(Given.Duty("more", schedule: Schedules.Recurring(2013, 2013, Recurrence.Quarter))),
            RefusalCode.Invalid, "leads");
    }

    [Fact]
    public void An_obligation_has_one_open_difficulty_and_no_more()
    {
        UnitEvent[] owes =
        [
            new UnitEvent.UnitRegistered(Given.Unit(Given.Department, UnitKind.Department, Given.Province)),
            new UnitEvent.ObligationsImposed(Given.Province, [Given.Terms()]),
        ];
        Allowed(Given.State(Given.Department, owes), new UnitCommand.RaiseDifficulty("tn-snv~t", "Thiếu người"));
        var raised = Given.State(Given.Department, [.. owes, new UnitEvent.DifficultyRaised("tn-snv~t", "Thiếu người", Given.Province)]);
        Check.Refused(raised, new UnitCommand.RaiseDifficulty("tn-snv~t", "Thiếu tiền"), RefusalCode.Conflict, null);
    }

    private static IEnumerable<T> Many<T>(int count, Func<int, T> make) => Enumerable.Range(0, count).Select(make);

    private static UnitState Owner(params IEnumerable<UnitEvent>[] happened) => Given.State(
        Given.Province, [new UnitEvent.UnitRegistered(Given.Unit(Given.Province, UnitKind.Province, Given.Ministry)), .. happened.SelectMany(e => e)]);

    /// <summary>An owner of some plans may have one more when one less than the most has been added, and none when the most has.</summary>
    /// <returns>The owner who has the most.</returns>
    private static UnitState Bounded(int plans, int most, Func<int, UnitEvent> added, UnitCommand more, string place)
    {
        var adopted = Many<UnitEvent>(plans, i => new UnitEvent.PlanAdopted(Given.Plan($"p{i}")));
        Allowed(Owner(adopted, Many(most - 1, added)), more);
        var full = Owner(adopted, Many(most, added));
        Check.Refused(full, more, RefusalCode.Invalid, place);
        return full;
    }

    private static void Allowed(UnitState given, UnitCommand when) => Assert.Null(Check.Decide(given, when).Refusal);
}
