namespace Hierarchy.Api.GraphQL;

/// <summary>The user context that the library passes to each resolver: the caller and what loaders have read. One for each request and each
/// event of a subscription: the library's own loader context lives as long as the subscription.</summary>
internal sealed class CallContext(IServiceProvider services, object? caller) : Dictionary<string, object?> {
    private readonly List<(object Owner, object State)> _states = [];
    private readonly List<IBatches> _waiting = [];
    private Task _fetching = Task.CompletedTask;
    public IServiceProvider Services => services;
    public object? Caller => caller;
    /// <summary>The operation's plan, which caches work that is done once.</summary>
    public required OperationPlan Plan { get; init; }
    /// <summary>Number of values in the answer so far.</summary>
    public int AnswerValues { get; set; }
    public Lock Lock { get; } = new();
    /// <summary>The source of a subscription's events, once its field has been resolved, and whether only the latest counts.</summary>
    public IAsyncEnumerable<object>? Source { get; set; }
    public bool IsLatest { get; set; }

    /// <summary>Set by a loader with inconsistent values: discards them, and the answer or the mutation's field is computed
    /// again.</summary>
    public Action? Forget { get; set; }

    /// <summary>The state that a loader, or any other owner, keeps for the request.</summary>
    public T StateOf<T>(object owner, Func<object, CallContext, T> create) where T : class {
        lock (Lock) {
            foreach (var (known, state) in _states) if (ReferenceEquals(known, owner)) return (T)state;
            var made = create(owner, this);
            _states.Add((owner, made));
            return made;
        }
    }

    /// <summary>Discards what was read: the next field of a mutation must see the changes of the previous one.</summary>
    public void ForgetReads() {
        lock (Lock) _states.Clear();
        Forget = null;
    }

    /// <summary>Discards what one loader has read.</summary>
    public void ForgetStateOf(object owner) {
        lock (Lock) _states.RemoveAll(state => ReferenceEquals(state.Owner, owner));
    }

    /// <summary>Queues a loader's batches to be fetched with those of others.</summary>
    public void Await(IBatches batches) => _waiting.Add(batches);

    /// <summary>Fetches all queued batches; completes when all requested values are there.</summary>
    public Task FetchAsync(CancellationToken cancellation) {
        lock (Lock) {
            if (_waiting.Count == 0) return _fetching;
            IBatches[] batches = [.. _waiting];
            _waiting.Clear();
            return _fetching = Task.WhenAll([_fetching, .. batches.Select(each => each.FetchAsync(cancellation))]);
        }
    }
}

internal static class CallContextOfField {
    public static CallContext Call(this IResolveFieldContext context) => (CallContext)context.UserContext;
}
