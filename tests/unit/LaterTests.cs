namespace Hierarchy.UnitTests;

public sealed class LaterTests
{
    private readonly TestTurns _turns = new();

    [Fact]
    public void Work_that_is_put_off_twice_runs_once_at_the_first_time()
    {
        var runs = 0;
        var later = new Later(_turns.Start, Run);
        later.In(TimeSpan.FromSeconds(1));
        later.In(TimeSpan.FromSeconds(5));
        Assert.True(later.Waits);
        _turns.Clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal((1, false), (runs, later.Waits));
        _turns.Clock.Advance(TimeSpan.FromSeconds(10));
        Assert.Equal(1, runs);
        later.In(TimeSpan.FromSeconds(1));
        _turns.Clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(2, runs);

        Task Run()
        {
            runs++;
            return Task.CompletedTask;
        }
    }

    [Fact]
    public void What_is_called_off_does_not_run()
    {
        var later = new Later(_turns.Start, () => throw new InvalidOperationException("It ran."));
        later.In(TimeSpan.FromSeconds(1));
        later.Cancel();
        Assert.False(later.Waits);
        _turns.Clock.Advance(TimeSpan.FromSeconds(2));
    }
}
