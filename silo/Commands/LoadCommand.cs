using System.CommandLine;
using Hierarchy.Hosting;

namespace Hierarchy.Silo.Commands;

internal static class LoadCommand
{
    public static ServerCommand Create()
    {
        var file = new Argument<string>("FILE") { Description = "A plan (.yaml) or a list of units (.csv), see docs/PLAN-FILES.md." };
        return new(
            "load", "Loads a plan or a list of units, all or nothing; also while the system serves.",
            "DATA", "TOOLS", "DB", "DB_OWNER")
        {
            Takes = file,
            Run = (result, scope) => RunAsync(scope, result.GetRequiredValue(file)),
        };
    }

    private static Task<int> RunAsync(CommandScope scope, string file) => File.Exists(file)
        ? ExistingSystem.OperateAsync(
            scope, "load", $"loading {Path.GetFileName(file)}", file,
            (node, share) => Operations.LoadAsync(node, file, scope.Display.Report, share, scope.Stop))
        : throw new StartupProblem($"There is no file {file}.", ExitCode.Configuration);
}
