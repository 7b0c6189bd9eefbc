using Hierarchy.Api.Access;
using Hierarchy.Api.Access.SignIn;
using Hierarchy.Api.People;
using Hierarchy.Api.Dashboard;

namespace Hierarchy.Silo.Runtime;

/// <summary>What the process provides to the system.</summary>
/// <param name="Configured">The operator's settings.</param>
/// <param name="Progress">Receives each step as a line for the operator.</param>
/// <param name="Time">The clock.</param>
/// <param name="Shutdown">The request to stop.</param>
internal sealed record Surroundings(Configured Configured, IProgress<string> Progress, TimeProvider Time, Shutdown Shutdown);

/// <summary>What distinguishes one process of the system from another; everything else is the same.</summary>
/// <param name="OpenDatabase">Returns once the database answers.</param>
internal sealed record SystemPlan(Func<CancellationToken, Task<OpenDatabase>> OpenDatabase)
{
    /// <summary>Settings of the cluster; null for a single process.</summary>
    public ClusterSettings? Cluster { get; init; }

    /// <summary>Settings of the API; null for none.</summary>
    public ApiPlan? Api { get; init; }

    /// <summary>Folder of initial data, loaded if missing; null for none.</summary>
    public string? Data { get; init; } = Path.Combine(AppContext.BaseDirectory, "data");

    /// <summary>Coordinates the recovery between processes; null for the default of this kind of process.</summary>
    public Turn? Turn { get; init; }

    /// <summary>Wraps the feed of changes.</summary>
    public Func<IChangeFeed, IChangeFeed> Watch { get; init; } = feed => feed;

    /// <summary>Changes options and services, for tests and the demonstration.</summary>
    public Action<IServiceCollection> Configure { get; init; } = _ => { };

    public int ConnectionsMax => Cluster?.ConnectionsMax ?? StoreLimits.ConnectionsMax;
}

/// <param name="Listen">Address to listen on.</param>
/// <param name="Port">0 for any free port.</param>
/// <param name="Http2Port">A second loopback port, only for HTTP/2; 0 for any free port, null for none.</param>
/// <param name="Tokens">The tokens that admit callers; null admits everybody as an administrator.</param>
/// <param name="PeopleSignIn">Whether people sign in.</param>
/// <param name="Hosts">The host names that the API accepts.</param>
/// <param name="Pages">The dashboard's files.</param>
/// <param name="OperatorKey">Admits callers to the operator commands; null disables these.</param>
internal sealed record ApiPlan(
    IPAddress Listen, int Port, int? Http2Port, Tokens? Tokens, bool PeopleSignIn, AllowedHosts Hosts, DashboardFiles Pages, string? OperatorKey)
{
    /// <summary>The provider for sign-in; null if only tokens are used.</summary>
    public OpenIdProvider? Provider { get; init; }

    /// <summary>The address that browsers use; null to take it from the request.</summary>
    public Uri? PublicUrl { get; init; }

    /// <summary>The trusted reverse proxies.</summary>
    public ReverseProxies Proxies { get; init; } = new();

    /// <summary>The limits of one person.</summary>
    public PersonBounds Limits { get; init; } = new();

    /// <summary>What may be read without a grant.</summary>
    public ReadingRules Reading { get; init; } = ReadingRules.Usual;
}

/// <param name="ConnectionString">Connection string for Npgsql with the server's role, including the password, if any.</param>
/// <param name="Owner">The same with the role that owns the tables.</param>
/// <param name="Ended">Completes with the reason when the database is lost for good.</param>
/// <param name="CloseAsync">Stops a private PostgreSQL. The token fires to hurry.</param>
internal sealed record OpenDatabase(string ConnectionString, string Owner, Task<StartupProblem?> Ended, Func<CancellationToken, Task> CloseAsync)
{
    /// <summary>A database that is managed elsewhere.</summary>
    public static OpenDatabase Foreign(string connectionString, string? owner = null) =>
        new(connectionString, owner ?? connectionString, new TaskCompletionSource<StartupProblem?>().Task, _ => Task.CompletedTask);
}

/// <summary>Lets only one process at a time do the work of a name.</summary>
internal sealed record Turn(Func<string, Func<Task>, CancellationToken, Task> RunAsync)
{
    /// <summary>For a single process.</summary>
    public static readonly Turn Always = new((_, run, _) => run());
}

/// <summary>A service without which the process cannot continue.</summary>
internal interface IVital
{
    /// <summary>Completes with the reason when the service has ended. Read once the process has started.</summary>
    Task<StartupProblem?> Ended { get; }
}
