using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using Hierarchy.Hosting;
using Npgsql;
using Orleans.Configuration;
using Orleans.Connections.Security;

namespace Hierarchy.Silo.Cluster;

/// <summary>What the environment says about one process of a cluster; docs/CLUSTER.md lists the variables.</summary>
internal sealed record ClusterSettings
{
    /// <summary>How long a caller waits for one call; the API server tries again within its own, longer patience.</summary>
    public static readonly TimeSpan ResponseMax = TimeSpan.FromSeconds(5);

    /// <summary>Between saying "not ready" and refusing connections.</summary>
    public static readonly TimeSpan NoticeTime = TimeSpan.FromSeconds(1.5);

    /// <summary>Three probes in a row that are not answered in time make a silo suspect another.</summary>
    private static readonly TimeSpan ProbeTimeUsual = TimeSpan.FromSeconds(1.5);

    /// <summary>A probe on a machine that has much else to do. Whoever was heard within three times this is not suspected, whatever it missed.</summary>
    private static readonly TimeSpan ProbeTimeMax = TimeSpan.FromSeconds(2);

    private const int ProbesMissedMax = 3;

    public required DatabaseAddress Database { get; init; }

    /// <summary>Connections to PostgreSQL for reads.</summary>
    public required int ConnectionsMax { get; init; }

    /// <summary>Processes of one cluster go by one name.</summary>
    public required string Cluster { get; init; }

    /// <summary>Where the other processes reach this one.</summary>
    public required IPAddress Address { get; init; }

    /// <summary>What this one listens on, for all its ports.</summary>
    public required IPAddress Listen { get; init; }

    public required int SiloPort { get; init; }

    /// <summary>HTTP: the API.</summary>
    public required int Port { get; init; }

    /// <summary>Null for connections between the processes without TLS.</summary>
    public X509Certificate2? Certificate { get; init; }

    /// <summary>Whoever presents a certificate that this one has signed is let in.</summary>
    public X509Certificate2? Authority { get; init; }

    /// <summary>For the members' table: a pool of its own, with few connections, and no wait longer than a probe takes.</summary>
    public string MembershipConnectionString => new NpgsqlConnectionStringBuilder(Database.ConnectionString)
    {
        MaxPoolSize = 2,
        Timeout = 3,
        CommandTimeout = 3,
        Timezone = "UTC",
        ApplicationName = "hierarchy members",
    }.ConnectionString;

    /// <exception cref="StartupProblem">A variable is missing, or has a value that cannot be used.</exception>
    public static ClusterSettings FromEnvironment(Func<string, string?> variable)
    {
        var certificate = Given(variable, "HIERARCHY_TLS_CERTIFICATE");
        return new ClusterSettings
        {
            Database = DatabaseAddress.Parse(Secret(variable, "HIERARCHY_DB") ?? throw new StartupProblem(
                "A process of a cluster needs HIERARCHY_DB, or HIERARCHY_DB_FILE with a file that holds it.", ExitCode.Configuration)),
            ConnectionsMax = Number(variable, "HIERARCHY_DB_CONNECTIONS", 12, 1, 1_000),
            Cluster = Given(variable, "HIERARCHY_CLUSTER") ?? "hierarchy",
            Address = Host(variable, "HIERARCHY_ADDRESS") ?? IPAddress.Loopback,
            Listen = ReadListen(variable),
            SiloPort = Number(variable, "HIERARCHY_SILO_PORT", 11_111, 1, ushort.MaxValue),
            Port = Number(variable, "HIERARCHY_PORT", HostSettings.PortDefault, 0, ushort.MaxValue),
            Certificate = certificate is null ? null : Read(() => X509Certificate2.CreateFromPemFile(
                certificate, Given(variable, "HIERARCHY_TLS_KEY") ?? certificate)),
            Authority = certificate is null ? null : Read(() => X509Certificate2.CreateFromPem(File.ReadAllText(
                Given(variable, "HIERARCHY_TLS_AUTHORITY") ?? throw new StartupProblem(
                    "With HIERARCHY_TLS_CERTIFICATE, HIERARCHY_TLS_AUTHORITY must name the certificate of whoever signed it.",
                    ExitCode.Configuration)))),
        };
    }

    /// <exception cref="StartupProblem">The variable holds no address.</exception>
    public static IPAddress ReadListen(Func<string, string?> variable) => Ip(variable, "HIERARCHY_LISTEN") ?? IPAddress.Loopback;

