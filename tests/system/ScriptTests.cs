namespace Hierarchy.Tests.System;

/// <summary>The commands that a person types.</summary>
public sealed class ScriptTests(ITestOutputHelper print)
{
    private static readonly string _root = FindRoot();

    internal static string Repository => _root;

    [Fact]
    public async Task Run_builds_serves_and_ends_with_everything_it_started()
    {
        await using var process = await FilledFolder.CreateProcessAsync();
        var watch = Stopwatch.StartNew();
        process.Launch(new ProcessStartInfo(Path.Combine(_root, "run")) { WorkingDirectory = "/" });
        await process.SaysAsync("building");
        await process.SaysAsync("ready ", patience: TimeSpan.FromMinutes(5));
        print.WriteLine($"ready {watch.Elapsed.TotalSeconds:0.0} s after ./run, the look whether anything has to be built included");
        using (var client = process.Client)
        {
            Assert.Equal(HttpStatusCode.OK, (await client.GetAsync("/health")).StatusCode);
        }

        Assert.Equal(0, await process.TerminateAsync());

        Assert.Empty(process.Remains());
    }

    [Theory]
    [InlineData("TERM")]
    [InlineData("INT", Traits = ["Length", "long"])]
    public async Task Run_stopped_while_it_builds_leaves_nothing_running(string signal)
    {
        await using var process = HierarchyProcess.Create();
        process.Launch(new ProcessStartInfo(Path.Combine(_root, "run")));
        await process.SaysAsync("building");
        await Task.Delay(1000);
        Assert.NotEmpty(process.Remains());

        Assert.Equal(0, await process.TerminateAsync(signal));

        Assert.Empty(process.Remains());
    }

    [Fact]
    public async Task Run_says_in_one_line_when_the_SDK_is_too_old()
    {
        await using var process = HierarchyProcess.Create();
        var old = Path.Combine(process.DataFolder, "dotnet");
        await File.WriteAllTextAsync(old, "#!/bin/sh\nexit 145\n");
        File.SetUnixFileMode(old, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        process.Environment["PATH"] = $"{process.DataFolder}:{Environment.GetEnvironmentVariable("PATH")}";
        process.Launch(new ProcessStartInfo(Path.Combine(_root, "run")));

        Assert.Equal(2, await process.EndAsync());

        Assert.StartsWith("The .NET SDK on PATH cannot build this", Assert.Single(process.Output), StringComparison.Ordinal);
    }

    [LongFact]
    public async Task Run_prints_the_version_and_nothing_else()
    {
        var (code, output, progress) = await HierarchyProcess.RunApartAsync(new ProcessStartInfo(Path.Combine(_root, "run"), ["--version"]));

        Assert.Equal(0, code);
        Assert.Matches(@"^\d+\.\d+\.\d+\S*\n$", output);
        Assert.StartsWith("building", progress, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--dance", "--dance is not an option of ./test")]
    [InlineData("--endurance", "--endurance needs a number of minutes.")]
    public async Task Test_refuses_an_option_that_it_does_not_have(string option, string says)
    {
        await using var process = HierarchyProcess.Create();
        process.Launch(new ProcessStartInfo(Path.Combine(_root, "test"), [option]));

        Assert.Equal(2, await process.EndAsync());

        Assert.StartsWith(says, Assert.Single(process.Output), StringComparison.Ordinal);
    }

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Hierarchy.sln")))
        {
            folder = folder.Parent ?? throw new InvalidOperationException("the tests run outside a checkout");
        }
        return folder.FullName;
    }
}
