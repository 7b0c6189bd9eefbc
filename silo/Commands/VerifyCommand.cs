using Hierarchy.Hosting;

namespace Hierarchy.Silo.Commands;

internal static class VerifyCommand
{
    public static ServerCommand Create() => new(
        "verify", "Recounts every total from the events and compares it with what is held and with SQL; also while the system serves.",
        "DATA", "TOOLS", "DB", "DB_OWNER")
    {
        ExitCodes = [ExitCode.Ok, ExitCode.Fault, ExitCode.Configuration, ExitCode.DataFolder, ExitCode.Postgres, ExitCode.Difference],
        Run = (_, scope) => ExistingSystem.OperateAsync(
            scope, "verify", "recounting", null,
            (node, share) => Operations.VerifyAsync(node, scope.Display.Report, share, scope.Stop)),
    };
}
