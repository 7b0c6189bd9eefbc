using Scope = Hierarchy.Grains.Rollup.Scope;

namespace Hierarchy.Tests.Unit.Reorganisations;

/// <summary>A reorganisation that is carried out by units on a memory database.</summary>
public sealed class ReorganisationGrainTests : IAsyncLifetime
{
    private readonly MemoryDatabase _database = new();
    private GrainHost _host = null!;

    public async ValueTask InitializeAsync()
    {
        _host = await GrainHost.StartAsync(_database);
        foreach (var unit in MappedReorganisationTests.SonTay().All())
        {
            await _host.DoAsync(unit.Id, new UnitCommand.RegisterUnit(unit));
        }
        await _host.DoAsync("vn24-51", new UnitCommand.AdoptPlan(Given.Plan(owner: "vn24-51")));
        await _host.DoAsync("vn24-51", new UnitCommand.AddTask(Given.Task("a", leads: [Given.Class(UnitKind.Commune), Given.Class(UnitKind.Office)])));
        await _host.DoAsync("vn24-51", new UnitCommand.AddTask(Given.Task("b", leads: [Given.Class(UnitKind.Commune)])));
        await _host.Unit("vn24-51").DeliverAsync();
        await _host.DoAsync("vn24-21331", new UnitCommand.ReportProgress(Obligation.IdOf("vn24-21331", "a", ""), 40, null, null, null));
        await _host.UntilAsync("all has risen", async () => (await TotalAsync("vn24-51")).Sums is { Total: 19, WeightedPercent: var percent } && percent == 4_000_000);
        // So that nobody acts from then on, and every figure must be as foretold.
        _host.Clock.Advance(TimeSpan.FromMinutes(2));
    }

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    [Fact]
    public async Task The_work_of_nine_communes_stands_at_three_and_no_figure_of_the_province_differs_but_those_foretold()
    {
        var before = await TotalAsync("vn24-51");
        var grain = await AdoptAsync();

        var done = await FinishedAsync(grain);

        Assert.Equal((ReorganisationStatus.Done, null, done.Steps), (done.Progress.Status, done.Progress.Fault, done.Progress.Done));
        foreach (var commune in new[] { "vn25-21334", "vn25-21340", "vn25-21343" })
        {
            Assert.Equal(6, (await TotalAsync(commune)).Sums.Total);
            Assert.Equal(("vn24-51", null), (_host.Directory.Find(commune)!.Parent, _host.Directory.Find(commune)!.To));
            Assert.Equal(3, _host.Directory.Predecessors(commune).Count);
        }
        Assert.Equal(4_000, (await TotalAsync("vn25-21334")).Sums.WeightedPercent / 1_000);
        Assert.Equal(1, (await TotalAsync("vn24-530")).Sums.Total);
        var after = await TotalAsync("vn24-51");
        Assert.Equal(
            (before.Sums.Total, before.Sums.Weight, before.Sums.WeightedPercent, 10, 4),
            (after.Sums.Total, after.Sums.Weight, after.Sums.WeightedPercent, before.Sums.Units, after.Sums.Units));
        Assert.Equal(before.Due, after.Due);
        Assert.Equal(["vn25-21334", "vn25-21340", "vn25-21343"], _host.Directory.Below("vn24-51", UnitKind.Commune).Select(unit => unit.Id).Order());
        Assert.All(
            new[] { "vn24-530", "vn24-21331", "vn24-530-van-phong" }, unit => Assert.Equal(Given.Today.AddDays(-1), _host.Directory.Find(unit)!.To));
        Assert.Equal("vn24-51", _host.Directory.Find("vn24-530-bao")!.Parent);
        Assert.Equal("vn25-21334", Assert.Single(_host.Directory.Successors("vn24-21335")).New);
    }

