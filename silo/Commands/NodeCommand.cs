namespace Hierarchy.Silo.Commands;

internal static class NodeCommand
{
    public static ServerCommand Create() => new(
        "node", "Runs one of several nodes on one PostgreSQL (docs/CLUSTER.md): serves GraphQL and the dashboard until SIGTERM.",
        [
            "DB_FILE", "DB_OWNER_FILE", "DB_CONNECTIONS", "CLUSTER", "ADDRESS", "LISTEN", "SILO_PORT", "PORT", "SIGN_IN", .. SignInSettings.Names,
            "TOTALS", "TOKENS", "HOSTS", "PROXIES", "WEB", "TLS_CERTIFICATE", "TLS_KEY", "TLS_AUTHORITY", "DB", "DB_OWNER", "OPERATOR_KEY", "PARENT",
        ])
    {
        ExitCodes = [ExitCode.Ok, ExitCode.Fault, ExitCode.Configuration, ExitCode.Port, ExitCode.Postgres],
        Run = (_, scope) => Serve.RunNodeAsync(scope.FollowParent().Around),
    };
}
