using System.Globalization;
using Hierarchy.Hosting;
using Hierarchy.Silo.Cluster;

namespace Hierarchy.Silo.Runtime;

/// <summary>What a process of a cluster can be.</summary>
internal static class ClusterRoles
{
    public static Task<int> RunAsync(string[] command, Surroundings around)
    {
        var variable = around.Configured.Variable;
        Parent.Follow(Settings.Read<PartSettings>(variable).Parent, around.Shutdown, around.Time);
        return command switch
        {
            ["node"] => Serve.RunNodeAsync(around),
            ["proxy"] => Proxy.RunAsync(around),
            ["health"] => Health.AskAsync(Settings.Read<HostSettings>(variable).Port, around.Shutdown.Requested),
            ["cluster"] => ClusterLauncher.RunAsync(ClusterLauncher.NodesUsual, around),
            ["cluster", var nodes] when int.TryParse(nodes, NumberStyles.None, CultureInfo.InvariantCulture, out var count)
                && count is >= 1 and <= ClusterLauncher.NodesMax => ClusterLauncher.RunAsync(count, around),
            _ => throw new StartupProblem(
                $"'{string.Join(' ', command)}' is no part of a cluster: cluster [1..{ClusterLauncher.NodesMax}], node, proxy, health.",
                ExitCode.Configuration),
        };
    }
}
