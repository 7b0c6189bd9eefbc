namespace Hierarchy.Tests.Embedded;

/// <summary>What runs beside what in one activation.</summary>
public sealed class TurnTests
{
    [Fact]
    public async Task A_call_waits_until_the_one_before_it_ends_even_while_that_awaits()
    {
        await using var silo = await TestSilo.StartAsync();
        var first = silo.Grain<IClerk>().Work("first");
        await silo.Probe.Seen("first begins");
        var second = silo.Grain<IClerk>().Work("second");
        silo.Probe.Open("second");

        silo.Probe.Open("first");
        await Task.WhenAll(first, second);

        Assert.Equal(["a activated 1", "first begins", "first ends", "second begins", "second ends"], silo.Probe.Lines);
    }

    [Fact]
    public async Task Calls_of_different_grains_run_beside_each_other()
    {
        await using var silo = await TestSilo.StartAsync();
        var first = silo.Grain<IClerk>("a").Work("first");
        await silo.Probe.Seen("first begins");

        Assert.Equal(1, await silo.Grain<IClerk>("b").Add(1));
        silo.Probe.Open("first");
        await first;
    }

    [Fact]
    public async Task Turns_of_one_activation_never_overlap()
    {
        await using var silo = await TestSilo.StartAsync();
        var clerk = silo.Grain<IClerk>();

        int[] totals = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => Task.Run(clerk.Hop)));

        Assert.Equal(Enumerable.Range(1, 50), totals.Order());
        Assert.DoesNotContain("overlap", silo.Probe.Lines);
    }

    [Fact]
    public async Task An_interleaving_call_runs_while_an_exclusive_one_awaits()
    {
        await using var silo = await TestSilo.StartAsync();
        var first = silo.Grain<IClerk>().Work("first");
        await silo.Probe.Seen("first begins");
        silo.Probe.Open("beside");

        await silo.Grain<IClerk>().Interleave("beside");

        Assert.False(first.IsCompleted);
        silo.Probe.Open("first");
        await first;
    }

    [Fact]
    public async Task An_exclusive_call_starts_while_an_interleaving_one_awaits()
    {
        await using var silo = await TestSilo.StartAsync();
        var beside = silo.Grain<IClerk>().Interleave("beside");
        await silo.Probe.Seen("beside begins");

        Assert.Equal(1, await silo.Grain<IClerk>().Add(1));
        silo.Probe.Open("beside");
        await beside;
    }

    [Fact]
    public async Task Read_only_calls_run_beside_each_other()
    {
        await using var silo = await TestSilo.StartAsync();
        var first = silo.Grain<IClerk>().Read("first");
        await silo.Probe.Seen("first begins");
        silo.Probe.Open("second");

        await silo.Grain<IClerk>().Read("second");

        Assert.False(first.IsCompleted);
        silo.Probe.Open("first");
        await first;
    }

    [Fact]
    public async Task A_writing_call_waits_for_every_read_only_one()
    {
        await using var silo = await TestSilo.StartAsync();
        var first = silo.Grain<IClerk>().Read("first");
        var second = silo.Grain<IClerk>().Read("second");
        await silo.Probe.Seen("second begins");
        var write = silo.Grain<IClerk>().Work("write");

        silo.Probe.Open("first");
        await first;
        await silo.Grain<IClerk>().Interleave(Opened(silo, "marker"));
        Assert.DoesNotContain("write begins", silo.Probe.Lines);

        silo.Probe.Open("second");
        silo.Probe.Open("write");
        await Task.WhenAll(second, write);
    }

    [Fact]
    public async Task A_read_only_call_waits_for_a_writing_one()
    {
        await using var silo = await TestSilo.StartAsync();
        var write = silo.Grain<IClerk>().Work("write");
        await silo.Probe.Seen("write begins");
        var read = silo.Grain<IClerk>().Read(Opened(silo, "read"));

        await silo.Grain<IClerk>().Interleave(Opened(silo, "marker"));
        Assert.DoesNotContain("read begins", silo.Probe.Lines);

        silo.Probe.Open("write");
        await Task.WhenAll(write, read);
    }

    private static string Opened(TestSilo silo, string name)
    {
        silo.Probe.Open(name);
        return name;
    }
}
