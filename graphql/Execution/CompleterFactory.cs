using System.Reflection;

namespace Hierarchy.GraphQL.Execution;

/// <summary>
/// Pairs result types of resolvers with types of the schema, once, when the schema is built; what does not fit is a fault.
/// </summary>
internal sealed class CompleterFactory(TypeBinder binder, List<string> faults)
{
    private readonly ConcurrentDictionary<(string Leaf, Type Type), Action<Executor, FieldPlan, object>?> _runtimeLeaves = new();

    public Completer<T>? Create<T>(TypeReference type, string coordinate)
    {
        if (Create(type.Nullable, typeof(T)) is Completer<T> completer)
        {
            return completer;
        }
        faults.Add($"{coordinate}: {type} cannot be completed from {Readable(typeof(T))}.");
        return null;
    }

    private object? Create(TypeReference type, Type clr)
    {
        if (clr.IsGenericType && clr.GetGenericTypeDefinition() == typeof(FieldResult<>))
        {
            return Wrap(typeof(ResultCompleter<>), clr.GetGenericArguments()[0], Create(type, clr.GetGenericArguments()[0]));
        }
        if (Nullable.GetUnderlyingType(clr) is { } value)
        {
            return Wrap(typeof(NullableCompleter<>), value, Create(type, value));
        }
        if (type.IsList)
        {
            return CreateList(type, clr);
        }
        return type.NamedType switch
        {
            ObjectType or InterfaceType or UnionType => CreateComposite((CompositeType)type.NamedType, clr),
            _ => CreateLeaf(type.NamedType, clr),
        };
    }

    private static object? Wrap(Type generic, Type argument, object? inner) =>
        inner is null ? null : Activator.CreateInstance(generic.MakeGenericType(argument), inner);

    private object? CreateList(TypeReference type, Type clr)
    {
        if (clr == typeof(object))
        {
            return Create(type.Item!.Nullable, typeof(object)) is Completer<object?> any
                ? new RuntimeListCompleter(any, type.Item.IsNonNull)
                : null;
        }
        var sequence = clr == typeof(string) ? null : Sequence(clr);
        if (sequence is null)
        {
            return null;
        }
        var item = sequence.GetGenericArguments()[0];
        var inner = Create(type.Item!.Nullable, item);
        return inner is null
            ? null
            : Activator.CreateInstance(typeof(ListCompleter<,>).MakeGenericType(clr, item), inner, type.Item.IsNonNull);
    }

    private static Type? Sequence(Type clr) => clr.IsGenericType && clr.GetGenericTypeDefinition() == typeof(IEnumerable<>)
        ? clr
        : clr.GetInterfaces().FirstOrDefault(i => i.IsGenericType && i.GetGenericTypeDefinition() == typeof(IEnumerable<>));

    private object? CreateComposite(CompositeType type, Type clr)
    {
        if (clr.IsValueType || clr == typeof(string))
        {
            return null;
        }
        if (type is not ObjectType)
        {
            // Which object type a value has is looked up by its class, and that look-up proves the class.
            return Activator.CreateInstance(typeof(ObjectCompleter<>).MakeGenericType(clr));
        }
        if (!binder.Objects.TryGetValue(type.Name, out var binding) || binding.Source.IsAssignableFrom(clr))
        {
            return Activator.CreateInstance(typeof(ObjectCompleter<>).MakeGenericType(clr));
        }
        return clr.IsAssignableFrom(binding.Source)
            ? Activator.CreateInstance(typeof(CheckedObjectCompleter<>).MakeGenericType(clr), binding.Source)
            : null;
    }

    private object? CreateLeaf(NamedType type, Type clr)
    {
        if (clr == typeof(object))
        {
            return new ObjectLeaf(given => _runtimeLeaves.GetOrAdd((type.Name, given), _ => RuntimeLeaf(type, given)), type.Name);
        }
        if (binder.Leaves.TryGetValue(type.Name, out var bindings))
        {
            foreach (var binding in bindings)
            {
                if (binding.ValueType == clr)
                {
                    return binding.Leaf(type);
                }
            }
        }
        return type switch
        {
            EnumType when clr == typeof(string) => EnumNames(type.Name, (EnumType)type),
            ScalarType { Name: "Int" or "Float" or "String" or "Boolean" or "ID" } => LeafFactory.BuiltIn(type.Name, clr),
            ScalarType when bindings is null => Untyped(clr),
            _ => null,
        };
    }

    // A custom scalar that nobody bound takes what JSON has a value for.
    private static object? Untyped(Type clr) =>
        clr == typeof(string) ? new StringLeaf() :
        clr == typeof(int) ? new IntLeaf() :
        clr == typeof(double) ? new DoubleLeaf() :
        clr == typeof(bool) ? new BooleanLeaf() :
        clr == typeof(long) ? new WriterLeaf<long>(static (output, value) => output.WriteNumber(value)) : null;

    private static WriterLeaf<string> EnumNames(string typeName, EnumType type) => new((output, value) =>
    {
        if (type.FindValue(value) is null)
        {
            throw new FieldError($"Enum \"{typeName}\" cannot represent value: \"{value}\"");
        }
        output.WriteString(value);
    });

    private Action<Executor, FieldPlan, object>? RuntimeLeaf(NamedType type, Type clr)
    {
        var leaf = CreateLeaf(type, clr);
        return leaf is null
            ? null
            : s_adapt.MakeGenericMethod(clr).CreateDelegate<Func<object, Action<Executor, FieldPlan, object>>>()(leaf);
    }

    private static readonly MethodInfo s_adapt =
        typeof(CompleterFactory).GetMethod(nameof(Adapt), BindingFlags.NonPublic | BindingFlags.Static)!;

    private static Action<Executor, FieldPlan, object> Adapt<T>(object leaf) =>
        (x, field, value) => ((Completer<T>)leaf).Write(x, field, (T)value);

    internal static string Readable(Type type) => type.IsGenericType
        ? $"{type.Name[..type.Name.IndexOf('`')]}<{string.Join(", ", type.GetGenericArguments().Select(Readable))}>"
        : type.Name;
}

/// <summary>A list whose class is known only at run time.</summary>
internal sealed class RuntimeListCompleter(Completer<object?> item, bool itemNonNull) : Completer<object?>
{
    private readonly ListCompleter<IEnumerable<object?>, object?> _list = new(item, itemNonNull);

    public override bool Nests => true;

    public override Outcome Write(Executor x, FieldPlan field, object? value) =>
        value is null ? Outcome.Null : _list.Write(x, field, Items(field, value));

    public override object? Expand(Executor x, FieldPlan field, object? value) =>
        value is null ? null : _list.Expand(x, field, Items(field, value));

    private static IEnumerable<object?> Items(FieldPlan field, object value) => value switch
    {
        IEnumerable<object?> items => items,
        System.Collections.IEnumerable items and not string => items.Cast<object?>(),
        _ => throw new FieldError($"Expected Iterable, but did not find one for field \"{field.ParentType}.{field.Binding.Name}\"."),
    };
}
