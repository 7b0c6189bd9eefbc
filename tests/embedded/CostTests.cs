using System.Diagnostics;

namespace Hierarchy.Tests.Embedded;

/// <summary>Prints what calls cost, so that a change that makes them dearer is seen. Nothing about the time is asserted.</summary>
public sealed class CostTests(ITestOutputHelper output)
{
    [Fact]
    public async Task Calls_one_after_the_other()
    {
        await using var silo = await TestSilo.StartAsync();
        var clerk = silo.Grain<IClerk>();
        const int calls = 50_000;
        await Repeat(calls / 10);

        var (time, processor, bytes) = await Measure(() => Repeat(calls));

        Print("one after the other", calls, time, processor, bytes);
        Assert.Equal(calls + (calls / 10) + 1, await clerk.Add(1));

        async Task Repeat(int n)
        {
            for (var i = 0; i < n; i++)
            {
                await clerk.Add(1);
            }
        }
    }

    [Fact]
    public async Task Calls_of_many_callers()
    {
        await using var silo = await TestSilo.StartAsync();
        const int callers = 64, calls = 5_000;
        await Task.WhenAll(Enumerable.Range(0, callers).Select(caller => Repeat(caller, 200)));

        var (time, processor, bytes) = await Measure(
            () => Task.WhenAll(Enumerable.Range(0, callers).Select(caller => Repeat(caller, calls))));

        Print($"{callers} callers", callers * calls, time, processor, bytes);
        Assert.Equal(calls + 201, await silo.Grain<IClerk>("c0").Add(1));

        async Task Repeat(int caller, int n)
        {
            for (var i = 0; i < n; i++)
            {
                await silo.Grain<IClerk>($"c{caller}").Add(1);
            }
        }
    }

    [Fact]
    public async Task Items_of_a_stream()
    {
        await using var silo = await TestSilo.StartAsync();
        const int rounds = 1_000;
        await Repeat(0, 100);

        var (time, processor, bytes) = await Measure(() => Repeat(100, rounds));

        Print("published to seen", rounds, time, processor, bytes);
        Assert.Contains($"b reads {rounds + 100}", silo.Probe.Lines);

        async Task Repeat(int from, int n)
        {
            for (var i = from + 100; i <= from + n; i++)
            {
                await silo.Grain<IReader>().Write("b", i);
                await silo.Probe.Seen($"b reads {i}");
            }
        }
    }

    private void Print(string what, int n, TimeSpan time, TimeSpan processor, long bytes) => output.WriteLine(
        $"{what}: {time.TotalMicroseconds / n:F2} us, processor {processor.TotalMicroseconds / n:F2} us, {bytes / n} bytes each");

    private static async Task<(TimeSpan Time, TimeSpan Processor, long Bytes)> Measure(Func<Task> work)
    {
        var bytes = GC.GetTotalAllocatedBytes();
        var processor = Environment.CpuUsage.TotalTime;
        var start = Stopwatch.GetTimestamp();
        await work();
        return (Stopwatch.GetElapsedTime(start), Environment.CpuUsage.TotalTime - processor, GC.GetTotalAllocatedBytes() - bytes);
    }
}
