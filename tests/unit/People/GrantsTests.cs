namespace Hierarchy.UnitTests.People;

/// <summary>Who may do what at which unit, on real grains and a clock that is moved by hand.</summary>
public sealed class GrantsTests
{
    private const string Owed = "hoa-1~t";

    [Theory]
    [InlineData(Role.Viewer, Given.Commune)]
    [InlineData(Role.Clerk, Given.Commune, "report", "raise")]
    [InlineData(Role.Clerk, Given.District, "report", "raise")]
    [InlineData(Role.Clerk, "tn-go")]
    [InlineData(Role.Head, Given.Commune, "report", "raise", "submit")]
    [InlineData(Role.Supervisor, Given.Commune)]
    [InlineData(Role.Supervisor, Given.District, "accept", "cancel", "resolve")]
    [InlineData(Role.Supervisor, "tn-go")]
    [InlineData(Role.Planner, Given.Province, "plan")]
    [InlineData(Role.Planner, Given.District)]
    [InlineData(Role.Registrar, Given.Province, "register")]
    [InlineData(Role.Auditor, Given.Ministry)]
    [InlineData(Role.Administrator, Given.Commune, "report", "raise", "submit")]
    [InlineData(Role.Administrator, Given.Province, "report", "raise", "submit", "accept", "cancel", "resolve", "plan", "register", "grant")]
    public async Task A_role_lets_do_what_it_says_at_its_unit_and_below(Role role, string unit, params string[] may)
    {
        await using var host = await StartAsync();
        await GiveAsync(host, unit, "an", role);

        foreach (var (name, at, command) in Tried())
        {
            var refusal = (await AskAsync(host, at, command, "an")).Refusal;
            Assert.True(may.Contains(name) == (refusal?.Code != RefusalCode.Forbidden), $"{role} at {unit}: {name}: {refusal}");
        }
    }

    [Fact]
    public async Task The_clerk_reports_the_head_hands_in_and_the_clerk_of_another_unit_does_nothing()
    {
        await using var host = await StartAsync();
        await GiveAsync(host, Given.Commune, "clerk", Role.Clerk);
        await GiveAsync(host, Given.Commune, "head", Role.Head);
        await GiveAsync(host, "hoa-2", "other", Role.Clerk);

        Assert.Null((await AskAsync(host, Given.Commune, Report, "clerk")).Refusal);
        Assert.Equal(RefusalCode.Forbidden, (await AskAsync(host, Given.Commune, Submit, "clerk")).Refusal?.Code);
        Assert.Equal(RefusalCode.Forbidden, (await AskAsync(host, Given.Commune, Report, "other")).Refusal?.Code);
        var handed = Assert.IsType<Outcome.OfObligation>(await AskAsync(host, Given.Commune, Submit, "head")).Obligation;
        Assert.Equal((ObligationStatus.Submitted, "head", Given.Now), (handed.Status, handed.HandedInBy, handed.HandedInAt));
    }

    [Fact]
    public async Task What_is_delegated_holds_on_its_days_in_the_place_of_whoever_passed_it_on_and_on_no_other()
    {
        await using var host = await StartAsync();
        var grant = await GiveAsync(host, Given.Commune, "head", Role.Head);
        var pass = new UnitCommand.DelegateGrant(grant.Id, "deputy", new(2013, 8, 1), new(2013, 8, 15), null);
        Assert.Equal(RefusalCode.Forbidden, (await AskAsync(host, Given.Commune, pass, "deputy")).Refusal?.Code);
        var passed = Assert.IsType<Outcome.OfGrant>(await AskAsync(host, Given.Commune, pass, "head")).Grant;
        Assert.Equal(("deputy", "head", grant.Id), (passed.Person, passed.DelegatedBy, passed.DelegatedFrom));

        var chain = await AskAsync(host, Given.Commune, new UnitCommand.DelegateGrant(passed.Id, "third", new(2013, 8, 2), new(2013, 8, 3), null), "deputy");
        Assert.Equal("DELEGATION_CHAIN", chain.Refusal?.Reason);
        foreach (var (day, may) in new[] { (new DateOnly(2013, 7, 31), false), (new(2013, 8, 1), true), (new(2013, 8, 15), true), (new(2013, 8, 16), false) })
        {
            host.Clock.SetUtcNow(VietnameseDay.BeginningOf(day));
            var refusal = (await AskAsync(host, Given.Commune, Report, "deputy")).Refusal;
            Assert.True(may ? refusal is null : refusal?.Code == RefusalCode.Forbidden, $"{day}: {refusal}");
        }
        Assert.Equal("head", host.Judge.Find("deputy", Right.Submit, Given.Commune, null, new DateOnly(2013, 8, 10))?.OnBehalfOf);
    }

