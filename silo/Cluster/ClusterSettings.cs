using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using Npgsql;
using Orleans.Configuration;
using Orleans.Connections.Security;

namespace Hierarchy.Silo.Cluster;

/// <summary>The settings of a process in a cluster.</summary>
internal sealed class ClusterSettings
{
    /// <summary>How long a caller waits for one call; the API retries within its own, longer patience.</summary>
    public static readonly TimeSpan ResponseMax = TimeSpan.FromSeconds(5);

    /// <summary>Time between reporting "not ready" and refusing connections.</summary>
    public static readonly TimeSpan NoticeTime = TimeSpan.FromSeconds(1.5);

    /// <summary>A silo suspects another after three probes in a row were not answered in time.</summary>
    private static readonly TimeSpan ProbeTimeUsual = TimeSpan.FromSeconds(1.5);

    /// <summary>Probe time on a busy machine. A silo that was heard within three times this is not suspected, whatever it missed.</summary>
    private static readonly TimeSpan ProbeTimeMax = TimeSpan.FromSeconds(2);

    private const int ProbesMissedMax = 3;

    [Setting("DB_CONNECTIONS", "connections of a node for reads; two more are for writing, two for the members' table", Unit = "connections", Min = 1, Max = 1_000)]
    public int ConnectionsMax { get; init; } = 12;

    /// <summary>All processes of a cluster use the same name.</summary>
    [Setting("CLUSTER", "name of the cluster", Unit = "name")]
    public string Cluster { get; init; } = "hierarchy";

    [Setting("ADDRESS", "where the other nodes reach this one", Unit = "IP address or host")]
    public string Host { get; init; } = "127.0.0.1";

    [Setting("SILO_PORT", "for the other nodes", Unit = "port", Min = 1, Max = ushort.MaxValue)]
    public int SiloPort { get; init; } = 11_111;

    [Setting("TLS_CERTIFICATE", "certificate of a node, for TLS between the nodes", Unit = "PEM file", Usual = "none")]
    public string? TlsCertificate { get; init; }

    [Setting("TLS_KEY", "private key of that certificate", Unit = "PEM file", Usual = "the file of the certificate")]
    public string? TlsKey { get; init; }

    [Setting("TLS_AUTHORITY", "certificate of the authority that signed those of the nodes", Unit = "PEM file", Usual = "none")]
    public string? TlsAuthority { get; init; }

    [Setting("OPERATOR_KEY", "allows calling verify and load at a node", Unit = "secret", Usual = "none: nobody may", IsSecret = true)]
    public string? OperatorKey { get; init; }

    public DatabaseAddress Database { get; private set; } = null!;

    public DatabaseAddress? DatabaseOwner { get; private set; }

    /// <summary>The address at which the other processes reach this one.</summary>
    public IPAddress Address { get; private set; } = IPAddress.Loopback;

    /// <summary>Null for connections between the processes without TLS.</summary>
    private X509Certificate2? Certificate { get; set; }

    /// <summary>Admits processes with a certificate signed by this one.</summary>
    private X509Certificate2? Authority { get; set; }

    /// <summary>Connection string for the membership table: a pool of its own with few connections, and no wait longer than a
    /// probe.</summary>
    public string MembershipConnectionString => new NpgsqlConnectionStringBuilder(Database.ConnectionString)
    {
        MaxPoolSize = 2,
        Timeout = 3,
        CommandTimeout = 3,
        Timezone = "UTC",
        ApplicationName = "hierarchy members",
    }.ConnectionString;

    /// <exception cref="StartupProblem">A setting is missing, or has a value that cannot be used.</exception>
    public static ClusterSettings FromEnvironment(Func<string, string?> variable)
    {
        var settings = Settings.Read<ClusterSettings>(variable);
        var host = HostSettings.FromEnvironment(variable);
        settings.DatabaseOwner = host.DatabaseOwner;
        settings.Database = host.Database ?? throw new StartupProblem(
            "A process of a cluster needs HIERARCHY_DB, or HIERARCHY_DB_FILE with a file that holds it.", ExitCode.Configuration);
        settings.Address = AddressOf(settings.Host);
        if (settings.TlsCertificate is { } certificate)
        {
            var authority = settings.TlsAuthority ?? throw new StartupProblem(
                "With HIERARCHY_TLS_CERTIFICATE, HIERARCHY_TLS_AUTHORITY must name the certificate of the authority that signed it.", ExitCode.Configuration);
            settings.Certificate = Read(() => X509Certificate2.CreateFromPemFile(certificate, settings.TlsKey ?? certificate));
            settings.Authority = Read(() => X509Certificate2.CreateFromPem(File.ReadAllText(authority)));
        }
        return settings;
    }

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

    /// <summary>Timeouts of the silos' own calls: after a death, grain calls wait for the grain directory, which depends on
    /// these.</summary>
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

    /// <summary>Whether the certificate is signed by the authority for the cluster's name. Addresses are not checked, since nodes change
    /// them, and the authority may sign other certificates.</summary>
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

    /// <summary>Parses an address, or resolves a host name: a container knows only its name.</summary>
    private static IPAddress AddressOf(string host)
    {
        if (IPAddress.TryParse(host, out var address))
        {
            return address;
        }
        try
        {
            return Array.Find(Dns.GetHostAddresses(host), found => found.AddressFamily == AddressFamily.InterNetwork)
                ?? throw new StartupProblem($"HIERARCHY_ADDRESS is '{host}', which has no IPv4 address.", ExitCode.Configuration);
        }
        catch (SocketException fault)
        {
            throw new StartupProblem($"HIERARCHY_ADDRESS is '{host}', which cannot be resolved: {fault.Message}", ExitCode.Configuration, fault);
        }
    }
}
