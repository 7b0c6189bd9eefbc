using Hierarchy.Api.Access;
using Hierarchy.Hosting;

namespace Hierarchy.Silo.Runtime;

/// <summary>This build runs the grains in one process only.</summary>
internal static class ClusterRoles
{
    public static Task<int> RunAsync(
        string[] arguments, Func<Tokens?> readTokens, IProgress<string> progress, TimeProvider time, Shutdown shutdown) =>
        throw new StartupProblem(
            $"'{arguments[0]}' is a part of a cluster, which this build does not have: ./run --cluster N builds one on the Microsoft.Orleans packages.",
            ExitCode.Configuration);
}