    [Fact]
    public async Task What_is_delegated_ends_with_what_it_was_delegated_from()
    {
        await using var host = await StartAsync();
        var grant = await GiveAsync(host, Given.Commune, "head", Role.Head);
        await AskAsync(host, Given.Commune, new UnitCommand.DelegateGrant(grant.Id, "deputy", Given.Today, Given.Today.AddDays(9), null), "head");
        Assert.Null((await AskAsync(host, Given.Commune, Report, "deputy")).Refusal);

        await host.DoAsync(Given.Commune, new UnitCommand.EndGrant(grant.Id, null));

        Assert.Equal(RefusalCode.Forbidden, (await AskAsync(host, Given.Commune, Report, "head")).Refusal?.Code);
        Assert.Equal(RefusalCode.Forbidden, (await AskAsync(host, Given.Commune, Report, "deputy")).Refusal?.Code);
    }

    [Fact]
    public async Task Who_delegated_takes_it_back_without_the_right_to_give_grants()
    {
        await using var host = await StartAsync();
        var grant = await GiveAsync(host, Given.Commune, "head", Role.Head);
        var pass = new UnitCommand.DelegateGrant(grant.Id, "deputy", Given.Today, Given.Today.AddDays(9), null);
        var passed = Assert.IsType<Outcome.OfGrant>(await AskAsync(host, Given.Commune, pass, "head")).Grant;

        Assert.Equal(RefusalCode.Forbidden, (await AskAsync(host, Given.Commune, new UnitCommand.EndGrant(passed.Id, null), "deputy")).Refusal?.Code);
        Assert.Null((await AskAsync(host, Given.Commune, new UnitCommand.EndGrant(passed.Id, null), "head")).Refusal);
        Assert.Equal(RefusalCode.Forbidden, (await AskAsync(host, Given.Commune, Report, "deputy")).Refusal?.Code);
    }

    [Fact]
    public async Task Who_has_handed_in_does_not_decide_on_it()
    {
        await using var host = await StartAsync();
        await GiveAsync(host, Given.District, "an", Role.Administrator);
        await GiveAsync(host, Given.District, "binh", Role.Supervisor);
        await AskAsync(host, Given.Commune, Submit, "an");

        foreach (var decision in new UnitCommand[] { new UnitCommand.Accept(Owed, null), new UnitCommand.SendBack(Owed, "thiếu") })
        {
            var refusal = (await AskAsync(host, Given.Commune, decision, "an")).Refusal;
            Assert.Equal((RefusalCode.Forbidden, "SAME_PERSON"), (refusal!.Code, refusal.Reason));
        }
        Assert.Null((await AskAsync(host, Given.Commune, new UnitCommand.Accept(Owed, null), "binh")).Refusal);
        Assert.Equal("SAME_PERSON", (await AskAsync(host, Given.Commune, new UnitCommand.Reopen(Owed, "nhầm"), "an")).Refusal?.Reason);
        Assert.Null((await AskAsync(host, Given.Commune, new UnitCommand.Reopen(Owed, "nhầm"), "binh")).Refusal);
    }

    [Fact]
    public async Task A_grant_for_some_areas_reaches_what_belongs_to_them_alone()
    {
        await using var host = await StartAsync();
        await GiveAsync(host, Given.Commune, "mine", Role.Clerk, [ReformArea.Institutions]);
        await GiveAsync(host, Given.Commune, "others", Role.Clerk, [ReformArea.Procedures]);

        Assert.Null((await AskAsync(host, Given.Commune, Report, "mine")).Refusal);
        Assert.Equal(RefusalCode.Forbidden, (await AskAsync(host, Given.Commune, Report, "others")).Refusal?.Code);
    }

    [Fact]
    public async Task An_administrator_of_some_areas_gives_and_ends_grants_and_appointments_for_these_and_for_no_others()
    {
        await using var host = await StartAsync();
        await GiveAsync(host, Given.Province, "an", Role.Administrator, [ReformArea.Institutions, ReformArea.Procedures]);
        var others = await GiveAsync(host, Given.Commune, "x", Role.Clerk, [ReformArea.Apparatus]);

        var mine = Assert.IsType<Outcome.OfGrant>(await AskAsync(host, Given.Commune, Give(ReformArea.Procedures), "an")).Grant;
        Assert.Null((await AskAsync(host, Given.Province, Appoint(ReformArea.Institutions), "an")).Refusal);
        Assert.Null((await AskAsync(host, Given.Commune, new UnitCommand.EndGrant(mine.Id, null), "an")).Refusal);
        foreach (var (unit, command) in new (string, UnitCommand)[]
        {
            (Given.Commune, Give(ReformArea.Procedures, ReformArea.Apparatus)), (Given.Commune, Give(null)),
            (Given.Province, Appoint(ReformArea.Apparatus)), (Given.Province, Appoint(null)), (Given.Commune, new UnitCommand.EndGrant(others.Id, null)),
        })
        {
            var refusal = (await AskAsync(host, unit, command, "an")).Refusal;
            Assert.Equal((RefusalCode.Forbidden, "ABOVE_OWN_RIGHTS"), (refusal?.Code, refusal?.Reason));
        }

        static UnitCommand Give(params ReformArea[]? areas) => new UnitCommand.GiveGrant("binh", Role.Clerk, Of(areas), null, null, null);
        static UnitCommand Appoint(params ReformArea[]? areas) =>
            new UnitCommand.AppointFocalAgency(Given.District, Of(areas), [FocalPower.Accept], null, null, null);
        static ImmutableArray<ReformArea>? Of(ReformArea[]? areas) => areas is null ? null : [.. areas];
    }

