namespace Hierarchy.Silo.Commands;

internal static class HealthCommand
{
    public static ServerCommand Create() => new(
        "health", "Asks the server on a port of this machine whether it is ready: code 0 when it is, else 1. Prints nothing.", "PORT")
    {
        ExitCodes = [ExitCode.Ok, ExitCode.Fault, ExitCode.Configuration],
        Run = (_, scope) => Health.AskAsync(scope.ReadSettings().Port, scope.Stop),
    };
}
