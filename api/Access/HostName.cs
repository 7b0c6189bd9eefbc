using System.Net;

namespace Hierarchy.Api.Access;

/// <summary>A host as named by requests: a name or an address, and optionally a port. Parsing allocates nothing.</summary>
internal readonly ref struct HostName(ReadOnlySpan<char> name, int? port, bool isIpv6)
{
    private const int NameMax = 253;

    /// <summary>Name without the brackets of an IPv6 address and without the dot that ends a fully qualified name.</summary>
    public ReadOnlySpan<char> Name { get; } = name;

    /// <summary>Null if none is given: the scheme's default.</summary>
    public int? Port => port;

    /// <summary>Whether it is this machine: localhost, 127.0.0.0/8, ::1.</summary>
    public bool IsLoopback => isIpv6
        ? IsLoopbackOfIpv6(Name)
        : Name.Equals("localhost", StringComparison.OrdinalIgnoreCase) || IsLoopbackOfIpv4(Name);

    public bool IsNamed(ReadOnlySpan<char> name) => Name.Equals(name, StringComparison.OrdinalIgnoreCase);

    /// <summary>Reads "host", "host:port", "[::1]" and "[::1]:port".</summary>
    public static bool TryRead(ReadOnlySpan<char> text, out HostName host)
    {
        host = default;
        var isIpv6 = text.StartsWith('[');
        var end = isIpv6 ? text.IndexOf(']') : text.IndexOf(':');
        var name = isIpv6 ? (end < 0 ? [] : text[1..end]) : end < 0 ? text : text[..end];
        var rest = end < 0 ? [] : text[(isIpv6 ? end + 1 : end)..];
        if (!isIpv6 && name.EndsWith('.'))
        {
            name = name[..^1];
        }
        if (name.Length is 0 or > NameMax || !IsName(name, isIpv6) || !TryReadPort(rest, out var port))
        {
            return false;
        }
        host = new HostName(name, port, isIpv6);
        return true;
    }

    private static bool TryReadPort(ReadOnlySpan<char> rest, out int? port)
    {
        port = null;
        if (rest.Length == 0)
        {
            return true;
        }
        // An empty port is allowed and means none (RFC 3986, 3.2.3).
        if (rest.Length == 1 && rest[0] == ':')
        {
            return true;
        }
        if (rest[0] != ':' || !ushort.TryParse(rest[1..], NumberStyles.None, CultureInfo.InvariantCulture, out var number) || number == 0)
        {
            return false;
        }
        port = number;
        return true;
    }

    private static bool IsName(ReadOnlySpan<char> name, bool isIpv6)
    {
        foreach (var c in name)
        {
            if (isIpv6 ? !char.IsAsciiHexDigit(c) && c is not (':' or '.') : !char.IsAsciiLetterOrDigit(c) && c is not ('-' or '.' or '_'))
            {
                return false;
            }
        }
        return true;
    }

    // Four decimal numbers without leading zeros: 127.1 or 0x7f.1 mean the same, but no browser sends them.
    private static bool IsLoopbackOfIpv4(ReadOnlySpan<char> name)
    {
        var parts = 0;
        foreach (var range in name.Split('.'))
        {
            var part = name[range];
            if (part.Length is 0 or > 3 || (part.Length > 1 && part[0] == '0')
                || !byte.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
                || (parts == 0 && number != 127))
            {
                return false;
            }
            parts++;
        }
        return parts == 4;
    }

    private static bool IsLoopbackOfIpv6(ReadOnlySpan<char> name) =>
        name is "::1" || (IPAddress.TryParse(name, out var address) && address.Equals(IPAddress.IPv6Loopback));
}
