namespace Hierarchy.Simulation;

/// <summary>A failed seed is useful only if it fails again.</summary>
public sealed partial class DeterminismTests
{
    [Theory]
    [InlineData(3)]
    [InlineData(14)]
    [InlineData(159)]
    [InlineData(2_653)]
    public void The_same_seed_gives_the_same_run_step_by_step(int seed)
    {
        var first = Trace(seed);
        Assert.Equal(first, Trace(seed));
        Assert.True(first.Count > 100, "a run leaves a trace");
        Assert.NotEqual(first, Trace(seed + 1));
    }

    [Fact]
    public async Task Another_process_makes_the_same_run_of_the_same_seed()
    {
        const int Seed = 42;
        var start = new ProcessStartInfo("dotnet")
        {
            ArgumentList = { typeof(DeterminismTests).Assembly.Location, "--filter-class", typeof(SimulationTests).FullName! },
            Environment = { ["HIERARCHY_SEED"] = $"{Seed}" },
            RedirectStandardOutput = true,
        };
        using var process = Process.Start(start)!;
        var output = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);

        // The test platform prints progress between the steps.
        var shown = output.Split('\n').Select(line => line.TrimEnd()).Where(line => Step().IsMatch(line));
        Assert.Equal(Trace(Seed).Select(line => line.TrimEnd()), shown);
    }

    [GeneratedRegex(@"^ *\d+\.\d{3}  ")]
    private static partial Regex Step();

    private static List<string> Trace(int seed)
    {
        var trace = new List<string>();
        SimulationRun.Run(seed, trace: trace.Add);
        return trace;
    }
}
