namespace Hierarchy.Tests.System;

/// <summary>A port of 127.0.0.1 for a server that is started later, perhaps more than once.</summary>
internal static class FreePort
{
    /// <summary>Below those that a connection from this machine gets: one of those would be lost to any client between two
    /// starts.</summary>
    private const int First = 10_000, End = 32_768;

    public static int Find()
    {
        while (true)
        {
            var port = Random.Shared.Next(First, End);
            using var listener = new TcpListener(IPAddress.Loopback, port);
            try
            {
                listener.Start();
                return port;
            }
            catch (SocketException)
            {
                // Somebody's: the next one.
            }
        }
    }
}
