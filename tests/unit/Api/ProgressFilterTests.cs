using Hierarchy.Api.Progress;
using Hierarchy.Api.Units;

namespace Hierarchy.UnitTests.Api;

public sealed class ProgressFilterTests
{
    private static readonly TestDirectory Directory = Given.Country();

    static ProgressFilterTests() => Directory.Add(Given.Entry(Given.Plan("p", Given.Province, 2011, 2015)));

    [Fact]
    public void A_filter_without_a_plan_is_one_general_cell_of_the_unit()
    {
        Assert.Equal(Cell.General(2013, ReformArea.Procedures, null), CellAt(Given.District, new ProgressFilter(2013, ReformArea.Procedures, null, null)));
        Assert.Equal(Cell.General(null, null, ObligationKind.Task), CellAt(Given.District, ProgressFilter.Default));
    }

    [Theory]
    [InlineData(Given.Commune, false)]
    [InlineData(Given.Province, false)]
    [InlineData(Given.Ministry, true)]
    public void A_plan_is_one_cell_which_ends_at_its_owner(string unit, bool endsBelow)
    {
        var cell = CellAt(unit, new ProgressFilter(2013, null, "p", ObligationKind.Task));

        Assert.Equal(Cell.OfPlan(Given.Province, "p", null, ObligationKind.Task), cell);
        Assert.Equal(endsBelow, UnitReads.EndsBelow(unit, cell, Directory));
        Assert.False(UnitReads.EndsBelow(unit, Cell.General(2013, null, null), Directory));
    }

    [Fact]
    public void A_plan_of_other_years_has_an_empty_cell_and_so_has_a_year_that_is_none()
    {
        Assert.Equal(ProgressFilter.Nothing(), CellAt(Given.Commune, new ProgressFilter(2016, null, "p", null)));
        Assert.Equal(ProgressFilter.Nothing(), CellAt(Given.Commune, new ProgressFilter(0, null, null, null)));
        Assert.NotEqual(Cell.General(null, null, null), ProgressFilter.Nothing());
    }

    [Theory]
    [InlineData(null, CellScope.Imposed)]
    [InlineData("p", CellScope.Plan)]
    public void The_scope_narrows_unless_a_plan_is_named(string? plan, CellScope imposed)
    {
        Assert.Equal(imposed, CellAt(Given.Province, new ProgressFilter(null, null, plan, null)).Scope);
        var own = CellAt(Given.Province, new ProgressFilter(null, null, plan, null, Scope.Own)).Scope;
        Assert.Equal(plan is null ? CellScope.Own : imposed, own);
    }

    [Fact]
    public void An_unknown_plan_and_one_of_an_unrelated_unit_are_refused()
    {
        Assert.Equal("NOT_FOUND", Refused("x", Given.Commune));
        Assert.Equal("INVALID", Refused("p", "hy"));
    }

    private static string? Refused(string plan, string unit) =>
        Assert.Throws<FieldError>(() => CellAt(unit, new ProgressFilter(null, null, plan, null))).Code;

    private static Cell CellAt(string unit, ProgressFilter filter) => filter.CellAt(unit, Directory, new RestatedMap(Directory));
}
