using System.Runtime.CompilerServices;

namespace Hierarchy.UnitTests;

public sealed class RightsTests
{
    private static readonly UnitCommand Report = new UnitCommand.ReportProgress("hoa-1~t", 50, null, null, null);
    private static readonly UnitCommand Accept = new UnitCommand.Accept("hoa-1~t", null);

    [Theory]
    [InlineData(Given.Commune, true, false)]
    [InlineData(Given.District, true, true)]
    [InlineData(Given.Ministry, true, true)]
    [InlineData("tn-go", false, false)]
    [InlineData(null, true, true)]
    public void A_unit_and_those_above_it_report_and_only_those_above_it_accept(string? scope, bool mayReport, bool mayAccept)
    {
        var caller = new Caller("a", scope);
        Assert.Equal(mayReport, Rights.FaultOfCaller(Report, caller, Given.Commune, Given.Country()) is null);
        Assert.Equal(mayAccept, Rights.FaultOfCaller(Accept, caller, Given.Commune, Given.Country()) is null);
    }

    public static TheoryData<Type> Commands { get; } =
        [.. typeof(UnitCommand).GetNestedTypes().Where(type => !type.IsAbstract && type.IsAssignableTo(typeof(UnitCommand)))];

    [Theory]
    [MemberData(nameof(Commands))]
    public void The_right_that_a_command_needs_is_said(Type command) => Assert.Null(
        Record.Exception(() => _ = ((UnitCommand)RuntimeHelpers.GetUninitializedObject(command)).Needs));

    [Fact]
    public void A_root_accepts_what_it_owes_itself() =>
        Assert.Null(Rights.FaultOfCaller(Accept, new Caller("a", Given.Ministry), Given.Ministry, Given.Country()));

    [Fact]
    public void Only_an_administrator_registers_units()
    {
        var register = new UnitCommand.RegisterUnit(Given.Unit("new", UnitKind.Commune, Given.District));
        Assert.Equal(RefusalCode.Forbidden, Rights.FaultOfCaller(register, new Caller("a", Given.Ministry), "new", Given.Country())?.Code);
        Assert.Null(Rights.FaultOfCaller(register, new Caller("a", null), "new", Given.Country()));
    }

    [Theory]
    [InlineData(Given.District, true)]
    [InlineData(Given.Province, false)]
    [InlineData(null, true)]
    public void Only_its_holder_resolves_a_difficulty(string? scope, bool may)
    {
        var state = Given.State(
            Given.Commune,
            new UnitEvent.UnitRegistered(Given.Unit(Given.Commune, UnitKind.Commune, Given.District)),
            new UnitEvent.ObligationsImposed(Given.Province, [Given.Terms(Given.Commune)]),
            new UnitEvent.DifficultyRaised("hoa-1~t", "thiếu kinh phí", Given.District));
        var fault = Rights.FaultOfHolder(new UnitCommand.ResolveDifficulty("hoa-1~t", "đã cấp"), new Caller("a", scope), state, Given.Country());
        Assert.Equal(may ? null : RefusalCode.Forbidden, fault?.Code);
    }
}
