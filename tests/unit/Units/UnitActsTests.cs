namespace Hierarchy.UnitTests.Units;

/// <summary>Founding, renaming, moving and closing units on a day.</summary>
public sealed class UnitActsTests
{
    private static readonly DateOnly Day = Given.Today.AddDays(-10);
    private static readonly Document Act = Given.Document() with { Files = null };

    [Fact]
    public void A_unit_is_founded_on_a_day_out_of_others()
    {
        var unit = Given.Unit("moi", UnitKind.Commune, Given.District);
        Kin[] before = [new(Given.Commune, Extent.Full), new("hoa-2", Extent.Partial)];

        var state = Check.Accepted(
            UnitState.Empty, new UnitCommand.RegisterUnit(unit, Day, Act, [.. before], "dot-1"),
            new UnitEvent.UnitRegistered(unit, Day, Act, [.. before], "dot-1"));

        Assert.Equal(unit with { From = Day }, state.Unit);
        Assert.Equal([new UnitName(unit.Name, unit.Kind, unit.Parent, null, Day, null)], state.Names);
        RefusedFor(UnitState.Empty, new UnitCommand.RegisterUnit(unit, Given.Today.AddDays(1)), null, "from");
        RefusedFor(UnitState.Empty, new UnitCommand.RegisterUnit(unit, null, null, [before[0]]), null, "from");
        RefusedFor(UnitState.Empty, new UnitCommand.RegisterUnit(unit, Day, null, [before[0], before[0]]), null, "predecessors");
        RefusedFor(UnitState.Empty, new UnitCommand.RegisterUnit(unit, Day, null, [new Kin("moi", Extent.Full)]), null, "predecessors[0].unit");
        RefusedFor(UnitState.Empty, new UnitCommand.RegisterUnit(unit, Day, null, [new Kin("nowhere", Extent.Full)]), null, "predecessors[0].unit");
    }

    [Fact]
    public void A_renamed_unit_stays_the_same_and_keeps_what_it_was_called()
    {
        var state = Check.Accepted(
            Commune(), new UnitCommand.RenameUnit("Phường Hòa", null, "25459", Day, Act), new UnitEvent.UnitRenamed("Phường Hòa", UnitKind.Commune, "25459", Day, Act));

        Assert.Equal(("Phường Hòa", "25459", Given.District), (state.Unit!.Name, state.Unit.Code, state.Unit.Parent));
        Assert.Equal([(null, Day.AddDays(-1)), (Day, null)], state.Names.Select(name => (name.From, name.To)));
        RefusedFor(state, new UnitCommand.RenameUnit("Phường Hòa", UnitKind.Commune, null, Given.Today, Act), null, "name");

        // What counts from the same day replaces it, what counts from one before it is refused.
        var again = Check.Accepted(
            state, new UnitCommand.RenameUnit("Phường Hoà", null, null, Day, Act), new UnitEvent.UnitRenamed("Phường Hoà", UnitKind.Commune, "25459", Day, Act));
        Assert.Equal(["Đơn vị hoa-1", "Phường Hoà"], again.Names.Select(name => name.Name));
        RefusedFor(state, new UnitCommand.RenameUnit("Khác", null, null, Day.AddDays(-1), Act), "DAY_BEFORE_LAST_EVENT", "on");
        RefusedFor(state, new UnitCommand.RenameUnit("Khác", null, null, Given.Today.AddDays(1), Act), null, "on");
        RefusedFor(state, new UnitCommand.RenameUnit("Khác", null, null, new DateOnly(1800, 1, 1), Act), null, "on");
        RefusedFor(state, new UnitCommand.RenameUnit("Khác", null, null, Given.Today, null!), null, "act");
        RefusedFor(state, new UnitCommand.RenameUnit(" ", null, null, Given.Today, Act), null, "name");
        RefusedFor(state, new UnitCommand.RenameUnit("Khác", UnitKind.Province, null, Given.Today, Act), "LEVEL", "kind");
    }

    [Fact]
    public void A_code_belongs_to_one_unit_of_its_kind_on_a_day()
    {
        var directory = Given.Country();
        directory.Add(Given.Unit("hoa-3", UnitKind.Commune, Given.District) with { Code = "25459" });

        RefusedFor(Commune(), new UnitCommand.RenameUnit("Hòa", null, "25459", Day, Act), "CODE_TAKEN_ON_DAY", "code", directory);
        RefusedFor(
            UnitState.Empty, new UnitCommand.RegisterUnit(Given.Unit("x", UnitKind.Commune, Given.District) with { Code = "25459" }), "CODE_TAKEN_ON_DAY", "code",
            directory);
        var office = Given.Unit("y", UnitKind.Office, Given.District) with { Code = "25459" };
        Check.Accepted(UnitState.Empty, new UnitCommand.RegisterUnit(office), new UnitEvent.UnitRegistered(office), directory);
    }