    [Fact]
    public async Task A_supervisor_of_a_focal_agency_does_what_its_powers_say_at_the_unit_and_below()
    {
        await using var host = await StartAsync();
        await GiveAsync(host, Given.Department, "an", Role.Supervisor);
        await GiveAsync(host, Given.Department, "clerk", Role.Clerk);
        await AskAsync(host, Given.Commune, Submit, null);
        Assert.Equal(RefusalCode.Forbidden, (await AskAsync(host, Given.Commune, new UnitCommand.Accept(Owed, null), "an")).Refusal?.Code);

        await host.DoAsync(Given.Province, new UnitCommand.AppointFocalAgency(
            Given.Department, [ReformArea.Institutions], [FocalPower.Follow, FocalPower.Accept], null, null, null));

        Assert.Equal(RefusalCode.Forbidden, (await AskAsync(host, Given.Commune, new UnitCommand.Accept(Owed, null), "clerk")).Refusal?.Code);
        Assert.Equal(RefusalCode.Forbidden, (await AskAsync(host, Given.Commune, new UnitCommand.Cancel(Owed, "thôi"), "an")).Refusal?.Code);
        Assert.NotNull(host.Judge.Find("an", Right.Read, "tn-go", ReformArea.Institutions, Given.Today));
        Assert.Null(host.Judge.Find("an", Right.Read, "tn-go", ReformArea.Procedures, Given.Today));
        Assert.Null((await AskAsync(host, Given.Commune, new UnitCommand.Accept(Owed, null), "an")).Refusal);

        await host.DoAsync(Given.Province, new UnitCommand.EndFocalAgency(Given.Department, null));
        Assert.Null(host.Judge.Find("an", Right.Read, "tn-go", ReformArea.Institutions, Given.Today));
    }

    [Theory]
    [InlineData("nowhere", RefusalCode.NotFound)]
    [InlineData(Given.Province, RefusalCode.Invalid)]
    [InlineData(Given.Ministry, RefusalCode.Invalid)]
    [InlineData("tn-stc", RefusalCode.Conflict)]
    [InlineData(Given.Department, RefusalCode.Conflict)]
    public async Task A_focal_agency_stands_below_and_has_an_area_for_itself(string agency, RefusalCode code)
    {
        await using var host = await StartAsync();
        await host.DoAsync(Given.Province, new UnitCommand.AppointFocalAgency(Given.Department, null, [FocalPower.Accept], null, null, null));

        var second = new UnitCommand.AppointFocalAgency(agency, null, [FocalPower.Accept], null, null, null);
        Assert.Equal(code, (await AskAsync(host, Given.Province, second, null)).Refusal?.Code);
        await host.DoAsync(Given.Province, new UnitCommand.AppointFocalAgency("tn-stc", [ReformArea.PublicFinance], [FocalPower.Accept], null, null, null));
    }

    [Fact]
    public async Task Nobody_gives_more_than_his_own()
    {
        await using var host = await StartAsync();
        await GiveAsync(host, Given.District, "local", Role.Administrator);
        await GiveAsync(host, Given.District, "partly", Role.Administrator, [ReformArea.Procedures]);
        await GiveAsync(host, Given.District, "soon", Role.Administrator, to: Given.Today.AddDays(10));
        await GiveAsync(host, Given.District, "clerk", Role.Clerk);
        var head = new UnitCommand.GiveGrant("x", Role.Head, null, null, null, null);

        Assert.Null((await AskAsync(host, Given.District, head, "local")).Refusal);
        Assert.Null((await AskAsync(host, Given.Commune, head, "local")).Refusal);
        Assert.Equal("ABOVE_OWN_RIGHTS", (await AskAsync(host, Given.Province, head, "local")).Refusal?.Reason);
        Assert.Equal("ABOVE_OWN_RIGHTS", (await AskAsync(host, Given.District, head, "partly")).Refusal?.Reason);
        Assert.Equal("ABOVE_OWN_RIGHTS", (await AskAsync(host, Given.District, head, "soon")).Refusal?.Reason);
        Assert.Null((await AskAsync(host, Given.District, head with { To = Given.Today.AddDays(10) }, "soon")).Refusal);
        var refusal = (await AskAsync(host, Given.District, head, "clerk")).Refusal!;
        Assert.Equal((RefusalCode.Forbidden, null), (refusal.Code, refusal.Reason));
    }

