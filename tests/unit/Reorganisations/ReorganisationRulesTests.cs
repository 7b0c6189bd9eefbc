namespace Hierarchy.Tests.Unit.Reorganisations;

using Unit = Hierarchy.Grains.Units.Unit;

/// <summary>What a reorganisation must keep, who inherits what, and what is foretold of it.</summary>
public sealed class ReorganisationRulesTests
{
    private static readonly Reorganisation Merging = new(
        "r", Given.Province, "Sắp xếp", new Document("12/NQ", Given.Today, null, null), Given.Today, Given.Today,
        [new Unit("new", "Xã mới", UnitKind.Commune, Given.Province, "9")], [], [new Moving("go-1", Given.Province)],
        [
            new Closing(Given.Commune, [new Kin("new", Extent.Full)]), new Closing("hoa-2", [new Kin("new", Extent.Partial), new Kin("go-1", Extent.Partial)]),
            new Closing(Given.District, []),
        ],
        []);

    public static TheoryData<string, string, Func<Reorganisation, Reorganisation>> Faults { get; } = new()
    {
        { "INVALID", "id", r => r with { Id = "a b" } },
        { "INVALID", "id", r => r with { Id = new string('a', Limits.ReorganisationIdMax + 1) } },
        { "INVALID", "title", r => r with { Title = " " } },
        { "INVALID", "operatesFrom", r => r with { OperatesFrom = r.EffectiveOn.AddDays(-1) } },
        { "INVALID", "effectiveOn", r => r with { EffectiveOn = new DateOnly(1800, 1, 1) } },
        { "INVALID", "establish", r => r with { Establish = [], Move = [], Close = [] } },
        { "INVALID", "establish[0].name", r => r with { Establish = [r.Establish[0] with { Name = "" }] } },
        { "INVALID", "establish[0].parent", r => r with { Establish = [r.Establish[0] with { Parent = null }] } },
        { "INVALID", "establish[1]", r => r with { Establish = [.. r.Establish, .. r.Establish] } },
        { "INVALID", "close[3]", r => r with { Close = [.. r.Close, new Closing("go-1", [])] } },
        { "INVALID", "close[0].heirs", r => r with { Close = [r.Close[0] with { Heirs = [new("new", Extent.Full), new("go-1", Extent.Partial)] }] } },
        { "INVALID", "close[0].heirs", r => r with { Close = [r.Close[0] with { Heirs = [new("hoa-1", Extent.Full)] }] } },
        { "INVALID", "rules[0]", r => r with { Rules = [Rule("hoa-2") with { Heir = "new", Cancel = "x" }] } },
        { "INVALID", "rules[0]", r => r with { Rules = [Rule("hoa-2")] } },
        { "UNIT_UNKNOWN", "carrier", r => r with { Carrier = "nowhere" } },
        { "ID_TAKEN", "establish[0].id", r => r with { Establish = [r.Establish[0] with { Id = "hy" }] } },
        { "UNIT_UNKNOWN", "establish[0].parent", r => r with { Establish = [r.Establish[0] with { Parent = "nowhere" }] } },
        { "UNIT_CLOSED", "establish[0].parent", r => r with { Establish = [r.Establish[0] with { Parent = Given.District }] } },
        { "OUTSIDE_CARRIER", "establish[0].parent", r => r with { Establish = [r.Establish[0] with { Parent = "hy" }] } },
        { "LEVEL", "establish[0].parent", r => r with { Establish = [r.Establish[0] with { Parent = "go-1" }] } },
        { "UNIT_UNKNOWN", "rename[0].unit", r => r with { Rename = [new("nowhere", "x", null, null)] } },
        { "OUTSIDE_CARRIER", "rename[0].unit", r => r with { Rename = [new("hy", "x", null, null)] } },
        { "CODE_TAKEN_ON_DAY", "establish[0].code", r => r with { Rename = [new("go-1", "x", null, "9")] } },
        { "LEVEL", "rename[0].kind", r => r with { Rename = [new("tn-go", "x", UnitKind.Commune, null)], Establish = [r.Establish[0] with { Parent = "tn-go" }] } },
        { "OUTSIDE_CARRIER", "move[0].parent", r => r with { Move = [new("go-1", "hy")] } },
        { "CYCLE", "move[1].parent", r => r with { Move = [.. r.Move, new("tn-stc", "tn-stc")] } },
        { "CYCLE", "move[1].parent", r => r with { Move = [.. r.Move, new("tn-stc", Given.Department), new(Given.Department, "tn-stc")] } },
        { "STILL_HAS_CHILDREN", "close[1]", r => r with { Move = [], Close = [r.Close[0], new("tn-go", []), r.Close[2], r.Close[1]] } },
        { "OUTSIDE_CARRIER", "close[3].unit", r => r with { Close = [.. r.Close, new(Given.Province, [])] } },
        { "HEIR_CLOSES", "close[0].heirs[0]", r => r with { Close = [r.Close[0] with { Heirs = [new("hoa-2", Extent.Full)] }, .. r.Close[1..]] } },
        { "UNIT_UNKNOWN", "close[0].heirs[0]", r => r with { Close = [r.Close[0] with { Heirs = [new("nowhere", Extent.Full)] }, .. r.Close[1..]] } },
        { "UNIT_UNKNOWN", "rules[0].from", r => r with { Rules = [Rule("tn-go") with { Cancel = "x" }] } },
        { "HEIR_CLOSES", "rules[0].steward", r => r with { Rules = [Rule("hoa-2") with { Steward = "hoa-1" }] } },
    };

