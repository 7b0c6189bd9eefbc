namespace Hierarchy.UnitTests.Plans;

public sealed class ImpositionTests
{
    [Fact]
    public void A_task_gives_each_unit_that_leads_it_one_obligation()
    {
        var owned = new OwnedTask(Given.Task("I.1", area: "II", schedule: Schedules.Quarters(2013, 1, 2), weight: 2_500), ["a", "b"], 3);
        var terms = Assert.Single(Imposition.Of(Given.Plan(), owned, "b"));
        Assert.Equal(
            new ObligationTerms(
                "b~I.1", ObligationKind.Task, "p", Given.Province, "I.1", "II", ReformArea.Procedures, 2013, 2013, "Nhiệm vụ I.1", 2_500, 0,
                new DateOnly(2013, 6, 30), false, new DateOnly(2012, 12, 26)),
            terms);
        Assert.Equal("I.1", terms.Task);
    }

    [Fact]
    public void A_recurring_task_gives_one_for_each_time_and_says_which()
    {
        var owned = new OwnedTask(Given.Task(schedule: Schedules.Recurring(2013, 2013, Recurrence.Quarter, Recurrence.Year)), ["a"], 3);
        var terms = Imposition.Of(Given.Plan(), owned, "a");
        Assert.Equal(["a~t~2013-Q1", "a~t~2013-Q2", "a~t~2013-Q3", "a~t~2013-Q4", "a~t~2013"], terms.Select(t => t.Id));
        Assert.Equal("Nhiệm vụ t (quý I/2013)", terms[0].Title);
        Assert.Equal("Nhiệm vụ t (năm 2013)", terms[4].Title);
        Assert.Equal(new DateOnly(2013, 9, 30), terms[2].Due);
    }

    [Fact]
    public void A_duty_counts_as_steering_and_stands_in_no_area()
    {
        var owned = new OwnedDuty(Given.Duty(), ["a"], 4);
        var terms = Imposition.Of(Given.Plan(), owned, "a");
        Assert.Equal(4, terms.Length);
        Assert.All(terms, t => Assert.Equal(
            (ObligationKind.Report, "", ReformArea.Steering, Imposition.DefaultWeight, 0L, null), (t.Kind, t.Area, t.Reform, t.Weight, t.Planned, t.Task)));
    }

    [Fact]
    public void A_task_after_an_event_waits()
    {
        var waits = Imposition.Of(Given.Plan(), new OwnedTask(Given.Task(schedule: Schedules.AfterEvent), ["a"], 3), "a")[0];
        Assert.True(waits.Waits);
        Assert.Null(waits.Due);
        Assert.False(Imposition.Of(Given.Plan(), new OwnedTask(Given.Task(schedule: Schedules.Continuous), ["a"], 3), "a")[0].Waits);
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(100, 1)]
    [InlineData(100, 3)]
    [InlineData(2, 7)]
    [InlineData(9_007_199_254_740_991, 705)]
    public void The_shares_of_a_budget_sum_to_it_exactly(long budget, int units)
    {
        var names = Enumerable.Range(0, units).Select(i => "u" + i).ToArray();
        var schedule = Schedules.Recurring(2013, 2014, Recurrence.Quarter, Recurrence.Year);
        var owned = new OwnedTask(Given.Task(schedule: schedule, budget: budget), [.. names], 3);
        var shares = names.SelectMany(unit => Imposition.Of(Given.Plan(), owned, unit)).Select(t => t.Planned).ToList();
        Assert.Equal(10 * units, shares.Count);
        Assert.Equal(budget, shares.Sum());
        Assert.InRange(shares.Max() - shares.Min(), 0, 1);
    }

    [Fact]
    public void Ids_tell_the_unit_and_never_collide()
    {
        var task = Given.Task(schedule: Schedules.Recurring(2013, 2015, Recurrence.Month, Recurrence.HalfYear, Recurrence.NineMonths, Recurrence.Year));
        var ids = Imposition.Of(Given.Plan(), new OwnedTask(task, ["vn24-72"], 3), "vn24-72").Select(t => t.Id).ToList();
        Assert.Equal(3 * (12 + 2 + 1 + 1), ids.Distinct().Count());
        Assert.All(ids, id => Assert.Equal("vn24-72", Obligation.UnitOf(id)));
        Assert.Null(Obligation.UnitOf("vn24-72"));
        Assert.Null(Obligation.UnitOf("~t"));
    }
}
