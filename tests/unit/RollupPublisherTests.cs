namespace Hierarchy.UnitTests;

public sealed class RollupPublisherTests
{
    private static readonly TimeSpan Window = TimeSpan.FromMilliseconds(20);

    private readonly TestTurns _turns = new();
    private readonly VersionedRollup _rollup = new(() => { });
    private readonly List<long> _told = [];
    private readonly RollupPublisher _publisher;
    private string? _parent = Given.Ministry;
    private Func<Task> _answer = () => Task.CompletedTask;

    public RollupPublisherTests()
    {
        _rollup.Restart(new UnitRollup(Given.Province), 1);
        _publisher = new RollupPublisher(Given.Province, _rollup, () => _parent, Tell, Window, _turns.Clock, _turns.Start, NullLogger.Instance);

        Task Tell(string parent, ChildRollup told)
        {
            Assert.Equal(_parent, parent);
            _told.Add(told.Version);
            return _answer();
        }
    }

    [Fact]
    public void A_quiet_unit_tells_at_once_and_a_busy_one_once_in_a_window()
    {
        var first = _rollup.Version;
        _publisher.PublishSoon();
        Assert.Equal([first], _told);
        for (var i = 0; i < 5; i++)
        {
            Change();
        }
        Assert.Equal([first], _told);
        _turns.Clock.Advance(Window);
        Assert.Equal([first, first + 5], _told);
        _publisher.PublishSoon();
        _turns.Clock.Advance(Window);
        Assert.Equal([first, first + 5], _told);
    }

    [Fact]
    public void What_did_not_arrive_is_told_again_until_it_has()
    {
        _answer = () => Task.FromException(new TimeoutException());
        _publisher.PublishSoon();
        _turns.Clock.Advance(RollupPublisher.RepeatPause);
        _answer = () => Task.CompletedTask;
        _turns.Clock.Advance(RollupPublisher.RepeatPause);
        _turns.Clock.Advance(RollupPublisher.RepeatPause);
        Assert.Equal([_rollup.Version, _rollup.Version, _rollup.Version], _told);
    }

    [Fact]
    public void A_slow_parent_is_told_the_newest_state_next()
    {
        // What waits for the answer goes on within SetResult.
        SynchronizationContext.SetSynchronizationContext(null);
        var answered = new TaskCompletionSource();
        _answer = () => answered.Task;
        var first = _rollup.Version;
        _publisher.PublishSoon();
        Change();
        _turns.Clock.Advance(Window);
        Change();
        _turns.Clock.Advance(Window);
        Assert.Equal([first], _told);
        answered.SetResult();
        _turns.Clock.Advance(Window);
        Assert.Equal([first, first + 2], _told);
    }

    [Fact]
    public void A_parent_that_has_forgotten_is_told_the_same_again_and_nobody_is_told_without_one()
    {
        _publisher.PublishSoon();
        _publisher.PublishAgain();
        _turns.Clock.Advance(Window);
        Assert.Equal([_rollup.Version, _rollup.Version], _told);
        _parent = null;
        _publisher.PublishAgain();
        _turns.Clock.Advance(TimeSpan.FromSeconds(5));
        Assert.Equal(2, _told.Count);
    }

    private void Change()
    {
        _rollup.Advance();
        _publisher.PublishSoon();
    }
}
