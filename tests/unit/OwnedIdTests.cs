namespace Hierarchy.UnitTests;

/// <summary>Two owners give the same id in two processes, neither of which has heard of the other: the store alone knows.</summary>
public sealed class OwnedIdTests
{
    private readonly MemoryDatabase _database = new();

    [Fact]
    public async Task Of_two_owners_that_give_a_plan_the_same_id_both_have_it_and_a_repeat_is_answered_as_the_first_time()
    {
        await using var first = await CountryAsync();
        await using var second = await GrainHost.StartAsync(_database);
        var adopt = new UnitCommand.AdoptPlan(Given.Plan());
        await first.DoAsync("hy", new UnitCommand.AdoptPlan(Given.Plan(owner: "hy")));

        Assert.Equal("tn:p", (await second.DoAsync(Given.Province, adopt, "r")).Plan!.Id);
        Assert.Equal("tn:p", (await second.DoAsync(Given.Province, adopt, "r")).Plan!.Id);
        await using var third = await GrainHost.StartAsync(_database);
        Assert.Equal("tn:p", (await third.DoAsync(Given.Province, adopt, "r")).Plan!.Id);

        Assert.Equal(RefusalCode.Conflict, (await RefusedAsync(third, adopt, "r2")).Code);
        Assert.Equal("requestId", (await RefusedAsync(third, new UnitCommand.AdoptPlan(Given.Plan("q")), "r")).Field);
        Assert.Equal(2, (await third.Unit(Given.Province).ReadRollupAsync()).Seq);
        Assert.Equal(["p"], (await third.Unit("hy").ReadPlansAsync()).Plans.Select(plan => plan.Id));
    }

    [Fact]
    public async Task Both_at_the_same_moment_get_an_id()
    {
        await using var first = await CountryAsync();
        await using var second = await GrainHost.StartAsync(_database);

        var adopted = await Task.WhenAll(
            first.DoAsync("hy", new UnitCommand.AdoptPlan(Given.Plan(owner: "hy"))),
            second.DoAsync(Given.Province, new UnitCommand.AdoptPlan(Given.Plan())));

        var ids = string.Join(' ', adopted.Select(outcome => outcome.Plan!.Id));
        Assert.True(ids is "p tn:p" or "hy:p p", ids);
    }

    [Fact]
    public async Task A_unit_owes_both_of_two_lines_that_bear_the_same_id()
    {
        await using var host = await CountryAsync();
        await host.DoAsync(Given.Ministry, new UnitCommand.AdoptPlan(Given.Plan("m", Given.Ministry)));
        await host.DoAsync(Given.Province, new UnitCommand.AdoptPlan(Given.Plan()));
        await host.DoAsync(Given.Province, new UnitCommand.AddDuty(Given.Duty("1", schedule: Schedules.Year(2013), leads: Given.Lead(Given.Commune))));

        var task = await host.DoAsync(Given.Ministry, new UnitCommand.AddTask(Given.Task("1", "m", leads: Given.Lead(Given.Commune))), "add");

        Assert.Equal("bnv:1", task.Task!.Id);
        await host.Unit(Given.Province).DeliverAsync();
        await host.Unit(Given.Ministry).DeliverAsync();
        string[] ids = [Obligation.IdOf(Given.Commune, "1", ""), Obligation.IdOf(Given.Commune, "bnv:1", "")];
        var owed = (await host.Unit(Given.Commune).ReadObligationsAsync([.. ids])).Obligations;
        Assert.Equal([(ObligationKind.Report, "p"), (ObligationKind.Task, "m")], owed.Select(o => (o.Terms.Kind, o.Terms.Plan)));
        var again = await host.DoAsync(Given.Ministry, new UnitCommand.AddTask(Given.Task("1", "m", leads: Given.Lead(Given.Commune))), "add");
        Assert.Equal("bnv:1", again.Task!.Id);
    }

    [Fact]
    public async Task The_longest_ids_are_kept_whole()
    {
        await using var host = await CountryAsync();
        var (owner, line) = (new string('o', Limits.IdMax), new string('l', Limits.IdMax));
        await host.RegisterAsync(owner, UnitKind.District, Given.Province);
        await host.DoAsync(Given.Province, new UnitCommand.AdoptPlan(Given.Plan(line)));
        await host.DoAsync(Given.Province, new UnitCommand.AddTask(Given.Task(line, line, leads: Given.Lead(owner))));
        var plan = (await host.DoAsync(owner, new UnitCommand.AdoptPlan(Given.Plan(line, owner)))).Plan!;

        var task = (await host.DoAsync(owner, new UnitCommand.AddTask(Given.Task(line, plan.Id, leads: Given.Lead(owner))))).Task!;

        Assert.Equal((OwnedId.LengthMax, $"{owner}:{line}", plan.Id), (task.Id.Length, task.Id, task.Plan));
        await host.Unit(Given.Province).DeliverAsync();
        await host.Unit(owner).DeliverAsync();
        Assert.Single((await host.Unit(owner).ReadObligationsAsync([Obligation.IdOf(owner, task.Id, "")])).Obligations);
        Assert.Single((await host.Unit(owner).ReadObligationsAsync([Obligation.IdOf(owner, line, "")])).Obligations);
    }

    [Theory]
    [InlineData(Given.Ministry)]
    [InlineData(Given.Province)]
    public async Task Only_an_administrator_registers_units(string scope)
    {
        await using var host = await CountryAsync();
        var register = new UnitCommand.RegisterUnit(Given.Unit("new", UnitKind.District, Given.Province));

        var refused = await host.Unit("new").ExecuteAsync(register, "r", new Caller("officer", scope));

        Assert.Equal(RefusalCode.Forbidden, refused.Refusal?.Code);
        Assert.Null(host.Directory.Find("new"));
        await host.DoAsync("new", register, "r");
    }

    private async Task<GrainHost> CountryAsync()
    {
        var host = await GrainHost.StartAsync(_database);
        await host.RegisterAsync(Given.Ministry, UnitKind.Ministry, null);
        await host.RegisterAsync(Given.Province, UnitKind.Province, Given.Ministry);
        await host.RegisterAsync("hy", UnitKind.Province, Given.Ministry);
        await host.RegisterAsync(Given.Commune, UnitKind.Commune, Given.Province);
        return host;
    }

    private static async Task<Refusal> RefusedAsync(GrainHost host, UnitCommand command, string requestId) =>
        (await host.Unit(Given.Province).ExecuteAsync(command, requestId, GrainHost.Administrator)).Refusal!;
}
