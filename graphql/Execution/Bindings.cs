namespace Hierarchy.GraphQL.Execution;

/// <summary>The class of an object type's objects and the resolvers of its fields.</summary>
internal sealed record ObjectBinding(Type Source, List<FieldBinding> Fields);

/// <summary>How an input object becomes a value of ours.</summary>
internal sealed record InputBinding(Type Clr, Func<Args, object> Create);

/// <summary>One CLR type that results of a leaf type may have.</summary>
/// <param name="Leaf">A <see cref="Leaf{T}"/> of that type.</param>
/// <param name="Coercion">Reads the scalar's inputs, where this binding says how.</param>
/// <param name="Check">Checks the binding against the schema's type and collects the faults.</param>
internal sealed record LeafBinding(Type Clr, object Leaf, ScalarCoercion? Coercion, Action<NamedType, List<string>> Check) {
    public static LeafBinding OfScalar<T>(ScalarWriter<T> write, ScalarCoercion? coercion) =>
        new(typeof(T), new Leaf<T>(write), coercion, (type, faults) => {
            if (coercion is not null && type is not ScalarType) faults.Add($"{type.Name} is bound as a scalar but is {type.Kind}.");
        });

    public static LeafBinding OfEnum<TEnum>(string enumName, Func<TEnum, string> nameOf) where TEnum : struct, Enum {
        var names = Enum.GetValues<TEnum>().Distinct().ToDictionary(member => member, nameOf);
        var json = names.ToDictionary(name => name.Key, name => Encoding.UTF8.GetBytes($"\"{name.Value}\""));
        return new(typeof(TEnum), new Leaf<TEnum>((output, value) => output.WriteRaw(json.TryGetValue(value, out var text)
            ? text
            : throw new FieldError($"Enum \"{enumName}\" cannot represent value: {value}"))), null, Check);

        void Check(NamedType type, List<string> faults) {
            if (type is not EnumType @enum) {
                faults.Add($"{type.Name} is bound as an enum but is {type.Kind}.");
                return;
            }
            foreach (var (member, name) in names) {
                if (@enum.FindValue(name) is { } value) value.Value = member;
                else faults.Add($"{typeof(TEnum).Name}.{member} is {name}, which {type.Name} does not have.");
            }
            faults.AddRange(@enum.Values.Where(value => !names.ContainsValue(value.Name))
                .Select(value => $"{type.Name}.{value.Name} has no member in {typeof(TEnum).Name}."));
        }
    }
}

/// <summary>Where the events of a subscription field come from.</summary>
/// <param name="Field">The field as it is executed for one event, which is its root.</param>
/// <param name="Open">Starts the stream; each item is the root of one execution.</param>
internal sealed record SubscriptionBinding(FieldBinding Field, Func<Args, RequestContext, IAsyncEnumerable<object>> Open,
    SubscriptionMode Mode, SubscriptionSharing Sharing) {
    public static SubscriptionBinding Of<TEvent>(string name, Func<Args, RequestContext, IAsyncEnumerable<TEvent>> source,
        SubscriptionMode mode, SubscriptionSharing sharing) => new(new SyncField<Event<TEvent>, TEvent>(name, static e => e.Value, null),
            (args, context) => source(args, context).Select(static value => (object)new Event<TEvent>(value)), mode, sharing);

    private sealed record Event<T>(T Value);
}

/// <summary>Finds the object type of a value of an interface or union, by its class or by the host's own function.</summary>
internal sealed class AbstractBinding(CompositeType type, Type?[] sources, Func<object, string>? typeName) {
    private readonly ConcurrentDictionary<Type, int> _byClass = new();
    private readonly ObjectType[] _possible = [.. type.PossibleTypes];

    /// <summary>The index among the type's possible types.</summary>
    public int IndexOf(object value) {
        if (!_byClass.TryGetValue(value.GetType(), out var index)) {
            index = typeName is null ? FindByClass(value.GetType()) : FindByName(typeName(value), value);
            if (typeName is null) _byClass[value.GetType()] = index;
        }
        return index >= 0 ? index : throw new InvalidCastException($"A {value.GetType()} is none of the possible types of {type.Name}.");
    }

    private int FindByName(string wanted, object value) {
        var index = Array.FindIndex(_possible, possible => possible.Name == wanted);
        return index >= 0 && sources[index]?.IsInstanceOfType(value) == true ? index : -1;
    }

    private int FindByClass(Type clr) => Array.IndexOf(sources, clr) is >= 0 and var found
        ? found : Array.FindIndex(sources, source => source?.IsAssignableFrom(clr) == true);
}
