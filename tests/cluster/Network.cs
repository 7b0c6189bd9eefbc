namespace Hierarchy.Tests.Cluster;

/// <summary>
/// A network namespace for each silo, on one bridge with this machine, so that a silo can be cut off from everybody while it still reaches
/// PostgreSQL, whose Unix socket no network carries. Needs root and iproute2.
/// </summary>
internal sealed class Network : IDisposable
{
    private static int _networks;

    private readonly string _id = string.Create(CultureInfo.InvariantCulture, $"hc{Environment.ProcessId % 100_000}x{Interlocked.Increment(ref _networks)}");
    private readonly int _third = FreeSubnet();
    private readonly List<int> _silos = [];

    public Network()
    {
        Ip($"link add {_id} type bridge");
        Ip($"addr add {Host}/24 dev {_id}");
        Ip($"link set {_id} up");
    }

    public static bool IsPossible => Environment.IsPrivilegedProcess && (File.Exists("/usr/sbin/ip") || File.Exists("/sbin/ip") || File.Exists("/usr/bin/ip"));

    /// <summary>This machine's address in the silos' network.</summary>
    public string Host => AddressOf(1);

    public string Add(int silo)
    {
        _silos.Add(silo);
        Ip($"netns add {Space(silo)}");
        Ip($"link add {_id}s{silo} type veth peer name e0 netns {Space(silo)}");
        Ip($"link set {_id}s{silo} master {_id} up");
        Ip($"-n {Space(silo)} addr add {AddressOf(10 + silo)}/24 dev e0");
        Ip($"-n {Space(silo)} link set e0 up");
        Ip($"-n {Space(silo)} link set lo up");
        return AddressOf(10 + silo);
    }

    public string Space(int silo) => string.Create(CultureInfo.InvariantCulture, $"{_id}n{silo}");

    public void Cut(int silo) => Ip($"link set {_id}s{silo} down");

    public void Join(int silo) => Ip($"link set {_id}s{silo} up");

    public void Dispose()
    {
        foreach (var silo in _silos)
        {
            Ip($"netns del {Space(silo)}");
        }
        Ip($"link del {_id}");
    }

    /// <summary>A killed run leaves its network behind, and duplicate addresses would break both.</summary>
    private static int FreeSubnet()
    {
        const int Subnets = 250;
        var taken = Said("-o -4 addr show");
        return Enumerable.Range(0, Subnets).Select(i => 1 + (Environment.ProcessId + i) % Subnets)
            .First(third => !taken.Contains($" {Subnet(third)}.", StringComparison.Ordinal));
    }

    private static string Subnet(int third) => string.Create(CultureInfo.InvariantCulture, $"10.77.{third}");

    private string AddressOf(int last) => string.Create(CultureInfo.InvariantCulture, $"{Subnet(_third)}.{last}");

    private static void Ip(string arguments) => Said(arguments);

    private static string Said(string arguments)
    {
        using var ip = Process.Start(new ProcessStartInfo("ip", arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var said = ip.StandardOutput.ReadToEnd();
        ip.WaitForExit();
        Assert.True(ip.ExitCode == 0, $"ip {arguments}: {ip.StandardError.ReadToEnd()}");
        return said;
    }
}
