namespace Hierarchy.Silo.Commands;

internal static class ProxyCommand
{
    public static ServerCommand Create() => new(
        "proxy", "Stands before several nodes of this machine: one port on 127.0.0.1, whose requests go to those nodes that are ready.",
        "NODES", "PORT", "PROXIES", "PARENT")
    {
        ExitCodes = [ExitCode.Ok, ExitCode.Fault, ExitCode.Configuration, ExitCode.Port],
        Run = (_, scope) => Proxy.RunAsync(scope.FollowParent().Around),
    };
}
