using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.HttpOverrides;
using IPNetwork = System.Net.IPNetwork;

namespace Hierarchy.Silo;

/// <summary>Reverse proxies in front of this system whose client addresses are trusted. Nothing else that they report is: host name and
/// scheme are configured, not taken from headers.</summary>
internal sealed class ReverseProxies
{
    /// <summary>Maximum number of entries; each is compared with the sender of every request.</summary>
    public const int Max = 64;

    [Setting("PROXIES", "reverse proxies whose X-Forwarded-For is trusted: addresses or networks, separated by commas", Unit = "addresses", Usual = "none")]
    public string? List { get; init; }

    /// <summary>Empty if no proxy is trusted.</summary>
    public ImmutableArray<IPNetwork> Networks { get; private set; } = [];

    /// <exception cref="StartupProblem">An entry is neither an address nor a network, or covers everybody.</exception>
    public static ReverseProxies FromEnvironment(Func<string, string?> variable)
    {
        var proxies = Settings.Read<ReverseProxies>(variable);
        proxies.Networks = [.. (proxies.List ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Select(Parse)];
        return proxies.Networks.Length <= Max
            ? proxies
            : throw Wrong($"holds {proxies.Networks.Length} entries: give {Max} at most, a network for several of its addresses.");
    }

    /// <summary>Makes later middleware see the client's address. Entries of the header are read from the right, where the nearest proxy
    /// writes; the first that is not a trusted proxy is the client, and everything to its left is only claimed by the client.</summary>
    public void Use(WebApplication web)
    {
        if (Networks.IsEmpty)
        {
            return;
        }
        var options = new ForwardedHeadersOptions { ForwardedHeaders = ForwardedHeaders.XForwardedFor, ForwardLimit = null };
        options.KnownProxies.Clear();
        options.KnownIPNetworks.Clear();
        foreach (var network in Networks)
        {
            options.KnownIPNetworks.Add(network);
        }
        web.UseForwardedHeaders(options);
    }

    private static IPNetwork Parse(string text) =>
        IPAddress.TryParse(text, out var address) ? new IPNetwork(address, address.GetAddressBytes().Length * 8)
        : !IPNetwork.TryParse(text, out var network) ? throw Wrong($"holds '{text}': give addresses or networks such as 127.0.0.1 and 10.20.0.0/24.")
        : network.PrefixLength > 0 ? network
        : throw Wrong($"holds '{text}', which covers everybody: name only the proxies, since every address named is trusted.");

    private static StartupProblem Wrong(string what) => new($"{SettingAttribute.Prefix}PROXIES {what}", ExitCode.Configuration);
}
