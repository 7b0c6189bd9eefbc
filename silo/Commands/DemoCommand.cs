using Hierarchy.Silo.Demo;

namespace Hierarchy.Silo.Commands;

internal static class DemoCommand
{
    public static ServerCommand Create() => new(
        "demo",
        "Serves a demonstration: a country with a year of invented work that keeps changing, from a data folder of its own.",
        "PORT", "HTTP2_PORT", "DATA", "LISTEN", "HOSTS", "PROXIES", "WEB", "TOOLS")
    {
        ExitCodes = [ExitCode.Ok, ExitCode.Fault, ExitCode.Configuration, ExitCode.DataFolder, ExitCode.Port, ExitCode.Postgres],
        Run = (_, scope) => Serve.RunAsync(scope.Around, new Demonstration(scope.Display)),
    };
}
