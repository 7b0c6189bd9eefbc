using System.ComponentModel;

namespace Hierarchy.Tests.System;

/// <summary>What others use on a GraphQL API works on the real endpoint: scripts of <c>tests/clients</c>.</summary>
public sealed class ClientTests(RunningSystem running)
{
    private static readonly TimeSpan _patience = TimeSpan.FromMinutes(8);

    [Theory]
    [InlineData("codegen.mjs", "lines of types compile", Traits = ["Length", "long"])]
    [InlineData("inspector.mjs", "no change against the contract")]
    [InlineData("urql.mjs", "a subscription watches it")]
    [InlineData("apollo.mjs", "a subscription watches it")]
    [InlineData("relay.mjs", "follow each other")]
    public async Task A_client_of_others_works_unmodified(string script, string said) =>
        Assert.Contains(said, await RunAsync(script), StringComparison.Ordinal);

    private async Task<string> RunAsync(string script)
    {
        var folder = Path.Combine(Repository(), "tests", "clients");
        Need(File.Exists(Path.Combine(folder, "node_modules", ".package-lock.json")), "npm's packages are missing: run npm ci in tests/clients.");
        var system = await running.GetAsync();
        var scratch = Directory.CreateTempSubdirectory("hierarchy-clients-");
        var start = new ProcessStartInfo("node", [script, $"{new Uri(system.Address, "/graphql")}", scratch.FullName])
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var process = Start(start);
        try
        {
            using var patience = new CancellationTokenSource(_patience);
            var output = process.StandardOutput.ReadToEndAsync(patience.Token);
            var errors = process.StandardError.ReadToEndAsync(patience.Token);
            await process.WaitForExitAsync(patience.Token);
            Assert.True(process.ExitCode == 0, $"{script} ended with {process.ExitCode}.\n{await output}\n{await errors}");
            return await output;
        }
        finally
        {
            if (!process.HasExited)
            {
                process.Kill(entireProcessTree: true);
            }
            scratch.Delete(recursive: true);
        }
    }

    /// <summary>Where it could have been installed, its lack is a failure.</summary>
    private static void Need(bool has, string lack)
    {
        Assert.False(!has && Environment.GetEnvironmentVariable("CI") == "true", lack);
        Assert.SkipUnless(has, lack);
    }

    private static Process Start(ProcessStartInfo start)
    {
        try
        {
            return Process.Start(start)!;
        }
        catch (Win32Exception)
        {
            Need(false, "Node is not installed.");
            throw;
        }
    }

    private static string Repository()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "Hierarchy.sln")))
        {
            folder = Path.GetDirectoryName(folder)!;
        }
        return folder;
    }
}
