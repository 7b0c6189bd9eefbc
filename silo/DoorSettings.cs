using Hierarchy.Api.Access;
using Hierarchy.Api.Access.SignIn;

namespace Hierarchy.Silo;

/// <summary>Settings of access to the system: tokens, sign-in, host names and addresses.</summary>
internal sealed class DoorSettings
{
    [Setting("LISTEN", "address to listen on; one that other machines can reach needs HIERARCHY_SIGN_IN or HIERARCHY_TOKENS", Unit = "IP address")]
    public IPAddress Listen { get; init; } = IPAddress.Loopback;

    [Setting("SIGN_IN", "on: people sign in, and programs use their tokens (./run token)", Unit = "on or off",
        Usual = "off, on with HIERARCHY_OIDC_AUTHORITY")]
    public string? SignIn { get; init; }

    [Setting("TOKENS", "access tokens of programs, where nobody signs in; without either everybody on this machine is an administrator",
        Unit = "file", Usual = "none")]
    public string? TokensFile { get; init; }

    [Setting("HOSTS", "further host names of the server, host or host:port, separated by commas", Unit = "names",
        Usual = "localhost, 127.0.0.0/8, [::1]")]
    public string? HostNames { get; init; }

    [Setting("REQUESTS_PER_PERSON", "requests of one person in a minute, over all tokens and connections", Unit = "requests", Min = 1,
        Max = 100_000_000)]
    public int RequestsPerPerson { get; init; } = PersonBounds.RequestsUsual;

    [Setting("WATCHES_PER_PERSON", "open subscriptions of one person", Unit = "subscriptions", Min = 1, Max = 100_000)]
    public int WatchesPerPerson { get; init; } = PersonBounds.WatchesUsual;

    [Setting("TOTALS", "whose totals are shown where people sign in: everywhere to all, or within-grants to who may read at the unit",
        Unit = "everywhere or within-grants", Usual = "everywhere")]
    public string? Totals { get; init; }

    /// <summary>Whether totals are visible to everybody who has signed in.</summary>
    public bool TotalsEverywhere { get; private set; }

    /// <summary>Whether people sign in.</summary>
    public bool PeopleSignIn { get; private set; }

    /// <summary>The provider for sign-in; null if only tokens are used.</summary>
    public OpenIdProvider? Provider { get; private set; }

    /// <summary>The address that browsers use; null to take it from the request.</summary>
    public Uri? PublicUrl { get; private set; }

    /// <summary>The reverse proxies whose client addresses are trusted.</summary>
    public ReverseProxies Proxies { get; private set; } = new();

    /// <summary>The tokens that admit callers; null admits everybody as an administrator.</summary>
    public Tokens? Tokens { get; private set; }

    /// <summary>The host names that the API accepts.</summary>
    public AllowedHosts Hosts { get; private set; } = AllowedHosts.Loopback;

    /// <exception cref="StartupProblem">A setting cannot be used, or other machines would have administrator rights: without sign-in
    /// everybody who reaches the API has them, so it must be reachable only from this machine.</exception>
    public static DoorSettings FromEnvironment(Func<string, string?> variable)
    {
        var door = Settings.Read<DoorSettings>(variable);
        try
        {
            (door.Tokens, door.Hosts) = (Tokens.FromEnvironment(variable), AllowedHosts.FromEnvironment(variable));
        }
        catch (Exception wrong) when (wrong is TokensFileException or AllowedHostsException)
        {
            throw new StartupProblem(wrong.Message, ExitCode.Configuration, wrong);
        }
        door.Proxies = ReverseProxies.FromEnvironment(variable);
        var signIn = SignInSettings.FromEnvironment(variable);
        (door.Provider, door.PublicUrl) = (signIn.Provider, signIn.PublicUrl);
        door.TotalsEverywhere = door.Totals switch
        {
            null or "everywhere" => true,
            "within-grants" => false,
            { } other => throw new StartupProblem($"HIERARCHY_TOTALS is '{other}': give everywhere or within-grants.", ExitCode.Configuration),
        };
        door.PeopleSignIn = door.SignIn switch
        {
            "off" when door.Provider is not null => throw new StartupProblem(
                "HIERARCHY_SIGN_IN is 'off', and HIERARCHY_OIDC_AUTHORITY names where people sign in: unset one of them.", ExitCode.Configuration),
            null when door.Provider is null => false,
            "off" => false,
            null or "on" when door.Tokens is null => true,
            null or "on" => throw TokensBesideSignIn(door.Tokens!),
            { } other => throw new StartupProblem($"HIERARCHY_SIGN_IN is '{other}': give on or off.", ExitCode.Configuration),
        };
        if (door.PublicUrl is { } url)
        {
            door.Hosts = door.Hosts.And(url);
        }
        else if (door.Provider is not null && door.HostNames is not null)
        {
            throw new StartupProblem(
                "HIERARCHY_HOSTS names hosts for browsers, and people sign in: set HIERARCHY_PUBLIC_URL to the address that they see, such as "
                + "https://plans.example.vn.",
                ExitCode.Configuration);
        }
        return door.Tokens is null && !door.PeopleSignIn && !IPAddress.IsLoopback(door.Listen)
            ? throw new StartupProblem(
                $"HIERARCHY_LISTEN is '{door.Listen}', which other machines can reach, and without sign-in everybody would be an "
                + $"administrator: set HIERARCHY_SIGN_IN=on or {Tokens.Variable}, or listen on 127.0.0.0/8 or ::1.",
                ExitCode.Configuration)
            : door;
    }

    /// <summary>Names the commands to continue with, which need neither a running system nor an existing person.</summary>
    private static StartupProblem TokensBesideSignIn(Tokens tokens)
    {
        var first = tokens.Administrator is { } name && Limits.FaultOfNewId(name) is null ? name : "PERSON";
        return new StartupProblem(
            $"{Tokens.Variable} is set, but has no effect where people sign in (HIERARCHY_SIGN_IN=on or HIERARCHY_OIDC_AUTHORITY): "
            + $"run './run administrator {first} NAME' and './run token {first}', give each other caller of that file a token of a person likewise "
            + $"(docs/OPERATING.md, 7), and unset {Tokens.Variable}.",
            ExitCode.Configuration);
    }
}
