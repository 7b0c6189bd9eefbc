using System.Net;
using Hierarchy.Api.Access;
using Hierarchy.Hosting;

namespace Hierarchy.Silo;

/// <summary>Who may come in: by which tokens, under which names, and how far the system can be reached.</summary>
internal sealed class DoorSettings
{
    [Setting("LISTEN", "what to listen on; addresses that other machines may reach need HIERARCHY_TOKENS", Unit = "IP address")]
    public IPAddress Listen { get; init; } = IPAddress.Loopback;

    [Setting("TOKENS", "access tokens; without them everybody on this machine is an administrator", Unit = "file", Usual = "none")]
    public string? TokensFile { get; init; }

    [Setting("HOSTS", "further names that it answers for, host or host:port with commas between", Unit = "names",
        Usual = "localhost, 127.0.0.0/8, [::1]")]
    public string? HostNames { get; init; }

    /// <summary>Who may call; null for everybody as an administrator.</summary>
    public Tokens? Tokens { get; private set; }

    /// <summary>Under which names the API answers.</summary>
    public AllowedHosts Hosts { get; private set; } = AllowedHosts.Loopback;

    /// <exception cref="StartupProblem">A setting cannot be used, or others would be administrators: without sign-in everybody who reaches the
    /// API is one, and that must be this machine's own users alone.</exception>
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
        return door.Tokens is null && !IPAddress.IsLoopback(door.Listen)
            ? throw new StartupProblem(
                $"HIERARCHY_LISTEN is '{door.Listen}', which other machines may reach, and without {Tokens.Variable} everybody would be an "
                + $"administrator: set {Tokens.Variable}, or listen on 127.0.0.0/8 or ::1.",
                ExitCode.Configuration)
            : door;
    }
}
