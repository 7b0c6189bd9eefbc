using System.Collections.Immutable;

namespace Hierarchy.Silo.Cluster;

/// <summary>The API servers behind one door, and which of them are ready. Thread-safe.</summary>
internal sealed class ServerList(ImmutableArray<Uri> addresses, HttpMessageInvoker http, TimeProvider time)
{
    /// <summary>How often each server is asked whether it is ready, and how long it may take to answer.</summary>
    private static readonly TimeSpan Period = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan AnswerMax = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(25);

    private readonly ImmutableArray<Server> _servers = [.. addresses.Select(address => new Server(address))];
    private uint _turn;

    public bool AnyReady => _servers.Any(server => server.IsReady);

    /// <summary>Asks all servers, until cancelled.</summary>
    public async Task WatchAsync(CancellationToken stop)
    {
        await Task.WhenAll(_servers.Select(server => WatchAsync(server, stop)));
    }

    public async Task FirstReadyAsync(CancellationToken stop)
    {
        while (!AnyReady)
        {
            await Task.Delay(Pause, time, stop);
        }
    }

    /// <summary>In turn; another one than the last where there is one. Null when none was ready in time.</summary>
    public async Task<Server?> NextAsync(Server? last, TimeSpan max, CancellationToken cancellation)
    {
        var started = time.GetTimestamp();
        while (!cancellation.IsCancellationRequested)
        {
            var turn = Interlocked.Increment(ref _turn);
            Server? same = null;
            for (var i = 0; i < _servers.Length; i++)
            {
                var server = _servers[(int)((turn + i) % _servers.Length)];
                if (!server.IsReady)
                {
                    continue;
                }
                if (server != last)
                {
                    return server;
                }
                same = server;
            }
            if (same is not null)
            {
                return same;
            }
            if (time.GetElapsedTime(started) > max)
            {
                return null;
            }
            await Task.Delay(Pause, time, cancellation).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
        return null;
    }

    private async Task WatchAsync(Server server, CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            server.Answered(await IsReadyAsync(server, stop));
            await Task.Delay(Period, time, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task<bool> IsReadyAsync(Server server, CancellationToken stop)
    {
        using var late = new CancellationTokenSource(AnswerMax, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(late.Token, stop);
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(server.Address, "/ready"));
            using var response = await http.SendAsync(request, either.Token);
            return response.IsSuccessStatusCode;
        }
        catch (Exception fault) when (fault is HttpRequestException or OperationCanceledException or IOException)
        {
            return false;
        }
    }
}

/// <summary>One API server as the door sees it.</summary>
internal sealed class Server(Uri address)
{
    private bool _ready;

    public Uri Address => address;

    /// <summary>As the forwarder wants it.</summary>
    public string Prefix { get; } = address.GetLeftPart(UriPartial.Authority);

    public bool IsReady => Volatile.Read(ref _ready);

    public void Answered(bool ready) => Volatile.Write(ref _ready, ready);

    /// <summary>A request got no answer: no more of them until it says again that it is ready.</summary>
    public void Failed() => Volatile.Write(ref _ready, false);
}