    [Fact]
    public void What_keeps_every_rule_has_no_conflict() => Assert.Empty(ReorganisationRules.ConflictsOf(Merging, Given.Country()));

    [Theory]
    [MemberData(nameof(Faults))]
    public void What_breaks_a_rule_is_told_with_its_place(string code, string place, Func<Reorganisation, Reorganisation> broken)
    {
        var conflicts = ReorganisationRules.ConflictsOf(broken(Merging), Given.Country());
        Assert.Contains((code, place), conflicts.Select(conflict => (conflict.Code, conflict.Place)));
    }

    [Fact]
    public void A_unit_that_has_ended_is_not_closed_again()
    {
        var directory = Given.Country();
        directory.Add(Given.Unit("old", UnitKind.Commune, "tn-go") with { To = Given.Today });
        var conflict = Assert.Single(ReorganisationRules.ConflictsOf(Merging with { Close = [.. Merging.Close, new Closing("old", [])] }, directory));
        Assert.Equal(("ALREADY_CLOSED", "close[3].unit"), (conflict.Code, conflict.Place));
    }

    [Fact]
    public void The_first_rule_that_fits_counts_and_the_whole_heir_where_none_does()
    {
        var assignment = new Assignment(Merging with
        {
            Rules =
            [
                Rule("hoa-2") with { Obligations = [Owed("hoa-2", "a").Id], Cancel = "Không còn" },
                Rule(null) with { ReformArea = ReformArea.Procedures, Heir = "go-1" },
                Rule("hoa-2") with { Plan = "q", Steward = "tn" },
                Rule(null) with { FromKind = UnitKind.District, Steward = "tn" },
            ],
        });

        Assert.Equal(new Fate.Cancelled("Không còn"), Of("hoa-2", "a"));
        Assert.Null(Of("hoa-2", "b"));
        Assert.Equal(new Fate.Moved("go-1"), Of("hoa-2", "b", ReformArea.Procedures));
        Assert.Equal(new Fate.Moved("go-1"), Of(Given.Commune, "a", ReformArea.Procedures));
        Assert.Equal(new Fate.Moved("new"), Of(Given.Commune, "a"));
        Assert.Equal(new Fate.Stays("tn"), assignment.Of(Owed(Given.District, "a"), UnitKind.District));
        Assert.Equal("tn", assignment.OfPlan("hoa-2", UnitKind.Commune, "q"));
        Assert.Null(assignment.OfPlan("hoa-2", UnitKind.Commune, "p"));
        Assert.Equal("new", assignment.OfPlan(Given.Commune, UnitKind.Commune, "p"));

        Fate? Of(string unit, string source, ReformArea reform = ReformArea.Institutions) => assignment.Of(Owed(unit, source, reform), UnitKind.Commune);
    }

    [Fact]
    public void What_moves_stays_and_is_left_is_counted_and_the_change_of_the_units_foretold()
    {
        var foretelling = new Foretelling(
            Merging with { Rules = [Rule("hoa-2") with { Obligations = [Owed("hoa-2", "a").Id], Cancel = "x" }, Rule(Given.District) with { Steward = "tn" }] },
            Given.Country());
        foretelling.Add(Owed(Given.Commune, "a"));
        foretelling.Add(Owed(Given.Commune, "b") with { Reported = true, Percent = 5_000 });
        foretelling.Add(Owed(Given.Commune, "c") with { Status = ObligationStatus.Done, Percent = 10_000, Reported = true });
        foretelling.Add(Owed("hoa-2", "a"));
        foretelling.Add(Owed("hoa-2", "b"));
        foretelling.Add(Owed(Given.District, "a"));

        var preview = foretelling.Preview([new("p", "hoa-2", "Kế hoạch", 2013, 2013, null, null)], grants: 3);

        Assert.Equal((1, 0, 1, 3), (preview.Established, preview.Renamed, preview.Moved, preview.Closed));
        Assert.Equal((2, 1, 1), (preview.ObligationsMoved, preview.ObligationsStaying, preview.ObligationsCancelled));
        Assert.Equal([Owed("hoa-2", "b").Id], preview.Unassigned.Select(o => o.Id));
        Assert.Equal((1, 3), (preview.PlansTakenOver, preview.GrantsEnded));
        Assert.Equal(("SPLIT_UNASSIGNED", "hoa-2"), (preview.Conflicts.Single().Code, preview.Conflicts.Single().Unit));
        // The commune keeps what is done, the new one owes what is open: one unit more. What is called off leaves the open ones.
        var change = preview.Change.Sums;
        Assert.Equal((1, -1, 1, 0), (change.Units, change.NotStarted, change.Cancelled, change.Total));
        Assert.Equal([new DueCount(Given.Today.DayNumber, -1)], preview.Change.Due);
        // Before: (0 + 50 + 100) / 3, 0, 0. After: 100, 25, 0, 0.
        Assert.Equal(2_500 + 10_000 - 5_000, change.UnitPercents);
    }

    private static AssignmentRule Rule(string? from) => new(from, null, null, null, null, null, null, null);

    private static Obligation Owed(string unit, string source, ReformArea reform = ReformArea.Institutions) => new(
        Given.Terms(unit, source, reform, due: Given.Today), unit, ObligationStatus.NotStarted, 0, 0, Given.Today, null, null, null, null, 0, false, 1, Given.Now);
}
