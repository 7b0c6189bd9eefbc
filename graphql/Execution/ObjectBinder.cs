namespace Hierarchy.GraphQL.Execution;

/// <summary>Gives the fields of one object type their resolvers. A field of the schema that gets none, or two, fails the build.</summary>
/// <remarks>
/// What a resolver returns decides how it is completed; the schema is checked against it when it is built. Leaves: <c>string</c>,
/// <c>int</c>, <c>long</c>, <c>double</c>, <c>decimal</c>, <c>bool</c>, bound enums, types of bound scalars, each also nullable. Objects:
/// the class bound to the object type, or for an interface or union any class of which a bound one derives. Lists: arrays, lists, any
/// <c>IEnumerable&lt;T&gt;</c> of those. Each of these also as <see cref="FieldResult{T}"/>. Synchronous resolvers may run while
/// asynchronous ones are under way, and the order among fields of a query is unspecified.
/// </remarks>
/// <typeparam name="TSource">What an object of this type is at run time.</typeparam>
public sealed class ObjectBinder<TSource> where TSource : class {
    private readonly List<FieldBinding> _fields;

    internal ObjectBinder(List<FieldBinding> fields) => _fields = fields;

    /// <summary>A field computed from the object alone; the fastest kind.</summary>
    public void Field<TValue>(string name, Func<TSource, TValue> resolve) =>
        _fields.Add(new SyncField<TSource, TValue>(name, resolve, null));

    /// <summary>A field computed from the object and the request.</summary>
    public void Field<TValue>(string name, Func<TSource, RequestContext, TValue> resolve) =>
        Field(name, (source, _, context) => resolve(source, context));

    /// <summary>A field with arguments.</summary>
    public void Field<TValue>(string name, Func<TSource, Args, RequestContext, TValue> resolve) =>
        _fields.Add(new SyncField<TSource, TValue>(name, null, resolve));

    /// <summary>A field that may have to wait.</summary>
    public void FieldAsync<TValue>(string name, Func<TSource, RequestContext, ValueTask<TValue>> resolve) =>
        FieldAsync(name, (source, _, context) => resolve(source, context));

    /// <summary>A field with arguments that may have to wait.</summary>
    public void FieldAsync<TValue>(string name, Func<TSource, Args, RequestContext, ValueTask<TValue>> resolve) =>
        _fields.Add(new AsyncField<TSource, TValue>(name, resolve));

    /// <summary>A field that a loader reads by a key of the object; a null key resolves to null without a read.</summary>
    public void FieldLoad<TKey, TValue>(string name, BatchLoader<TKey, TValue> loader, Func<TSource, TKey?> key) where TKey : notnull =>
        FieldLoad(name, loader, (source, _, _) => key(source));

    /// <summary>
    /// A field that a loader reads by a key made of the object and the arguments; a null key resolves to null without a read.
    /// </summary>
    public void FieldLoad<TKey, TValue>(string name, BatchLoader<TKey, TValue> loader, Func<TSource, Args, RequestContext, TKey?> key)
        where TKey : notnull =>
        FieldAsync(name, (source, args, context) => key(source, args, context) is { } wanted ? context.LoadAsync(loader, wanted) : default);

    /// <summary>A field made of what a loader has read by a key of the object.</summary>
    /// <param name="name">The field.</param>
    /// <param name="loader">Reads the values.</param>
    /// <param name="key">The key; null skips the read.</param>
    /// <param name="select">Gets the object and the loaded value, which is the type's default when there is none.</param>
    public void FieldLoad<TKey, TLoaded, TValue>(string name, BatchLoader<TKey, TLoaded> loader, Func<TSource, TKey?> key,
        Func<TSource, TLoaded?, TValue> select) where TKey : notnull => FieldAsync(name, async (source, _, context) =>
            select(source, key(source) is { } wanted ? await context.LoadAsync(loader, wanted) : default));
}

/// <summary>Gives the fields of the query or mutation type their resolvers; see <see cref="ObjectBinder{TSource}"/>.</summary>
public sealed class RootBinder {
    private readonly ObjectBinder<object> _fields;

    internal RootBinder(List<FieldBinding> fields) => _fields = new(fields);

    /// <summary>A field without arguments.</summary>
    public void Field<TValue>(string name, Func<RequestContext, TValue> resolve) => Field(name, (_, context) => resolve(context));

    /// <summary>A field with arguments.</summary>
    public void Field<TValue>(string name, Func<Args, RequestContext, TValue> resolve) =>
        _fields.Field(name, (_, args, context) => resolve(args, context));

    /// <summary>A field that may have to wait.</summary>
    public void FieldAsync<TValue>(string name, Func<RequestContext, ValueTask<TValue>> resolve) =>
        FieldAsync(name, (_, context) => resolve(context));

    /// <summary>A field with arguments that may have to wait.</summary>
    public void FieldAsync<TValue>(string name, Func<Args, RequestContext, ValueTask<TValue>> resolve) =>
        _fields.FieldAsync(name, (_, args, context) => resolve(args, context));

    /// <summary>A field that a loader reads by a key made of the arguments; a null key resolves to null without a read.</summary>
    public void FieldLoad<TKey, TValue>(string name, BatchLoader<TKey, TValue> loader, Func<Args, RequestContext, TKey?> key)
        where TKey : notnull => _fields.FieldLoad(name, loader, (_, args, context) => key(args, context));
}
