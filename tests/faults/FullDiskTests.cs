namespace Hierarchy.Tests.Faults;

/// <summary>The data's disk is full, then has space again.</summary>
public sealed class FullDiskTests(ITestOutputHelper output)
{
    private const string Size = "420m";
    private const int RefusalsMin = 50;
    private static readonly TimeSpan FillTimeMax = TimeSpan.FromMinutes(3);

    [LongFact]
    public async Task A_full_disk_stops_changes_and_no_queries_and_room_lets_all_go_on()
    {
        Assert.SkipUnless(Environment.IsPrivilegedProcess, "mounting a small disk needs root");
        var process = HierarchyProcess.Create();
        var mounted = await RunAsync("mount", "-t", "tmpfs", "-o", $"size={Size},mode=0755", "tmpfs", process.DataFolder) == 0;
        try
        {
            Assert.SkipUnless(mounted, "this machine does not let root mount a small disk");
            await FilledFolder.FillAsync(process.DataFolder);
            var system = await FaultySystem.StartAsync(process, null, nationwide: false, Print);
            await system.SufferAsync("the disk full", async () =>
            {
                var ballast = Path.Combine(process.DataFolder, "ballast");
                var refused = system.Books.Doubts + RefusalsMin;
                for (var watch = Stopwatch.StartNew(); system.Books.Doubts < refused; await Task.Delay(200))
                {
                    Assert.True(watch.Elapsed < FillTimeMax, "the disk never was too full for a change");
                    Fill(ballast);
                }
                await system.ReadsAsync();
                File.Delete(ballast);
            });
            system.Books.Dispose();
            Assert.Equal(ExitCode.Ok, await process.TerminateAsync());
        }
        finally
        {
            await process.StopAsync();
            if (mounted)
            {
                await RunAsync("umount", process.DataFolder);
            }
            await process.DisposeAsync();
        }
    }

    /// <summary>Fills all free space, including space freed since.</summary>
    private static void Fill(string path)
    {
        try
        {
            using var file = new FileStream(path, FileMode.Append, FileAccess.Write, FileShare.None, bufferSize: 0);
            var part = new byte[64 * 1024];
            while (true)
            {
                file.Write(part);
            }
        }
        catch (IOException)
        {
            // Full.
        }
    }

    private static async Task<int> RunAsync(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true })!;
        await process.WaitForExitAsync();
        return process.ExitCode;
    }

    private void Print(string line)
    {
        output.WriteLine(line);
        Console.WriteLine(line);
    }
}
