using Hierarchy.Api.Access;
using Hierarchy.Hosting;
using Hierarchy.Silo.Cluster;

namespace Hierarchy.Silo.Runtime;

/// <summary>What a process of a cluster can be.</summary>
internal static class ClusterRoles
{
    public static Task<int> RunAsync(
        string[] arguments, Func<Tokens?> readTokens, IProgress<string> progress, TimeProvider time, Shutdown shutdown)
    {
        Parent.Follow(Environment.GetEnvironmentVariable, shutdown, time);
        return arguments switch
        {
            ["node"] => NodeRole.RunAsync(
                ClusterSettings.FromEnvironment(Environment.GetEnvironmentVariable), readTokens(),
                Environment.GetEnvironmentVariable("HIERARCHY_OPERATOR_KEY"), progress, time, shutdown),
            ["proxy"] => Proxy.RunAsync(Environment.GetEnvironmentVariable, progress, shutdown),
            ["health"] => Health.AskAsync(Environment.GetEnvironmentVariable("HIERARCHY_PORT"), shutdown.Requested),
            ["cluster"] => ClusterLauncher.RunAsync(ClusterLauncher.NodesUsual, readTokens, progress, time, shutdown),
            ["cluster", var nodes] when int.TryParse(nodes, out var count) && count is >= 1 and <= ClusterLauncher.NodesMax =>
                ClusterLauncher.RunAsync(count, readTokens, progress, time, shutdown),
            _ => throw new StartupProblem(
                $"'{string.Join(' ', arguments)}' is no part of a cluster: cluster [1..{ClusterLauncher.NodesMax}], node, proxy, health.",
                ExitCode.Configuration),
        };
    }
}
