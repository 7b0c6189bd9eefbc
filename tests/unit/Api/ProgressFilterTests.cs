using Hierarchy.Api.GraphQL;
using Hierarchy.Api.Progress;
using Hierarchy.Grains.Obligations;
using Hierarchy.Grains.Plans;
using Hierarchy.Grains.Rollup;
using Hierarchy.UnitTests.Support;

namespace Hierarchy.UnitTests.Api;

public sealed class ProgressFilterTests
{
    private static readonly TestDirectory Directory = Given.Country();

    static ProgressFilterTests() => Directory.Add(Given.Entry(Given.Plan("p", Given.Province, 2011, 2015)));

    [Fact]
    public void A_filter_without_a_plan_is_one_general_cell_of_the_unit()
    {
        var key = new ProgressFilter(2013, ReformArea.Procedures, null, null).KeyAt(Given.District, Directory);

        Assert.Equal((Given.District, Cell.General(2013, ReformArea.Procedures, null)), key);
        Assert.Equal(Cell.General(null, null, ObligationKind.Task), ProgressFilter.Default.KeyAt(Given.District, Directory).Cell);
    }

    [Theory]
    [InlineData(Given.Commune, Given.Commune)]
    [InlineData(Given.Province, Given.Province)]
    [InlineData(Given.Ministry, Given.Province)]
    public void A_plan_is_read_at_the_unit_or_at_its_owner_when_that_is_below(string unit, string readAt)
    {
        var key = new ProgressFilter(2013, null, "p", ObligationKind.Task).KeyAt(unit, Directory);

        Assert.Equal((readAt, Cell.OfPlan(Given.Province, "p", null, ObligationKind.Task)), key);
    }

    [Fact]
    public void A_plan_of_other_years_has_an_empty_cell_and_so_has_a_year_that_is_none()
    {
        Assert.Equal(ProgressFilter.Nothing(), new ProgressFilter(2016, null, "p", null).KeyAt(Given.Commune, Directory).Cell);
        Assert.Equal(ProgressFilter.Nothing(), new ProgressFilter(0, null, null, null).KeyAt(Given.Commune, Directory).Cell);
        Assert.NotEqual(Cell.General(null, null, null), ProgressFilter.Nothing());
    }

    [Theory]
    [InlineData(null, CellScope.Imposed)]
    [InlineData("p", CellScope.Plan)]
    public void The_scope_narrows_unless_a_plan_is_named(string? plan, CellScope imposed)
    {
        Assert.Equal(imposed, new ProgressFilter(null, null, plan, null).KeyAt(Given.Province, Directory).Cell.Scope);
        var own = new ProgressFilter(null, null, plan, null, Scope.Own).KeyAt(Given.Province, Directory).Cell.Scope;
        Assert.Equal(plan is null ? CellScope.Own : imposed, own);
    }

    [Fact]
    public void An_unknown_plan_and_one_of_an_unrelated_unit_are_refused()
    {
        Assert.Equal("NOT_FOUND", Refused("x", Given.Commune));
        Assert.Equal("INVALID", Refused("p", "hy"));
    }

    private static string? Refused(string plan, string unit) =>
        Assert.Throws<FieldError>(() => new ProgressFilter(null, null, plan, null).KeyAt(unit, Directory)).Code;
}
