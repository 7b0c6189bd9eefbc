namespace Hierarchy.Api.GraphQL.Transport;

/// <summary>The common part of streaming connections of all protocols: operations under way, each with an id, and the queue of their
/// messages, which the connection's only writer empties. The library handles only one operation and its events.</summary>
internal abstract class StreamConnection(Serving serving) {
    private readonly Dictionary<string, CancellationTokenSource> _operations = new(StringComparer.Ordinal);
    private readonly List<Task> _running = [];
    private readonly Lock _lock = new();
    private bool _isOver;
    protected Serving Serving => serving;
    /// <summary>The caller who opened it; it ends when the caller's admission ends.</summary>
    public object? Caller { get; set; }
    /// <summary>Ends everything. Not disposed: an answer under way may still find the client too slow after the end.</summary>
    protected CancellationTokenSource End { get; } = new(Timeout.InfiniteTimeSpan, serving.Options.Time);
    protected FrameQueue Queue { get; } = new(serving.Options.QueueMessagesMax, serving.Options.QueueBytesMax, serving.Queued);

    /// <summary>Ends the connection, whose queue is full; must not wait.</summary>
    protected abstract void EndAsTooSlow();

    public void Send(Frame frame) {
        if (Queue.Add(frame) is null) EndAsTooSlow();
    }

    protected ITimer Every(TimeSpan period, Action step) => serving.Options.Time.CreateTimer(_ => step(), null, period, period);

    /// <summary>Checks repeatedly whether the caller may continue.</summary>
    protected ITimer Hold(Action end) => Every(serving.Options.HoldsEvery, () => { if (!serving.Options.Holds(Caller)) end(); });

    protected CancellationTokenRegistration EndWith(CancellationToken other) =>
        other.UnsafeRegister(static end => ((CancellationTokenSource)end!).Cancel(), End);

    /// <exception cref="RequestRefusal">409 for an id in use, 429 for one operation too many, 404 after the end.</exception>
    public void Start(string id, FrameFormat format, GraphQLCall request) {
        lock (_lock) {
            _running.RemoveAll(task => task.IsCompleted);
            // Stopped operations may take a while to end; repeated stops and starts must not pile them up.
            var max = serving.Options.OperationsPerConnectionMax;
            if (_isOver) throw new RequestRefusal(Status404NotFound, "The stream is not open.");
            if (_operations.ContainsKey(id)) throw new RequestRefusal(Status409Conflict, $"Subscriber for {id} already exists");
            if (_operations.Count >= max || _running.Count >= 2 * max)
                throw new RequestRefusal(Status429TooManyRequests, $"More than {max} operations on one connection.", Codes.OperationLimit);
            var stop = CancellationTokenSource.CreateLinkedTokenSource(End.Token);
            _operations.Add(id, stop);
            _running.Add(RunAsync(id, stop, format, request));
        }
    }

    public void Stop(string id) {
        lock (_lock) {
            if (_operations.Remove(id, out var stop)) _ = stop.CancelAsync();
        }
    }

    /// <summary>Stops all operations for good. When the task completes they have ended, and their sources are disposed.</summary>
    protected Task StopAllAsync() {
        lock (_lock) {
            _isOver = true;
            foreach (var stop in _operations.Values) _ = stop.CancelAsync();
            _operations.Clear();
            return Task.WhenAll(_running);
        }
    }

    private async Task RunAsync(string id, CancellationTokenSource stop, FrameFormat format, GraphQLCall request) {
        // Continues without the lock, independent of the caller.
        await Task.Yield();
        try {
            var refusal = await AnswerAsync(format, request, stop.Token);
            // The client may use the id again as soon as it has the last message.
            Forget(id, stop);
            if (refusal is not null) Send(format.Refusal(refusal));
            if (refusal is null || format.ErrorHead is null) Send(Frame.Of(format.End));
        } catch (OperationCanceledException) {
            // The client is gone or no longer interested.
        } finally {
            Forget(id, stop);
            if (format.IsOnly) Queue.Complete(discard: false);
        }
        lock (_lock) stop.Dispose();
    }

    private void Forget(string id, CancellationTokenSource stop) {
        lock (_lock) ((ICollection<KeyValuePair<string, CancellationTokenSource>>)_operations).Remove(new(id, stop));
    }

    // The refusal of an operation; null at its normal end.
    private async Task<Answer?> AnswerAsync(FrameFormat format, GraphQLCall request, CancellationToken cancellation) {
        try {
            var (prepared, refusal) = await serving.Server.PrepareAsync(request);
            if (prepared is null) return refusal;
            if (prepared.Kind != OperationType.Subscription) {
                using var place = serving.Enter();
                await using var scope = serving.Scopes.CreateAsyncScope();
                Send(format.Next((await serving.Server.RunAsync(prepared, null, scope.ServiceProvider, cancellation)).Bytes));
                return null;
            }
            using var watch = serving.Options.Watch(request.Caller);
            Frame? waiting = null;
            await using var subscriber = serving.Server.Shared.Join(prepared, request.Variables, serving.Scopes, (answer, isLatest) => {
                waiting = Queue.Add(format.Next(answer), isLatest ? waiting : null);
                if (waiting is null) EndAsTooSlow();
                return waiting is not null;
            });
            var fault = await subscriber.Ended.WaitAsync(cancellation);
            return fault is null ? null : serving.Server.Refuse(AnswerKind.Aborted, [fault]);
        } catch (RequestRefusal e) {
            return serving.Server.Refuse(AnswerKind.RequestError, e.Message, e.Code);
        } catch (Exception e) when (e is not OutOfMemoryException &&
              !(e is OperationCanceledException && cancellation.IsCancellationRequested)) {
            return serving.Server.Refuse(AnswerKind.Aborted, [serving.Server.Mask(e, "subscription")]);
        }
    }
}
