using Hierarchy.Silo.Demo;

namespace Hierarchy.Silo.Commands;

internal static class DemoCommand
{
    public static ServerCommand Create() => new(
        "demo",
        "Serves a country with a made-up year of work that goes on moving, all of it marked as invented, from a data folder that holds nothing else.",
        "PORT", "HTTP2_PORT", "DATA", "LISTEN", "HOSTS", "PROXIES", "WEB", "TOOLS")
    {
        ExitCodes = [ExitCode.Ok, ExitCode.Fault, ExitCode.Configuration, ExitCode.DataFolder, ExitCode.Port, ExitCode.Postgres],
        Run = (_, scope) => Serve.RunAsync(scope.Around, new Demonstration(scope.Display)),
    };
}
