using System.ComponentModel;

namespace Hierarchy.Tests.GraphQL.Conformance;

/// <summary>A script of <c>tests/graphql/node</c> that drives the conformance host and exits with 0 when all is as it must be.</summary>
internal static class NodeScript
{
    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(9);

    /// <summary>Runs it to its end and gives what it printed; skips the test, saying why, where Node or the packages are missing.</summary>
    public static async Task<string> RunAsync(HostProcess host, string script, params string[] arguments)
    {
        var folder = Path.Combine(Repository(), "tests", "graphql", "node");
        var hasPackages = Directory.Exists(Path.Combine(folder, "node_modules", "graphql-http"));
        Assert.SkipUnless(hasPackages, "The reference implementations are not installed: run npm ci in tests/graphql/node.");
        var start = new ProcessStartInfo("node", [script, .. arguments])
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["CONFORMANCE_URL"] = host.Address;
        start.Environment["INIT_WAIT_MS"] = HostProcess.InitWaitMs.ToString(CultureInfo.InvariantCulture);
        using var process = Start(start);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(s_patience);
        try
        {
            var output = process.StandardOutput.ReadToEndAsync(limit.Token);
            var errors = process.StandardError.ReadToEndAsync(limit.Token);
            await process.WaitForExitAsync(limit.Token);
            var printed = await output;
            TestContext.Current.TestOutputHelper?.WriteLine(printed);
            Assert.True(process.ExitCode == 0, $"{script} ended with {process.ExitCode}.\n{printed}\n{await errors}");
            return printed;
        }
        finally
        {
            if (!process.HasExited)
            {
                process.Kill();
            }
        }
    }

    public static string Repository()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Hierarchy.sln")))
        {
            folder = folder.Parent;
        }

        Assert.NotNull(folder);
        return folder.FullName;
    }

    private static Process Start(ProcessStartInfo start)
    {
        try
        {
            return Process.Start(start)!;
        }
        catch (Win32Exception)
        {
            Assert.Skip("Node is not installed.");
            throw;
        }
    }
}
