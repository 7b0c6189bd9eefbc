using Hierarchy.Api;

namespace Hierarchy.UnitTests.Api;

/// <summary>Calls that went to a process which died are never answered: they are repeated when it is known to be gone, not when their time is
/// over.</summary>
public sealed class LostCallsTests(ApiHost host) : IClassFixture<ApiHost>
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    [Fact]
    public async Task A_call_that_was_lost_is_repeated_at_once()
    {
        await host.DoAsync("""registerUnit(input: {id: "ministry-lost", name: "Bộ", kind: MINISTRY}) { id }""");
        var patience = new CallPatience(TimeSpan.FromMinutes(5));
        using var system = new CountedSystem(host.Services, patience);
        system.Lose(1);
        var asked = system.DataAsync("""{ unit(id: "ministry-lost") { progress { total } } }""");
        Assert.True(SpinWait.SpinUntil(() => !system.Calls.IsEmpty, Patience));
        Assert.False(asked.IsCompleted);

        patience.CallsLost();

        var unit = (await asked.WaitAsync(Patience, TestContext.Current.CancellationToken)).GetProperty("unit");
        Assert.Equal(0, unit.GetProperty("progress").GetProperty("total").GetInt32());
        Assert.Equal(2, system.Calls["ministry-lost"]);
    }

    [Fact]
    public void Where_nothing_could_take_a_unit_over_no_call_is_given_up()
    {
        var patience = new CallPatience(TimeSpan.Zero);

        patience.CallsLost();

        Assert.False(patience.Lost.CanBeCanceled);
    }
}
