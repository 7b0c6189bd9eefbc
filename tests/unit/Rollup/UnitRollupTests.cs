using FsCheck.Xunit;
using static Hierarchy.Grains.Obligations.ObligationStatus;

namespace Hierarchy.UnitTests.Rollup;

public sealed class UnitRollupTests
{
    private static readonly Cell All = Cell.General(null, null, null);
    private static readonly DateOnly Due = new(2013, 6, 30);

    [Fact]
    public void An_obligation_counts_in_every_cell_that_a_filter_may_name_and_in_no_other()
    {
        var rollup = new UnitRollup(Given.Department);
        rollup.Change(null, Owed("t", NotStarted) with { Terms = Terms("t") with { StartYear = 2011, EndYear = 2013 } });
        var expected =
            from year in new int?[] { null, 2011, 2012, 2013 }
            from reform in new ReformArea?[] { null, ReformArea.Institutions }
            from kind in new ObligationKind?[] { null, ObligationKind.Task }
            select Cell.General(year, reform, kind);
        expected = expected.Concat(
            from reform in new ReformArea?[] { null, ReformArea.Institutions }
            from kind in new ObligationKind?[] { null, ObligationKind.Task }
            select Cell.OfPlan(Given.Province, "p", reform, kind));
        expected = expected.Concat([
            Cell.OfPlanArea(Given.Province, "p", "I", null), Cell.OfPlanArea(Given.Province, "p", "I", ObligationKind.Task),
            Cell.OfSource(Given.Province, "t"),
        ]);
        Assert.Equal(expected.ToHashSet(), rollup.ReadAll().Keys.ToHashSet());
        Assert.All(rollup.ReadAll().Values, measures => Assert.Equal((1, 1), (measures.Sums.Total, measures.Sums.Units)));
    }

    [Fact]
    public void A_unit_that_owes_in_two_areas_is_one_unit()
    {
        var rollup = new UnitRollup(Given.Department);
        rollup.Change(null, Owed("t1", NotStarted));
        rollup.Change(null, Owed("t2", NotStarted) with { Terms = Terms("t2") with { Reform = ReformArea.Procedures, Area = "II" } });
        Assert.Equal((2, 1, 1), Units(rollup.Read(All)));
        Assert.Equal((1, 1, 1), Units(rollup.Read(Cell.General(null, ReformArea.Procedures, null))));
        rollup.Change(Owed("t1", NotStarted), Owed("t1", InProgress) with { Reported = true });
        Assert.Equal((2, 1, 0), Units(rollup.Read(All)));
        Assert.Equal((1, 1, 1), Units(rollup.Read(Cell.General(null, ReformArea.Procedures, null))));
    }

    [Fact]
    public void What_a_unit_imposes_on_itself_does_not_move_what_others_judge_it_by()
    {
        var department = new UnitRollup(Given.Department);
        department.Change(null, Owed("t1", NotStarted));
        var imposed = department.Read(All);
        var own = Terms("t2") with { PlanOwner = Given.Department, Weight = 10_000_000 };
        department.Change(null, Owed("t2", Submitted) with { Terms = own, Percent = 10_000, Reported = true });
        var province = new UnitRollup(Given.Province);
        province.Receive(department.Publish(1));
        foreach (var at in new Func<Cell, Measures>[] { department.Read, department.ReadOwn, province.Read, c => province.ReadChild(Given.Department, c) })
        {
            var ofOwn = at(Cell.General(null, null, null, Scope.Own));
            var ofAll = at(Cell.General(null, null, null, Scope.All));
            Assert.Equal(imposed, at(All));
            Assert.Equal(((1, 1, 0), 10_000_000), (Units(ofOwn), ofOwn.Sums.Weight));
            Assert.Equal(((2, 1, 0), 10_001_000, 9_999), (Units(ofAll), ofAll.Sums.Weight, ofAll.Sums.UnitPercents));
        }
    }

    [Theory]
    [InlineData(2013, 6, 30, 1, 0)]
    [InlineData(2013, 7, 1, 0, 1)]
    public void What_is_completed_by_the_due_day_is_on_time(int year, int month, int day, int onTime, int late)
    {
        var rollup = new UnitRollup(Given.Department);
        rollup.Change(null, Owed("t", Done) with { CompletedOn = new DateOnly(year, month, day), Percent = 10_000 });
        var measures = rollup.Read(All);
        Assert.Equal((onTime, late), (measures.Sums.DoneOnTime, measures.Sums.DoneLate));
        Assert.Empty(measures.Due);
    }