    [Fact]
    public async Task Undone_it_restores_every_figure_and_leaves_the_new_units_closed_and_empty()
    {
        var before = (await _host.Unit("vn24-51").ReadRollupAsync()).Cells;
        var grain = await AdoptAsync();
        Assert.Equal(ReorganisationStatus.Done, (await FinishedAsync(grain)).Progress.Status);
        Assert.Empty(await grain.ReadBlockingAsync());

        await AcceptedAsync(grain.UndoAsync("Nhầm", GrainHost.Administrator));
        var undone = await FinishedAsync(grain);

        Assert.Equal((ReorganisationStatus.Undone, null, 0), (undone.Progress.Status, undone.Progress.Fault, undone.Progress.Done));
        var after = (await _host.Unit("vn24-51").ReadRollupAsync()).Cells;
        Assert.Equal(before.OrderBy(cell => cell.Key.ToString()), after.OrderBy(cell => cell.Key.ToString()));
        Assert.Equal(9, _host.Directory.Below("vn24-51", UnitKind.Commune).Count);
        Assert.True(_host.Directory.Find("vn25-21334")!.IsClosed);
        Assert.Empty(_host.Directory.Successors("vn24-21335"));
        Assert.Equal("vn24-530", _host.Directory.Find("vn24-530-bao")!.Parent);
        Assert.Equal(0, (await TotalAsync("vn25-21334")).Sums.Total);
        Assert.Equal(RefusalCode.Conflict, (await grain.AdoptAsync(GrainHost.Administrator)).Refusal?.Code);

        var again = _host.Reorganisation("again");
        await AcceptedAsync(again.DraftAsync(Content() with { Id = "again" }, GrainHost.Administrator));
        await AcceptedAsync(again.AdoptAsync(GrainHost.Administrator));
        Assert.Equal((ReorganisationStatus.Done, null), ((await FinishedAsync(again)).Progress.Status, (await again.ReadAsync())!.Progress.Fault));
        Assert.False(_host.Directory.Find("vn25-21334")!.IsClosed);
    }

    [Fact]
    public async Task Where_others_impose_and_cancel_meanwhile_it_is_done_when_what_was_handed_over_is_taken_up()
    {
        var founding = new TaskCompletionSource();
        (_host.Events.Slow, _host.Events.AnswerAfter) = ("vn25-21334", founding.Task);
        var grain = await AdoptAsync();
        await _host.UntilAsync("the figures of before are known", async () => (await grain.ReadAsync())!.Progress.Before is not null);
        await _host.DoAsync("vn24-51", new UnitCommand.AddTask(Given.Task("c", leads: [Given.Lead("vn24-51"), Given.Lead("vn24-21337")])));
        await _host.DoAsync("vn24-51", new UnitCommand.Cancel(Obligation.IdOf("vn24-51", "c", ""), "Thôi"));
        founding.SetResult();

        var done = await FinishedAsync(grain);

        Assert.Equal((ReorganisationStatus.Done, null), (done.Progress.Status, done.Progress.Fault));
        Assert.Equal(21, (await TotalAsync("vn24-51")).Sums.Total);
        Assert.Equal(19, done.Progress.Handed!.Given.Sums.Total);
        Assert.All(done.Progress.Balanced, line => Assert.True(line.IsForetold));
        Assert.Equal("vn25-21340~c~~vn24-21337", (await _host.Unit("vn24-21337").ReadObligationsAsync(["vn24-21337~c"])).Obligations[0].MovedTo);
    }

    [Fact]
    public async Task What_is_imposed_on_a_unit_that_has_ended_stands_at_its_heir_or_with_a_steward()
    {
        var grain = await AdoptAsync();
        await FinishedAsync(grain);

        foreach (var unit in new[] { "vn24-21337", "vn24-530" })
        {
            await _host.DoAsync(unit, new UnitCommand.Impose("vn24-51", [Given.Terms(unit, "late")]));
        }

        await _host.UntilAsync("it has come to the heir", async () =>
            (await _host.Unit("vn25-21340").ReadObligationsAsync(["vn25-21340~late~~vn24-21337"])).Obligations is [{ Steward: null, Version: 3 }]);
        Assert.Equal("vn24-51", Assert.Single((await _host.Unit("vn24-530").ReadObligationsAsync(["vn24-530~late"])).Obligations).Steward);
    }

    [Fact]
    public async Task What_was_reported_since_forbids_undoing_and_is_named()
    {
        var grain = await AdoptAsync();
        await FinishedAsync(grain);
        var moved = Obligation.IdAt("vn25-21340", Obligation.IdOf("vn24-21337", "a", ""));
        await _host.DoAsync("vn25-21340", new UnitCommand.ReportProgress(moved, 10, null, null, null));

        var refusal = (await grain.UndoAsync("Nhầm", GrainHost.Administrator)).Refusal!;

        Assert.Equal((RefusalCode.Conflict, "UNDO_BLOCKED", 1), (refusal.Code, refusal.Reason, refusal.Count));
        Assert.Equal(moved, Assert.Single(await grain.ReadBlockingAsync()).Id);
        Assert.Equal(ReorganisationStatus.Done, (await grain.ReadAsync())!.Progress.Status);
    }

