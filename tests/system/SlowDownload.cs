namespace Hierarchy.Tests.System;

/// <summary>A download in progress on its own connection, of which the client reads only as much as requested. Disposing cuts the
/// connection.</summary>
internal sealed class SlowDownload : IDisposable
{
    private const int Tcp = 6, MaxSegment = 2;

    private readonly HttpClient _http;
    private readonly HttpResponseMessage _response;

    private SlowDownload(HttpClient http, HttpResponseMessage response) => (_http, _response) = (http, response);

    public HttpStatusCode Status => _response.StatusCode;

    public string? RetryAfter => _response.Headers.RetryAfter?.ToString();

    public static async Task<SlowDownload> BeginAsync(Uri server, string token, string path)
    {
        var http = new HttpClient(new SocketsHttpHandler { ConnectCallback = ConnectAsync }) { BaseAddress = server, Timeout = HierarchyProcess.Patience };
        var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        return new SlowDownload(http, await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead));
    }

    /// <summary>Reads this number of further bytes.</summary>
    public async Task TakeAsync(int bytes)
    {
        var stream = await _response.Content.ReadAsStreamAsync();
        await stream.ReadExactlyAsync(new byte[bytes]);
    }

    public Task<string> ReadAsync() => _response.Content.ReadAsStringAsync();

    public void Dispose()
    {
        _response.Dispose();
        _http.Dispose();
    }

    // Small segments and a small window: otherwise the kernel buffers megabytes, above all on loopback.
    private static async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext asked, CancellationToken cancellation)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { ReceiveBufferSize = 4_096 };
        socket.SetRawSocketOption(Tcp, MaxSegment, BitConverter.GetBytes(536));
        await socket.ConnectAsync(asked.DnsEndPoint, cancellation);
        return new NetworkStream(socket, ownsSocket: true);
    }
}
