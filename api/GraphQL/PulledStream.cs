namespace Hierarchy.Api.GraphQL;

/// <summary>
/// Where a subscription's events come from, one at a time: the next is asked for when the last has been executed. The library pushes the
/// events of an <see cref="IAsyncEnumerable{T}"/> into a queue without a bound.
/// </summary>
internal sealed class PulledStream(Func<IResolveFieldContext, ValueTask<IAsyncEnumerable<object>>> open) : ISourceStreamResolver {
    public ValueTask<IAsyncEnumerable<object>> OpenAsync(IResolveFieldContext context) => open(context);

    ValueTask<IObservable<object?>> ISourceStreamResolver.ResolveAsync(IResolveFieldContext context) =>
        throw new NotSupportedException("Events are pulled.");
}

/// <summary>What becomes of an event that the next one overtakes while it waits for a slow client.</summary>
internal enum SubscriptionMode {
    /// <summary>Each event is told.</summary>
    Every,

    /// <summary>A later event replaces an earlier one that still waits.</summary>
    Latest,
}

/// <summary>Stands on the method that resolves a subscription's field.</summary>
/// <param name="mode">Whether each event is told, or the latest.</param>
/// <param name="replay">Whether one who joins gets the last answer again at once, as of a value; not of a happening.</param>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class SubscriptionAttribute(SubscriptionMode mode, bool replay = false) : GraphQLAttribute {
    private const string Key = "Subscription";

    public SubscriptionMode Mode => mode;

    public bool Replay => replay;

    public override void Modify(FieldConfig field) => field.WithMetadata(Key, this);

    public static SubscriptionAttribute Of(FieldType field) => field.GetMetadata<SubscriptionAttribute>(Key) ?? Default;

    private static SubscriptionAttribute Default { get; } = new(SubscriptionMode.Every);
}
