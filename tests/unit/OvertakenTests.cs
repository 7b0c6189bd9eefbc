namespace Hierarchy.UnitTests;

/// <summary>A unit that is active in two processes at once, or whose event came to disk after its answer had been given up: the
/// activation that
/// has missed something must notice.</summary>
public sealed class OvertakenTests
{
    private static readonly Cell All = Cell.General(null, null, null);
    private static readonly string Id = Obligation.IdOf(Given.Commune, "t", "");

    private readonly MemoryDatabase _database = new();

    [Fact]
    public async Task Recovery_makes_a_unit_read_what_another_activation_has_written()
    {
        await using var first = await StartAsync();
        await using var second = await GrainHost.StartAsync(_database);
        await second.DoAsync(Given.Commune, Report(40));
        Assert.Equal(0, (await first.Unit(Given.Commune).ReadObligationsAsync([Id])).Obligations[0].Percent);

        await RefreshAsync(first);

        Assert.Equal(4_000, (await first.Unit(Given.Commune).ReadObligationsAsync([Id])).Obligations[0].Percent);
        Assert.Equal(4_000_000, (await first.Unit(Given.Province).ReadCellsAsync([All])).Cells[0].Sums.WeightedPercent);
    }

    [Fact]
    public async Task A_parent_takes_the_roll_up_of_a_refreshed_unit_whatever_another_activation_has_told_it()
    {
        await using var first = await StartAsync();
        await using var second = await GrainHost.StartAsync(_database);
        // Loaded later, so its versions are above those of the first activation.
        await first.Unit(Given.Province).ReceiveAsync(
            new ChildRollup(Given.Commune, (await second.Unit(Given.Commune).ReadRollupAsync()).Version + 5, []));
        await first.DoAsync(Given.Commune, Report(40));

        await RefreshAsync(first);

        Assert.Equal(4_000_000, (await first.Unit(Given.Province).ReadCellsAsync([All])).Cells[0].Sums.WeightedPercent);
        Assert.DoesNotContain(await first.Checkpoints.StaleUnitsAsync(CancellationToken.None), unit => unit.Unit == Given.Commune);
    }

    [Fact]
    public async Task Recovery_costs_no_reading_of_a_unit_that_has_missed_nothing()
    {
        await using var host = await StartAsync();
        await host.DoAsync(Given.Commune, Report(40));
        var version = (await host.Unit(Given.Commune).ReadRollupAsync()).Version;
        Assert.Contains(await host.Checkpoints.StaleUnitsAsync(CancellationToken.None), unit => unit.Unit == Given.Commune);

        await RefreshAsync(host);

        // A reading begins a new incarnation.
        Assert.Equal(version, (await host.Unit(Given.Commune).ReadRollupAsync()).Version);
        await host.UntilAsync("it is written down", async () =>
            (await host.Checkpoints.OfChildrenAsync(Given.Province, CancellationToken.None)).Any(c => c.Rollup.Version == version));
    }

    [Fact]
    public async Task Recovery_makes_a_parent_read_the_roll_up_of_a_child_that_it_has_missed()
    {
        await using var first = await StartAsync();
        var told = (await first.Unit(Given.Commune).ReadRollupAsync()).Version;
        await using var second = await GrainHost.StartAsync(_database);
        // Active before the commune writes down what it holds, so that it finds nothing.
        await second.Unit(Given.Province).ReadRollupAsync();
        await first.DoAsync(Given.Commune, Report(40));
        await first.Checkpoints.SaveAsync(await CheckpointAsync(first, Given.Commune), CancellationToken.None);

        var province = (await second.Checkpoints.StaleUnitsAsync(CancellationToken.None)).Single(unit => unit.Unit == Given.Province);
        Assert.True(province.Children[Given.Commune] > told);
        await second.Unit(Given.Province).RefreshAsync(province);

        Assert.Equal(4_000_000, (await second.Unit(Given.Province).ReadCellsAsync([All])).Cells[0].Sums.WeightedPercent);
    }

