namespace Hierarchy.UnitTests;

/// <summary>What a unit that moves or ends does to the figures of those above it.</summary>
public sealed class UnitMovesTests
{
    private const string Other = "hy";

    private static readonly Cell All = Cell.General(null, null, null);
    private static readonly Document Act = Given.Document() with { Files = null };

    private readonly MemoryDatabase _database = new();

    [Fact]
    public async Task A_moved_unit_counts_below_its_new_parent_alone()
    {
        await using var host = await GrainHost.StartAsync(_database);
        await FoundAsync(host);

        await host.DoAsync(Given.District, new UnitCommand.MoveUnit(Other, Given.Today, Act));

        await CountsAsync(host, (Given.Province, 0), (Other, 1), (Given.Ministry, 1));
        Assert.Equal(0, await host.Unit(Given.Province).ReceiveAsync((await ToldAsync(host, Given.District)) with { Version = long.MaxValue }));
        await CountsAsync(host, (Given.Province, 0));
        await host.DoAsync(Given.District, new UnitCommand.MoveUnit(Given.Province, Given.Today, Act));
        await CountsAsync(host, (Given.Province, 1), (Other, 0), (Given.Ministry, 1));
    }

    [Fact]
    public async Task An_old_parent_that_was_not_told_forgets_the_unit_when_it_is_looked_after()
    {
        await using var host = await GrainHost.StartAsync(_database);
        await FoundAsync(host);
        // Another process moves the unit and dies before it tells anybody.
        var store = new MemoryStore(_database);
        var moved = new UnitEvent.UnitMoved(Other, Given.Today, Act, Given.Province);
        var state = UnitState.Empty;
        await foreach (var stored in store.Events.ReadAsync(Given.District, 1, long.MaxValue, TestContext.Current.CancellationToken))
        {
            state = state.Apply(stored);
        }
        var next = state.Apply(new StoredEvent(Given.District, state.Seq + 1, moved, "test", Given.Now, null));
        Assert.IsType<AppendResult.Appended>(await store.Events.AppendAsync(
            moved.WithRows(new Append(Given.District, state.Seq, [moved], "test", Given.Now, null, null, [], [], [], []), next),
            TestContext.Current.CancellationToken));
        await CountsAsync(host, (Given.Province, 1));
        host.CatchUp();
        foreach (var unit in (string[])[Given.Commune, Given.District, Given.Province, Other, Given.Ministry])
        {
            await host.Unit(unit).WriteDownAsync();
        }

        for (var round = 0; await host.Checkpoints.StaleUnitsAsync(CancellationToken.None) is { Length: > 0 } stale; round++)
        {
            Assert.True(round < 10, "units stay stale: " + string.Join(' ', stale.Select(unit => unit.Unit)));
            foreach (var unit in stale)
            {
                await host.Unit(unit.Unit).RefreshAsync(unit);
                await host.Unit(unit.Unit).WriteDownAsync();
            }
        }

        await CountsAsync(host, (Given.Province, 0), (Other, 1), (Given.Ministry, 1));
    }

    [Fact]
    public async Task A_closed_unit_goes_on_counting_where_it_stood_and_owes_nothing_new()
    {
        await using var host = await GrainHost.StartAsync(_database);
        await FoundAsync(host);

        await host.DoAsync(Given.Commune, new UnitCommand.CloseUnit(Given.Today, Act, []));

        await CountsAsync(host, (Given.District, 1), (Given.Province, 1), (Given.Ministry, 1));
        var refused = await host.Unit(Given.Commune).ExecuteAsync(
            new UnitCommand.ReportProgress(Obligation.IdOf(Given.Commune, "t", ""), 10, null, null, null), "r", GrainHost.Administrator);
        Assert.Equal((RefusalCode.Conflict, "UNIT_CLOSED"), (refused.Refusal!.Code, refused.Refusal!.Reason));
        var named = await host.Unit(Given.Province).ExecuteAsync(
            new UnitCommand.AddTask(Given.Task("u", leads: Given.Lead(Given.Commune))), "u", GrainHost.Administrator);
        Assert.Equal("leads[0].unit", named.Refusal!.Field);
        await host.DoAsync(Given.Province, new UnitCommand.AddTask(Given.Task("v", leads: Given.Class(UnitKind.Commune))));
        await host.Unit(Given.Province).DeliverAsync();
        await CountsAsync(host, (Given.Commune, 1), ("hoa-2", 1), (Given.Province, 2));
    }

    private static async Task FoundAsync(GrainHost host)
    {
        foreach (var (id, kind, parent) in ((string, UnitKind, string?)[])
            [
                (Given.Ministry, UnitKind.Ministry, null), (Given.Province, UnitKind.Province, Given.Ministry),
                (Other, UnitKind.Province, Given.Ministry), (Given.District, UnitKind.District, Given.Province),
                (Given.Commune, UnitKind.Commune, Given.District), ("hoa-2", UnitKind.Commune, Given.District),
            ])
        {
            await host.RegisterAsync(id, kind, parent);
        }
        await host.DoAsync(Given.Province, new UnitCommand.AdoptPlan(Given.Plan()));
        await host.DoAsync(Given.Province, new UnitCommand.AddTask(Given.Task(leads: Given.Lead(Given.Commune))));
        await host.Unit(Given.Province).DeliverAsync();
        await CountsAsync(host, (Given.Commune, 1), (Given.District, 1), (Given.Province, 1), (Given.Ministry, 1));
    }

    private static async Task CountsAsync(GrainHost host, params (string Unit, long Total)[] right)
    {
        foreach (var (unit, total) in right)
        {
            await host.UntilAsync($"{unit} counts {total}", async () => (await host.Unit(unit).ReadCellsAsync([All])).Cells[0].Sums.Total == total);
        }
    }

    private static async Task<ChildRollup> ToldAsync(GrainHost host, string unit)
    {
        var reading = await host.Unit(unit).ReadRollupAsync();
        return new ChildRollup(unit, reading.Version, [.. reading.Cells]);
    }
}
