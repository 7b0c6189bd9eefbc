using System.Net.Sockets;

namespace Hierarchy.Hosting;

/// <summary>Checks ports on 127.0.0.1 before anything is started, so that a taken port does not cost a start of PostgreSQL first.</summary>
public static class LoopbackPort
{
    /// <remarks>Another process can still take it before the server listens; the server reports that with <see cref="Taken"/>.</remarks>
    /// <exception cref="StartupProblem">The port is taken, or this user may not listen on it.</exception>
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

    /// <summary>Returns this many unused ports, below the range that the system assigns to connections.</summary>
    /// <remarks>Another process can still take one before the caller listens.</remarks>
    public static int[] Free(int count)
    {
        var probes = new List<TcpListener>();
        try
        {
            while (probes.Count < count)
            {
                var probe = new TcpListener(IPAddress.Loopback, Random.Shared.Next(20_000, 32_000));
                try
                {
                    probe.Start();
                    probes.Add(probe);
                }
                catch (SocketException)
                {
                    // The port is taken.
                }
            }
            return [.. probes.Select(probe => ((IPEndPoint)probe.LocalEndpoint).Port)];
        }
        finally
        {
            probes.ForEach(probe => probe.Dispose());
        }
    }

    public static StartupProblem Taken(int port, Exception cause, string variable = "HIERARCHY_PORT") =>
        new($"Port {port} on 127.0.0.1 is taken by another process. {variable} chooses another.", ExitCode.Port, cause);
}
