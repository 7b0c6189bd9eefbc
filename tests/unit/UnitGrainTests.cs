namespace Hierarchy.UnitTests;

/// <summary>The shell around the core, on the runtime of one process and a store in memory.</summary>
public sealed class UnitGrainTests
{
    private static readonly Cell All = Cell.General(null, null, null);
    private static readonly string Id = Obligation.IdOf(Given.Commune, "t", "");

    private readonly MemoryDatabase _database = new();

    [Fact]
    public async Task A_unit_comes_back_from_its_snapshot_and_the_events_after_it()
    {
        var options = new RollupOptions { PublishWindow = TimeSpan.Zero, SnapshotEvery = 10 };
        Obligation? before;
        RollupReading rollup;
        await using (var first = await GrainHost.StartAsync(_database, options))
        {
            await CommuneOwesAsync(first);
            for (var percent = 1; percent <= 18; percent++)
            {
                await ReportAsync(first, percent);
            }
            before = (await first.Unit(Given.Commune).ReadObligationsAsync([Id])).Obligations.Single();
            rollup = await first.Unit(Given.Commune).ReadRollupAsync();
            Assert.Equal(20, rollup.Seq);
            await ReportAsync(first, 19);
            // A crash, as far as this unit's derived state goes: nothing is written on the way out.
            first.Events.Away = true;
        }
        await using var second = await GrainHost.StartAsync(_database, options);
        var after = (await second.Unit(Given.Commune).ReadObligationsAsync([Id])).Obligations.Single();
        Assert.Equal((20, 1), (second.Events.Loaded[Given.Commune].SnapshotSeq, second.Events.Loaded[Given.Commune].Tail.Length));
        Assert.Equal(before! with { Percent = 1_900, PercentReported = 1_900, Version = before.Version + 1 }, after);
        var again = await second.Unit(Given.Commune).ReadRollupAsync();
        Assert.True(again.Version > rollup.Version);
        Assert.Equal(1_900_000, again.Cells[All].Sums.WeightedPercent);
    }

    [Fact]
    public async Task A_roll_up_does_not_stand_behind_a_commit_of_the_parents_own()
    {
        await using var host = await GrainHost.StartAsync(_database);
        await CommuneOwesAsync(host);
        var answered = new TaskCompletionSource();
        (host.Events.Slow, host.Events.AnswerAfter) = (Given.Province, answered.Task);
        var adopting = host.DoAsync(Given.Province, new UnitCommand.AdoptPlan(Given.Plan("q")));

        await ReportAsync(host, 40);
        await host.UntilAsync("the province counts it", async () =>
            (await host.Unit(Given.Province).ReadCellsAsync([All])).Cells[0].Sums.WeightedPercent == 4_000_000);

        Assert.False(adopting.IsCompleted);
        answered.SetResult();
        await adopting;
    }

    [Fact]
    public async Task Of_two_activations_the_one_that_is_behind_reads_again()
    {
        await using var first = await GrainHost.StartAsync(_database);
        await CommuneOwesAsync(first);
        await using var second = await GrainHost.StartAsync(_database);
        for (var percent = 1; percent <= 10; percent++)
        {
            var answer = await ReportAsync(percent % 2 == 0 ? first : second, percent);
            Assert.Equal((percent * 100, 1L + percent), (answer.Percent, answer.Version));
        }
        var events = await first.Events.ReadAsync(Given.Commune, 1, 100, CancellationToken.None).ToListAsync();
        Assert.Equal(Enumerable.Range(1, 12).Select(seq => (long)seq), events.Select(e => e.Seq));
        Assert.Equal(Enumerable.Range(1, 10).Select(p => p * 100), events.Select(e => e.Event).OfType<UnitEvent.ProgressReported>().Select(e => e.Percent));
    }

    [Fact]
    public async Task A_repeated_request_is_answered_as_the_first_time_however_much_has_happened_since()
    {
        await using (var first = await GrainHost.StartAsync(_database))
        {
            await CommuneOwesAsync(first);
            await ReportAsync(first, 10, "r1");
            for (var i = 0; i < Limits.RequestsAtHand + 20; i++)
            {
                await ReportAsync(first, 20 + i % 50);
            }
            await CheckRepeatedAsync(first);
        }
        await using var second = await GrainHost.StartAsync(_database);
        await CheckRepeatedAsync(second);
        // Refused now, and answered as then: the request comes first.
        await second.DoAsync(Given.Commune, new UnitCommand.Cancel(Id, "thôi"));
        await CheckRepeatedAsync(second, cancelled: 1);
    }

