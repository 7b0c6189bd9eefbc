namespace Hierarchy.GraphQL.Execution;

/// <summary>What happens to the events of a subscription whose client reads more slowly than they come.</summary>
public enum SubscriptionMode {
    /// <summary>An event that has not been sent yet is replaced by the next one: for values of which only the newest counts.</summary>
    Latest,

    /// <summary>
    /// Each event is sent; a client that falls behind by more than the queue's bound is cut off (WebSocket close code 4290).
    /// </summary>
    Every,
}

/// <summary>Whether identical subscriptions share one source, one execution and one answer for each event.</summary>
/// <remarks>
/// Identical are those of one document (byte for byte), operation and variables, whose callers are equal
/// (<see cref="object.Equals(object)"/>) or of no concern (<see cref="TypeBinder.SameForEveryCaller"/>). Each subscriber keeps a queue
/// of its own.
/// </remarks>
public enum SubscriptionSharing {
    /// <summary>Each subscription has a source of its own.</summary>
    None,

    /// <summary>They share; one that joins later gets the events that come after it: for streams of happenings.</summary>
    FromNow,

    /// <summary>
    /// They share; one that joins later gets the last answer again at once: for values whose source tells the present one first. That
    /// answer is as old as its event.
    /// </summary>
    WithLast,
}

/// <summary>Binds the types of a schema text to code. All calls are made inside <see cref="SchemaText.Build"/>.</summary>
public sealed class TypeBinder {
    internal Dictionary<string, ObjectBinding> Objects { get; } = [];
    internal Dictionary<string, List<LeafBinding>> Leaves { get; } = [];
    internal Dictionary<string, InputBinding> Inputs { get; } = [];
    internal Dictionary<string, SubscriptionBinding> Subscriptions { get; } = [];
    internal Dictionary<string, Func<object, string>> TypeNames { get; } = [];
    internal HashSet<string> CallerFree { get; } = [];
    internal List<string> Faults { get; } = [];

    /// <summary>Binds an object type to the class that its objects are at run time.</summary>
    public void Object<TSource>(string name, Action<ObjectBinder<TSource>> fields) where TSource : class =>
        fields(new(AddObject(name, typeof(TSource))));

    /// <summary>Binds the query or the mutation type, whose objects are nothing.</summary>
    public void Root(string name, Action<RootBinder> fields) => fields(new(AddObject(name, typeof(object))));

    /// <summary>Binds a field of the subscription type to a source of events, each of which becomes the field's value.</summary>
    /// <param name="name">The field.</param>
    /// <param name="source">
    /// Starts a stream; a <see cref="FieldError"/> thrown before the first event refuses the subscription, one thrown later ends it with
    /// that error. It is enumerated once and disposed when the client unsubscribes or goes away, the stream ends, or the server stops.
    /// </param>
    /// <param name="mode">What happens when the client is slow.</param>
    /// <param name="sharing">Whether identical subscriptions share the source.</param>
    public void Subscription<TEvent>(string name, Func<Args, RequestContext, IAsyncEnumerable<TEvent>> source,
        SubscriptionMode mode = SubscriptionMode.Latest, SubscriptionSharing sharing = SubscriptionSharing.None) =>
        AddOnce(Subscriptions, name, SubscriptionBinding.Of(name, source, mode, sharing), "subscription");

    /// <summary>
    /// Promises that these fields give every caller the same, so that shared subscriptions of them need no equal callers; they then run
    /// with a null <see cref="RequestContext.Caller"/>. Fields that do not see the request need no promise.
    /// </summary>
    /// <param name="names">Object types (all their fields) and coordinates such as <c>Unit.name</c>; <c>*</c> for the whole schema.</param>
    public void SameForEveryCaller(params IEnumerable<string> names) => CallerFree.UnionWith(names);

    /// <summary>Binds an enum: results are written by name, inputs arrive as <typeparamref name="TEnum"/>.</summary>
    /// <param name="name">The enum in the schema.</param>
    /// <param name="nameOf">
    /// A member's name in the schema; by default <c>NotStarted</c> is <c>NOT_STARTED</c>. Members and values must match one to one.
    /// </param>
    public void Enum<TEnum>(string name, Func<TEnum, string>? nameOf = null) where TEnum : struct, System.Enum =>
        AddLeaf(name, LeafBinding.OfEnum(name, nameOf ?? (member => JsonNamingPolicy.SnakeCaseUpper.ConvertName(member.ToString()))));

    /// <summary>Binds a custom scalar to a codec, such as one of <see cref="Scalars"/>.</summary>
    /// <remarks>The first binding of a custom scalar also reads its inputs.</remarks>
    public void Scalar<T>(string name, ScalarCodec<T> codec) => AddLeaf(name, LeafBinding.OfScalar(codec.Write, codec.Coercion));

    /// <summary>Gives a leaf type one more type of result, as an id type to <c>ID</c>; its inputs stay as they are.</summary>
    public void Result<T>(string name, ScalarWriter<T> write) => AddLeaf(name, LeafBinding.OfScalar(write, null));

    /// <summary>Binds an input object to a value of ours, made as soon as its fields are coerced.</summary>
    /// <remarks>
    /// A <see cref="FieldError"/> thrown here is reported at the place of the input. Must be pure: constants are made once.
    /// </remarks>
    public void Input<T>(string name, Func<Args, T> create) where T : notnull =>
        AddOnce(Inputs, name, new(typeof(T), args => create(args)), "input");

    /// <summary>Says which object type a value of an interface or union has, where its class does not tell.</summary>
    public void TypeOf<T>(string name, Func<T, string> typeName) where T : class => TypeNames[name] = value => typeName((T)value);

    private List<FieldBinding> AddObject(string name, Type source) {
        var binding = new ObjectBinding(source, []);
        AddOnce(Objects, name, binding, "type");
        return binding.Fields;
    }

    private void AddLeaf(string name, LeafBinding binding) {
        Leaves.TryAdd(name, []);
        Leaves[name].Add(binding);
    }

    private void AddOnce<T>(Dictionary<string, T> bindings, string name, T binding, string kind) {
        if (!bindings.TryAdd(name, binding)) Faults.Add($"The {kind} {name} is bound twice.");
    }
}
