using Microsoft.AspNetCore.Http.Features;

namespace Hierarchy.GraphQL.Transport;

/// <summary>A response that stays open and carries server-sent events; the one writer of its body.</summary>
internal sealed class EventStreamConnection(Serving serving, HttpContext http) : IDisposable
{
    private static readonly byte[] s_heartbeat = ":\n\n"u8.ToArray();

    /// <summary>The distinct mode of graphql-sse: one operation, whose end is the end of the stream.</summary>
    private static readonly FrameFormat s_distinct = new(
        "event: next\ndata: "u8.ToArray(), "\n\n"u8.ToArray(), null, "event: complete\ndata:\n\n"u8.ToArray());

    private readonly CancellationTokenSource _end = CancellationTokenSource.CreateLinkedTokenSource(http.RequestAborted, serving.Stopping);

    public FrameQueue Queue { get; } = new(serving.Options.QueueMessagesMax, serving.Options.QueueBytesMax);

    /// <summary>Ends with the client, the server or the stream.</summary>
    public CancellationToken Ended => _end.Token;

    /// <summary>Streams one operation.</summary>
    public static async Task RunOneAsync(Serving serving, HttpContext http, GraphQLRequest request, bool isGet)
    {
        if (isGet && serving.Engine.KindOf(in request) == OperationKind.Mutation)
        {
            http.Response.Headers.Allow = "POST";
            await serving.RefuseAsync(http, AnswerType.Json, StatusCodes.Status405MethodNotAllowed, "GET is not for mutations; use POST.",
                ExecutionCodes.BadRequest).ConfigureAwait(false);
            return;
        }
        var key = serving.Options.CallerKey(http);
        if (serving.Connect(key) is not 0 and var status)
        {
            await RefuseAsync(serving, http, status).ConfigureAwait(false);
            return;
        }
        try
        {
            using var connection = new EventStreamConnection(serving, http);
            var operation = new StreamOperation(serving.Engine, connection.Queue, s_distinct, http.Abort);
            var running = CompleteAfterAsync(operation.RunAsync(request, serving.Scopes, connection.Ended), connection.Queue);
            await connection.WriteAsync().ConfigureAwait(false);
            await running.ConfigureAwait(false);
        }
        finally
        {
            serving.Disconnect(key);
        }
    }

    public static Task RefuseAsync(Serving serving, HttpContext http, int status) => serving.RefuseAsync(http, AnswerType.Json, status,
        status == StatusCodes.Status429TooManyRequests
            ? "The caller holds too many connections."
            : "Too many connections are open; try again.",
        ExecutionCodes.Overloaded);

    /// <summary>Sends what the queue brings until it is complete or the client is gone. Does not throw for the latter.</summary>
    public async Task WriteAsync()
    {
        http.Response.StatusCode = StatusCodes.Status200OK;
        http.Response.ContentType = MediaTypes.EventStream;
        http.Response.Headers.CacheControl = "no-cache, no-transform";
        http.Response.Headers["X-Accel-Buffering"] = "no";
        http.Features.Get<IHttpResponseBodyFeature>()?.DisableBuffering();
        var heartbeat = BeatAsync();
        try
        {
            await http.Response.StartAsync(Ended).ConfigureAwait(false);
            await http.Response.BodyWriter.FlushAsync(Ended).ConfigureAwait(false);
            while (await Queue.TakeAsync(Ended).ConfigureAwait(false) is { } frame)
            {
                for (Frame? next = frame; next is not null; next = Queue.TakeIfAny())
                {
                    http.Response.BodyWriter.Write(next.Memory.Span);
                    next.Dispose();
                }
                await http.Response.BodyWriter.FlushAsync(Ended).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException) when (Ended.IsCancellationRequested)
        {
            // The client is gone, or the server stops: the stream ends without a last event.
        }
        finally
        {
            await _end.CancelAsync().ConfigureAwait(false);
            Queue.Complete(discard: true);
            await heartbeat.ConfigureAwait(false);
        }
    }

    public void Dispose()
    {
        _end.Dispose();
        Queue.Dispose();
    }

    private static async Task CompleteAfterAsync(Task operation, FrameQueue queue)
    {
        await operation.ConfigureAwait(false);
        queue.Complete(discard: false);
    }

    private async Task BeatAsync()
    {
        using var timer = new PeriodicTimer(serving.Options.Heartbeat, serving.Options.Time);
        try
        {
            while (await timer.WaitForNextTickAsync(Ended).ConfigureAwait(false))
            {
                // A full queue needs no sign of life.
                Queue.TryAdd(Frame.Of(s_heartbeat));
            }
        }
        catch (OperationCanceledException)
        {
            // The stream has ended.
        }
    }
}