    [Fact]
    public void Without_a_due_day_nothing_is_late_or_overdue()
    {
        var rollup = new UnitRollup(Given.Department);
        rollup.Change(null, Owed("t1", Done) with { Due = null, CompletedOn = DateOnly.MaxValue });
        rollup.Change(null, Owed("t2", InProgress) with { Due = null });
        rollup.Change(null, Owed("t3", Waiting) with { Due = null });
        var measures = rollup.Read(All);
        Assert.Equal((1, 0, 0), (measures.Sums.DoneOnTime, measures.Sums.DoneLate, measures.OverdueAt(DateOnly.MaxValue)));
        Assert.Equal((1, 1, 3), (measures.Sums.Waiting, measures.Sums.Open, measures.Sums.Total));
    }

    [Fact]
    public void Overdue_begins_after_the_due_day_and_the_window_holds_both_its_ends()
    {
        var rollup = new UnitRollup(Given.Department);
        rollup.Change(null, Owed("t1", NotStarted) with { Due = Due });
        rollup.Change(null, Owed("t2", InProgress) with { Due = Due.AddDays(30) });
        var measures = rollup.Read(All);
        Assert.Equal((0, 1, 2), (measures.OverdueAt(Due), measures.OverdueAt(Due.AddDays(1)), measures.OverdueAt(Due.AddDays(31))));
        Assert.Equal((2, 1, 1), (measures.DueWithin(Due, 30), measures.DueWithin(Due, 29), measures.DueWithin(Due.AddDays(1), 29)));
        Assert.Equal((1, 2), (measures.DueWithin(Due, 0), measures.DueWithin(DateOnly.MinValue, int.MaxValue)));
    }

    [Theory]
    [InlineData(0, 0, 0)]
    [InlineData(-5, 0, 0)]
    [InlineData(1, 1, 1)]
    public void What_was_handed_in_by_its_due_day_is_not_late_while_it_waits_for_acceptance(int days, int overdue, int dueWithin)
    {
        var rollup = new UnitRollup(Given.Department);
        var owed = Owed("t", Submitted) with { Due = Due, CompletedOn = Due.AddDays(days) };
        rollup.Change(null, owed);
        var measures = rollup.Read(All);
        Assert.Equal((overdue, dueWithin), (measures.OverdueAt(Due.AddDays(1)), measures.DueWithin(Due, 0)));
        Assert.Equal((1, 1, 1), (measures.Sums.Submitted, measures.Sums.Open, measures.Sums.Total));
        Assert.Equal(overdue == 1, owed.IsOverdue(Due.AddDays(1)));
        rollup.Change(owed, owed with { Status = InProgress, CompletedOn = null });
        Assert.Equal(1, rollup.Read(All).OverdueAt(Due.AddDays(1)));
    }

    [Fact]
    public void A_due_day_that_moves_takes_its_place_with_it()
    {
        var rollup = new UnitRollup(Given.Department);
        var undated = Owed("t", InProgress) with { Due = null };
        rollup.Change(null, undated);
        Assert.Equal((1, 0, 0), Of(rollup.Read(All)));
        var dated = undated with { Due = Due, DueChanges = Changes((null, Due)) };
        rollup.Change(undated, dated);
        Assert.Equal((0, 0, 1), Of(rollup.Read(All)));
        var later = dated with { Due = Due.AddDays(1), DueChanges = Changes((null, Due), (Due, Due.AddDays(1))) };
        rollup.Change(dated, later);
        Assert.Equal((0, 1, 0), Of(rollup.Read(All)));
        var back = later with { Due = Due, DueChanges = Changes((null, Due), (Due, Due.AddDays(1)), (Due.AddDays(1), Due)) };
        rollup.Change(later, back);
        Assert.Equal((0, 1, 1), Of(rollup.Read(All)));
        rollup.Change(back, back with { Status = Cancelled });
        Assert.Equal((0, 1, 0), Of(rollup.Read(All)));

        static (long, long, long) Of(Measures m) => (m.Sums.Undated, m.Sums.Postponed, m.OverdueAt(Due.AddDays(1)));
        static DueChanges Changes(params (DateOnly? From, DateOnly To)[] moves) =>
            new([.. moves.Select(move => new DueChange(move.From, move.To, "gia hạn", null, Given.Now, "an"))]);
    }

