using System.CommandLine;

namespace Hierarchy.Silo.Commands;

internal static class VerifyCommand
{
    public static ServerCommand Create()
    {
        var day = new Option<string?>("--as-of") { Description = "A past day, such as 2013-03-31: recounts that day instead of the present.", HelpName = "DAY" };
        return new(
            "verify", "Recounts every total from the events and compares it with the grains and with SQL; also while the system serves.",
            "DATA", "TOOLS", "DB", "DB_OWNER")
        {
            Can = [day],
            ExitCodes = [ExitCode.Ok, ExitCode.Fault, ExitCode.Configuration, ExitCode.DataFolder, ExitCode.Postgres, ExitCode.Difference],
            Run = (result, scope) => RunAsync(scope, result.GetValue(day)),
        };
    }

    private static Task<int> RunAsync(CommandScope scope, string? day) => ExistingSystem.OperateAsync(
        scope, "verify", "recounting", [],
        (node, share) => day is null
            ? Operations.VerifyAsync(node, scope.Display.Report, share, scope.Stop)
            : Operations.VerifyDayAsync(node, day, scope.Display.Report, scope.Stop),
        new Parameters(("as-of", day)));
}
