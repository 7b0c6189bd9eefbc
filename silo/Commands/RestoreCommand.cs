using System.CommandLine;

namespace Hierarchy.Silo.Commands;

internal static class RestoreCommand
{
    public static ServerCommand Create()
    {
        var file = new Argument<string>("FILE") { Description = "What backup has written." };
        return new(
            "restore", "Restores a backup file into an empty data folder or an empty database, all or nothing.",
            "DATA", "TOOLS", "DB", "DB_OWNER")
        {
            Takes = file,
            Run = async (result, scope) =>
            {
                scope.Display.Report(await new Backup(scope).ReadAsync(result.GetRequiredValue(file)));
                return ExitCode.Ok;
            },
        };
    }
}
