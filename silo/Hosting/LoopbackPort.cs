using System.Net;
using System.Net.Sockets;

namespace Hierarchy.Hosting;

/// <summary>A port on 127.0.0.1, looked at before anything is started: a taken port must not cost a start of PostgreSQL first.</summary>
public static class LoopbackPort
{
    /// <remarks>Another process can still take it before the server listens; the server reports that with <see cref="Taken"/>.</remarks>
    /// <exception cref="StartupProblem">It is taken, or this user may not listen on it.</exception>
    public static void Check(int port, string variable = "HIERARCHY_PORT")
    {
        using var probe = new TcpListener(IPAddress.Loopback, port);
        try
        {
            probe.Start();
        }
        catch (SocketException e) when (e.SocketErrorCode == SocketError.AddressAlreadyInUse)
        {
            throw Taken(port, e, variable);
        }
        catch (SocketException e)
        {
            throw new StartupProblem($"Port {port} cannot be used: {e.Message}. {variable} chooses another.", ExitCode.Port, e);
        }
    }

    /// <summary>One that nobody listens on now, below those that the system gives to connections by itself.</summary>
    /// <remarks>Another process can still take it before whoever asked listens: try again with another one then.</remarks>
    public static int Free()
    {
        while (true)
        {
            var port = Random.Shared.Next(20_000, 32_000);
            using var probe = new TcpListener(IPAddress.Loopback, port);
            try
            {
                probe.Start();
                return port;
            }
            catch (SocketException)
            {
                // Taken.
            }
        }
    }

    /// <summary>Whether a start failed because a port had been taken meanwhile.</summary>
    public static bool IsTaken(Exception fault) =>
        fault is SocketException { SocketErrorCode: SocketError.AddressAlreadyInUse }
        || (fault is AggregateException several ? several.InnerExceptions.Any(IsTaken) : fault.InnerException is { } inner && IsTaken(inner));

    public static StartupProblem Taken(int port, Exception cause, string variable = "HIERARCHY_PORT") =>
        new($"Port {port} on 127.0.0.1 is taken by another process. {variable} chooses another.", ExitCode.Port, cause);
}
