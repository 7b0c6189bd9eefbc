using System.CommandLine;

namespace Hierarchy.Silo.Commands;

internal static class BackupCommand
{
    public static ServerCommand Create()
    {
        var file = new Argument<string>("FILE")
        {
            Description = "Where to write it; a file of that name is replaced once all is written.",
        };
        return new(
            "backup", "Writes all data of the system into one file; also while it serves.", "DATA", "TOOLS", "DB", "DB_OWNER")
        {
            Takes = file,
            Run = async (result, scope) =>
            {
                scope.Display.Report(await new Backup(scope).WriteAsync(result.GetRequiredValue(file)));
                return ExitCode.Ok;
            },
        };
    }
}
