using System.CommandLine;

namespace Hierarchy.Silo.Commands;

/// <summary>A variable of the environment that an option can set for one run.</summary>
/// <param name="Variable">For instance HIERARCHY_PORT, whose option is --port.</param>
/// <param name="Value">What stands for the value in the help.</param>
/// <param name="Meaning">What it says and, where there is one, what holds without it.</param>
internal sealed record Setting(string Variable, string Value, string Meaning)
{
    private const string Prefix = "HIERARCHY_";

    public static readonly Setting Data = new(
        "HIERARCHY_DATA", "FOLDER", "the data folder; without it .data, in the checkout with ./run, else in the current folder");

    public static readonly Setting Tools = new(
        "HIERARCHY_TOOLS", "FOLDER",
        "where PostgreSQL's programs from npm are kept; without it /var/cache/hierarchy for root, else ~/.cache/hierarchy");

    public static readonly Setting Port = new("HIERARCHY_PORT", "PORT", "TCP port for HTTP, 0 for any that is free; without it 8080");

    public static readonly Setting Http2Port = new(
        "HIERARCHY_HTTP2_PORT", "PORT",
        "a second port on 127.0.0.1 that speaks HTTP/2 without TLS and nothing else, 0 for any that is free; without it none");

    public static readonly Setting Tokens = new(
        "HIERARCHY_TOKENS", "FILE",
        "access tokens, see docs/API.md; without it everybody who reaches the server is an administrator");

    public static readonly Setting Hosts = new(
        "HIERARCHY_HOSTS", "NAMES",
        "further names that it answers for, host or host:port, with commas between; without it those of this machine alone");

    public static readonly Setting Web = new("HIERARCHY_WEB", "FOLDER", "the built dashboard; with ./run that of the checkout");

    public static readonly Setting Database = new(
        "HIERARCHY_DB", "ADDRESS",
        "another PostgreSQL instead of the private one: postgres://user:password@host:port/database, or Host=…;Database=…;Username=…");

    public static readonly Setting DatabaseFile = new("HIERARCHY_DB_FILE", "FILE", "holds what HIERARCHY_DB would say");

    public static readonly Setting DatabaseConnections = new(
        "HIERARCHY_DB_CONNECTIONS", "N", "connections to PostgreSQL for reads, 1 to 1000; without it 12");

    public static readonly Setting Cluster = new("HIERARCHY_CLUSTER", "NAME", "the cluster that it belongs to; without it hierarchy");

    public static readonly Setting Address = new(
        "HIERARCHY_ADDRESS", "ADDRESS", "where the other nodes reach it, an IP address or a name that has one; without it 127.0.0.1");

    public static readonly Setting Listen = new("HIERARCHY_LISTEN", "ADDRESS", "IP address to listen on; without it 127.0.0.1");

    public static readonly Setting SiloPort = new("HIERARCHY_SILO_PORT", "PORT", "TCP port for the other nodes; without it 11111");

    public static readonly Setting Nodes = new(
        "HIERARCHY_NODES", "ADDRESSES", "the nodes, such as http://127.0.0.1:8081, with commas between");

    public static readonly Setting TlsCertificate = new(
        "HIERARCHY_TLS_CERTIFICATE", "FILE", "PEM file with this node's certificate: TLS between the nodes; without it none");

    public static readonly Setting TlsKey = new(
        "HIERARCHY_TLS_KEY", "FILE", "PEM file with its key; without it the certificate's file holds it");

    public static readonly Setting TlsAuthority = new(
        "HIERARCHY_TLS_AUTHORITY", "FILE", "PEM file with the certificate of whoever signed it");

    /// <summary>What may hold a password has no option: every user of a machine can read its command lines.</summary>
    public bool IsSecret => this == Database;

    public string OptionName => "--" + Variable[Prefix.Length..].ToLowerInvariant().Replace('_', '-');

    public SettingOption ToOption() => new(this);
}

/// <summary>The option of a <see cref="Setting"/>.</summary>
internal sealed class SettingOption : Option<string>
{
    public SettingOption(Setting setting) : base(setting.OptionName)
    {
        Setting = setting;
        HelpName = setting.Value;
        Description = $"{Sentence.Begin(setting.Meaning)}. Variable: {setting.Variable}";
    }

    public Setting Setting { get; }
}