    [Fact]
    public async Task An_open_difficulty_goes_to_who_stands_above_now_is_told_so_is_resolved_there_and_keeps_nobody_from_undoing()
    {
        var (giver, own) = (Obligation.IdOf("vn24-21337", "a", ""), Obligation.IdOf("vn24-530-bao", "d", ""));
        await _host.DoAsync("vn24-51", new UnitCommand.AddTask(Given.Task("d", leads: [Given.Lead("vn24-530-bao")])));
        await _host.Unit("vn24-51").DeliverAsync();
        await _host.DoAsync("vn24-21337", new UnitCommand.RaiseDifficulty(giver, "Thiếu người"));
        await _host.DoAsync("vn24-530-bao", new UnitCommand.RaiseDifficulty(own, "Thiếu máy"));
        await _host.UntilAsync("all has risen", async () => (await TotalAsync("vn24-51")).Sums.Total == 20);
        _host.Clock.Advance(TimeSpan.FromMinutes(2));
        var grain = await AdoptAsync();
        Assert.Equal(ReorganisationStatus.Done, (await FinishedAsync(grain)).Progress.Status);

        var moved = Obligation.IdAt("vn25-21340", giver);
        foreach (var (unit, id) in new[] { ("vn25-21340", moved), ("vn24-530-bao", own) })
        {
            Assert.Equal("vn24-51", Assert.Single((await _host.Unit(unit).ReadObligationsAsync([id])).Obligations).Difficulty!.RaisedTo);
            await _host.Unit(unit).DeliverAsync();
        }
        var told = new List<string>();
        await foreach (var stored in _host.Events.ReadAsync("vn24-51", 1, long.MaxValue, TestContext.Current.CancellationToken))
        {
            told.AddRange(stored.Event is UnitEvent.DifficultyReceived received ? [received.ForObligation] : []);
        }
        Assert.Equal([own, moved], told.Order(StringComparer.Ordinal));

        Assert.Empty(await grain.ReadBlockingAsync());
        await AcceptedAsync(grain.UndoAsync("Nhầm", GrainHost.Administrator));
        Assert.Equal(ReorganisationStatus.Undone, (await FinishedAsync(grain)).Progress.Status);
        var resolve = new UnitCommand.ResolveDifficulty(giver, "Đã cấp");
        Assert.Equal(
            RefusalCode.Forbidden, (await _host.Unit("vn24-21337").ExecuteAsync(resolve, "r1", new Caller("huyện", "vn24-530"))).Refusal!.Code);
        Assert.Null((await _host.Unit("vn24-21337").ExecuteAsync(resolve, "r2", new Caller("tỉnh", "vn24-51"))).Refusal);
    }

    [Fact]
    public async Task A_draft_is_discarded_by_whom_and_why_once_and_may_be_drafted_again()
    {
        var grain = _host.Reorganisation("qn");
        Assert.Equal(RefusalCode.NotFound, (await grain.DiscardAsync("Nhầm", GrainHost.Administrator)).Refusal!.Code);
        await AcceptedAsync(grain.DraftAsync(Content(), GrainHost.Administrator));
        Assert.Equal(RefusalCode.Forbidden, (await grain.DiscardAsync("Nhầm", new Caller("an", "vn24-51"))).Refusal!.Code);
        Assert.Equal((RefusalCode.Invalid, "reason"), Told((await grain.DiscardAsync("", GrainHost.Administrator)).Refusal!));

        await AcceptedAsync(grain.DiscardAsync("Nhầm", GrainHost.Administrator));
        var discarded = (await grain.ReadAsync())!.Progress;
        Assert.Equal((ReorganisationStatus.Discarded, "admin", "Nhầm", Given.Now.AddMinutes(2)), (discarded.Status, discarded.By, discarded.Reason, discarded.Since));
        await AcceptedAsync(grain.DiscardAsync("Lần nữa", new Caller("other", null)));
        Assert.Equal(discarded, (await grain.ReadAsync())!.Progress);
        Assert.Equal(RefusalCode.Conflict, (await grain.AdoptAsync(GrainHost.Administrator)).Refusal!.Code);
        var rule = new AssignmentRule(null, null, null, null, null, null, null, "Thôi");
        Assert.Equal(RefusalCode.Conflict, (await grain.AssignAsync([rule], GrainHost.Administrator)).Refusal!.Code);
        Assert.Equal(RefusalCode.Conflict, (await grain.UndoAsync("x", GrainHost.Administrator)).Refusal!.Code);

        await AcceptedAsync(grain.DraftAsync(Content(), GrainHost.Administrator));
        Assert.Equal((ReorganisationStatus.Draft, null), ((await grain.ReadAsync())!.Progress.Status, (await grain.ReadAsync())!.Progress.By));
        await AcceptedAsync(grain.AdoptAsync(GrainHost.Administrator));
        Assert.Equal(ReorganisationStatus.Done, (await FinishedAsync(grain)).Progress.Status);
        Assert.Equal(RefusalCode.Conflict, (await grain.DiscardAsync("Nhầm", GrainHost.Administrator)).Refusal!.Code);

        static (RefusalCode, string?) Told(Refusal refusal) => (refusal.Code, refusal.Field);
    }

