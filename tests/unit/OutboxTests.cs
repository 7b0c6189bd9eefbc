namespace Hierarchy.UnitTests;

public sealed class OutboxTests
{
    private static readonly UnitEvent[] Imposing =
    [
        new UnitEvent.UnitRegistered(Given.Unit(Given.Province, UnitKind.Province, null)),
        new UnitEvent.PlanAdopted(Given.Plan()),
        new UnitEvent.TaskAdded(Given.Task(), [Given.Department, Given.Commune]),
    ];

    private readonly TestTurns _turns = new();
    private readonly List<(string Unit, string Subject, string RequestId)> _sent = [];
    private readonly Outbox _outbox;
    private UnitState _state = UnitState.Empty;
    private Func<string, Task<Outcome>> _answer = _ => Task.FromResult(Outcome.Done);

    public OutboxTests() => _outbox = new Outbox(
        Given.Province, _turns.Store, () => _state,
        (unit, command, requestId) =>
        {
            _sent.Add((unit, command.Subject, requestId));
            return _answer(unit);
        },
        slotsMax: 8, _turns.Aside, _turns.Start, NullLogger.Instance);

    [Fact]
    public async Task Each_target_gets_its_message_once_under_an_id_that_tells_a_repetition()
    {
        _state = await _turns.WriteAsync(Given.Province, Imposing);
        await _outbox.DeliverNewAsync();
        await _outbox.DeliverNewAsync();
        Assert.Equal(
            "tn-snv obligations-imposed:tn tn#3, hoa-1 obligations-imposed:tn tn#3", string.Join(", ", _sent.Select(s => $"{s.Unit} {s.Subject} {s.RequestId}")));
        Assert.Empty(await PendingAsync());
    }

    [Fact]
    public async Task What_is_on_disk_and_not_applied_yet_waits()
    {
        await _turns.WriteAsync(Given.Province, Imposing);
        await _outbox.DeliverNewAsync();
        Assert.Empty(_sent);
        Assert.Equal(2, (await PendingAsync()).Length);
    }

    [Fact]
    public async Task Whoever_does_not_answer_is_asked_again_and_keeps_nobody_from_his()
    {
        _state = await _turns.WriteAsync(Given.Province, Imposing);
        _answer = unit => unit == Given.Commune ? Task.FromException<Outcome>(new TimeoutException()) : Task.FromResult(Outcome.Done);
        await _outbox.DeliverNewAsync();
        Assert.Equal(Given.Commune, Assert.Single(await PendingAsync()).Target);
        _answer = _ => Task.FromResult(Outcome.Done);
        _turns.Clock.Advance(Outbox.RepeatPause);
        Assert.Empty(await PendingAsync());
        Assert.Equal("tn-snv hoa-1 hoa-1", string.Join(' ', _sent.Select(sent => sent.Unit)));
    }

    [Fact]
    public async Task What_its_receiver_refuses_is_set_aside_until_recovery_looks_after_it()
    {
        _state = await _turns.WriteAsync(Given.Province, Imposing);
        _answer = unit => Task.FromResult(unit == Given.Commune ? Refusal.Invalid("Wrong.") : Outcome.Done);
        await _outbox.DeliverNewAsync();
        for (var i = 0; i < 2 * Outbox.TriesMax; i++)
        {
            _turns.Clock.Advance(Outbox.RepeatPause);
        }
        Assert.Equal(1 + Outbox.TriesMax, _sent.Count);
        var aside = Assert.Single(_turns.Aside.All);
        Assert.Equal((Given.Province, 3L, Given.Commune), (aside.Unit, aside.Seq, aside.Target));
        _answer = _ => Task.FromResult(Outcome.Done);
        await _outbox.DeliverAllAsync();
        Assert.Empty(await PendingAsync());
        Assert.Empty(_turns.Aside.All);
    }

    [Fact]
    public async Task While_the_database_is_away_it_is_tried_again()
    {
        _state = await _turns.WriteAsync(Given.Province, Imposing);
        _turns.Store.Away = true;
        await _outbox.DeliverNewAsync();
        Assert.Empty(_sent);
        _turns.Store.Away = false;
        _turns.Clock.Advance(Outbox.RepeatPause);
        Assert.Equal(2, _sent.Count);
    }

    private Task<ImmutableArray<PendingMessage>> PendingAsync() =>
        _turns.Store.PendingMessagesAsync(Given.Province, 0, 100, TestContext.Current.CancellationToken);
}
