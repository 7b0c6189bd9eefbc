namespace Hierarchy.Silo.Commands;

internal static class HealthCommand
{
    public static ServerCommand Create() => new(
        "health", "Checks whether the server on a port of this machine is ready: exit code 0 if it is, else 1. Prints nothing.", "PORT")
    {
        ExitCodes = [ExitCode.Ok, ExitCode.Fault, ExitCode.Configuration],
        Run = (_, scope) => Health.AskAsync(scope.ReadSettings().Port, scope.Stop),
    };
}
