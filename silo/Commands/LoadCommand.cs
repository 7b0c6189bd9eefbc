using System.CommandLine;
using Hierarchy.Hosting;

namespace Hierarchy.Silo.Commands;

internal static class LoadCommand
{
    public static ServerCommand Create()
    {
        var file = new Argument<string>("FILE") { Description = "A plan or a regime (.yaml), or a list of units (.csv), see docs/PLAN-FILES.md." };
        var person = new Option<string?>("--as") { Description = "The id of the administrator who loads it; needed where people sign in.", HelpName = "PERSON" };
        var amend = new Option<string?>("--amend")
        {
            Description = "The document that amends a plan which is there, so that it becomes what the file says: its number and its day.",
            HelpName = "\"NUMBER YYYY-MM-DD\"",
        };
        return new(
            "load", "Loads a plan, a regime or a list of units, all or nothing; also while the system serves.",
            "DATA", "SIGN_IN", "TOOLS", "DB", "DB_OWNER")
        {
            Takes = file,
            Can = [person, amend],
            Run = (result, scope) => RunAsync(scope, result.GetRequiredValue(file), result.GetValue(person), result.GetValue(amend)),
        };
    }

    private static Task<int> RunAsync(CommandScope scope, string file, string? person, string? amend) => File.Exists(file)
        ? ExistingSystem.OperateAsync(
            scope, "load", $"loading {Path.GetFileName(file)}", file,
            (node, share) => Operations.LoadAsync(node, file, person, amend, scope.Display.Report, share, scope.Stop),
            new Parameters(("as", person), ("amend", amend)))
        : throw new StartupProblem($"There is no file {file}.", ExitCode.Configuration);
}