    [Fact]
    public void A_unit_moves_below_another_of_a_level_above()
    {
        var state = Check.Accepted(Commune(), new UnitCommand.MoveUnit("tn-go", Day, Act), new UnitEvent.UnitMoved("tn-go", Day, Act, Given.District));

        Assert.Equal("tn-go", state.Unit!.Parent);
        Assert.Equal([Given.District, "tn-go"], state.Names.Select(name => name.Parent));
        RefusedFor(state, new UnitCommand.MoveUnit("tn-go", Given.Today, Act), null, "parent");
        RefusedFor(Commune(), new UnitCommand.MoveUnit("hoa-2", Day, Act), "LEVEL", "parent");
        RefusedFor(Commune(), new UnitCommand.MoveUnit("nowhere", Day, Act), null, "parent");
        RefusedFor(Commune(), new UnitCommand.MoveUnit("tn-go", Day, null!), null, "act");
    }

    [Fact]
    public void A_unit_never_stands_below_itself()
    {
        var directory = Given.Country();
        var part = Given.Unit("snv-1", UnitKind.Department, Given.Department);
        directory.Add(part);

        RefusedFor(Department(), new UnitCommand.MoveUnit("snv-1", Day, Act), "CYCLE", "parent", directory);
        RefusedFor(Department(), new UnitCommand.MoveUnit(Given.Department, Day, Act), "CYCLE", "parent", directory);
    }

    [Fact]
    public void What_stands_below_counts_as_levels_of_the_new_place()
    {
        var directory = Given.Country();
        var above = Given.Province;
        for (var i = 0; i < 7; i++)
        {
            directory.Add(Given.Unit($"d{i}", UnitKind.Department, above));
            above = $"d{i}";
        }
        directory.Add(Given.Unit("snv-1", UnitKind.Department, Given.Department));

        RefusedFor(Department(), new UnitCommand.MoveUnit("d6", Day, Act), "LEVEL", "parent", directory);
        Check.Accepted(Department(), new UnitCommand.MoveUnit("d5", Day, Act), new UnitEvent.UnitMoved("d5", Day, Act, Given.Province), directory);
    }

    [Fact]
    public void A_closed_unit_takes_nothing_but_what_other_units_send()
    {
        Kin[] heirs = [new("hoa-2", Extent.Full)];
        var state = Check.Accepted(
            Commune(), new UnitCommand.CloseUnit(Day, Act, [.. heirs], "dot-1"), new UnitEvent.UnitClosed(Day, Act, [.. heirs], "dot-1"));

        Assert.Equal(Day.AddDays(-1), state.Unit!.To);
        Assert.Equal(Day.AddDays(-1), state.Names[^1].To);
        RefusedFor(state, new UnitCommand.CloseUnit(Day, Act, []), "ALREADY_CLOSED", null);
        RefusedFor(state, new UnitCommand.RenameUnit("Khác", null, null, Given.Today, Act), "UNIT_CLOSED", null);
        RefusedFor(state, new UnitCommand.MoveUnit("tn-go", Given.Today, Act), "UNIT_CLOSED", null);
        RefusedFor(state, new UnitCommand.AdoptPlan(Given.Plan("p", Given.Commune)), "UNIT_CLOSED", null);
        var terms = Given.Terms(Given.Commune);
        Check.Accepted(
            state, new UnitCommand.Impose(Given.Province, [terms]), new UnitEvent.ObligationsImposed(
                Given.Province, [terms], Onward: new Onward(Given.Commune, Given.District, IsHeir: false, Given.Today, Given.Commune)));
    }

    [Fact]
    public void A_unit_ends_after_what_stands_below_it_and_goes_on_as_a_whole_or_in_parts()
    {
        RefusedFor(District(), new UnitCommand.CloseUnit(Day, Act, []), "STILL_HAS_CHILDREN", null);
        Kin whole = new("hoa-2", Extent.Full), part = new("go-1", Extent.Partial);
        RefusedFor(Commune(), new UnitCommand.CloseUnit(Day, Act, [whole, part]), null, "heirs");
        RefusedFor(Commune(), new UnitCommand.CloseUnit(Day, Act, [part with { Unit = "nowhere" }]), null, "heirs[0].unit");
        RefusedFor(Commune(), new UnitCommand.CloseUnit(Given.Today.AddDays(1), Act, []), null, "on");
        Check.Accepted(
            Commune(), new UnitCommand.CloseUnit(Day, Act, [part, whole with { Extent = Extent.Partial }]),
            new UnitEvent.UnitClosed(Day, Act, [part, whole with { Extent = Extent.Partial }]));
    }

