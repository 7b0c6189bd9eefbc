using Orleans;
using Orleans.Configuration;
using Orleans.Hosting;
using Orleans.Runtime;

namespace Hierarchy.Tests.Embedded;

/// <summary>Calls, answers, failures, time-outs and the mailbox.</summary>
public sealed class CallTests
{
    [Fact]
    public async Task A_call_is_answered()
    {
        await using var silo = await TestSilo.StartAsync();

        Assert.Equal(2, await silo.Grain<IClerk>().Add(2));
        Assert.Equal(5, await silo.Grain<IClerk>().AddQuickly(3));
        await silo.Grain<IClerk>().Touch();
        Assert.Equal("b", await silo.Grain<IClerk>("b").Key());
    }

    [Fact]
    public async Task A_reference_knows_its_key_and_equals_another_to_the_same_grain()
    {
        await using var silo = await TestSilo.StartAsync();

        Assert.Equal("a", silo.Grain<IClerk>().GetPrimaryKeyString());
        Assert.Equal(silo.Grain<IClerk>(), silo.Grain<IClerk>());
        Assert.NotEqual(silo.Grain<IClerk>("a"), silo.Grain<IClerk>("b"));
    }

    [Fact]
    public async Task An_argument_is_not_copied()
    {
        await using var silo = await TestSilo.StartAsync();
        var argument = new object();

        Assert.Same(argument, await silo.Grain<IClerk>().Same(argument));
    }

    [Fact]
    public async Task An_exception_of_the_grain_reaches_the_caller_with_its_type_and_message()
    {
        await using var silo = await TestSilo.StartAsync();

        Assert.Equal("no number", (await Assert.ThrowsAsync<FormatException>(silo.Grain<IClerk>().Fail)).Message);
        Assert.Equal("no number", (await Assert.ThrowsAsync<FormatException>(silo.Grain<IClerk>().FailAtOnce)).Message);
        Assert.Equal(1, await silo.Grain<IClerk>().Add(1));
    }

    [Fact]
    public async Task A_call_without_an_answer_times_out_while_the_grain_goes_on()
    {
        await using var silo = await TestSilo.StartAsync();
        var call = silo.Grain<IClerk>().Work("w");
        await silo.Probe.Seen("w begins");

        silo.Time.Advance(TimeSpan.FromSeconds(29));
        Assert.False(call.IsCompleted);
        silo.Time.Advance(TimeSpan.FromSeconds(2));

        await Assert.ThrowsAsync<TimeoutException>(() => call);
        silo.Probe.Open("w");
        await silo.Probe.Seen("w ends");
        Assert.Equal(1, await silo.Grain<IClerk>().Add(1));
    }

    [Fact]
    public async Task A_call_that_times_out_in_the_mailbox_never_runs()
    {
        await using var silo = await TestSilo.StartAsync();
        var running = silo.Grain<IClerk>().Work("first");
        await silo.Probe.Seen("first begins");
        var waiting = silo.Grain<IClerk>().Work("second");

        silo.Time.Advance(TimeSpan.FromSeconds(31));

        await Assert.ThrowsAsync<TimeoutException>(() => waiting);
        silo.Probe.Open("first");
        await silo.Probe.Seen("first ends");
        await silo.Grain<IClerk>().Add(1);
        Assert.DoesNotContain("second begins", silo.Probe.Lines);
        await Assert.ThrowsAsync<TimeoutException>(() => running);
    }

    [Fact]
    public async Task A_grain_that_waits_for_itself_times_out()
    {
        await using var silo = await TestSilo.StartAsync(
            s => s.Configure<SiloMessagingOptions>(o => o.ResponseTimeout = TimeSpan.FromSeconds(5)));
        var call = silo.Grain<IClerk>().CallMyself();
        await silo.Probe.Seen("waits for itself");

        silo.Time.Advance(TimeSpan.FromSeconds(6));

        await Assert.ThrowsAsync<TimeoutException>(() => call);
        Assert.Equal(1, await silo.Grain<IClerk>().Add(1));
    }

