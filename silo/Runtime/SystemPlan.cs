using Hierarchy.Api.Access;
using Hierarchy.Api.Access.SignIn;
using Hierarchy.Api.People;
using Hierarchy.Api.Dashboard;

namespace Hierarchy.Silo.Runtime;

/// <summary>What the process that the system runs in gives it.</summary>
/// <param name="Configured">What the operator has set.</param>
/// <param name="Progress">Told of each step, a line for the operator.</param>
/// <param name="Time">The clock.</param>
/// <param name="Shutdown">The wish to stop.</param>
internal sealed record Surroundings(Configured Configured, IProgress<string> Progress, TimeProvider Time, Shutdown Shutdown);

/// <summary>What makes one process of the system differ from another; all else is the same in each.</summary>
/// <param name="OpenDatabase">Returns once the database answers.</param>
internal sealed record SystemPlan(Func<CancellationToken, Task<OpenDatabase>> OpenDatabase)
{
    /// <summary>How it finds the other nodes; null for a process that is a cluster of its own.</summary>
    public ClusterSettings? Cluster { get; init; }

    /// <summary>What serves the API; null for none.</summary>
    public ApiPlan? Api { get; init; }

    /// <summary>Files that the system starts with, loaded where they are not there yet; null for none.</summary>
    public string? Data { get; init; } = Path.Combine(AppContext.BaseDirectory, "data");

    /// <summary>Whose turn it is to look after what was lost; null for that of the process's kind.</summary>
    public Turn? Turn { get; init; }

    /// <summary>Stands before the feed of changes.</summary>
    public Func<IChangeFeed, IChangeFeed> Watch { get; init; } = feed => feed;

    /// <summary>Changes options and services; nothing in the product.</summary>
    public Action<IServiceCollection> Configure { get; init; } = _ => { };

    public int ConnectionsMax => Cluster?.ConnectionsMax ?? StoreLimits.ConnectionsMax;
}

/// <param name="Listen">What to listen on.</param>
/// <param name="Port">0 for any that is free.</param>
/// <param name="Http2Port">A second port, of loopback, that speaks HTTP/2 alone; 0 for any that is free, null for none.</param>
/// <param name="Tokens">Who may call; null for everybody as an administrator.</param>
/// <param name="PeopleSignIn">Whether people sign in.</param>
/// <param name="Hosts">Under which names it may be asked.</param>
/// <param name="Pages">The page at the root.</param>
/// <param name="OperatorKey">Admits to the operations; null leaves them out.</param>
internal sealed record ApiPlan(
    IPAddress Listen, int Port, int? Http2Port, Tokens? Tokens, bool PeopleSignIn, AllowedHosts Hosts, DashboardFiles Pages, string? OperatorKey)
{
    /// <summary>Where people sign in; null where they bring tokens alone.</summary>
    public OpenIdProvider? Provider { get; init; }

    /// <summary>What browsers see; null for what they ask for.</summary>
    public Uri? PublicUrl { get; init; }

    /// <summary>What stands before it.</summary>
    public ReverseProxies Proxies { get; init; } = new();

    /// <summary>What one person may have it do.</summary>
    public PersonBounds Limits { get; init; } = new();

    /// <summary>What is read without a grant.</summary>
    public ReadingRules Reading { get; init; } = ReadingRules.Usual;
}

/// <param name="ConnectionString">For Npgsql, as what the server works as; carries the password when there is one.</param>
/// <param name="Owner">The same, as who owns the tables.</param>
/// <param name="Ended">Completes when it cannot be had any more, with why.</param>
/// <param name="CloseAsync">Stops it where it is ours. The token fires when somebody does not want to wait.</param>
internal sealed record OpenDatabase(string ConnectionString, string Owner, Task<StartupProblem?> Ended, Func<CancellationToken, Task> CloseAsync)
{
    /// <summary>One that somebody else looks after.</summary>
    public static OpenDatabase Foreign(string connectionString, string? owner = null) =>
        new(connectionString, owner ?? connectionString, new TaskCompletionSource<StartupProblem?>().Task, _ => Task.CompletedTask);
}

/// <summary>Lets one process of several do what goes by a name, at a time.</summary>
internal sealed record Turn(Func<string, Func<Task>, CancellationToken, Task> RunAsync)
{
    /// <summary>For a process that is alone.</summary>
    public static readonly Turn Always = new((_, run, _) => run());
}

/// <summary>Something without which the process cannot go on.</summary>
internal interface IVital
{
    /// <summary>Completes when it has ended, with why. Asked once the process has started.</summary>
    Task<StartupProblem?> Ended { get; }
}