    [Fact]
    public async Task Without_its_database_a_unit_answers_reads_and_says_so_to_commands()
    {
        await using var host = await GrainHost.StartAsync(_database);
        await CommuneOwesAsync(host);
        await ReportAsync(host, 30);
        host.Events.Away = true;
        var refused = await host.Unit(Given.Commune).ExecuteAsync(Report(40), "r2", GrainHost.Administrator);
        Assert.Equal(RefusalCode.Unavailable, refused.Refusal!.Code);
        Assert.Equal(3_000, (await host.Unit(Given.Commune).ReadObligationsAsync([Id])).Obligations[0].Percent);
        Assert.Equal(1, (await host.Unit(Given.Commune).ReadCellsAsync([All])).Cells[0].Sums.Total);
        host.Events.Away = false;
        Assert.Equal(4_000, (await ReportAsync(host, 40, "r2")).Percent);
        Assert.Equal(4, (await host.Unit(Given.Commune).ReadRollupAsync()).Seq);
    }

    [Fact]
    public async Task An_answer_that_was_lost_is_given_to_the_repeated_request()
    {
        await using var host = await GrainHost.StartAsync(_database);
        await CommuneOwesAsync(host);
        host.Events.LoseAnswer();
        var lost = await host.Unit(Given.Commune).ExecuteAsync(Report(50), "r", GrainHost.Administrator);
        Assert.Equal(RefusalCode.Unavailable, lost.Refusal!.Code);
        var repeated = await ReportAsync(host, 50, "r");
        Assert.Equal((5_000, 2L), (repeated.Percent, repeated.Version));
        Assert.Equal(3, (await host.Unit(Given.Commune).ReadRollupAsync()).Seq);
    }

    [Fact]
    public async Task A_change_in_a_commune_reaches_the_ministry()
    {
        await using var host = await GrainHost.StartAsync(_database);
        await CommuneOwesAsync(host);
        await ReportAsync(host, 75);
        await host.UntilAsync("75 percent at the ministry", async () =>
            (await host.Unit(Given.Ministry).ReadCellsAsync([All])).Cells[0].Sums.WeightedPercent == 7_500_000);
        var province = (await host.Unit(Given.Province).ReadChildrenAsync([All]))[0].Children;
        Assert.Equal([Given.District], province.Keys);
        await CheckRecountAsync(host);
    }

    [Fact]
    public async Task A_message_is_not_delivered_before_its_event_has_come_back_from_the_disk()
    {
        await using var host = await GrainHost.StartAsync(_database);
        await host.RegisterAsync(Given.Ministry, UnitKind.Ministry, null);
        await host.RegisterAsync(Given.Province, UnitKind.Province, Given.Ministry);
        await host.DoAsync(Given.Province, new UnitCommand.AdoptPlan(Given.Plan()));
        var disk = new TaskCompletionSource();
        host.Events.AnswerAfter = disk.Task;
        var adding = host.DoAsync(Given.Province, new UnitCommand.AddTask(Given.Task(leads: Given.Lead(Given.Province))));
        while ((await host.Events.UnitsWithMessagesAsync(CancellationToken.None)).IsEmpty)
        {
            await Task.Yield();
        }

        await host.Unit(Given.Province).DeliverAsync();

        Assert.NotEmpty(await host.Events.UnitsWithMessagesAsync(CancellationToken.None));
        host.Events.AnswerAfter = null;
        disk.SetResult();
        await adding;
        await host.Unit(Given.Province).DeliverAsync();
        Assert.Equal(1, (await host.Unit(Given.Province).ReadCellsAsync([All with { Scope = CellScope.All }])).Cells[0].Sums.Total);
    }

    [Fact]
    public async Task A_task_for_a_thousand_units_reaches_each_once_though_deliveries_fail_and_units_crash()
    {
        const int Communes = 1_000;
        await using (var host = await GrainHost.StartAsync(_database))
        {
            await host.RegisterAsync(Given.Ministry, UnitKind.Ministry, null);
            await host.RegisterAsync(Given.Province, UnitKind.Province, Given.Ministry);
            for (var i = 0; i < Communes; i++)
            {
                await host.RegisterAsync("c" + i, UnitKind.Commune, Given.Province);
            }
            await host.DoAsync(Given.Province, new UnitCommand.AdoptPlan(Given.Plan()));
            host.Events.FailAtRandom(0.2, seed: 7);
            var added = new UnitCommand.AddTask(Given.Task(budget: 999, leads: Given.Class(UnitKind.Commune)));
            while ((await host.Unit(Given.Province).ExecuteAsync(added, "add", GrainHost.Administrator)).Refusal is { Code: RefusalCode.Unavailable })
            {
                // Repeated with the same id, as its caller would.
            }
            await host.Unit(Given.Province).DeliverAsync();
        }
        await using var after = await GrainHost.StartAsync(_database);
        after.Events.FailAtRandom(0.2, seed: 8);
        for (var round = 0; (await after.Events.UnitsWithMessagesAsync(CancellationToken.None)).Length > 0; round++)
        {
            Assert.True(round < 50, "messages stay in the outbox");
            await after.Unit(Given.Province).DeliverAsync();
        }
        after.Events.BeReliable();
        var imposed = await after.Events.ReadAllAsync(CancellationToken.None).Where(e => e.Event is UnitEvent.ObligationsImposed).ToListAsync();
        Assert.Equal(Communes, imposed.Count);
        Assert.Equal(Communes, imposed.Select(e => e.Unit).Distinct().Count());
        await RecoverAsync(after);
        var total = (await after.Unit(Given.Ministry).ReadCellsAsync([All])).Cells[0];
        Assert.Equal((Communes, Communes, 999), (total.Sums.Total, total.Sums.Units, total.Sums.Planned));
        Assert.Empty(await after.Checkpoints.StaleUnitsAsync(CancellationToken.None));
        await CheckRecountAsync(after);
    }

