namespace Hierarchy.Api.GraphQL;

/// <summary>What the library hands to each resolver as the user's context: who calls, and what the loaders have read. One for each request
/// and each event of a subscription: the library's own accessor of loaders lives as long as the subscription.</summary>
internal sealed class CallContext(IServiceProvider services, object? caller) : Dictionary<string, object?> {
    private readonly List<(object Owner, object State)> _states = [];
    private readonly List<IBatches> _waiting = [];
    private Task _fetching = Task.CompletedTask;
    public IServiceProvider Services => services;
    public object? Caller => caller;
    /// <summary>What is executed, with what was made of it before and is not to be made twice.</summary>
    public required OperationPlan Plan { get; init; }
    /// <summary>Values of the answer until now.</summary>
    public int AnswerValues { get; set; }
    public Lock Lock { get; } = new();
    /// <summary>Where a subscription's events come from, once its field has been resolved, and whether only the latest counts.</summary>
    public IAsyncEnumerable<object>? Source { get; set; }
    public bool IsLatest { get; set; }

    /// <summary>Set by a loader whose values do not fit together: forgets them. The answer, or mutation's field, is made anew.</summary>
    public Action? Forget { get; set; }

    /// <summary>What one loader, or whatever else lives as long as a request, keeps for it.</summary>
    public T StateOf<T>(object owner, Func<object, CallContext, T> create) where T : class {
        lock (Lock) {
            foreach (var (known, state) in _states) if (ReferenceEquals(known, owner)) return (T)state;
            var made = create(owner, this);
            _states.Add((owner, made));
            return made;
        }
    }

    /// <summary>Forgets what was read: the next field of a mutation must see what the one before has changed.</summary>
    public void ForgetReads() {
        lock (Lock) _states.Clear();
        Forget = null;
    }

    /// <summary>Forgets what one loader has read.</summary>
    public void ForgetStateOf(object owner) {
        lock (Lock) _states.RemoveAll(state => ReferenceEquals(state.Owner, owner));
    }

    /// <summary>Has a loader fetch its batches with those of others. Called under the lock.</summary>
    public void Await(IBatches batches) => _waiting.Add(batches);

    /// <summary>Fetches what waits; completes when all is there that has been asked for.</summary>
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
