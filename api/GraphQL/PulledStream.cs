namespace Hierarchy.Api.GraphQL;

/// <summary>Gives a subscription's events one at a time, when asked; the library pushes them into a queue without a bound.</summary>
internal sealed class PulledStream(Func<IResolveFieldContext, ValueTask<IAsyncEnumerable<object>>> open) : ISourceStreamResolver {
    public ValueTask<IAsyncEnumerable<object>> OpenAsync(IResolveFieldContext context) => open(context);

    ValueTask<IObservable<object?>> ISourceStreamResolver.ResolveAsync(IResolveFieldContext context) =>
        throw new NotSupportedException("Events are pulled.");
}

/// <summary>Marks a subscription's field whose events are states of one value: an event still waiting for a slow client is replaced by the
/// next, and a new subscriber gets the last one at once. Without it, every event is delivered.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class LatestAttribute : GraphQLAttribute {
    public override void Modify(FieldConfig field) => field.WithMetadata(nameof(LatestAttribute), true);
    public static bool IsOn(FieldType field) => field.HasMetadata(nameof(LatestAttribute));
}