    [Theory]
    [InlineData("hoa-1", false, true)]
    [InlineData("tn-hoa", true, true)]
    [InlineData("bnv", true, true)]
    [InlineData("tn-go", false, false)]
    public async Task A_caller_acts_at_or_below_its_unit_and_judges_only_below(string scope, bool mayCancel, bool mayReport)
    {
        await using var host = await GrainHost.StartAsync(_database);
        await CommuneOwesAsync(host);
        await host.RegisterAsync("tn-go", UnitKind.District, Given.Province);
        var caller = new Caller("officer", scope);
        var reported = await host.Unit(Given.Commune).ExecuteAsync(Report(10), "r1", caller);
        Assert.Equal(mayReport ? null : RefusalCode.Forbidden, reported.Refusal?.Code);
        var cancelled = await host.Unit(Given.Commune).ExecuteAsync(new UnitCommand.Cancel(Id, "thôi"), "r2", caller);
        Assert.Equal(mayCancel ? null : RefusalCode.Forbidden, cancelled.Refusal?.Code);
    }

    private static async Task CommuneOwesAsync(GrainHost host)
    {
        await host.RegisterAsync(Given.Ministry, UnitKind.Ministry, null);
        await host.RegisterAsync(Given.Province, UnitKind.Province, Given.Ministry);
        await host.RegisterAsync(Given.District, UnitKind.District, Given.Province);
        await host.RegisterAsync(Given.Commune, UnitKind.Commune, Given.District);
        await host.DoAsync(Given.Province, new UnitCommand.AdoptPlan(Given.Plan()));
        await host.DoAsync(Given.Province, new UnitCommand.AddTask(Given.Task(leads: Given.Lead(Given.Commune))));
        await host.Unit(Given.Province).DeliverAsync();
        Assert.Single((await host.Unit(Given.Commune).ReadObligationsAsync([Id])).Obligations);
    }

    private static UnitCommand.ReportProgress Report(double percent) => new(Id, percent, null, null, null);

    private static async Task<Obligation> ReportAsync(GrainHost host, double percent, string? requestId = null) =>
        (await host.DoAsync(Given.Commune, Report(percent), requestId)).Obligation!;

    private static async Task CheckRepeatedAsync(GrainHost host, int cancelled = 0)
    {
        var repeated = await ReportAsync(host, 10, "r1");
        Assert.Equal((1_000, 2L, ObligationStatus.InProgress), (repeated.Percent, repeated.Version, repeated.Status));
        var misused = await host.Unit(Given.Commune).ExecuteAsync(new UnitCommand.Submit(Id, null, null, null), "r1", GrainHost.Administrator);
        Assert.Equal((RefusalCode.Conflict, "requestId"), (misused.Refusal!.Code, misused.Refusal!.Field));
        Assert.Equal(3 + Limits.RequestsAtHand + 20 + cancelled, (await host.Unit(Given.Commune).ReadRollupAsync()).Seq);
    }

    /// <summary>As the system does after a crash: stale units, the deepest first, until there is none.</summary>
    private static async Task RecoverAsync(GrainHost host)
    {
        for (var round = 0; await host.Checkpoints.StaleUnitsAsync(CancellationToken.None) is { Length: > 0 } stale; round++)
        {
            Assert.True(round < 10, "units stay stale: " + string.Join(' ', stale.Take(10).Select(unit => unit.Unit)));
            foreach (var unit in stale)
            {
                await host.Unit(unit.Unit).RefreshAsync(unit);
            }
        }
    }

    private static async Task CheckRecountAsync(GrainHost host)
    {
        var states = new Dictionary<string, UnitState>();
        await foreach (var stored in host.Events.ReadAllAsync(CancellationToken.None))
        {
            states[stored.Unit] = states.GetValueOrDefault(stored.Unit, UnitState.Empty).Apply(stored);
        }
        var recount = new Recount();
        foreach (var state in states.Values)
        {
            recount.Add(state);
        }
        foreach (var (unit, cells) in recount.Totals(host.Directory.All()))
        {
            Assert.Equal(cells.ToHashSet(), (await host.Unit(unit).ReadRollupAsync()).Cells.ToHashSet());
        }
    }
}