    [Fact]
    public void The_percent_of_a_unit_is_weighted_and_leaves_out_what_is_cancelled()
    {
        var rollup = new UnitRollup(Given.Department);
        rollup.Change(null, Owed("t1", InProgress) with { Percent = 5_000, Terms = Terms("t1") with { Weight = 3_000 } });
        rollup.Change(null, Owed("t2", NotStarted));
        rollup.Change(null, Owed("t3", Cancelled) with { Percent = 9_000 });
        var measures = rollup.Read(All);
        Assert.Equal((4_000, 15_000_000, 3_750), (measures.Sums.Weight, measures.Sums.WeightedPercent, measures.Sums.UnitPercents));
        Assert.Equal((3, 1, 1), (measures.Sums.Total, measures.Sums.Cancelled, measures.Sums.Units));
    }

    [Fact]
    public void A_unit_whose_obligations_are_all_cancelled_is_no_unit_that_owes()
    {
        var rollup = new UnitRollup(Given.Department);
        rollup.Change(null, Owed("t", NotStarted));
        rollup.Change(Owed("t", NotStarted), Owed("t", Cancelled));
        Assert.Equal((1, 0, 0), Units(rollup.Read(All)));
        Assert.Equal(0, rollup.Read(All).Sums.Weight);
    }

    [Fact]
    public void Money_that_no_obligation_carries_stands_with_the_owner()
    {
        var plan = Given.Plan(areas: Given.Area("I", budget: 100));
        var task = new OwnedTask(Given.Task(budget: 30), [Given.Department], 3);
        var state = Given.State(
            Given.Province, new UnitEvent.PlanAdopted(plan), new UnitEvent.TaskAdded(task.Task, task.Units));
        var province = UnitRollup.Of(state, Given.Province);
        Assert.Equal((70, 0), (province.Read(All).Sums.Planned, province.Read(All).Sums.Total));
        var department = new UnitRollup(Given.Department);
        department.Change(null, ObligationRules.Imposed(Given.Department, Imposition.Of(plan, task, Given.Department)[0], Given.Now));
        province.Receive(department.Publish(1));
        Assert.Equal(100, province.Read(All).Sums.Planned);
        Assert.Equal(100, province.Read(Cell.OfPlanArea(Given.Province, "p", "I", null)).Sums.Planned);
        Assert.Equal(30, province.Read(Cell.OfSource(Given.Province, "t")).Sums.Planned);
        Assert.Equal((70, 30), (province.ReadOwn(All).Sums.Planned, province.ReadChild(Given.Department, All).Sums.Planned));
    }

    [Fact]
    public void Tasks_that_cost_more_than_their_area_sets_aside_count_in_full()
    {
        var plan = Given.Plan(areas: Given.Area("I", budget: 10));
        var split = Given.Task("t1", budget: 30);
        var nobody = Given.Task("t2", budget: 5);
        var state = Given.State(
            Given.Province, new UnitEvent.PlanAdopted(plan), new UnitEvent.TaskAdded(split, ["a"]), new UnitEvent.TaskAdded(nobody, []));
        Assert.Equal(5, UnitRollup.Of(state, Given.Province).Read(All).Sums.Planned);
    }

    [Fact]
    public void Money_that_no_obligation_carries_is_the_owner_s_own_until_the_plan_gives_another_unit_anything()
    {
        var plan = Given.Plan(areas: Given.Area("I", budget: 100));
        var adopted = Given.State(Given.Province, new UnitEvent.PlanAdopted(plan), new UnitEvent.TaskAdded(Given.Task("t1"), [Given.Province]));
        var imposing = Given.State(
            Given.Province, new UnitEvent.PlanAdopted(plan), new UnitEvent.TaskAdded(Given.Task("t1"), [Given.Province]),
            new UnitEvent.TaskAdded(Given.Task("t2"), [Given.Department]));
        var rollup = UnitRollup.Of(adopted, Given.Province);
        Assert.Equal((0, 100, 100), Planned(rollup));
        rollup.ChangeMoney(imposing);
        Assert.Equal((100, 0, 100), Planned(rollup));
        Assert.Equal((100, 0, 100), Planned(UnitRollup.Of(imposing, Given.Province)));
    }