    [Theory]
    [InlineData(UnitKind.Ministry, UnitKind.Government, true)]
    [InlineData(UnitKind.Province, UnitKind.Government, true)]
    [InlineData(UnitKind.Government, UnitKind.Ministry, false)]
    [InlineData(UnitKind.CentralAgency, UnitKind.Province, true)]
    [InlineData(UnitKind.CentralAgency, UnitKind.District, false)]
    [InlineData(UnitKind.Office, UnitKind.CentralAgency, true)]
    [InlineData(UnitKind.Office, UnitKind.Commune, true)]
    [InlineData(UnitKind.Commune, UnitKind.Office, false)]
    public void Kinds_stand_under_each_other(UnitKind kind, UnitKind parent, bool fits) => Assert.Equal(fits, UnitRules.MayStandUnder(kind, parent));

    [Fact]
    public void A_snapshot_keeps_the_names_and_one_of_before_has_the_one_name()
    {
        var state = Check.Accepted(
            Commune(), new UnitCommand.RenameUnit("Hòa", null, null, Day, Act), new UnitEvent.UnitRenamed("Hòa", UnitKind.Commune, null, Day, Act));

        Assert.Equal(state.Names, UnitState.From(state.ToSnapshot()).Names);
        Assert.Equal(Commune().Names, UnitState.From(Commune().ToSnapshot()).Names);
        Assert.Null(Commune().ToSnapshot().Names);
    }

    [Fact]
    public void A_national_plan_is_led_by_ministries_and_provinces()
    {
        var directory = new TestDirectory();
        directory.Add(Given.Unit("cp", UnitKind.Government, null));
        for (var i = 0; i < 15; i++)
        {
            directory.Add(Given.Unit($"bo-{i:00}", UnitKind.Ministry, "cp"));
        }
        for (var i = 0; i < 34; i++)
        {
            directory.Add(Given.Unit($"tinh-{i:00}", UnitKind.Province, "cp"));
        }
        var state = Given.State(
            "cp", new UnitEvent.UnitRegistered(Given.Unit("cp", UnitKind.Government, null)), new UnitEvent.PlanAdopted(Given.Plan("nq-03", "cp", 2025, 2026)));
        for (var i = 0; i < 140; i++)
        {
            Assignee[] leads = i % 7 == 0 ? [Given.Class(UnitKind.Ministry), Given.Class(UnitKind.Province)] : [Given.Lead($"bo-{i % 15:00}")];
            var task = Given.Task($"t{i}", "nq-03", leads: leads, schedule: Schedules.Year(2025));
            var added = Assert.IsType<Decision.Accepted>(Check.Decide(state, new UnitCommand.AddTask(task), directory)).Event;
            Assert.Equal(i % 7 == 0 ? 49 : 1, Assert.IsType<UnitEvent.TaskAdded>(added).Units.Length);
            state = state.Apply(new StoredEvent("cp", state.Seq + 1, added, "test", Given.Now, null));
        }
        Assert.Equal(20 * 49 + 120, state.Given);
        RefusedFor(state, new UnitCommand.AddTask(Given.Task("x", "nq-03", leads: [Given.Class(UnitKind.Government)])), null, "leads[0].unitClass", directory);
    }

    [Fact]
    public void Offices_of_a_commune_are_meant_by_the_commune_alone()
    {
        var directory = Given.Country();
        directory.Add(Given.Unit("hoa-1-vp", UnitKind.Office, Given.Commune));
        directory.Add(Given.Unit("hoa-1-kt", UnitKind.Office, Given.Commune));
        directory.Add(Given.Unit("snv-vp", UnitKind.Office, Given.Department));

        Assert.Equal(["hoa-1-kt", "hoa-1-vp"], PlanRules.Resolve(Given.Commune, [Given.Class(UnitKind.Office)], directory));
        Assert.Equal(["snv-vp"], PlanRules.Resolve(Given.Province, [Given.Class(UnitKind.Office)], directory));
    }

    private static void RefusedFor(UnitState given, UnitCommand when, string? reason, string? field, TestDirectory? directory = null)
    {
        var refusal = Assert.IsType<Decision.Refused>(Check.Decide(given, when, directory)).Refusal;
        Assert.Equal((reason, field), (refusal.Reason, refusal.Field));
        Assert.EndsWith(".", refusal.Message);
    }

    private static UnitState Commune() => State(Given.Commune, UnitKind.Commune, Given.District);

    private static UnitState District() => State(Given.District, UnitKind.District, Given.Province);

    private static UnitState Department() => State(Given.Department, UnitKind.Department, Given.Province);

    private static UnitState State(string id, UnitKind kind, string parent) => Given.State(id, new UnitEvent.UnitRegistered(Given.Unit(id, kind, parent)));
}
