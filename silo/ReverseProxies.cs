using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.HttpOverrides;
using IPNetwork = System.Net.IPNetwork;

namespace Hierarchy.Silo;

/// <summary>Proxies that stand before this system, whose word is taken for where a request comes from. Only what they say of the address is
/// believed: which name and scheme browsers see is set, and not told by a header.</summary>
internal sealed class ReverseProxies
{
    /// <summary>Each is compared with the sender of each request.</summary>
    public const int Max = 64;

    [Setting("PROXIES", "reverse proxies whose X-Forwarded-For is trusted: addresses or networks, separated by commas", Unit = "addresses", Usual = "none")]
    public string? List { get; init; }

    /// <summary>Empty where nobody's word is taken.</summary>
    public ImmutableArray<IPNetwork> Networks { get; private set; } = [];

    /// <exception cref="StartupProblem">One is neither an address nor a network, or is everybody.</exception>
    public static ReverseProxies FromEnvironment(Func<string, string?> variable)
    {
        var proxies = Settings.Read<ReverseProxies>(variable);
        proxies.Networks = [.. (proxies.List ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Select(Parse)];
        return proxies.Networks.Length <= Max
            ? proxies
            : throw Wrong($"holds {proxies.Networks.Length} entries: give {Max} at most, a network for several of its addresses.");
    }

    /// <summary>Has all that comes later see the address of whoever asked a proxy. The entries of the header are read from the right, where
    /// the nearest proxy writes; the first that is no proxy of ours is the client, and what stands before it is what the client claims.</summary>
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
