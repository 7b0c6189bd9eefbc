using System.Collections.Immutable;
using System.Globalization;
using System.Net;
using Hierarchy.Hosting;

namespace Hierarchy.Silo.Cluster;

/// <summary>What the environment says about the one door to several API servers.</summary>
/// <param name="Listen">What to listen on.</param>
/// <param name="Port">0 for any that is free.</param>
/// <param name="Servers">Addresses of the API servers.</param>
internal sealed record BalancerSettings(IPAddress Listen, int Port, ImmutableArray<Uri> Servers)
{
    /// <exception cref="StartupProblem">A variable is missing, or has a value that cannot be used.</exception>
    public static BalancerSettings FromEnvironment(Func<string, string?> variable)
    {
        var servers = ImmutableArray.CreateBuilder<Uri>();
        foreach (var text in (variable("HIERARCHY_SERVERS") ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            servers.Add(Uri.TryCreate(text, UriKind.Absolute, out var address) && address.Scheme == Uri.UriSchemeHttp
                ? address
                : throw new StartupProblem($"HIERARCHY_SERVERS holds '{text}': give addresses such as http://127.0.0.1:8081, with commas between.",
                    ExitCode.Configuration));
        }
        if (servers.Count == 0)
        {
            throw new StartupProblem("HIERARCHY_SERVERS must hold the addresses of the API servers, with commas between.", ExitCode.Configuration);
        }
        var port = variable("HIERARCHY_PORT");
        return new BalancerSettings(
            ReadListen(variable),
            string.IsNullOrWhiteSpace(port) ? HostSettings.PortDefault
                : ushort.TryParse(port, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number
                : throw new StartupProblem($"HIERARCHY_PORT is '{port}': give a port from 0 to 65535.", ExitCode.Configuration),
            servers.ToImmutable());
    }

    /// <exception cref="StartupProblem">The variable holds no address.</exception>
    public static IPAddress ReadListen(Func<string, string?> variable) => variable("HIERARCHY_LISTEN") switch
    {
        var listen when string.IsNullOrWhiteSpace(listen) => IPAddress.Loopback,
        var listen when IPAddress.TryParse(listen, out var ip) => ip,
        var listen => throw new StartupProblem($"HIERARCHY_LISTEN is '{listen}': give an IP address.", ExitCode.Configuration),
    };
}
