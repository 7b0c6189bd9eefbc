namespace Hierarchy.UnitTests.Api;

/// <summary>Calls that went to a process which died are never answered: they are repeated when it is known to be gone, not when their time
/// is over.</summary>
public sealed class LostCallsTests(ApiHost host) : IClassFixture<ApiHost>
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    [Fact]
    public async Task A_call_that_was_lost_is_repeated_at_once()
    {
        await RepeatAsync("ministry-lost", system => system.Lost = 1);
    }

    [Fact]
    public async Task A_call_that_was_only_late_is_answered_all_the_same()
    {
        await RepeatAsync("ministry-late", system => (system.Lost, system.Together) = (2, 2));
    }

    private async Task RepeatAsync(string unit, Action<CountedSystem> arrange)
    {
        await host.DoAsync($$"""registerUnit(input: {id: "{{unit}}", name: "Bộ", kind: MINISTRY}) { id }""");
        var patience = new CallPatience(TimeSpan.FromMinutes(5));
        using var system = new CountedSystem(host.Services, patience);
        arrange(system);
        var asked = system.DataAsync($$"""{ unit(id: "{{unit}}") { progress { total } } }""");
        Assert.True(SpinWait.SpinUntil(() => !system.Calls.IsEmpty, Patience));
        Assert.False(asked.IsCompleted);

        patience.CallsLost();

        var answer = (await asked.WaitAsync(Patience, TestContext.Current.CancellationToken)).GetProperty("unit");
        Assert.Equal(0, answer.GetProperty("progress").GetProperty("total").GetInt32());
        Assert.Equal(2, system.Calls[unit]);
    }

    [Fact]
    public void Where_nothing_could_take_a_unit_over_no_call_is_given_up()
    {
        var patience = new CallPatience(TimeSpan.Zero);

        patience.CallsLost();

        Assert.False(patience.Lost.CanBeCanceled);
    }
}
