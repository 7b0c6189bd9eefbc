namespace Hierarchy.Api.GraphQL;

/// <summary>All subscriptions under way. Those that are identical, of callers with the same rights, have one source, and one execution and
/// one answer for each event: the library executes it for each subscriber, which costs ten thousand of them 2.6 times the time.</summary>
/// <remarks>There are never more groups than subscribers, which the transports bound.</remarks>
internal sealed class SharedSubscriptions(GraphQLServer server, Func<object?, object?> rightsOf) {
    private readonly Dictionary<Key, SharedSource> _sources = [];
    private readonly Lock _lock = new();

    /// <summary>Joins a subscription, and starts it for the first subscriber.</summary>
    /// <param name="next">Receives each answer, and whether it replaces earlier ones. Must not wait; returns false to stop.</param>
    public SharedSubscriber Join(
        PreparedOperation prepared, JsonElement variables, IServiceScopeFactory scopes, Func<ReadOnlyMemory<byte>, bool, bool> next) {
        var key = new Key(prepared.Read, prepared.Operation.Name?.StringValue, Canonical(prepared.Operation, variables),
            rightsOf(prepared.Caller), scopes);
        SharedSubscriber subscriber;
        SharedSource source;
        (long Number, byte[]? Answer) last;
        lock (_lock) {
            if (!_sources.TryGetValue(key, out source!)) {
                _sources.Add(key, source = new(server, prepared, scopes, _lock, over => {
                    if (ReferenceEquals(_sources.GetValueOrDefault(key), over)) _sources.Remove(key);
                }));
            }
            last = source.Add(subscriber = new(source, answer => next(answer, source.IsLatest)));
        }
        if (last.Answer is not null && source.IsLatest) subscriber.Deliver(last.Number, last.Answer);
        return subscriber;
    }

    /// <summary>The variables that the operation declares, without white space and with the names of objects in order.</summary>
    private static string Canonical(GraphQLOperationDefinition operation, JsonElement variables) =>
        operation.Variables is not { Count: > 0 } || variables.ValueKind != JsonValueKind.Object ? ""
        : Canonical(variables.EnumerateObject().Where(given =>
            operation.Variables.Items.Exists(each => each.Variable.Name.Value == given.Name)));

    private static string Canonical(IEnumerable<JsonProperty> members) => "{" + string.Join(',', members
        .OrderBy(member => member.Name, StringComparer.Ordinal)
        .Select(member => $"{JsonSerializer.Serialize(member.Name)}:{Canonical(member.Value)}")) + "}";

    private static string Canonical(JsonElement value) => value.ValueKind switch {
        JsonValueKind.Object => Canonical(value.EnumerateObject()),
        JsonValueKind.Array => "[" + string.Join(',', value.EnumerateArray().Select(Canonical)) + "]",
        JsonValueKind.String => JsonSerializer.Serialize(value.GetString()),
        _ => value.GetRawText(),
    };

    private readonly record struct Key(ReadDocument Document, string? Operation, string Variables, object? Rights,
        IServiceScopeFactory Scopes);
}

/// <summary>The source of a subscription's events, with its subscribers.</summary>
/// <param name="shared">Guards the subscribers; none of them is called while it is held.</param>
/// <param name="over">Called under the lock when nobody can join any longer.</param>
internal sealed class SharedSource(
    GraphQLServer server, PreparedOperation prepared, IServiceScopeFactory scopes, Lock shared, Action<SharedSource> over) {
    private readonly CancellationTokenSource _stop = new();
    private ImmutableArray<SharedSubscriber> _subscribers = [];
    private (long Number, byte[]? Answer) _last;
    private Task? _running;
    /// <summary>Whether only its latest event counts; known once it is open, before the first event.</summary>
    public bool IsLatest { get; private set; }

    /// <summary>Adds a subscriber, starts the source for the first one, and returns the last answer so far. Called under the
    /// lock.</summary>
    public (long Number, byte[]? Answer) Add(SharedSubscriber subscriber) {
        _subscribers = _subscribers.Add(subscriber);
        _running ??= RunAsync();
        return _last;
    }

    /// <summary>Removes a subscriber. After the last one, returns once the source is disposed.</summary>
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
        // Continues without the lock, and independent of the first client.
        await Task.Yield();
        FieldError? fault = null;
        try {
            await using var scope = scopes.CreateAsyncScope();
            (var events, IsLatest) = await server.OpenAsync(prepared, scope.ServiceProvider, _stop.Token).ConfigureAwait(false);
            await foreach (var happened in events.WithCancellation(_stop.Token).ConfigureAwait(false))
                await PublishAsync(happened).ConfigureAwait(false);
        } catch (OperationCanceledException) when (_stop.IsCancellationRequested) {
            // No subscriber is left.
        } catch (Exception e) when (e is not OutOfMemoryException) {
            fault = server.Mask(e, "subscription");
        }
        ImmutableArray<SharedSubscriber> subscribers;
        lock (shared) {
            over(this);
            subscribers = _subscribers;
        }
        foreach (var subscriber in subscribers) subscriber.End(fault);
    }

    private async ValueTask PublishAsync(object happened) {
        byte[] answer;
        await using (var scope = scopes.CreateAsyncScope()) {
            answer = (await server.RunAsync(prepared, happened, scope.ServiceProvider, _stop.Token).ConfigureAwait(false)).Bytes.ToArray();
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

/// <summary>A subscriber of a shared source. Disposing it leaves the source.</summary>
internal sealed class SharedSubscriber(SharedSource source, Func<ReadOnlyMemory<byte>, bool> next) : IAsyncDisposable {
    private readonly TaskCompletionSource<FieldError?> _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Lock _delivering = new();
    private volatile bool _isClosed;
    private long _seen;
    /// <summary>Completes with the source: null at its end, otherwise its fault.</summary>
    public Task<FieldError?> Ended => _ended.Task;

    /// <summary>Delivers an answer, unless a later one was delivered before: a replay may race with new answers.</summary>
    public void Deliver(long number, ReadOnlyMemory<byte> answer) {
        lock (_delivering) {
            if (_isClosed || number <= _seen) return;
            _seen = number;
            _isClosed = !next(answer);
        }
    }

    public void End(FieldError? fault) => _ended.TrySetResult(fault);

    public ValueTask DisposeAsync() {
        // Not under the lock: the caller may hold what an answer under way is waiting for.
        _isClosed = true;
        return source.LeaveAsync(this);
    }
}
