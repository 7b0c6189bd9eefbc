using Orleans.Runtime;

namespace Hierarchy.Tests.Embedded;

/// <summary>Timers of grains.</summary>
public sealed class TimerTests
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    [Fact]
    public async Task A_timer_ticks_after_its_due_time_and_then_once_per_period()
    {
        await using var silo = await TestSilo.StartAsync();
        Open(silo, "t", 3);
        await silo.Grain<ITenant>().StartTimer("t", Second, 2 * Second);

        silo.Time.Advance(0.9 * Second);
        await silo.Silo.WhenQuiet();
        Assert.Empty(silo.Probe.Lines);
        silo.Time.Advance(0.1 * Second);
        await silo.Probe.Seen("t tock 1");
        await silo.Silo.WhenQuiet();
        silo.Time.Advance(1.9 * Second);
        await silo.Silo.WhenQuiet();
        Assert.DoesNotContain("t tick 2", silo.Probe.Lines);
        silo.Time.Advance(0.1 * Second);
        await silo.Probe.Seen("t tock 2");
    }

    [Fact]
    public async Task A_timer_never_overlaps_itself()
    {
        await using var silo = await TestSilo.StartAsync();
        await silo.Grain<ITenant>().StartTimer("t", new GrainTimerCreationOptions(Second, Second) { Interleave = true });
        silo.Time.Advance(Second);
        await silo.Probe.Seen("t tick 1");

        silo.Time.Advance(10 * Second);
        await silo.Grain<ITenant>().Activation();
        Assert.DoesNotContain("t tick 2", silo.Probe.Lines);

        silo.Probe.Open("t 1");
        await silo.Silo.WhenQuiet();
        silo.Time.Advance(Second);
        await silo.Probe.Seen("t tick 2");
    }

    [Fact]
    public async Task A_tick_waits_its_turn()
    {
        await using var silo = await TestSilo.StartAsync();
        Open(silo, "t", 1);
        await silo.Grain<ITenant>().StartTimer("t", Second, Timeout.InfiniteTimeSpan);
        var work = silo.Grain<ITenant>().Work("w");
        await silo.Probe.Seen("w begins");

        silo.Time.Advance(2 * Second);
        silo.Probe.Open("w");
        await work;
        await silo.Probe.Seen("t tock 1");

        Assert.Equal(["w begins", "w ends in 1 with furniture", "t tick 1", "t tock 1"], silo.Probe.Lines);
    }

    [Fact]
    public async Task An_interleaving_tick_runs_while_a_call_awaits()
    {
        await using var silo = await TestSilo.StartAsync();
        Open(silo, "t", 1);
        await silo.Grain<ITenant>().StartTimer("t", new GrainTimerCreationOptions(Second, Second) { Interleave = true });
        var work = silo.Grain<ITenant>().Work("w");
        await silo.Probe.Seen("w begins");

        silo.Time.Advance(Second);

        await silo.Probe.Seen("t tock 1");
        Assert.False(work.IsCompleted);
        silo.Probe.Open("w");
        await work;
    }

    [Fact]
    public async Task A_call_waits_for_a_tick_that_does_not_interleave()
    {
        await using var silo = await TestSilo.StartAsync();
        await silo.Grain<ITenant>().StartTimer("t", Second, Second);
        silo.Time.Advance(Second);
        await silo.Probe.Seen("t tick 1");
        var work = silo.Grain<ITenant>().Work("w");
        silo.Probe.Open("w");

        silo.Probe.Open("t 1");
        await work;

        Assert.Equal(["t tick 1", "t tock 1", "w begins"], silo.Probe.Lines.Take(3));
    }

    [Fact]
    public async Task A_failing_tick_is_logged_and_the_timer_goes_on()
    {
        await using var silo = await TestSilo.StartAsync();
        await silo.Grain<ITenant>().StartFailingTimer(Second);

        silo.Time.Advance(Second);
        await silo.Probe.Seen("failing tick 1");
        await silo.Silo.WhenQuiet();
        silo.Time.Advance(Second);

        await silo.Probe.Seen("failing tick 2");
        Assert.Contains(3005, silo.Log.Ids);
    }

    [Fact]
    public async Task A_disposed_timer_ticks_no_more()
    {
        await using var silo = await TestSilo.StartAsync();
        await silo.Grain<ITenant>().StartTimer("t", Second, Second);
        await silo.Grain<ITenant>().StopTimer();

        silo.Time.Advance(5 * Second);
        await silo.Silo.WhenQuiet();

        Assert.Empty(silo.Probe.Lines);
    }

    [Fact]
    public async Task A_changed_timer_ticks_after_the_new_due_time()
    {
        await using var silo = await TestSilo.StartAsync();
        await silo.Grain<ITenant>().StartTimer("t", Second, Second);
        await silo.Grain<ITenant>().ChangeTimer(5 * Second, Second);

        silo.Time.Advance(4 * Second);
        await silo.Silo.WhenQuiet();
        Assert.Empty(silo.Probe.Lines);
        silo.Time.Advance(Second);

        await silo.Probe.Seen("t tick 1");
    }

    [Fact]
    public async Task Timers_stop_with_the_activation()
    {
        await using var silo = await TestSilo.StartAsync();
        Open(silo, "t", 5);
        await silo.Grain<ITenant>().StartTimer("t", Second, Second);
        silo.Time.Advance(Second);
        await silo.Probe.Seen("t tock 1");
        silo.Probe.Open("w");
        await silo.Grain<ITenant>().LeaveAndWait("w");
        await silo.Probe.Seen("t is stopped");
        await silo.Probe.Seen("a has left");

        silo.Time.Advance(5 * Second);
        await silo.Silo.WhenQuiet();

        Assert.DoesNotContain("t tick 2", silo.Probe.Lines);
    }

    [Fact]
    public async Task Ticks_do_not_keep_a_grain_alive_unless_told_to()
    {
        await using var silo = await TestSilo.StartAsync();
        silo.Probe.OpenAll();
        await silo.Grain<ITenant>("a").StartTimer("t", new GrainTimerCreationOptions(60 * Second, 60 * Second));
        await silo.Grain<ITenant>("kept").StartTimer("k", new GrainTimerCreationOptions(60 * Second, 60 * Second) { KeepAlive = true });

        for (var minute = 0; minute < 20; minute++)
        {
            silo.Time.Advance(60 * Second);
            await silo.Silo.WhenQuiet();
        }

        await silo.Probe.Seen("a leaves ActivationIdle");
        Assert.DoesNotContain("kept leaves ActivationIdle", silo.Probe.Lines);
    }

    private static void Open(TestSilo silo, string name, int ticks)
    {
        for (var tick = 1; tick <= ticks; tick++)
        {
            silo.Probe.Open($"{name} {tick}");
        }
    }
}
