namespace Hierarchy.Tests.System;

/// <summary>A port on 127.0.0.1 for a server started later, perhaps repeatedly.</summary>
internal static class FreePort
{
    /// <summary>Below the ephemeral ports, one of which could be taken by a client between two starts.</summary>
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
                // Taken: try the next one.
            }
        }
    }
}