    [Fact]
    public async Task A_full_mailbox_refuses_the_call()
    {
        await using var silo = await TestSilo.StartAsync(s => s.Configure<SiloMessagingOptions>(o => o.MaxEnqueuedRequestsHardLimit = 2));
        var running = silo.Grain<IClerk>().Work("w");
        await silo.Probe.Seen("w begins");
        var first = silo.Grain<IClerk>().Add(1);
        var second = silo.Grain<IClerk>().Add(1);

        await Assert.ThrowsAsync<LimitExceededException>(() => silo.Grain<IClerk>().Add(1));

        silo.Probe.Open("w");
        int[] sums = await Task.WhenAll(first, second);
        Assert.Equal([1, 2], sums);
        Assert.Equal(3, await silo.Grain<IClerk>().Add(1));
        await running;
    }

    [Fact]
    public async Task A_one_way_call_returns_at_once()
    {
        await using var silo = await TestSilo.StartAsync();

        var call = silo.Grain<IClerk>().Tell("w");

        Assert.True(call.IsCompletedSuccessfully);
        await silo.Probe.Seen("w begins");
    }

    [Fact]
    public async Task A_failing_one_way_call_is_logged()
    {
        await using var silo = await TestSilo.StartAsync();

        await silo.Grain<IClerk>().TellWrongly();
        await silo.Grain<IClerk>().Add(1);

        Assert.Contains(3006, silo.Log.Ids);
    }

    [Fact]
    public async Task A_one_way_call_that_takes_too_long_is_logged_once()
    {
        await using var silo = await TestSilo.StartAsync();
        await silo.Grain<IClerk>().Tell("w");
        await silo.Probe.Seen("w begins");

        silo.Time.Advance(TimeSpan.FromSeconds(60));

        Assert.Single(silo.Log.Ids, 3006);
    }

    [Fact]
    public async Task A_one_way_call_to_a_full_mailbox_is_logged_and_lost()
    {
        await using var silo = await TestSilo.StartAsync(s => s.Configure<SiloMessagingOptions>(o => o.MaxEnqueuedRequestsHardLimit = 1));
        var running = silo.Grain<IClerk>().Work("w");
        await silo.Probe.Seen("w begins");
        var waiting = silo.Grain<IClerk>().Add(1);

        Assert.True(silo.Grain<IClerk>().Tell("t").IsCompletedSuccessfully);

        Assert.Contains(3006, silo.Log.Ids);
        silo.Probe.Open("w");
        await Task.WhenAll(running, waiting);
        Assert.DoesNotContain("t begins", silo.Probe.Lines);
    }

    [Fact]
    public async Task A_token_passes_through_and_its_firing_answers_the_caller()
    {
        await using var silo = await TestSilo.StartAsync();
        using var source = new CancellationTokenSource();
        var call = silo.Grain<IClerk>().WaitFor("w", source.Token);
        await silo.Probe.Seen("w begins");

        await source.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call);
        await silo.Probe.Seen("w is cancelled");
        silo.Probe.Open("w");
    }

    [Fact]
    public async Task A_call_whose_token_has_fired_does_not_reach_the_grain()
    {
        await using var silo = await TestSilo.StartAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => silo.Grain<IClerk>().WaitFor("w", new CancellationToken(true)));

        Assert.Equal(0, silo.Silo.ActivationCount);
    }

    [Fact]
    public async Task A_call_cancelled_in_the_mailbox_never_runs()
    {
        await using var silo = await TestSilo.StartAsync();
        using var source = new CancellationTokenSource();
        var running = silo.Grain<IClerk>().Work("w");
        await silo.Probe.Seen("w begins");
        var waiting = silo.Grain<IClerk>().WaitFor("second", source.Token);

        await source.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
        silo.Probe.Open("w");
        await running;
        await silo.Grain<IClerk>().Add(1);

        Assert.DoesNotContain("second begins", silo.Probe.Lines);
    }
}
