using Hierarchy.Hosting;
using Hierarchy.Silo.Runtime;

namespace Hierarchy.Silo.Commands;

internal static class NodeCommand
{
    public static ServerCommand Create() => new(
        "node", "Is one of several nodes on one PostgreSQL, see docs/CLUSTER.md: serves GraphQL and the dashboard until SIGTERM.",
        Setting.DatabaseFile, Setting.DatabaseConnections, Setting.Cluster, Setting.Address, Setting.Listen, Setting.SiloPort, Setting.Port,
        Setting.Tokens, Setting.Hosts, Setting.Web, Setting.TlsCertificate, Setting.TlsKey, Setting.TlsAuthority, Setting.Database)
    {
        ExitCodes = [ExitCode.Ok, ExitCode.Fault, ExitCode.Configuration, ExitCode.Port, ExitCode.Postgres],
        Run = (_, scope) => ClusterRoles.RunAsync(["node"], scope.ReadTokens, scope.Display, scope.Time, scope.Shutdown),
    };
}
