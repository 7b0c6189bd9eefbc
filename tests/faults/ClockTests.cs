namespace Hierarchy.Tests.Faults;

/// <summary>The clock of the machine is set back by a day while clients write: of the server and of its PostgreSQL.</summary>
public sealed class ClockTests(ITestOutputHelper output)
{
    private const string Library = "/usr/lib/x86_64-linux-gnu/faketime/libfaketimeMT.so.1";

    [Fact]
    public async Task A_clock_that_is_set_back_loses_nothing_and_stops_nobody()
    {
        Assert.SkipUnless(File.Exists(Library), "libfaketime is not installed (Debian: faketime)");
        var clock = Path.Combine(Path.GetTempPath(), $"hierarchy-clock-{Environment.ProcessId}");
        await File.WriteAllTextAsync(clock, "+0");
        try
        {
            var process = await FilledFolder.CreateProcessAsync();
            process.Environment["LD_PRELOAD"] = Library;
            process.Environment["FAKETIME_TIMESTAMP_FILE"] = clock;
            process.Environment["FAKETIME_NO_CACHE"] = process.Environment["FAKETIME_DONT_FAKE_MONOTONIC"] = "1";
            await using var system = await FaultySystem.StartAsync(process, null, nationwide: false, Print);
            await system.SufferAsync("the clock set back by a day", () => File.WriteAllTextAsync(clock, "-1d"), recount: false);
            await system.SufferAsync("and forward by two, with a restart", async () =>
            {
                await File.WriteAllTextAsync(clock, "+1d");
                Assert.Equal(ExitCode.Ok, await process.TerminateAsync());
                await process.StartAsync();
            });
        }
        finally
        {
            File.Delete(clock);
        }
    }

    private void Print(string line)
    {
        output.WriteLine(line);
        Console.WriteLine(line);
    }
}
