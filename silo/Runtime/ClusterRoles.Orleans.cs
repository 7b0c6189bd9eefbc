using Hierarchy.Api.Access;
using Hierarchy.Hosting;
using Hierarchy.Silo.Cluster;

namespace Hierarchy.Silo.Runtime;

/// <summary>The parts that a process of a cluster can play.</summary>
internal static class ClusterRoles
{
    public static Task<int> RunAsync(
        string[] arguments, Func<Tokens?> readTokens, IProgress<string> progress, TimeProvider time, Shutdown shutdown)
    {
        Parent.Follow(Environment.GetEnvironmentVariable, shutdown, time);
        return arguments switch
        {
            ["silo"] => SiloRole.RunAsync(Settings(), progress, time, shutdown),
            ["api"] => ApiRole.RunAsync(
                Settings(), readTokens(), Environment.GetEnvironmentVariable("HIERARCHY_OPERATOR_KEY"), progress, time, shutdown),
            ["balancer"] => BalancerRole.RunAsync(BalancerSettings.FromEnvironment(Environment.GetEnvironmentVariable), progress, time, shutdown),
            ["health"] => HealthServer.AskAsync(Environment.GetEnvironmentVariable("HIERARCHY_PORT"), shutdown.Requested),
            ["cluster"] => ClusterLauncher.RunAsync(ClusterLauncher.SilosUsual, readTokens, progress, time, shutdown),
            ["cluster", var silos] when int.TryParse(silos, out var count) && count is >= 1 and <= ClusterLauncher.SilosMax =>
                ClusterLauncher.RunAsync(count, readTokens, progress, time, shutdown),
            _ => throw new StartupProblem(
                $"'{string.Join(' ', arguments)}' is no part of a cluster: cluster [1..{ClusterLauncher.SilosMax}], silo, api, balancer, health.",
                ExitCode.Configuration),
        };
    }

    private static ClusterSettings Settings() => ClusterSettings.FromEnvironment(Environment.GetEnvironmentVariable);
}
