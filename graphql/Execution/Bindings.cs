namespace Hierarchy.GraphQL.Execution;

/// <summary>An object type with the class of its objects and the resolvers of its fields.</summary>
internal sealed class ObjectBinding(string name, Type source)
{
    public string Name { get; } = name;
    public Type Source { get; } = source;
    public List<FieldBinding> Fields { get; } = [];
}

/// <summary>One CLR type that results of a leaf type may have.</summary>
internal abstract class LeafBinding
{
    public abstract Type ValueType { get; }
    public virtual ScalarCoercion? Coercion => null;

    /// <summary>Checks the binding against the schema's type.</summary>
    public virtual void Check(NamedType type, List<string> faults)
    {
        if (type is not ScalarType)
        {
            faults.Add($"{type.Name} is bound as a scalar but is {type.Kind}.");
        }
    }

    public abstract object Leaf(NamedType type);
}

internal sealed class ScalarBinding<T>(ScalarCodec<T> codec) : LeafBinding
{
    public override Type ValueType => typeof(T);
    public override ScalarCoercion? Coercion => codec.Parse is null ? null : new CodecCoercion<T>(codec.Parse);

    public override void Check(NamedType type, List<string> faults)
    {
        if (codec.Parse is not null)
        {
            base.Check(type, faults);
        }
    }

    public override object Leaf(NamedType type) => new WriterLeaf<T>(codec.Write);
}

internal sealed class EnumBinding<TEnum>(Func<TEnum, string>? nameOf) : LeafBinding where TEnum : struct, Enum
{
    public override Type ValueType => typeof(TEnum);

    public override void Check(NamedType type, List<string> faults)
    {
        if (type is not EnumType @enum)
        {
            faults.Add($"{type.Name} is bound as an enum but is {type.Kind}.");
            return;
        }
        var names = Enum.GetValues<TEnum>().ToDictionary(NameOf, value => value);
        foreach (var value in @enum.Values)
        {
            if (names.Remove(value.Name, out var member))
            {
                value.Value = member;
            }
            else
            {
                faults.Add($"{type.Name}.{value.Name} has no member in {typeof(TEnum).Name}.");
            }
        }
        faults.AddRange(names.Select(left => $"{typeof(TEnum).Name}.{left.Value} is {left.Key}, which {type.Name} does not have."));
    }

    public override object Leaf(NamedType type)
    {
        var json = Enum.GetValues<TEnum>().DistinctBy(EnumLeaf<TEnum>.Number)
            .ToDictionary(EnumLeaf<TEnum>.Number, value => Encoding.UTF8.GetBytes($"\"{NameOf(value)}\""));
        var dense = 0;
        while (json.ContainsKey(dense))
        {
            dense++;
        }
        return new EnumLeaf<TEnum>([.. Enumerable.Range(0, dense).Select(i => json[i])], json, type.Name);
    }

    private string NameOf(TEnum value)
    {
        if (nameOf is not null)
        {
            return nameOf(value);
        }
        var name = new StringBuilder();
        foreach (var c in value.ToString())
        {
            if (char.IsUpper(c) && name.Length > 0 && name[^1] != '_')
            {
                name.Append('_');
            }
            name.Append(char.ToUpperInvariant(c));
        }
        return name.ToString();
    }
}

/// <summary>How an input object becomes a value of ours.</summary>
internal abstract class InputBinding
{
    public abstract Type ValueType { get; }

    public abstract object Create(Args args);
}

internal sealed class InputBinding<T>(Func<Args, T> create) : InputBinding where T : notnull
{
    public override Type ValueType => typeof(T);

    public override object Create(Args args) => create(args);
}

/// <summary>Where the events of a subscription field come from.</summary>
internal abstract class SubscriptionBinding(string name, SubscriptionMode mode, SubscriptionSharing sharing)
{
    public string Name { get; } = name;
    public SubscriptionMode Mode { get; } = mode;
    public SubscriptionSharing Sharing { get; } = sharing;

    /// <summary>The field as it is executed for one event, whose boxed value is the root.</summary>
    public abstract FieldBinding Field { get; }

    /// <summary>Starts the stream; each item is the root of one execution.</summary>
    public abstract IAsyncEnumerable<object> Open(Args args, RequestContext context);
}

internal sealed class SubscriptionBinding<TEvent>(string name, Func<Args, RequestContext, IAsyncEnumerable<TEvent>> source,
    SubscriptionMode mode, SubscriptionSharing sharing) : SubscriptionBinding(name, mode, sharing)
{
    public override FieldBinding Field { get; } = new PureField<Event, TEvent>(name, static e => e.Value);

    public override IAsyncEnumerable<object> Open(Args args, RequestContext context) => Box(source(args, context), context.Cancellation);

    private static async IAsyncEnumerable<object> Box(IAsyncEnumerable<TEvent> events,
        [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellation)
    {
        await foreach (var value in events.WithCancellation(cancellation).ConfigureAwait(false))
        {
            yield return new Event(value);
        }
    }

    private sealed class Event(TEvent value)
    {
        public TEvent Value { get; } = value;
    }
}

/// <summary>Finds the object type of a value of an interface or union, by its class or by the host's own function.</summary>
internal sealed class AbstractBinding(string name, IReadOnlyList<ObjectType> possible, Type?[] sources, Func<object, string>? typeName)
{
    private readonly ConcurrentDictionary<Type, int> _byClass = new();

    public int Count => possible.Count;

    public int IndexOf(object value)
    {
        var index = typeName is null ? _byClass.GetOrAdd(value.GetType(), FindByClass) : FindByName(typeName(value), value);
        return index >= 0
            ? index
            : throw new InvalidCastException($"A {value.GetType()} is none of the possible types of {name}.");
    }

    private int FindByName(string wanted, object value)
    {
        for (var i = 0; i < possible.Count; i++)
        {
            if (possible[i].Name == wanted)
            {
                return sources[i]?.IsInstanceOfType(value) == true ? i : -1;
            }
        }
        return -1;
    }

    private int FindByClass(Type type)
    {
        var found = Array.IndexOf(sources, type);
        return found >= 0 ? found : Array.FindIndex(sources, source => source?.IsAssignableFrom(type) == true);
    }
}