    [Fact]
    public async Task What_nobody_goes_on_with_keeps_it_a_draft()
    {
        var grain = _host.Reorganisation("qn");
        await AcceptedAsync(grain.DraftAsync(Content(DividedWork.Unassigned), GrainHost.Administrator));

        var refusal = (await grain.AdoptAsync(GrainHost.Administrator)).Refusal!;

        Assert.Equal((RefusalCode.Conflict, "SPLIT_UNASSIGNED", 1), (refusal.Code, refusal.Reason, refusal.Count));
        Assert.Equal(ReorganisationStatus.Draft, (await grain.ReadAsync())!.Progress.Status);
        Assert.Null(_host.Directory.Find("vn25-21334"));
        await AcceptedAsync(grain.AssignAsync([new(null, null, UnitKind.Office, null, null, null, null, "Không còn chức năng")], GrainHost.Administrator));
        await AcceptedAsync(grain.AdoptAsync(GrainHost.Administrator));
        Assert.Equal(ReorganisationStatus.Done, (await FinishedAsync(grain)).Progress.Status);
        Assert.Equal(1, (await TotalAsync("vn24-51")).Sums.Cancelled);
    }

    [Fact]
    public async Task Grants_are_given_anew_where_a_unit_goes_on_as_a_whole_once_and_end_where_it_closes()
    {
        string[] ending = ["vn24-21331", "vn24-21334", "vn24-530-van-phong"];
        foreach (var unit in ending)
        {
            await _host.DoAsync(unit, new UnitCommand.GiveGrant("an", Role.Clerk, null, null, null, null));
        }
        var grain = await AdoptAsync();
        Assert.Equal(ReorganisationStatus.Done, (await FinishedAsync(grain)).Progress.Status);

        var anew = Assert.Single(_host.Grants.OfUnit("vn25-21334"));
        Assert.Equal(("an", Role.Clerk, "202/2025/QH15", null), (anew.Person, anew.Role, anew.Act!.Number, anew.EndedOn));
        Assert.All(ending, unit => Assert.NotNull(Assert.Single(_host.Grants.OfUnit(unit)).EndedOn));
        Assert.Equal([.. ending, "vn25-21334"], _host.Grants.Units.Order());

        await AcceptedAsync(grain.UndoAsync("Nhầm", GrainHost.Administrator));
        var undone = await FinishedAsync(grain);
        Assert.Equal((ReorganisationStatus.Undone, null), (undone.Progress.Status, undone.Progress.Fault));
        Assert.NotNull(Assert.Single(_host.Grants.OfUnit("vn25-21334")).EndedOn);
    }

    [Fact]
    public async Task Before_its_day_it_waits_and_who_may_not_register_units_may_not_reorganise()
    {
        var grain = _host.Reorganisation("qn");
        Assert.Equal(RefusalCode.Forbidden, (await grain.DraftAsync(Content(), new Caller("an", "vn24-51"))).Refusal!.Code);
        Assert.Null(await grain.ReadAsync());
        var tomorrow = Given.Today.AddDays(1);
        await AcceptedAsync(grain.DraftAsync(Content() with { EffectiveOn = tomorrow, OperatesFrom = tomorrow }, GrainHost.Administrator));
        Assert.Equal(RefusalCode.Conflict, (await grain.AdoptAsync(GrainHost.Administrator)).Refusal!.Code);
    }

    private static Reorganisation Content(DividedWork divided = DividedWork.Province) => MappedReorganisationTests.Made(MappedReorganisationTests.SonTay(), divided) with
    {
        Act = new Document("202/2025/QH15", Given.Today, null, null),
        EffectiveOn = Given.Today,
        OperatesFrom = Given.Today,
    };

    private async Task<IReorganisationGrain> AdoptAsync()
    {
        var grain = _host.Reorganisation("qn");
        await AcceptedAsync(grain.DraftAsync(Content(), GrainHost.Administrator));
        await AcceptedAsync(grain.AdoptAsync(GrainHost.Administrator));
        return grain;
    }

    private static async Task AcceptedAsync(Task<ReorganisationAnswer> answer) => Assert.Null((await answer).Refusal?.Message);

    /// <summary>Goes on with it until it is done, or cannot be.</summary>
    private static async Task<ReorganisationReading> FinishedAsync(IReorganisationGrain grain)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        while (true)
        {
            patience.Token.ThrowIfCancellationRequested();
            var now = (await grain.FollowAsync())!;
            if (!now.Progress.IsUnderWay || now.Progress.Fault is not null)
            {
                return now;
            }
        }
    }

    private async Task<Measures> TotalAsync(string unit) =>
        (await _host.Unit(unit).ReadCellsAsync([Cell.General(null, null, null, Scope.All)])).Cells[0];
}