    [Fact]
    public void A_plan_is_told_up_to_its_owner_and_no_further()
    {
        var department = Reporting("t", 1_000);
        Assert.Equal(1, department.Publish(1).Cells[Cell.OfSource(Given.Province, "t")].Sums.Total);
        var province = new UnitRollup(Given.Province);
        province.Receive(department.Publish(1));
        Assert.Equal(1, province.Read(Cell.OfPlan(Given.Province, "p", null, null)).Sums.Total);
        var told = province.Publish(1).Cells;
        Assert.NotEmpty(told);
        Assert.All(told, cell => Assert.True(cell.Key.Scope == CellScope.Imposed));
    }

    [Fact]
    public void An_old_version_changes_nothing()
    {
        var province = new UnitRollup(Given.Province);
        Assert.Equal(Reception.Changed, province.Receive(Told(7, Reporting("t", 5_000))));
        var before = province.ReadAll();
        Assert.Equal(Reception.Stale, province.Receive(Told(6, Reporting("t", 1_000))));
        Assert.Equal(Reception.Stale, province.Receive(Told(7, Reporting("t", 1_000))));
        Assert.Equal(Reception.Stale, province.Receive(new ChildRollup(Given.Department, 6, [])));
        Assert.Equal(before.ToHashSet(), province.ReadAll().ToHashSet());
        Assert.Equal(7, province.Children[Given.Department].Version);
    }

    [Fact]
    public void What_was_read_of_the_children_is_kept_until_one_of_them_tells_something_new()
    {
        var province = new UnitRollup(Given.Province);
        Assert.Empty(province.ReadChildren(All));
        province.Receive(Told(7, Reporting("t", 5_000)));
        var first = province.ReadChildren(All);

        Assert.Equal((7, 1), (first[Given.Department].Version, first[Given.Department].Measures.Sums.Total));
        Assert.Same(first, province.ReadChildren(All));
        province.Receive(Told(6, Reporting("t", 1_000)));
        Assert.Same(first, province.ReadChildren(All));
        province.Receive(Told(8, Reporting("t", 6_000)));

        var second = province.ReadChildren(All)[Given.Department];
        Assert.Equal((8, province.ReadChild(Given.Department, All).Sums.WeightedPercent), (second.Version, second.Measures.Sums.WeightedPercent));
        Assert.NotEqual(first[Given.Department].Measures.Sums.WeightedPercent, second.Measures.Sums.WeightedPercent);
    }

    [Fact]
    public void A_new_version_with_the_same_numbers_is_remembered_and_changes_none()
    {
        var province = new UnitRollup(Given.Province);
        province.Receive(Told(7, Reporting("t", 5_000)));
        var before = province.ReadAll();
        Assert.Equal(Reception.Same, province.Receive(Told(8, Reporting("t", 5_000))));
        Assert.Equal(before.ToHashSet(), province.ReadAll().ToHashSet());
        Assert.Equal(8, province.Children[Given.Department].Version);
    }

    [Fact]
    public void What_a_child_no_longer_tells_is_taken_away()
    {
        var province = new UnitRollup(Given.Province);
        province.Receive(Told(1, Reporting("t", 5_000)));
        Assert.NotEmpty(province.Publish(1).Cells);
        Assert.Equal(Reception.Changed, province.Receive(new ChildRollup(Given.Department, 2, [])));
        Assert.Empty(province.ReadAll());
        Assert.Empty(province.Publish(2).Cells);
        Assert.Equal(Measures.Zero, province.Read(All));
    }