    [Fact]
    public async Task A_request_that_was_carried_out_elsewhere_is_answered_and_seen()
    {
        await using var first = await StartAsync();
        await using var second = await GrainHost.StartAsync(_database);
        await second.DoAsync(Given.Commune, Report(40), "r");

        var repeated = (await first.DoAsync(Given.Commune, Report(40), "r")).Obligation!;

        Assert.Equal((4_000, 2L), (repeated.Percent, repeated.Version));
        Assert.Equal(2, (await first.Unit(Given.Commune).ReadObligationsAsync([Id])).Obligations[0].Version);
    }

    [Fact]
    public async Task A_request_that_was_carried_out_elsewhere_is_not_refused_for_what_it_has_changed()
    {
        await using var first = await StartAsync();
        await using var second = await GrainHost.StartAsync(_database);
        await second.DoAsync(Given.Province, new UnitCommand.AdoptPlan(Given.Plan("q")));
        var added = new UnitCommand.AddTask(Given.Task("t2", "q", leads: Given.Lead(Given.Commune)));
        await second.DoAsync(Given.Province, added, "r");

        // The first activation knows of no plan 'q'.
        Assert.Equal("t2", (await first.DoAsync(Given.Province, added, "r")).Task!.Id);
    }

    [Fact]
    public async Task A_request_is_not_refused_for_what_this_activation_has_missed()
    {
        await using var first = await StartAsync();
        await using var second = await GrainHost.StartAsync(_database);
        await second.DoAsync(Given.Province, new UnitCommand.AdoptPlan(Given.Plan("q")));

        // The first activation knows of no plan 'q'.
        Assert.Equal("t2", (await first.DoAsync(
            Given.Province, new UnitCommand.AddTask(Given.Task("t2", "q", leads: Given.Lead(Given.Commune))))).Task!.Id);
    }

    [Fact]
    public async Task An_activation_that_has_missed_a_hand_over_does_not_take_its_end_for_nothing_to_do()
    {
        await using var first = await StartAsync();
        await using var second = await GrainHost.StartAsync(_database);
        await second.DoAsync(Given.Commune, new UnitCommand.HandOver("sx", 1, Given.Today, [new Handing(Id, Given.Province)]));

        await first.DoAsync(Given.Commune, new UnitCommand.Release(Given.Province, "sx", 1, Given.Today, [new Releasing(Id, 2)]));

        var left = (await first.Unit(Given.Commune).ReadObligationsAsync([Id])).Obligations[0];
        Assert.Equal(Obligation.IdAt(Given.Province, Id), left.MovedTo);
    }

    [Fact]
    public async Task A_new_activation_writes_down_within_the_window_what_it_has_found()
    {
        await using var first = await StartAsync();
        await using var second = await GrainHost.StartAsync(_database);
        var version = (await second.Unit(Given.Commune).ReadRollupAsync()).Version;

        second.Clock.Advance(new RollupOptions().CheckpointWindow);

        while (!(await second.Checkpoints.OfChildrenAsync(Given.Province, CancellationToken.None)).Any(c => c.Rollup.Version >= version))
        {
            await Task.Delay(10, TestContext.Current.CancellationToken);
        }
    }

    [Fact]
    public async Task An_activation_that_nobody_writes_through_notices_within_the_window_that_another_one_has()
    {
        await using var first = await StartAsync();
        await using var second = await GrainHost.StartAsync(_database);
        await second.DoAsync(Given.Commune, Report(40));

        first.Clock.Advance(new RollupOptions().LookWindow);

        await first.UntilAsync("the commune has read again", async () =>
            (await first.Unit(Given.Commune).ReadObligationsAsync([Id])).Obligations[0].Percent == 4_000
            && (await first.Unit(Given.Province).ReadCellsAsync([All])).Cells[0].Sums.WeightedPercent == 4_000_000);
    }

