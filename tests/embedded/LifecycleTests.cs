using Orleans.Configuration;
using Orleans.Hosting;
using Orleans.Runtime;

namespace Hierarchy.Tests.Embedded;

/// <summary>Activation, deactivation and what becomes of the calls that come in between.</summary>
public sealed class LifecycleTests
{
    [Fact]
    public async Task Concurrent_first_calls_share_one_activation()
    {
        await using var silo = await TestSilo.StartAsync();
        for (var round = 0; round < 50; round++)
        {
            var tenant = silo.Grain<ITenant>($"t{round}");

            int[] activations = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(tenant.Activation)));

            Assert.Single(activations.Distinct());
        }

        Assert.Equal(50, silo.Silo.ActivationCount);
    }

    [Fact]
    public async Task Calls_wait_for_the_activation()
    {
        await using var silo = await TestSilo.StartAsync();
        var call = silo.Grain<ITenant>("slow").Activation();
        await silo.Probe.Seen("activation begins");
        Assert.False(call.IsCompleted);

        silo.Probe.Open("activation");

        Assert.Equal(1, await call);
    }

    [Fact]
    public async Task A_failed_activation_reaches_the_caller_and_the_next_call_tries_again()
    {
        await using var silo = await TestSilo.StartAsync();

        var failure = await Assert.ThrowsAsync<FormatException>(() => silo.Grain<ITenant>("failing").Activation());

        Assert.Equal("cannot move in", failure.Message);
        Assert.Contains("furniture is gone", silo.Probe.Lines);
        Assert.Equal(2, await silo.Grain<ITenant>("failing").Activation());
    }

    [Fact]
    public async Task An_activation_that_takes_too_long_is_cancelled()
    {
        await using var silo = await TestSilo.StartAsync(
            s => s.Configure<GrainCollectionOptions>(o => o.ActivationTimeout = TimeSpan.FromSeconds(3)));
        var call = silo.Grain<ITenant>("hanging").Activation();
        await silo.Probe.Seen("activation hangs");

        silo.Time.Advance(TimeSpan.FromSeconds(3));

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call);
    }

    [Fact]
    public async Task An_idle_grain_is_deactivated_and_the_next_call_activates_another()
    {
        await using var silo = await TestSilo.StartAsync();
        Assert.Equal(1, await silo.Grain<ITenant>().Activation());

        silo.Time.Advance(TimeSpan.FromMinutes(14));
        Assert.Equal(1, await silo.Grain<ITenant>().Activation());
        silo.Time.Advance(TimeSpan.FromMinutes(14));
        Assert.Equal(1, await silo.Grain<ITenant>().Activation());
        silo.Time.Advance(TimeSpan.FromMinutes(16));

        await silo.Probe.Seen("a leaves ActivationIdle");
        Assert.Equal(2, await silo.Grain<ITenant>().Activation());
    }

    [Fact]
    public async Task A_class_can_have_a_collection_age_of_its_own()
    {
        await using var silo = await TestSilo.StartAsync(s => s.Configure<GrainCollectionOptions>(
            o => o.ClassSpecificCollectionAge[typeof(Tenant).FullName!] = TimeSpan.FromMinutes(2)));
        await silo.Grain<ITenant>().Activation();
        await silo.Grain<IClerk>("clerk").Add(1);

        silo.Time.Advance(TimeSpan.FromMinutes(4));

        await silo.Probe.Seen("a leaves ActivationIdle");
        Assert.DoesNotContain("clerk deactivated ActivationIdle", silo.Probe.Lines);
    }

    [Fact]
    public async Task A_grain_that_works_is_not_idle()
    {
        await using var silo = await TestSilo.StartAsync();
        var work = silo.Grain<ITenant>().Work("w");
        await silo.Probe.Seen("w begins");

        silo.Time.Advance(TimeSpan.FromMinutes(20));
        silo.Probe.Open("w");

        await silo.Probe.Seen("w ends in 1 with furniture");
        Assert.Equal(1, await silo.Grain<ITenant>().Activation());
        await Assert.ThrowsAsync<TimeoutException>(() => work);
    }

    [Fact]
    public async Task A_grain_may_ask_for_its_deactivation_and_finishes_its_call_first()
    {
        await using var silo = await TestSilo.StartAsync();
        var call = silo.Grain<ITenant>().LeaveAndWait("w");
        await silo.Probe.Seen("w begins");
        Assert.DoesNotContain("a leaves ApplicationRequested", silo.Probe.Lines);

        silo.Probe.Open("w");
        await call;

        await silo.Probe.Seen("a has left");
        await silo.Probe.Seen("furniture is gone");
        Assert.Equal(2, await silo.Grain<ITenant>().Activation());
    }

    [Fact]
    public async Task Calls_that_wait_when_the_grain_asks_to_leave_go_to_the_next_activation()
    {
        await using var silo = await TestSilo.StartAsync();
        var leaving = silo.Grain<ITenant>().LeaveAndWait("w");
        await silo.Probe.Seen("w begins");
        Task<int>[] waiting = [.. Enumerable.Range(0, 5).Select(_ => silo.Grain<ITenant>().Activation())];

        silo.Probe.Open("w");
        await leaving;

        int[] activations = await Task.WhenAll(waiting);
        Assert.Equal([2, 2, 2, 2, 2], activations);
    }

    [Fact]
    public async Task Calls_that_arrive_during_deactivation_go_to_the_next_activation()
    {
        await using var silo = await TestSilo.StartAsync();
        silo.Probe.Open("activation");
        silo.Probe.Open("w");
        await silo.Grain<ITenant>("slow").LeaveAndWait("w");
        await silo.Probe.Seen("slow leaves ApplicationRequested");
        var call = silo.Grain<ITenant>("slow").Activation();
        Assert.False(call.IsCompleted);

        silo.Probe.Open("deactivation");

        Assert.Equal(2, await call);
    }

    [Fact]
    public async Task A_deactivation_that_hangs_is_given_up()
    {
        await using var silo = await TestSilo.StartAsync(
            s => s.Configure<GrainCollectionOptions>(o => o.DeactivationTimeout = TimeSpan.FromSeconds(3)));
        silo.Probe.Open("w");
        await silo.Grain<ITenant>("stubborn").LeaveAndWait("w");
        await silo.Probe.Seen("stubborn leaves ApplicationRequested");
        var call = silo.Grain<ITenant>("stubborn").Activation();

        silo.Time.Advance(TimeSpan.FromSeconds(3));

        Assert.Equal(2, await call);
        Assert.Contains(3004, silo.Log.Ids);
    }

    [Fact]
    public async Task A_call_is_not_forwarded_for_ever()
    {
        await using var silo = await TestSilo.StartAsync();

        await Assert.ThrowsAsync<OrleansMessageRejectionException>(() => silo.Grain<ITenant>("fleeing").Activation());
    }
}
