namespace Hierarchy.Tests.System;

/// <summary>The real process with settings from a file, the environment and the command line.</summary>
public sealed class ConfiguredTests
{
    [Fact]
    public async Task The_command_line_counts_before_the_environment_and_that_before_the_file()
    {
        await using var process = await PlainProgram.CreateStoppedAsync();
        await File.WriteAllTextAsync(
            Path.Combine(process.DataFolder, "hierarchy.json"),
            """{ "port": 70000, "log": "Nothing", "hosts": ["plans.example.vn", "plans.example.vn:8443"], "http2_port": 0 }""");
        process.Environment["HIERARCHY_LOG"] = "Nothing either";
        await process.StartAsync("--log", "Warning", "--port=0");

        // This setting comes only from the file.
        Assert.Contains(process.Output, line => line.StartsWith("HTTP/2 alone at ", StringComparison.Ordinal));
        using var client = process.Client;
        using var request = new HttpRequestMessage(HttpMethod.Get, "/graphql?query={__typename}") { Headers = { Host = "plans.example.vn" } };
        request.Headers.Accept.ParseAdd("application/json");
        using var answer = await client.SendAsync(request);
        Assert.True(answer.IsSuccessStatusCode, $"{answer.StatusCode}");
        Assert.Equal(0, await process.TerminateAsync());
    }

    [Theory]
    [InlineData("""{ "port": "http" }""", "HIERARCHY_PORT is 'http': give a number from 0 to 65535")]
    [InlineData("""{ "prot": 8080 }""", "hierarchy.json holds 'prot', which is not a setting")]
    [InlineData("{", "hierarchy.json is no JSON")]
    [InlineData("""{ "log": "Loud" }""", "HIERARCHY_LOG is 'Loud': give a level")]
    [InlineData("""{ "listen": "here" }""", "HIERARCHY_LISTEN is 'here': give an IP address")]
    [InlineData("""{ "listen": "0.0.0.0" }""", "HIERARCHY_LISTEN is '0.0.0.0', which other machines can reach")]
    public async Task What_is_wrong_in_a_file_is_said_in_one_line(string settings, string says)
    {
        await using var process = HierarchyProcess.Create();
        var file = Path.Combine(process.DataFolder, "hierarchy.json");
        await File.WriteAllTextAsync(file, settings);
        process.Environment["HIERARCHY_CONFIG"] = file;
        process.Environment["HIERARCHY_PORT"] = "";
        Assert.Equal(ExitCode.Configuration, await process.RunAsync());
        Assert.Contains(says, Assert.Single(process.Output), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--colour=red", "'--colour' is not an option of node")]
    [InlineData("--port", "Required argument missing for option: '--port'")]
    [InlineData("--silo-port=none", "HIERARCHY_SILO_PORT is 'none': give a number from 1 to 65535")]
    public async Task What_is_wrong_on_the_command_line_too(string argument, string says)
    {
        await using var process = HierarchyProcess.Create(("HIERARCHY_DB", "postgres://nobody@127.0.0.1:1/none"));
        Assert.Equal(ExitCode.Configuration, await process.RunAsync("node", argument));
        Assert.Contains(says, Assert.Single(process.Output), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_that_is_named_must_be_there()
    {
        await using var process = HierarchyProcess.Create(("HIERARCHY_CONFIG", "/nowhere/hierarchy.json"));
        Assert.Equal(ExitCode.Configuration, await process.RunAsync());
        Assert.Contains("/nowhere/hierarchy.json cannot be read", Assert.Single(process.Output), StringComparison.Ordinal);
    }
}
