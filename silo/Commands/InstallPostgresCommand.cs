namespace Hierarchy.Silo.Commands;

internal static class InstallPostgresCommand
{
    public static ServerCommand Create() => new(
        "install-postgres", "Finds PostgreSQL's server programs, or installs them; starts nothing.", "TOOLS")
    {
        ExitCodes = [ExitCode.Ok, ExitCode.Fault, ExitCode.Configuration, ExitCode.Postgres],
        Run = (_, scope) => RunAsync(scope),
    };

    private static async Task<int> RunAsync(CommandScope scope)
    {
        var tools = scope.ReadSettings().ToolsPath;
        var programs = await scope.Display.ShowAsync(
            "looking for PostgreSQL", _ => PostgresInstallation.FindOrInstallAsync(tools, major: null, scope.Display, scope.Stop));
        scope.Display.Report($"PostgreSQL {programs.Version} in {programs.Folder}");
        return ExitCode.Ok;
    }
}
