using System.CommandLine;
using Hierarchy.Silo.Commands;

namespace Hierarchy.Tests.System;

/// <summary>Help, version and errors of the command line, in the real process.</summary>
public sealed partial class CommandLineTests : IDisposable
{
    private static readonly RootCommand Tree = CommandTree.Create();

    private static readonly string Page = File.ReadAllText(Path.Combine(ScriptTests.Repository, "docs", "OPERATING.md"));

    private readonly string _folder = Directory.CreateTempSubdirectory("hierarchy-commands-").FullName;

    /// <summary>Every command, and none.</summary>
    public static TheoryData<string> Commands { get; } = [.. Tree.Subcommands.Select(command => command.Name).Prepend("")];

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [MemberData(nameof(Commands))]
    public async Task The_help_of_a_command_names_all_that_it_can_be_told(string name)
    {
        var (code, output, errors) = await RunAsync(Words(name, "--help"));

        Assert.Equal((ExitCode.Ok, ""), (code, errors));
        var command = name.Length == 0 ? Tree : Tree.Subcommands.Single(known => known.Name == name);
        Assert.All(command.Subcommands, known => Assert.Matches($@"\n  {known.Name}( <N>| <FILE>| <PERSON>| <PERSON> <NAME>|) +\w.{{20}}", output));
        Assert.All(command.Arguments, argument => Assert.Matches($@"<{argument.Name}> +\w.{{20}}", output));
        Assert.All(command.Options.OfType<SettingOption>(), option => Assert.Matches(
            $@"{option.Name} <{option.HelpName}> +\w.{{10}}.*{option.Setting.Variable}", output));
        var codes = output[output.IndexOf("Exit codes:", StringComparison.Ordinal)..];
        Assert.Contains("  0   Done, or stopped on request", codes, StringComparison.Ordinal);
        Assert.Contains("  2   ", codes, StringComparison.Ordinal);
        Assert.DoesNotContain('\u001b', output);
    }

    [Fact]
    public void The_docs_list_the_commands_that_there_are()
    {
        var listed = CommandRow().Matches(Page).Select(row => row.Groups[1].Value).Distinct().ToList();

        Assert.Equal(Tree.Subcommands.Select(command => command.Name).Order(StringComparer.Ordinal), listed.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void The_docs_and_the_help_list_the_same_exit_codes() =>
        Assert.Equal(HelpPage.ExitCodes.Select(code => $"{code.Code}"), CodeRow().Matches(Page).Select(row => row.Groups[1].Value));

    [Fact]
    public async Task The_version_stands_alone_on_a_line()
    {
        var (code, output, errors) = await RunAsync("--version");

        Assert.Equal((ExitCode.Ok, ""), (code, errors));
        Assert.Matches(@"^\d+\.\d+\.\d+(-[\w.]+)?(\+[0-9a-f]{40})?\n$", output);
        var program = FileVersionInfo.GetVersionInfo(HierarchyProcess.Built);
        Assert.Equal(program.ProductVersion + "\n", output);
    }

    [Theory]
    [InlineData("dance", "'dance' is not a command: give none to serve, or one of serve, demo, node, ")]
    [InlineData("--dance", "'--dance' is not an option: known are --help, --version, --port, ")]
    [InlineData("verify --dance=a", "'--dance' is not an option of verify: known are --data, ")]
    [InlineData("verify --as-of", "Required argument missing for option: '--as-of'")]
    [InlineData("verify twice", "'twice' is superfluous: verify takes only options; 'verify --help' says more.")]
    [InlineData("load a b", "'b' is superfluous: load takes FILE; 'load --help' says more.")]
    [InlineData("load", "load needs FILE: A plan, a regime or a reorganisation (.yaml), a list of units (.csv), ")]
    [InlineData("backup", "backup needs FILE: ")]
    [InlineData("cluster 10", "'10' is not a valid number of nodes; give 1 to 9: ")]
    [InlineData("cluster many", "'many' is not a valid number of nodes; give 1 to 9: ")]
    [InlineData("--port 1 verify", "--port is before the command: put it after verify.")]
    [InlineData("verify --data", "Required argument missing for option: '--data'")]
    [InlineData("verify --version", "'--version' is not an option of verify: ")]
    [InlineData("serve --port http", "HIERARCHY_PORT is 'http': give a number from 0 to 65535")]
    [InlineData("health @no/such/file", "'@no/such/file' is superfluous: health takes only options; ")]
    public async Task A_command_line_that_cannot_be_followed_is_refused_in_one_line(string line, string says)
    {
        HierarchyProcess.CheckRefused(says, await RunAsync(Words(line)));
        Assert.Empty(Directory.GetFileSystemEntries(_folder));
    }

    [LongFact]
    public async Task An_option_is_worth_more_than_its_variable()
    {
        await using var process = await PlainProgram.CreateStoppedAsync();
        process.Environment["HIERARCHY_DATA"] = Path.Combine(_folder, "elsewhere");

        process.Launch("serve", "--data", process.DataFolder, "--port=0");
        await process.SaysAsync("ready ");

        Assert.False(Directory.Exists(Path.Combine(_folder, "elsewhere")));
        Assert.Equal(ExitCode.Ok, await process.TerminateAsync());
    }

    private Task<(int Code, string Output, string Errors)> RunAsync(params string[] arguments) =>
        HierarchyProcess.RunApartAsync(new ProcessStartInfo("dotnet", [HierarchyProcess.Built, .. arguments]) { WorkingDirectory = _folder });

    private static string[] Words(params string[] line) =>
        [.. line.SelectMany(part => part.Split(' ', StringSplitOptions.RemoveEmptyEntries))];

    [GeneratedRegex(@"^\| `\./run (?!--)([a-z-]+)[^`|]*`", RegexOptions.Multiline)]
    private static partial Regex CommandRow();

    [GeneratedRegex(@"^\| (\d+) \|", RegexOptions.Multiline)]
    private static partial Regex CodeRow();
}
