using System.CommandLine;
using Hierarchy.Hosting;

namespace Hierarchy.Silo.Commands;

internal static class LoadCommand
{
    public static ServerCommand Create()
    {
        var file = new Argument<string>("FILE") { Description = "A plan (.yaml) or a list of units (.csv), see docs/PLAN-FILES.md." };
        var person = new Option<string?>("--as") { Description = "The id of the administrator who loads it; needed where people sign in.", HelpName = "PERSON" };
        var amend = new Option<string?>("--amend")
        {
            Description = "The document that amends a plan which is there, so that it becomes what the file says: its number and its day.",
            HelpName = "\"NUMBER YYYY-MM-DD\"",
        };
        var rename = new Option<string?>("--rename")
        {
            Description = "The day from which units that are there bear the names, kinds and codes of the list. Without it they keep theirs.",
            HelpName = "YYYY-MM-DD",
        };
        var move = new Option<string?>("--move")
        {
            Description = "The day from which units that are there stand where the list has them. Without it they stay.",
            HelpName = "YYYY-MM-DD",
        };
        var act = new Option<string?>("--act") { Description = "The number of the document that renames or moves units.", HelpName = "\"NUMBER\"" };
        var signed = new Option<string?>("--signed") { Description = "The day of that document.", HelpName = "YYYY-MM-DD" };
        return new(
            "load", "Loads a plan or a list of units, all or nothing; also while the system serves.",
            "DATA", "SIGN_IN", "TOOLS", "DB", "DB_OWNER")
        {
            Takes = file,
            Can = [person, amend, rename, move, act, signed],
            Run = (result, scope) => RunAsync(scope, result.GetRequiredValue(file), new LoadOptions(
                result.GetValue(person), result.GetValue(amend), result.GetValue(rename), result.GetValue(move), result.GetValue(act),
                result.GetValue(signed))),
        };
    }

    private static Task<int> RunAsync(CommandScope scope, string file, LoadOptions given) => File.Exists(file)
        ? ExistingSystem.OperateAsync(
            scope, "load", $"loading {Path.GetFileName(file)}", file,
            (node, share) => Operations.LoadAsync(node, file, given, scope.Display.Report, share, scope.Stop),
            new Parameters(
                ("as", given.As), ("amend", given.Amend), ("rename", given.Rename), ("move", given.Move), ("act", given.Act), ("signed", given.Signed)))
        : throw new StartupProblem($"There is no file {file}.", ExitCode.Configuration);
}
