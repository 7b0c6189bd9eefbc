namespace Hierarchy.GraphQL.Execution;

/// <summary>
/// All subscriptions under way. Those that are identical and may share have one source, and one execution and one answer for each event.
/// </summary>
/// <remarks>There are never more groups than subscribers, which the transports bound.</remarks>
internal sealed class SharedSubscriptions(GraphQLEngine engine) {
    private readonly Dictionary<Key, SharedSource> _sources = [];
    private readonly Lock _lock = new();

    /// <summary>Takes part in a subscription, which is started where nobody has it yet, or its field does not share.</summary>
    /// <param name="scopes">Makes the scopes of the source and of each event.</param>
    /// <param name="next">Gets each answer and must not wait; after false it gets no more.</param>
    /// <exception cref="FieldError">The arguments are refused, or no field is selected.</exception>
    public SharedSubscriber Join(in GraphQLRequest request, in PreparedOperation prepared, IServiceScopeFactory scopes,
        Func<ReadOnlyMemory<byte>, SubscriptionMode, bool> next) {
        var plan = prepared.Plan!;
        var field = GraphQLEngine.EventField(plan);
        var binding = engine.SourceOf(field);
        var isShared = binding.Sharing != SubscriptionSharing.None;
        var caller = !isShared || plan.DependsOnCaller ? request.Caller : null;
        var key = isShared ? new Key(plan, Canonical(prepared.Operation, request.Variables), caller, scopes) : default;
        SharedSubscriber subscriber;
        SharedSource source;
        (long Number, byte[]? Answer) last;
        lock (_lock) {
            if (!isShared || !_sources.TryGetValue(key, out source!)) {
                // The request's memory goes when its client does, and the others stay.
                var kept = engine.Detach(in prepared, request.Variables) with { Caller = caller };
                source = new(engine, kept, binding, engine.ArgsOf(field, in kept), scopes, _lock, over => Remove(key, over));
                if (isShared) _sources.Add(key, source);
            }
            subscriber = new(source, answer => next(answer, binding.Mode));
            last = source.Add(subscriber);
        }
        if (binding.Sharing == SubscriptionSharing.WithLast && last.Answer is not null) subscriber.Deliver(last.Number, last.Answer);
        return subscriber;
    }

    // Called under the lock.
    private void Remove(Key key, SharedSource source) {
        if (ReferenceEquals(_sources.GetValueOrDefault(key), source)) _sources.Remove(key);
    }

    /// <summary>The variables that the operation declares, without white space and with the names of objects in order.</summary>
    private static string Canonical(OperationEntry operation, JsonElement variables) =>
        variables.ValueKind != JsonValueKind.Object ? "" : string.Join(',', operation.Variables.Signatures.Select(
            variable => variables.TryGetProperty(variable.Name, out var value) ? Sorted(value) : ""));

    private static string Sorted(JsonElement value) => value.ValueKind switch {
        JsonValueKind.Array => $"[{string.Join(',', value.EnumerateArray().Select(Sorted))}]",
        JsonValueKind.Object => string.Join(',', value.EnumerateObject().OrderBy(member => member.Name, StringComparer.Ordinal)
            .Select(member => $"{JsonSerializer.Serialize(member.Name)}:{Sorted(member.Value)}").Prepend("{").Append("}")),
        _ => JsonSerializer.Serialize(value),
    };

    /// <param name="Plan">Stands for document, operation and conditions, because the cache gives equal documents one plan.</param>
    private readonly record struct Key(OperationPlan Plan, string Variables, object? Caller, IServiceScopeFactory Scopes);
}

/// <summary>One source of events and those who share it.</summary>
/// <param name="shared">Guards the subscribers; none of them is called while it is held.</param>
/// <param name="over">Called under the lock when nobody can join any more.</param>
internal sealed class SharedSource(GraphQLEngine engine, PreparedOperation prepared, SubscriptionBinding binding, Args args,
    IServiceScopeFactory scopes, Lock shared, Action<SharedSource> over) {
    private readonly CancellationTokenSource _stop = new();
    private ImmutableArray<SharedSubscriber> _subscribers = [];
    private (long Number, byte[]? Answer) _last;
    private Task? _running;

    /// <summary>Adds a subscriber, starts where it is the first, and tells the last answer before it. Called under the lock.</summary>
    public (long Number, byte[]? Answer) Add(SharedSubscriber subscriber) {
        _subscribers = _subscribers.Add(subscriber);
        _running ??= RunAsync();
        return _last;
    }

    /// <summary>Lets a subscriber go. When it was the last one, the source has been disposed when this returns.</summary>
    public async ValueTask LeaveAsync(SharedSubscriber subscriber) {
        lock (shared) {
            _subscribers = _subscribers.Remove(subscriber);
            if (!_subscribers.IsEmpty) return;
            over(this);
        }
        await _stop.CancelAsync().ConfigureAwait(false);
        if (_running is not null) await _running.ConfigureAwait(false);
        _stop.Dispose();
    }

    private async Task RunAsync() {
        // Off the lock, and off the client that came first.
        await Task.Yield();
        FieldError? fault = null;
        try {
            await using var scope = scopes.CreateAsyncScope();
            var within = prepared with { Services = scope.ServiceProvider };
            await using var events = new EventStream(engine, in within, binding, args, _stop.Token);
            while (await events.MoveNextAsync().ConfigureAwait(false)) await PublishAsync(events).ConfigureAwait(false);
        } catch (OperationCanceledException) when (_stop.IsCancellationRequested) {
            // Nobody is left.
        } catch (Exception e) when (e is not OutOfMemoryException) {
            fault = engine.Mask(e, binding.Field.Name);
        }
        ImmutableArray<SharedSubscriber> subscribers;
        lock (shared) {
            over(this);
            subscribers = _subscribers;
        }
        foreach (var subscriber in subscribers) subscriber.End(fault);
    }

    private async ValueTask PublishAsync(EventStream events) {
        byte[] answer;
        await using (var scope = scopes.CreateAsyncScope()) {
            using var response = await events.ExecuteAsync(scope.ServiceProvider).ConfigureAwait(false);
            answer = response.ToArray();
        }
        long number;
        ImmutableArray<SharedSubscriber> subscribers;
        lock (shared) {
            number = _last.Number + 1;
            _last = (number, answer);
            subscribers = _subscribers;
        }
        foreach (var subscriber in subscribers) subscriber.Deliver(number, answer);
    }
}

/// <summary>One of those who share a source. Disposing it leaves.</summary>
internal sealed class SharedSubscriber(SharedSource source, Func<ReadOnlyMemory<byte>, bool> next) : IAsyncDisposable {
    private readonly TaskCompletionSource<FieldError?> _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Lock _delivering = new();
    private volatile bool _isClosed;
    private long _seen;

    /// <summary>Completes with the source: null at its end, else what broke it.</summary>
    public Task<FieldError?> Ended => _ended.Task;

    /// <summary>Hands an answer on, unless a later one was there before: what is replayed may meet what comes.</summary>
    public void Deliver(long number, ReadOnlyMemory<byte> answer) {
        lock (_delivering) {
            if (_isClosed || number <= _seen) return;
            _seen = number;
            _isClosed = !next(answer);
        }
    }

    public void End(FieldError? fault) => _ended.TrySetResult(fault);

    public ValueTask DisposeAsync() {
        // Without the lock above: whoever leaves may hold what an answer under way is waiting for.
        _isClosed = true;
        return source.LeaveAsync(this);
    }
}
