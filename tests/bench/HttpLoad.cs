using System.Net.Sockets;

namespace Hierarchy.Bench;

/// <summary>Keep-alive connections that each repeat a POST as soon as it is answered.</summary>
internal static class HttpLoad
{
    public const int Connections = 32;

    public static bool HasWrk { get; } = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Any(folder => File.Exists(Path.Combine(folder, "wrk")));

    /// <summary>Requests per second, sent by wrk in its own process.</summary>
    public static async Task<double> WrkAsync(Uri address, string body, TimeSpan length)
    {
        var script = Path.GetTempFileName();
        await File.WriteAllTextAsync(script, $"wrk.method = 'POST'\nwrk.body = [==[{body}]==]\nwrk.headers['Content-Type'] = 'application/json'\n");
        string[] options = ["-t1", $"-c{Connections}", $"-d{(int)length.TotalSeconds}s", "--timeout", "10s", "-s", script, new Uri(address, "/graphql").ToString()];
        using var wrk = Process.Start(new ProcessStartInfo("wrk", options) { RedirectStandardOutput = true })!;
        var said = await wrk.StandardOutput.ReadToEndAsync();
        File.Delete(script);
        if (said.Contains("Non-2xx", StringComparison.Ordinal))
        {
            throw new InvalidOperationException(said);
        }
        var rate = said.Split('\n').Single(line => line.StartsWith("Requests/sec:", StringComparison.Ordinal));
        return double.Parse(rate.Split(':')[1], CultureInfo.InvariantCulture);
    }

    /// <summary>Requests per second, sent by this process.</summary>
    public static Task<double> OwnAsync(Uri address, string body, TimeSpan length)
    {
        var request = Request(address, body, token: null);
        return OwnAsync(address, (_, _) => request, length);
    }

    /// <summary>The same, with a body for each connection and request number.</summary>
    public static async Task<double> OwnAsync(Uri address, Func<int, int, byte[]> request, TimeSpan length)
    {
        var clock = Stopwatch.StartNew();
        var counts = await Task.WhenAll(Enumerable.Range(0, Connections).Select(connection => Task.Run(async () =>
        {
            using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            await socket.ConnectAsync(address.Host, address.Port);
            var buffer = new byte[64 * 1024];
            var count = 0;
            for (; clock.Elapsed < length; count++)
            {
                await socket.SendAsync(request(connection, count));
                await ReceiveAsync(socket, buffer);
            }
            return count;
        })));
        return counts.Sum() / clock.Elapsed.TotalSeconds;
    }

    /// <summary>The bytes of a request.</summary>
    /// <param name="token">Null for none.</param>
    public static byte[] Request(Uri address, string body, string? token)
    {
        var authorization = token is null ? "" : $"Authorization: Bearer {token}\r\n";
        return Encoding.UTF8.GetBytes(string.Create(
            CultureInfo.InvariantCulture,
            $"POST /graphql HTTP/1.1\r\nHost: {address.Authority}\r\n{authorization}Content-Type: application/json\r\n"
            + $"Content-Length: {Encoding.UTF8.GetByteCount(body)}\r\n\r\n{body}"));
    }

    private static async Task ReceiveAsync(Socket socket, byte[] buffer)
    {
        var (length, whole) = (0, int.MaxValue);
        while (length < whole)
        {
            var received = await socket.ReceiveAsync(buffer.AsMemory(length));
            length += received > 0 ? received : throw new IOException("the server closed the connection");
            if (whole == int.MaxValue && buffer.AsSpan(0, length).IndexOf("\r\n\r\n"u8) is >= 0 and var end)
            {
                var head = Encoding.ASCII.GetString(buffer, 0, end);
                var at = head.IndexOf("Content-Length: ", StringComparison.OrdinalIgnoreCase) + "Content-Length: ".Length;
                var size = head[at..].Split('\r')[0];
                whole = head.StartsWith("HTTP/1.1 200", StringComparison.Ordinal)
                    ? end + 4 + int.Parse(size, CultureInfo.InvariantCulture)
                    : throw new InvalidOperationException(head);
            }
        }
    }
}
