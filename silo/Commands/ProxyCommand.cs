namespace Hierarchy.Silo.Commands;

internal static class ProxyCommand
{
    public static ServerCommand Create() => new(
        "proxy", "Runs the proxy for several nodes on this machine: one port on 127.0.0.1, whose requests go to nodes that are ready.",
        "NODES", "PORT", "PROXIES", "PARENT")
    {
        ExitCodes = [ExitCode.Ok, ExitCode.Fault, ExitCode.Configuration, ExitCode.Port],
        Run = (_, scope) => Proxy.RunAsync(scope.FollowParent().Around),
    };
}
