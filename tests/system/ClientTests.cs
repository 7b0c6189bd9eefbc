namespace Hierarchy.Tests.System;

/// <summary>Common GraphQL clients work on the real endpoint: scripts of <c>tests/clients</c>.</summary>
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
        ClientScript.Need(".package-lock.json");
        var system = await running.GetAsync();
        var scratch = Directory.CreateTempSubdirectory("hierarchy-clients-");
        using var process = ClientScript.Start(script, $"{new Uri(system.Address, "/graphql")}", scratch.FullName);
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
}