    public void Name(ClusterOptions options) => (options.ClusterId, options.ServiceId) = (Cluster, Cluster);

    public void Membership(ClusterMembershipOptions options)
    {
        options.ProbeTimeout = ProbeTimeUsual;
        options.MaxProbeTimeout = ProbeTimeMax;
        options.NumMissedProbesLimit = ProbesMissedMax;
        options.TableRefreshTimeout = TimeSpan.FromSeconds(10);
        options.IAmAliveTablePublishTimeout = TimeSpan.FromSeconds(5);
        options.NumMissedTableIAmAliveLimit = 3;
        options.DefunctSiloExpiration = TimeSpan.FromHours(1);
        options.DefunctSiloCleanupPeriod = TimeSpan.FromMinutes(10);
    }

    /// <summary>What silos ask each other for themselves: after a death, calls wait for the directory of units that hangs on it.</summary>
    public void Messaging(SiloMessagingOptions options)
    {
        options.ResponseTimeout = ResponseMax;
        options.ResponseTimeoutWithDebugger = ResponseMax;
        options.SystemResponseTimeout = ResponseMax;
    }

    public void Secure(ISiloBuilder silo)
    {
        if (Certificate is not null)
        {
            silo.UseTls(Certificate, Secure);
        }
    }

    private void Secure(TlsOptions tls)
    {
        tls.LocalCertificate = Certificate;
        tls.RemoteCertificateMode = RemoteCertificateMode.RequireCertificate;
        tls.ClientCertificateMode = RemoteCertificateMode.RequireCertificate;
        tls.OnAuthenticateAsClient = (_, options) => options.TargetHost = Cluster;
        tls.RemoteCertificateValidation = (certificate, _, _) => IsOfCluster(certificate);
    }

    /// <summary>Signed by the authority, and for the cluster's name: nodes come and go under any address, and an authority signs more than
    /// nodes.</summary>
    private bool IsOfCluster(X509Certificate2 certificate)
    {
        if (!certificate.MatchesHostname(Cluster))
        {
            return false;
        }
        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.Add(Authority!);
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        return chain.Build(certificate);
    }

    private static X509Certificate2 Read(Func<X509Certificate2> read)
    {
        try
        {
            return read();
        }
        catch (Exception fault) when (fault is System.Security.Cryptography.CryptographicException or IOException or UnauthorizedAccessException)
        {
            throw new StartupProblem($"A certificate of HIERARCHY_TLS_… cannot be read: {fault.Message}", ExitCode.Configuration, fault);
        }
    }

    private static string? Secret(Func<string, string?> variable, string name) =>
        Given(variable, name) ?? (Given(variable, name + "_FILE") is { } file ? ReadSecret(name, file) : null);

    private static string ReadSecret(string name, string file)
    {
        try
        {
            return File.ReadAllText(file).Trim();
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new StartupProblem($"{name}_FILE cannot be read: {fault.Message}", ExitCode.Configuration, fault);
        }
    }

    /// <summary>An address, or a name that has one: a container knows itself by its name.</summary>
    private static IPAddress? Host(Func<string, string?> variable, string name)
    {
        if (Given(variable, name) is not { } text || IPAddress.TryParse(text, out _))
        {
            return Ip(variable, name);
        }
        try
        {
            return Array.Find(Dns.GetHostAddresses(text), address => address.AddressFamily == AddressFamily.InterNetwork)
                ?? throw new StartupProblem($"{name} is '{text}', which has no address of IPv4.", ExitCode.Configuration);
        }
        catch (SocketException fault)
        {
            throw new StartupProblem($"{name} is '{text}', which cannot be found: {fault.Message}", ExitCode.Configuration, fault);
        }
    }

    private static IPAddress? Ip(Func<string, string?> variable, string name) => Given(variable, name) switch
    {
        null => null,
        var text when IPAddress.TryParse(text, out var address) => address,
        var text => throw new StartupProblem($"{name} is '{text}': give an IP address.", ExitCode.Configuration),
    };

    private static int Number(Func<string, string?> variable, string name, int usual, int min, int max) => Given(variable, name) switch
    {
        null => usual,
        var text when int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= min && number <= max => number,
        var text => throw new StartupProblem($"{name} is '{text}': give a number from {min} to {max}.", ExitCode.Configuration),
    };

    private static string? Given(Func<string, string?> variable, string name) =>
        variable(name) is { } value && !string.IsNullOrWhiteSpace(value) ? value.Trim() : null;
}
