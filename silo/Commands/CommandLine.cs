using System.CommandLine;
using System.CommandLine.Parsing;

namespace Hierarchy.Silo.Commands;

/// <summary>Executes the command line, or reports in one line what is wrong with it.</summary>
internal static class CommandLine
{
    public static async Task<int> RunAsync(string[] arguments)
    {
        // Files written by this process and its children concern nobody else, and many hold secrets.
        PrivateFiles.BeginToWrite();
        var parser = new ParserConfiguration { EnablePosixBundling = false, ResponseFileTokenReplacer = null };
        var result = CommandTree.Create().Parse(arguments, parser);
        if (Problem(result) is { } problem)
        {
            await Console.Error.WriteLineAsync(problem);
            return ExitCode.Configuration;
        }
        // CommandScope handles signals and exceptions, since it knows about PostgreSQL.
        var invocation = new InvocationConfiguration { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null };
        return await result.InvokeAsync(invocation);
    }

    private static string? Problem(ParseResult result)
    {
        if (result.Action is { ClearsParseErrors: true })
        {
            return null;
        }
        var command = result.CommandResult.Command;
        var name = command is RootCommand ? "" : command.Name + " ";
        if (result.UnmatchedTokens.Count > 0)
        {
            return Unknown(result.UnmatchedTokens[0].Split('=')[0], command, $"'{name}--help' says more.");
        }
        var early = result.RootCommandResult.Children.OfType<OptionResult>()
            .FirstOrDefault(given => given is { Implicit: false, Option: SettingOption });
        if (command is not RootCommand && early is not null)
        {
            return $"{early.Option.Name} is before the command: put it after {command.Name}.";
        }
        if (result.Errors.Count == 0)
        {
            return null;
        }
        var missing = command.Arguments.FirstOrDefault(argument =>
            argument.Arity.MinimumNumberOfValues > 0 && result.GetResult(argument) is not { Tokens.Count: > 0 });
        return missing is null
            ? $"{result.Errors[0].Message.ReplaceLineEndings(" ").TrimEnd('.')}: '{name}--help' says more."
            : $"{command.Name} needs {missing.Name}: {missing.Description} '{name}--help' says more.";
    }

    private static string Unknown(string token, Command command, string more) => (command, token.StartsWith('-')) switch
    {
        (RootCommand, false) =>
            $"'{token}' is not a command: give none to serve, or one of "
            + $"{string.Join(", ", command.Subcommands.Select(known => known.Name))}; {more}",
        (_, true) =>
            $"'{token}' is not an option{(command is RootCommand ? "" : " of " + command.Name)}: "
            + $"known are {string.Join(", ", command.Options.Select(option => option.Name))}; {more}",
        _ when command.Arguments.Count == 0 => $"'{token}' is superfluous: {command.Name} takes only options; {more}",
        _ => $"'{token}' is superfluous: {command.Name} takes {string.Join(" and ", command.Arguments.Select(argument => argument.Name))}; {more}",
    };
}
