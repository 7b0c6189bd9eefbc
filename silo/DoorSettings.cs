using System.Net;
using Hierarchy.Api.Access;
using Hierarchy.Hosting;

namespace Hierarchy.Silo;

/// <summary>Who may come in: under which names the API answers, and how far it can be reached.</summary>
internal static class DoorSettings
{
    /// <exception cref="StartupProblem">HIERARCHY_HOSTS cannot be used.</exception>
    public static AllowedHosts ReadHosts()
    {
        try
        {
            return AllowedHosts.FromEnvironment(Environment.GetEnvironmentVariable);
        }
        catch (AllowedHostsException wrong)
        {
            throw new StartupProblem(wrong.Message, ExitCode.Configuration, wrong);
        }
    }

    /// <summary>Without sign-in everybody who reaches the API is an administrator: then that must be this machine's own users alone.</summary>
    /// <exception cref="StartupProblem">Others reach the address, and no tokens are configured.</exception>
    public static void Check(IPAddress listen, Tokens? tokens)
    {
        if (tokens is null && !IPAddress.IsLoopback(listen))
        {
            throw new StartupProblem(
                $"HIERARCHY_LISTEN is '{listen}', which other machines may reach, and without {Tokens.Variable} everybody would be an administrator: "
                + $"set {Tokens.Variable}, or listen on 127.0.0.0/8 or ::1.",
                ExitCode.Configuration);
        }
    }
}
