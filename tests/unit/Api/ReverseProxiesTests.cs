using System.Runtime.Versioning;
using Hierarchy.Hosting;
using Hierarchy.Silo;

namespace Hierarchy.UnitTests.Api;

/// <summary>Which proxies are believed, and what is said of what cannot be one.</summary>
[SupportedOSPlatform("linux")]
public sealed class ReverseProxiesTests
{
    [Fact]
    public void Addresses_and_networks_are_listed_and_nobody_is_believed_without()
    {
        Assert.Empty(Read(null).Networks);
        Assert.Empty(Read(" ").Networks);
        Assert.Equal(
            ["127.0.0.1/32", "10.20.0.0/24", "::1/128", "fd00::/8"],
            Read("127.0.0.1, 10.20.0.7/24,::1,fd00::/8").Networks.Select(network => network.ToString()));
    }

    [Theory]
    [InlineData("proxy.example.vn", "HIERARCHY_PROXIES holds 'proxy.example.vn': give addresses or networks such as 127.0.0.1 and 10.20.0.0/24.")]
    [InlineData("127.0.0.1,10.20.0.1/33", "HIERARCHY_PROXIES holds '10.20.0.1/33'")]
    [InlineData("127.0.0.1:8080", "HIERARCHY_PROXIES holds '127.0.0.1:8080'")]
    [InlineData("0.0.0.0/0", "HIERARCHY_PROXIES holds '0.0.0.0/0', which covers everybody")]
    [InlineData("::/0", "HIERARCHY_PROXIES holds '::/0', which covers everybody")]
    public void What_is_neither_stops_the_start_with_one_line(string value, string says) => Check.StopsTheStart(() => Read(value), says);

    [Fact]
    public void There_are_so_many_at_most()
    {
        string ListOf(int count) => string.Join(',', Enumerable.Range(1, count).Select(i => $"10.0.0.{i}"));

        Assert.Equal(ReverseProxies.Max, Read(ListOf(ReverseProxies.Max)).Networks.Length);
        Assert.StartsWith("HIERARCHY_PROXIES holds 65 entries", Assert.Throws<StartupProblem>(() => Read(ListOf(ReverseProxies.Max + 1))).Message, StringComparison.Ordinal);
    }

    private static ReverseProxies Read(string? value) => ReverseProxies.FromEnvironment(name => name == "HIERARCHY_PROXIES" ? value : null);
}
