namespace Hierarchy.Silo.Commands;

/// <summary>Serves PostgreSQL, the grains and the API in one process, until asked to stop.</summary>
internal static class ServeCommand
{
    public static ServerCommand Create() => new(
        "serve",
        "Serves GraphQL and the dashboard until Ctrl-C or SIGTERM, with a private PostgreSQL below the data folder or that of HIERARCHY_DB.",
        ["PORT", "HTTP2_PORT", "DATA", "LISTEN", "SIGN_IN", .. SignInSettings.Names, "TOTALS", "TOKENS", "HOSTS", "PROXIES", "WEB", "TOOLS", "DB", "DB_OWNER"])
    {
        ExitCodes = [ExitCode.Ok, ExitCode.Fault, ExitCode.Configuration, ExitCode.DataFolder, ExitCode.Port, ExitCode.Postgres],
        Run = (_, scope) => Serve.RunAsync(scope.Around),
    };
}