    [Fact]
    public async Task A_unit_that_has_written_down_has_missed_nothing_when_its_process_is_gone()
    {
        await using var host = await StartAsync();
        await host.DoAsync(Given.Commune, Report(40));
        var version = (await host.Unit(Given.Commune).ReadRollupAsync()).Version;

        await host.Unit(Given.Commune).WriteDownAsync();
        await host.Unit(Given.Commune).WriteDownAsync();

        Assert.DoesNotContain(await host.Checkpoints.StaleUnitsAsync(CancellationToken.None), unit => unit.Unit == Given.Commune);
        Assert.Equal(version, (await host.Unit(Given.Commune).ReadRollupAsync()).Version);
    }

    [Fact]
    public async Task What_could_not_be_written_down_is_tried_again()
    {
        await using var host = await StartAsync();
        var version = (await host.Unit(Given.Commune).ReadRollupAsync()).Version;
        host.Checkpoints.Away = true;
        host.Clock.Advance(new RollupOptions().CheckpointWindow);
        while (!host.Checkpoints.Refused.ContainsKey(Given.Commune))
        {
            await Task.Delay(10, TestContext.Current.CancellationToken);
        }
        host.Checkpoints.Away = false;

        // Few enough that no unit becomes idle: it would write when it ends.
        for (var window = 0; window < 5 && !await IsWrittenAsync(); window++)
        {
            await Task.Delay(200, TestContext.Current.CancellationToken);
            host.Clock.Advance(new RollupOptions().CheckpointWindow);
        }
        await Task.Delay(200, TestContext.Current.CancellationToken);
        Assert.True(await IsWrittenAsync());

        async Task<bool> IsWrittenAsync() =>
            (await host.Checkpoints.OfChildrenAsync(Given.Province, CancellationToken.None)).Any(c => c.Rollup.Version >= version);
    }

    [Fact]
    public async Task A_unit_answers_while_its_upkeep_waits_for_the_database()
    {
        await using var host = await StartAsync();
        var answer = new TaskCompletionSource();
        host.Checkpoints.AnswerAfter = answer.Task;
        host.Clock.Advance(new RollupOptions().LookWindow);
        // Both units look and write down.
        while (host.Checkpoints.Waiting < 4)
        {
            await Task.Delay(10, TestContext.Current.CancellationToken);
        }
        await RefreshAsync(host).WaitAsync(TimeSpan.FromSeconds(20), TestContext.Current.CancellationToken);
        await host.DoAsync(Given.Commune, Report(40)).WaitAsync(TimeSpan.FromSeconds(20), TestContext.Current.CancellationToken);
        answer.SetResult();
    }

    private async Task<GrainHost> StartAsync()
    {
        var host = await GrainHost.StartAsync(_database);
        await host.RegisterAsync(Given.Province, UnitKind.Province, null);
        await host.RegisterAsync(Given.Commune, UnitKind.Commune, Given.Province);
        await host.DoAsync(Given.Province, new UnitCommand.AdoptPlan(Given.Plan()));
        await host.DoAsync(Given.Province, new UnitCommand.AddTask(Given.Task(leads: Given.Lead(Given.Commune))));
        await host.Unit(Given.Province).DeliverAsync();
        return host;
    }

    /// <summary>The commune, as recovery does it.</summary>
    private static async Task RefreshAsync(GrainHost host) => await host.Unit(Given.Commune).RefreshAsync(
        (await host.Checkpoints.StaleUnitsAsync(CancellationToken.None)).FirstOrDefault(unit => unit.Unit == Given.Commune)
        ?? StaleUnit.Fresh(Given.Commune));

    private static async Task<RollupCheckpoint> CheckpointAsync(GrainHost host, string unit)
    {
        var reading = await host.Unit(unit).ReadRollupAsync();
        return new RollupCheckpoint(unit, reading.Seq, ImmutableDictionary<string, long>.Empty, new ChildRollup(unit, reading.Version, [.. reading.Cells]));
    }

    private static UnitCommand.ReportProgress Report(double percent) => new(Id, percent, null, null, null);
}
