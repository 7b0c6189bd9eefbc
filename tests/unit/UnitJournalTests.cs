namespace Hierarchy.UnitTests;

public sealed class UnitJournalTests
{
    private static readonly UnitEvent.UnitRegistered Registered = new(Given.Unit(Given.Province, UnitKind.Province, null));

    private readonly TestTurns _turns = new();
    private readonly UnitJournal _journal;

    public UnitJournalTests() => _journal = new UnitJournal(Given.Province, _turns.Store, _turns.Aside, snapshotEvery: 2);

    [Fact]
    public async Task A_snapshot_spares_the_replay_and_gives_the_same_state()
    {
        var written = await _turns.WriteAsync(Given.Province, Registered, new UnitEvent.PlanAdopted(Given.Plan()));
        await LoadAsync();
        Assert.True(_journal.IsSnapshotDue);
        await _journal.SaveSnapshotAsync(TestContext.Current.CancellationToken);
        Assert.False(_journal.IsSnapshotDue);
        var history = await LoadAsync();
        Assert.Equal((2L, 0), (history.SnapshotSeq, history.Tail.Length));
        Assert.Equal(EventCodec.Encode(written.ToSnapshot()), EventCodec.Encode(_journal.State.ToSnapshot()));
    }

    [Fact]
    public async Task A_snapshot_that_cannot_be_read_is_set_aside_and_the_events_say_it_all()
    {
        await _turns.WriteAsync(Given.Province, Registered, new UnitEvent.PlanAdopted(Given.Plan()));
        await _turns.Store.SaveSnapshotAsync(Given.Province, 2, "{}"u8.ToArray(), TestContext.Current.CancellationToken);
        await LoadAsync();
        Assert.Equal(2, _journal.State.Seq);
        var aside = Assert.Single(_turns.Aside.All);
        Assert.Equal(("snapshot", 2L), (aside.What, aside.Seq));
    }

    [Fact]
    public async Task A_snapshot_of_before_versions_were_kept_is_passed_over_and_the_events_say_them()
    {
        await _turns.WriteAsync(Given.Province, Registered, new UnitEvent.PlanAdopted(Given.Plan()));
        var written = Given.State(Given.Province, Registered, new UnitEvent.PlanAdopted(Given.Plan())).ToSnapshot() with { Versions = null };
        await _turns.Store.SaveSnapshotAsync(Given.Province, 2, EventCodec.Encode(written), TestContext.Current.CancellationToken);
        await LoadAsync();
        Assert.Equal(1, Assert.Single(_journal.State.Versions["p"]).Version);
        Assert.Empty(_turns.Aside.All);
    }

    [Fact]
    public async Task After_a_lost_answer_the_record_is_to_be_read_again()
    {
        await LoadAsync();
        _turns.Store.LoseAnswer();
        var request = RequestKey.Of(new UnitCommand.RegisterUnit(Registered.Unit), "r", Caller.System);
        var next = Given.State(Given.Province, Registered);
        await Assert.ThrowsAsync<StoreUnavailableException>(() => _journal.AppendAsync(Registered, next, "test", Given.Now, request, Origin.None));
        Assert.Equal((true, 0L), (_journal.IsUncertain, _journal.State.Seq));
        await LoadAsync();
        Assert.Equal((false, 1L), (_journal.IsUncertain, _journal.State.Seq));
    }

    [Fact]
    public async Task A_repeated_request_gets_the_first_answer_and_another_one_under_its_id_a_conflict()
    {
        var caller = new Caller("admin", null);
        var command = new UnitCommand.RegisterUnit(Registered.Unit);
        var request = RequestKey.Of(command, "r", caller);
        await _turns.Store.AppendAsync(
            new Append(Given.Province, 0, [Registered], caller.Name, Given.Now, request.Id, Registered.Unit, [], [], [], [], request.Digest),
            TestContext.Current.CancellationToken);
        await LoadAsync();
        Assert.Equal(1, _journal.AnsweredAt(request));
        Assert.Equal(new Outcome.OfUnit(Registered.Unit), await _journal.RepeatAsync(command, request, caller, 1));
        var other = new UnitCommand.RegisterUnit(Registered.Unit with { Name = "Khác" });
        Assert.Equal(RefusalCode.Conflict, (await _journal.RepeatAsync(other, RequestKey.Of(other, "r", caller), caller, 1))!.Refusal!.Code);
    }

    private async Task<UnitHistory> LoadAsync()
    {
        var history = await _turns.Store.LoadAsync(Given.Province, TestContext.Current.CancellationToken);
        _journal.Restart(await _journal.ReplayAsync(history, TestContext.Current.CancellationToken), history.SnapshotSeq);
        return history;
    }
}
