using System.Runtime.Versioning;
using Hierarchy.Silo.Demo;

namespace Hierarchy.UnitTests;

[SupportedOSPlatform("linux")]
public sealed class DemoScriptTests
{
    private static readonly DateOnly _adopted = new(2026, 1, 20);

    [Fact]
    public void What_becomes_of_an_obligation_is_the_same_in_every_run() =>
        Assert.Equal(Owed().SelectMany(o => DemoScript.Of(o)), Owed().SelectMany(o => DemoScript.Of(o)));

    [Fact]
    public void Acts_come_in_the_order_of_their_days_and_after_the_adoption() => Assert.All(Owed(), o =>
    {
        var days = DemoScript.Of(o).Select(act => act.Day).ToList();
        Assert.Equal(days.Order(), days);
        Assert.All(days, day => Assert.True(day > _adopted, $"{day}"));
    });

    [Fact]
    public void Most_is_finished_some_is_late_and_some_has_difficulties()
    {
        var dated = Owed().Where(o => o.Due is not null).Select(o => (o.Due, Acts: DemoScript.Of(o))).ToList();
        var finished = dated.Where(o => o.Acts is [.., { Command: UnitCommand.Accept }]).ToList();

        Assert.InRange(finished.Count, dated.Count * 6 / 10, dated.Count - 1);
        Assert.Contains(finished, o => o.Acts.Any(act => act.Command is UnitCommand.Submit && act.Day > o.Due));
        Assert.Contains(dated, o => o.Acts.Any(act => act.Command is UnitCommand.RaiseDifficulty));
        Assert.Contains(dated, o => o.Acts.Any(act => act.Command is UnitCommand.SendBack));
    }

    private static IEnumerable<Obligation> Owed() => Enumerable.Range(0, 400).Select(i =>
    {
        var (unit, due) = ($"u{i % 40}", i % 5 == 0 ? (DateOnly?)null : new DateOnly(2026, 2 + i % 11, 15));
        var terms = Given.Terms(unit, $"l{i}", due: due) with { StartYear = 2026, EndYear = 2026, PlanAdoptedOn = _adopted };
        return Given.State(unit, new UnitEvent.ObligationsImposed("o", [terms])).Obligations[terms.Id];
    });
}
