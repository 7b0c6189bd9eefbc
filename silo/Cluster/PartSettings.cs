namespace Hierarchy.Silo.Cluster;

/// <summary>The settings by which the parts of a cluster on one machine find each other.</summary>
internal sealed class PartSettings
{
    [Setting("NODES", "addresses of the nodes, for the proxy, with commas between", Unit = "http addresses", Usual = "none")]
    public string NodeAddresses { get; init; } = "";

    [Setting("PARENT", "this process stops when that one does; set by the program that starts it", Unit = "process id", Min = 1, Max = int.MaxValue, Usual = "none")]
    public int? Parent { get; init; }

    /// <exception cref="StartupProblem">There is no address, or one is malformed.</exception>
    public ImmutableArray<Uri> Nodes()
    {
        var nodes = NodeAddresses.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Select(ParseNode).ToImmutableArray();
        return nodes.IsEmpty
            ? throw new StartupProblem("HIERARCHY_NODES must hold the addresses of the nodes, with commas between.", ExitCode.Configuration)
            : nodes;
    }

    private static Uri ParseNode(string text) => Uri.TryCreate(text, UriKind.Absolute, out var address) && address.Scheme == Uri.UriSchemeHttp
        ? address
        : throw new StartupProblem(
            $"HIERARCHY_NODES holds '{text}': give addresses such as http://127.0.0.1:8081, with commas between.", ExitCode.Configuration);
}