    [Fact]
    public async Task The_last_administrator_stays()
    {
        await using var host = await StartAsync();
        var first = await GiveAsync(host, Given.Ministry, "an", Role.Administrator);
        Assert.Equal("LAST_ADMIN", (await AskAsync(host, Given.Ministry, new UnitCommand.EndGrant(first.Id, null), null)).Refusal?.Reason);

        await GiveAsync(host, Given.Ministry, "binh", Role.Administrator);
        Assert.Null((await AskAsync(host, Given.Ministry, new UnitCommand.EndGrant(first.Id, null), "binh")).Refusal);
        Assert.Equal(RefusalCode.Conflict, (await AskAsync(host, Given.Ministry, new UnitCommand.EndGrant(first.Id, null), "binh")).Refusal?.Code);
    }

    [Fact]
    public async Task A_repeated_request_gives_nothing_twice_even_when_the_right_to_give_has_ended()
    {
        await using var host = await StartAsync();
        var own = await GiveAsync(host, Given.District, "an", Role.Administrator);
        var command = new UnitCommand.GiveGrant("x", Role.Head, null, null, null, null);
        var first = await AskAsync(host, Given.District, command, "an", "r1");
        await host.DoAsync(Given.District, new UnitCommand.EndGrant(own.Id, null));

        Assert.Equal(first, await AskAsync(host, Given.District, command, "an", "r1"));
        Assert.Single(host.Grants.OfPerson("x"));
    }

    [Fact]
    public async Task Grants_survive_a_restart_and_are_seen_by_other_processes()
    {
        var database = new MemoryDatabase();
        await using (var host = await StartAsync(database))
        {
            await GiveAsync(host, Given.Commune, "an", Role.Clerk);
        }
        await using var again = await GrainHost.StartAsync(database);
        Assert.Null((await AskAsync(again, Given.Commune, Report, "an")).Refusal);
    }

    private static UnitCommand Report { get; } = new UnitCommand.ReportProgress(Owed, 50, null, null, null);

    private static UnitCommand Submit { get; } = new UnitCommand.Submit(Owed, null, null, null);

    private static IEnumerable<(string Name, string Unit, UnitCommand Command)> Tried() =>
    [
        ("report", Given.Commune, Report),
        ("raise", Given.Commune, new UnitCommand.RaiseDifficulty(Owed, "thiếu kinh phí")),
        ("submit", Given.Commune, Submit),
        ("accept", Given.Commune, new UnitCommand.Accept(Owed + "x", null)),
        ("cancel", Given.Commune, new UnitCommand.Cancel(Owed + "x", "thôi")),
        ("resolve", Given.Commune, new UnitCommand.ResolveDifficulty(Owed + "x", "đã cấp")),
        ("plan", Given.Province, new UnitCommand.AdoptPlan(Given.Plan("q"))),
        ("register", "x", new UnitCommand.RegisterUnit(Given.Unit("x", UnitKind.Commune, Given.District))),
        ("grant", Given.Province, new UnitCommand.GiveGrant("x", Role.Viewer, null, null, null, null)),
    ];

    private static Task<Outcome> AskAsync(GrainHost host, string unit, UnitCommand command, string? person, string? request = null) =>
        host.Unit(unit).ExecuteAsync(
            command, request ?? Guid.NewGuid().ToString(), person is null ? GrainHost.Administrator : new Caller(person, Caller.Nowhere, person));

    private static async Task<Grant> GiveAsync(
        GrainHost host, string unit, string person, Role role, ImmutableArray<ReformArea>? areas = null, DateOnly? to = null) =>
        Assert.IsType<Outcome.OfGrant>(await host.DoAsync(unit, new UnitCommand.GiveGrant(person, role, areas, null, to, null))).Grant;

    private static async Task<GrainHost> StartAsync(MemoryDatabase? database = null)
    {
        var host = await GrainHost.StartAsync(database ?? new MemoryDatabase());
        foreach (var unit in Given.Country().All())
        {
            await host.DoAsync(unit.Id, new UnitCommand.RegisterUnit(unit));
        }
        await host.DoAsync(Given.Commune, new UnitCommand.Impose(Given.Province, [Given.Terms(Given.Commune)]));
        return host;
    }
}
