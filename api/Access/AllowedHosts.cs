namespace Hierarchy.Api.Access;

/// <summary>The host names that the system accepts: those of this machine and those configured. This defeats DNS rebinding: a foreign page
/// whose own name points here sends that name.</summary>
public sealed class AllowedHosts
{
    /// <summary>The variable with additional names: host or host:port, separated by commas.</summary>
    public const string Variable = "HIERARCHY_HOSTS";

    /// <summary>Maximum number of additional names.</summary>
    public const int HostsMax = 100;

    private const int HttpPort = 80;
    private const int HttpsPort = 443;

    /// <summary>The names of this machine.</summary>
    public static readonly AllowedHosts Loopback = new([]);

    private readonly ImmutableArray<(string Name, int? Port)> _added;

    private AllowedHosts(ImmutableArray<(string Name, int? Port)> added) => _added = added;

    /// <summary>The names of this machine and those of the variable.</summary>
    /// <exception cref="AllowedHostsException">An entry is not a host.</exception>
    public static AllowedHosts FromEnvironment(Func<string, string?> variable)
    {
        var texts = (variable(Variable) ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        if (texts.Length > HostsMax)
        {
            throw new AllowedHostsException($"{Variable} names {texts.Length} hosts; at most {HostsMax} are possible.");
        }
        return texts.Length == 0 ? Loopback : new AllowedHosts([.. texts.Select(Read)]);
    }

    /// <summary>These names and that of the public address.</summary>
    public AllowedHosts And(Uri publicUrl) => new(_added.Add((publicUrl.Host.Trim('[', ']'), publicUrl.Port)));

    /// <summary>Whether a request may name this host in its Host header or :authority.</summary>
    internal bool Allow(ReadOnlySpan<char> host) => HostName.TryRead(host, out var asked) && (asked.IsLoopback || IsAdded(asked, null));

    /// <summary>Whether a page of this origin may call that host: pages of the same host may, and those of additional names.</summary>
    internal bool AllowOrigin(ReadOnlySpan<char> origin, ReadOnlySpan<char> host)
    {
        if (UsualPortOf(origin) is not { } usual)
        {
            return false;
        }
        return HostName.TryRead(origin[(origin.IndexOf(':') + 3)..], out var page) && HostName.TryRead(host, out var asked)
            && ((page.IsNamed(asked.Name) && (page.Port ?? usual) == (asked.Port ?? usual)) || IsAdded(page, usual));
    }

    private bool IsAdded(HostName host, int? usual)
    {
        foreach (var (name, port) in _added)
        {
            if (host.IsNamed(name) && (port is not { } only || MayBe(only, host.Port, usual)))
            {
                return true;
            }
        }
        return false;
    }

    /// <summary>A host without a port means its scheme's port, which only an origin tells.</summary>
    private static bool MayBe(int only, int? given, int? usual) =>
        (given ?? usual) is { } port ? port == only : only is HttpPort or HttpsPort;

    /// <summary>The default port of an origin; null if it is not an HTTP origin.</summary>
    private static int? UsualPortOf(ReadOnlySpan<char> origin) =>
        origin.StartsWith("http://", StringComparison.OrdinalIgnoreCase) ? HttpPort
        : origin.StartsWith("https://", StringComparison.OrdinalIgnoreCase) ? HttpsPort
        : null;

    private static (string Name, int? Port) Read(string text) => HostName.TryRead(text, out var host)
        ? (host.Name.ToString(), host.Port)
        : throw new AllowedHostsException(
            $"{Variable} holds '{text}': give names or addresses such as plans.example.vn or plans.example.vn:8443, with commas between; "
            + "IPv6 in brackets, other letters than ASCII in their xn-- form.");
}

/// <summary>The configured hosts are invalid. The message is for the operator.</summary>
public sealed class AllowedHostsException(string message) : Exception(message);
