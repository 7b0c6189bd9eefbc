using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;

namespace Hierarchy.Silo.Commands;

/// <summary>What --help prints: usage and options, then variables that have no option, and exit codes.</summary>
/// <param name="usual">The command that runs when none is given.</param>
internal sealed class HelpPage(ServerCommand usual) : SynchronousCommandLineAction
{
    /// <summary>docs/OPERATING.md says what to do for each.</summary>
    public static readonly ImmutableArray<(int Code, string Meaning)> ExitCodes =
    [
        (ExitCode.Ok, "done, or stopped on request"),
        (ExitCode.Fault, "a defect of the program, described in the output"),
        (ExitCode.Configuration, "an argument, an option, a variable, a file or a database cannot be used, or there is no system in it"),
        (ExitCode.DataFolder, "another process uses the data folder or the database, or the folder is not this user's"),
        (ExitCode.Port, "the port is taken, or this user may not listen on it"),
        (ExitCode.Postgres, "PostgreSQL, or one of its programs, is missing, failed or became unavailable"),
        (ExitCode.Difference, "a total differs from the recount, a record is set aside, or the record was tampered with"),
        (ExitCode.Interrupted, "interrupted before it was done: the output says what was done, and how to continue"),
    ];

    private readonly HelpAction _usage = new();

    /// <summary>--help works without the required arguments.</summary>
    public override bool ClearsParseErrors => true;

    public override int Invoke(ParseResult parseResult)
    {
        _usage.Invoke(parseResult);
        var command = parseResult.CommandResult.Command as ServerCommand ?? usual;
        var output = parseResult.InvocationConfiguration.Output;
        if (!command.Variables.IsEmpty)
        {
            output.WriteLine("Variables without an option:");
            WriteColumns(output, command.Variables.Select(setting => (setting.Variable, Sentence.Begin(setting.Meaning))));
        }
        output.WriteLine("Exit codes:");
        var codes = ExitCodes.Where(code => command.ExitCodes.Contains(code.Code));
        WriteColumns(output, codes.Select(code => ($"{code.Code}", Sentence.Begin(code.Meaning))));
        return ExitCode.Ok;
    }

    private static void WriteColumns(TextWriter output, IEnumerable<(string First, string Second)> rows)
    {
        foreach (var (first, second) in rows)
        {
            output.WriteLine($"  {first,-2}  {second}");
        }
        output.WriteLine();
    }
}