    [Fact]
    public void Publishing_tells_the_whole_state_each_time()
    {
        var department = new UnitRollup(Given.Department);
        department.Change(null, Owed("t1", NotStarted));
        var first = department.Publish(1);
        department.Change(null, Owed("t2", NotStarted));
        var second = department.Publish(2);
        Assert.Equal(1, first.Cells[All].Sums.Total);
        Assert.Equal(2, second.Cells[All].Sums.Total);
        Assert.Equal(1, second.Cells[Cell.OfSource(Given.Province, "t1")].Sums.Total);
        var anew = UnitRollup.Of(
            Given.State(Given.Department, new UnitEvent.ObligationsImposed("tn", [Terms("t1"), Terms("t2")])), Given.Department);
        Assert.Equal(anew.Publish(3).Cells.ToHashSet(), second.Cells.ToHashSet());
    }

    [Fact]
    public void A_child_that_was_read_from_its_checkpoint_may_tell_its_cells_in_other_places()
    {
        var department = new UnitRollup(Given.Department);
        department.Change(null, Owed("t1", NotStarted));
        department.Change(null, Owed("t2", NotStarted));
        var first = department.Publish(1);
        var province = new UnitRollup(Given.Province);
        province.Receive(first with { Cells = [.. first.Cells.Reverse()] });
        department.Change(Owed("t2", NotStarted), Owed("t2", Done));
        var second = department.Publish(2);

        Assert.Equal((1, true), (second.Since, second.Changed.Length > 0));
        Assert.Equal(Reception.Changed, province.Receive(second));
        Assert.Equal(department.ReadAll().ToHashSet(), province.ReadAll().ToHashSet());
    }

    [Property(MaxTest = 200)]
    public void Any_order_of_any_messages_gives_the_newest_of_each_child(int seed)
    {
        var random = new Random(seed);
        var messages = (
            from child in new[] { "a", "b", "c" }
            from version in Enumerable.Range(1, 4)
            select new ChildRollup(child, version, Random(random, child).Publish(version).Cells)).ToArray();
        var inOrder = Received(messages);
        var repeated = messages.Concat(messages.Where(_ => random.Next(2) == 0)).ToArray();
        random.Shuffle(repeated);
        var shuffled = Received(repeated);
        Assert.Equal(inOrder.ReadAll().ToHashSet(), shuffled.ReadAll().ToHashSet());
        Assert.Equal(inOrder.Publish(1).Cells.ToHashSet(), shuffled.Publish(1).Cells.ToHashSet());
        var newestOnly = Received(messages.Where(m => m.Version == 4));
        Assert.Equal(newestOnly.ReadAll().ToHashSet(), shuffled.ReadAll().ToHashSet());
    }

    private static UnitRollup Received(IEnumerable<ChildRollup> messages)
    {
        var parent = new UnitRollup(Given.Province);
        foreach (var message in messages)
        {
            parent.Receive(message);
        }
        return parent;
    }

    private static UnitRollup Random(Random random, string child)
    {
        var rollup = new UnitRollup(child);
        for (var i = random.Next(5); i > 0; i--)
        {
            var terms = Terms("t" + i) with { Reform = (ReformArea)random.Next(3), Weight = random.Next(1, 4) * 1_000 };
            rollup.Change(null, Owed("t" + i, (ObligationStatus)random.Next(6)) with
            {
                Terms = terms,
                Percent = random.Next(10_001),
                Due = Due.AddDays(random.Next(3)),
                Spent = random.Next(100),
                Reported = random.Next(2) == 0,
            });
        }
        return rollup;
    }

    private static ChildRollup Told(long version, UnitRollup child) => child.Publish(version);

    private static UnitRollup Reporting(string task, int percent)
    {
        var rollup = new UnitRollup(Given.Department);
        rollup.Change(null, Owed(task, InProgress) with { Percent = percent, Reported = true });
        return rollup;
    }

    private static ObligationTerms Terms(string source) => Given.Terms(source: source, due: Due);

    private static Obligation Owed(string source, ObligationStatus status) =>
        ObligationRules.Imposed(Given.Department, Terms(source), Given.Now) with { Status = status };

    private static (Int128, Int128, Int128) Planned(UnitRollup rollup) => (
        rollup.Read(All).Sums.Planned, rollup.Read(Cell.General(null, null, null, Scope.Own)).Sums.Planned,
        rollup.Read(Cell.General(null, null, null, Scope.All)).Sums.Planned);

    private static (long, long, long) Units(Measures m) => (m.Sums.Total, m.Sums.Units, m.Sums.UnitsSilent);
}
