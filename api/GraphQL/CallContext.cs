using System.Collections.Concurrent;

namespace Hierarchy.Api.GraphQL;

/// <summary>
/// What the library hands to each resolver as the user's context: who calls, and what the loaders have read. One for each request, and for
/// each event of a subscription. The library's own accessor of loaders is in a package apart and lives as long as the subscription.
/// </summary>
internal sealed class CallContext(IServiceProvider services, object? caller) : Dictionary<string, object?> {
    private readonly ConcurrentDictionary<object, object> _states = new(ReferenceEqualityComparer.Instance);
    private int _values;
    public IServiceProvider Services => services;
    public object? Caller => caller;

    /// <summary>The document's verdict and coerced arguments, which were made before and are not to be made twice.</summary>
    public IValidationResult? Validation { get; init; }

    /// <summary>Where a subscription's events come from, once its field has been resolved, and whether only the latest counts.</summary>
    public IAsyncEnumerable<object>? Source { get; set; }
    public bool IsLatest { get; set; }

    /// <summary>
    /// Set by a loader whose values do not fit together: forgets them. The answer, or the field of a mutation, is then made once more.
    /// </summary>
    public Action? Forget { get; set; }

    /// <summary>What one loader, or whatever else lives as long as a request, keeps for it.</summary>
    public T StateOf<T>(object owner, Func<CallContext, T> create)
        where T : class => (T)_states.GetOrAdd(owner, static (_, make) => make.create(make.call), (create, call: this));

    /// <summary>Forgets what was read: the next field of a mutation must see what the one before has changed.</summary>
    public void ForgetReads() {
        _states.Clear();
        Forget = null;
    }

    /// <summary>Forgets what one loader has read.</summary>
    public void ForgetStateOf(object owner) => _states.TryRemove(owner, out _);

    /// <summary>Counts values of the answer, and tells how many there are now.</summary>
    public int CountValues(int more) => Interlocked.Add(ref _values, more);
}

internal static class CallContextOfField {
    public static CallContext Call(this IResolveFieldContext context) => (CallContext)context.UserContext;
}
