using System.CommandLine;
using System.CommandLine.Parsing;

namespace Hierarchy.Silo.Commands;

internal static class ClusterCommand
{
    public static ServerCommand Create()
    {
        var nodes = new Argument<int>("N")
        {
            Description = $"How many nodes: 1 to {ClusterLauncher.NodesMax}; default {ClusterLauncher.NodesUsual}.",
            Arity = ArgumentArity.ZeroOrOne,
            CustomParser = Parse,
            DefaultValueFactory = _ => ClusterLauncher.NodesUsual,
        };
        return new(
            "cluster",
            "Serves as several nodes on this machine behind one port: PostgreSQL, the nodes and a proxy, until Ctrl-C or SIGTERM. The same as "
                + "./run --cluster N.",
            ["PORT", "DATA", "SIGN_IN", .. SignInSettings.Names, "TOTALS", "TOKENS", "HOSTS", "PROXIES", "LISTEN", "WEB", "TOOLS", "DB", "DB_OWNER"])
        {
            Takes = nodes,
            ExitCodes = [ExitCode.Ok, ExitCode.Fault, ExitCode.Configuration, ExitCode.DataFolder, ExitCode.Port, ExitCode.Postgres],
            Run = (result, scope) => ClusterLauncher.RunAsync(result.GetValue(nodes), scope.FollowParent().Around),
        };
    }

    private static int Parse(ArgumentResult given)
    {
        var text = given.Tokens[0].Value;
        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var count)
            && count is >= 1 and <= ClusterLauncher.NodesMax)
        {
            return count;
        }
        given.AddError($"'{text}' is not a valid number of nodes; give 1 to {ClusterLauncher.NodesMax}");
        return 0;
    }
}
