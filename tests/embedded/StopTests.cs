using Microsoft.Extensions.DependencyInjection;
using Orleans;
using Orleans.Runtime;

namespace Hierarchy.Tests.Embedded;

/// <summary>The end of a silo: in order, too late, and by a crash.</summary>
public sealed class StopTests
{
    [Fact]
    public async Task Stopping_deactivates_every_grain()
    {
        await using var silo = await TestSilo.StartAsync();
        for (var i = 0; i < 300; i++)
        {
            await silo.Grain<IClerk>($"c{i}").Add(1);
        }

        await silo.StopAsync();

        Assert.Equal(0, silo.Silo.ActivationCount);
        Assert.Equal(300, silo.Probe.Lines.Count(line => line.EndsWith("deactivated ShuttingDown", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Stopping_finishes_what_was_accepted()
    {
        await using var silo = await TestSilo.StartAsync();
        var running = silo.Grain<IClerk>().Work("w");
        await silo.Probe.Seen("w begins");
        var waiting = silo.Grain<IClerk>().Add(5);
        var stopped = silo.StopAsync();

        silo.Probe.Open("w");
        await stopped;

        await running;
        Assert.Equal(5, await waiting);
        Assert.Equal("a deactivated ShuttingDown", silo.Probe.Lines[^1]);
    }

    [Fact]
    public async Task A_call_after_the_stop_is_refused()
    {
        await using var silo = await TestSilo.StartAsync();
        await silo.Grain<IClerk>().Add(1);
        await silo.StopAsync();

        await Assert.ThrowsAsync<SiloUnavailableException>(() => silo.Grain<IClerk>().Add(1));
        await Assert.ThrowsAsync<SiloUnavailableException>(() => silo.Grain<IClerk>("b").Add(1));
    }

    [Fact]
    public async Task A_call_from_outside_during_the_stop_is_refused()
    {
        await using var silo = await TestSilo.StartAsync();
        var running = silo.Grain<IClerk>().Work("w");
        await silo.Probe.Seen("w begins");
        var stopped = silo.StopAsync();

        await Assert.ThrowsAsync<SiloUnavailableException>(() => silo.Grain<IClerk>().Add(1));

        silo.Probe.Open("w");
        await Task.WhenAll(stopped, running);
    }

    [Fact]
    public async Task A_stop_that_takes_too_long_ends_as_a_crash()
    {
        await using var silo = await TestSilo.StartAsync();
        var running = silo.Grain<IClerk>().Work("w");
        await silo.Probe.Seen("w begins");
        using var source = new CancellationTokenSource();
        var stopped = silo.StopAsync(source.Token);

        await source.CancelAsync();
        await stopped;

        await Assert.ThrowsAsync<SiloUnavailableException>(() => running);
        Assert.Contains(3002, silo.Log.Ids);
    }

    [Fact]
    public async Task A_grain_that_hangs_does_not_keep_others_from_their_deactivation()
    {
        await using var silo = await TestSilo.StartAsync();
        var running = silo.Grain<IClerk>("hung").Work("w");
        await silo.Probe.Seen("w begins");
        await silo.Grain<IClerk>("other").Add(1);
        using var source = new CancellationTokenSource();
        var stopped = silo.StopAsync(source.Token);

        silo.Time.Advance(TimeSpan.FromSeconds(6));
        await silo.Probe.Seen("other deactivated ShuttingDown");
        await source.CancelAsync();
        await stopped;

        await Assert.ThrowsAsync<SiloUnavailableException>(() => running);
    }

    [Fact]
    public async Task A_grain_may_call_another_while_the_silo_stops()
    {
        await using var silo = await TestSilo.StartAsync();
        await silo.Grain<IClerk>("helper").Add(1);
        var call = silo.Grain<IClerk>("asking").AskAfter("w", "helper");
        await silo.Probe.Seen("w begins");
        var stopped = silo.StopAsync();

        silo.Probe.Open("w");

        Assert.Equal(2, await call);
        await stopped;
    }

    [Fact]
    public async Task A_crash_answers_the_callers_and_resumes_nothing()
    {
        await using var silo = await TestSilo.StartAsync();
        var running = silo.Grain<IClerk>().Work("w");
        await silo.Probe.Seen("w begins");
        var waiting = silo.Grain<IClerk>().Add(1);

        silo.Silo.Abort();
        silo.Probe.Open("w");

        await Assert.ThrowsAsync<SiloUnavailableException>(() => running);
        await Assert.ThrowsAsync<SiloUnavailableException>(() => waiting);
        await Assert.ThrowsAsync<SiloUnavailableException>(() => silo.Grain<IClerk>().Add(1));
        await silo.StopAsync();
        Assert.Equal(["a activated 1", "w begins"], silo.Probe.Lines);
    }

    [Fact]
    public async Task A_crash_stops_timers_and_streams()
    {
        await using var silo = await TestSilo.StartAsync();
        await silo.Grain<ITenant>().StartTimer("t", TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(1));
        silo.Silo.Abort();

        silo.Time.Advance(TimeSpan.FromSeconds(5));
        await silo.Client.GetStreamProvider("test").GetStream<Line>(StreamId.Create("news", "a")).OnNextAsync(new(1));

        Assert.Equal(0, silo.Silo.ActivationCount);
        Assert.DoesNotContain("t tick 1", silo.Probe.Lines);
        Assert.Contains(3007, silo.Log.Ids);
    }

    [Fact]
    public async Task A_crash_in_the_middle_of_load_leaves_no_call_unanswered()
    {
        await using var silo = await TestSilo.StartAsync();
        Task[] calls = [.. Enumerable.Range(0, 400).Select(i => silo.Grain<IClerk>($"c{i % 40}").Hop())];
        await calls[0];

        silo.Silo.Abort();

        foreach (var call in calls)
        {
            var failure = await Record.ExceptionAsync(() => call.WaitAsync(TestSilo.Patience));
            Assert.True(failure is null or SiloUnavailableException, failure?.ToString());
        }
    }

    [Fact]
    public async Task Scoped_services_end_with_the_stop()
    {
        await using var silo = await TestSilo.StartAsync();
        await silo.Grain<ITenant>().Activation();

        await silo.StopAsync();

        Assert.Contains("furniture is gone", silo.Probe.Lines);
        Assert.NotNull(silo.Services.GetRequiredService<IGrainFactory>());
    }
}
