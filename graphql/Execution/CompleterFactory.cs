namespace Hierarchy.GraphQL.Execution;

/// <summary>
/// Pairs result types of resolvers with types of the schema, once, when the schema is built; what does not fit is a fault.
/// </summary>
internal sealed class CompleterFactory(TypeBinder binder) {
    public Completer<T>? Create<T>(FieldDefinition field) {
        var completer = Create(field.Type.Nullable, typeof(T)) as Completer<T>;
        if (completer is null) binder.Faults.Add($"{field.Coordinate}: {field.Type} cannot be completed from {Readable(typeof(T))}.");
        return completer;
    }

    private object? Create(TypeReference type, Type clr) {
        if (clr.IsGenericType && clr.GetGenericTypeDefinition() == typeof(FieldResult<>))
            return Wrap(typeof(ResultCompleter<>), clr.GenericTypeArguments, Create(type, clr.GenericTypeArguments[0]));
        if (Nullable.GetUnderlyingType(clr) is { } value) return Wrap(typeof(NullableCompleter<>), [value], Create(type, value));
        if (type.Item is not { } item)
            return type.NamedType is CompositeType composite ? CreateComposite(composite, clr) : CreateLeaf(type.NamedType, clr);
        return ItemOf(clr) is { } itemClr
            ? Wrap(typeof(ListCompleter<,>), [clr, itemClr], Create(item.Nullable, itemClr), item.IsNonNull)
            : null;
    }

    private static object? Wrap(Type generic, Type[] types, object? inner, params object[] others) =>
        inner is null ? null : Activator.CreateInstance(generic.MakeGenericType(types), [inner, .. others]);

    private static Type? ItemOf(Type list) => list == typeof(object) ? list : list == typeof(string) ? null : list.GetInterfaces()
        .Prepend(list).FirstOrDefault(i => i.IsGenericType && i.GetGenericTypeDefinition() == typeof(IEnumerable<>))?
        .GenericTypeArguments[0];

    private object? CreateComposite(CompositeType type, Type clr) {
        if (clr.IsValueType || clr == typeof(string)) return null;
        // Which object type a value of an abstract type has is looked up by its class, and that look-up proves the class.
        var source = type is ObjectType ? binder.Objects.GetValueOrDefault(type.Name)?.Source : null;
        var isProven = source is null || source.IsAssignableFrom(clr);
        return isProven || clr.IsAssignableFrom(source)
            ? Activator.CreateInstance(typeof(ObjectCompleter<>).MakeGenericType(clr), isProven ? null : source)
            : null;
    }

    private object? CreateLeaf(NamedType type, Type clr) {
        if (clr == typeof(object)) return new ObjectLeaf(given => CreateLeaf(type, given) as ILeaf, type.Name);
        var bound = binder.Leaves.GetValueOrDefault(type.Name) ?? [];
        return bound.Find(binding => binding.Clr == clr)?.Leaf ?? type switch {
            EnumType @enum when clr == typeof(string) => EnumNames(@enum),
            ScalarType when SpecifiedLeaves.Names.Contains(type.Name) => SpecifiedLeaves.Find(type.Name, clr),
            // A custom scalar that nobody bound takes what JSON has a value for.
            ScalarType when bound is [] => SpecifiedLeaves.Find("", clr),
            _ => null,
        };
    }

    private static Leaf<string> EnumNames(EnumType type) => new((output, value) => output.WriteString(type.FindValue(value) is not null
        ? value : throw new FieldError($"Enum \"{type.Name}\" cannot represent value: \"{value}\"")));

    private static string Readable(Type type) => type.IsGenericType
        ? $"{type.Name[..type.Name.IndexOf('`')]}<{string.Join(", ", type.GetGenericArguments().Select(Readable))}>"
        : type.Name;
}

/// <summary>
/// Leaves of the five built-in scalars, with the result coercion of specification 3.5 and the messages of its reference implementation.
/// </summary>
internal static class SpecifiedLeaves {
    public static readonly string[] Names = ["Int", "Float", "String", "Boolean", "ID"];
    private static readonly Dictionary<(string Scalar, Type Clr), object> s_leaves = [];

    static SpecifiedLeaves() {
        Add<string>(static (output, value) => output.WriteString(value), "String", "ID", "");
        Add<bool>(static (output, value) => output.WriteBoolean(value), "Boolean", "");
        Add<bool>(static (output, value) => output.WriteNumber(value ? 1 : 0), "Int");
        Add<int>(static (output, value) => output.WriteNumber((long)value), "Int", "Float", "");
        Add<int>(static (output, value) => output.WriteFormatted(value, default), "ID");
        Add<long>(static (output, value) => output.WriteNumber(Int32(value)), "Int");
        Add<long>(static (output, value) => output.WriteNumber((double)value), "Float");
        Add<long>(static (output, value) => output.WriteNumber(value), "");
        Add<long>(static (output, value) => output.WriteFormatted(value, default), "ID");
        Add<double>(static (output, value) => output.WriteNumber(Int32(value)), "Int");
        Add<double>(static (output, value) => output.WriteNumber(Finite(value)), "Float", "");
        Add<decimal>(static (output, value) => output.WriteNumber(value), "Float");
        Add<Guid>(static (output, value) => output.WriteFormatted(value, default), "ID");
    }

    /// <summary>The leaf for a result type, or null when the scalar cannot represent it.</summary>
    public static object? Find(string scalar, Type clr) => s_leaves.GetValueOrDefault((scalar, clr));

    private static void Add<T>(ScalarWriter<T> write, params ReadOnlySpan<string> scalars) {
        foreach (var scalar in scalars) s_leaves.Add((scalar, typeof(T)), new Leaf<T>(write));
    }

    private static double Finite(double value) =>
        double.IsFinite(value) ? value : throw new FieldError($"Float cannot represent non numeric value: {JsText.Number(value)}");

    private static int Int32(double value) => !double.IsInteger(value)
        ? throw new FieldError($"Int cannot represent non-integer value: {JsText.Number(value)}")
        : value is >= int.MinValue and <= int.MaxValue ? (int)value
        : throw new FieldError($"Int cannot represent non 32-bit signed integer value: {JsText.Number(value)}");
}
