namespace Hierarchy.Tests.Cluster;

/// <summary>Without sign-in everybody who reaches a node is an administrator, so it must not be reachable from elsewhere.</summary>
public sealed class ListenTests
{
    private const string NoDatabase = "postgres://nobody@127.0.0.1:1/none";

    [Theory]
    [InlineData("0.0.0.0")]
    [InlineData("::")]
    [InlineData("192.168.1.4")]
    [InlineData("0.0.0.0", "cluster")]
    public async Task Without_tokens_it_does_not_listen_to_other_machines(string listen, string part = "node")
    {
        var said = await RefusedAsync(part, listen);

        Assert.StartsWith($"HIERARCHY_LISTEN is '{listen}', which other machines can reach, and without sign-in everybody would be", said, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("127.0.0.5")]
    [InlineData("::1")]
    public async Task All_of_loopback_is_this_machine(string listen) =>
        Assert.Contains("cannot be reached", await RefusedAsync("node", listen), StringComparison.Ordinal);

    [Fact]
    public async Task With_tokens_it_may()
    {
        var tokens = Path.GetTempFileName();
        try
        {
            await File.WriteAllTextAsync(tokens, $"{new string('a', 64)} an *\n");
            Assert.Contains("cannot be reached", await RefusedAsync("node", "0.0.0.0", tokens), StringComparison.Ordinal);
        }
        finally
        {
            File.Delete(tokens);
        }
    }

    /// <returns>The only line of output.</returns>
    private static async Task<string> RefusedAsync(string part, string listen, string? tokens = null)
    {
        var start = new ProcessStartInfo("dotnet", [HierarchyProcess.Built, part]);
        start.Environment["HIERARCHY_DB"] = NoDatabase;
        start.Environment["HIERARCHY_LISTEN"] = listen;
        start.Environment["HIERARCHY_PORT"] = "0";
        start.Environment["HIERARCHY_TOKENS"] = tokens ?? "";
        var (code, output, errors) = await HierarchyProcess.RunApartAsync(start);
        Assert.Equal(ExitCode.Configuration, code);
        return Assert.Single((output + errors).Split('\n', StringSplitOptions.RemoveEmptyEntries));
    }
}
