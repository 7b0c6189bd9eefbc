using System.Diagnostics.CodeAnalysis;

namespace Hierarchy.GraphQL.Execution;

/// <summary>
/// Coerced arguments of a field, or fields of an input object that has no record bound to it (specification 3.10, 6.4.1).
/// </summary>
/// <remarks>
/// Values have these types: Int <c>int</c>, Float <c>double</c>, String and ID <c>string</c>, Boolean <c>bool</c>, an enum its CLR enum
/// or else its name, a custom scalar what its parser gives, an input object its record or else <see cref="Args"/>, a list an array of
/// those (of nullable items where the items may be null). Defaults of the schema are already in. Immutable and thread-safe; the arrays
/// must not be changed.
/// </remarks>
public sealed class Args
{
    private readonly string[] _names;
    private readonly object?[] _values;

    internal Args(string[] names, object?[] values) => (_names, _values) = (names, values);

    /// <summary>Whether the caller gave a value, null included, or the schema has a default for it.</summary>
    public bool Has(string name) => !ReferenceEquals(_values[IndexOf(name)], InputCoercion.Absent);

    /// <summary>
    /// The value; the type's default when it is null or absent (so ask for <c>int?</c>, not <c>int</c>, where it may be).
    /// </summary>
    /// <exception cref="ArgumentException">The schema has no such argument.</exception>
    /// <exception cref="InvalidCastException">The value is not of this type; a programming error.</exception>
    public T Get<T>(string name) => TryGet<T>(name, out var value) ? value : default!;

    /// <summary>The value where there is one that is not null.</summary>
    /// <exception cref="ArgumentException">The schema has no such argument.</exception>
    /// <exception cref="InvalidCastException">The value is not of this type; a programming error.</exception>
    public bool TryGet<T>(string name, [MaybeNullWhen(false)] out T value)
    {
        var given = _values[IndexOf(name)];
        if (given is T typed)
        {
            value = typed;
            return true;
        }
        value = default;
        if (given is null || ReferenceEquals(given, InputCoercion.Absent)) return false;
        var wanted = Nullable.GetUnderlyingType(typeof(T)) ?? typeof(T);
        value = (T)(given switch
        {
            int number when wanted == typeof(long) => (object)(long)number,
            int number when wanted == typeof(double) => (double)number,
            double number when wanted == typeof(decimal) => (decimal)number,
            _ => throw new InvalidCastException($"Argument {name} is a {given.GetType()}, not a {typeof(T)}."),
        });
        return true;
    }

    /// <summary>A list's items; empty when it is null or absent.</summary>
    /// <exception cref="ArgumentException">The schema has no such argument.</exception>
    public IReadOnlyList<T> List<T>(string name) => TryGet<IReadOnlyList<T>>(name, out var list) ? list : [];

    private int IndexOf(string name) => _names.AsSpan().IndexOf(name) is >= 0 and var index
        ? index
        : throw new ArgumentException($"There is no argument or input field {name}; there are: {string.Join(", ", _names)}.", nameof(name));
}

/// <summary>The arguments of a selected field: coerced once with the plan when all are literals, else once for each request.</summary>
internal sealed class ArgsTemplate
{
    private readonly FieldDefinition? _field;
    private readonly FieldNode? _node;
    private readonly ArgsShape? _shape;
    private readonly InputOptions? _options;
    private readonly Args? _constant;
    private readonly FieldError? _fault;

    private ArgsTemplate() => _constant = new([], []);

    public ArgsTemplate(FieldDefinition field, FieldNode node, ArgsShape shape, InputOptions options, Func<int> nextVariableArgs)
    {
        (_field, _node, _shape, _options) = (field, node, shape, options);
        if (node.Arguments.Any(argument => UsesVariables(argument.Value)))
        {
            Index = nextVariableArgs();
            return;
        }
        try
        {
            _constant = Coerce(null);
        }
        catch (FieldError e)
        {
            // A refusal belongs to the field at run time, so that the rest of the document still answers.
            _fault = e;
        }
    }

    public static ArgsTemplate Empty { get; } = new();

    /// <summary>Where an execution keeps the coerced arguments; -1 when they do not depend on variables.</summary>
    public int Index { get; } = -1;

    public Args Constant => _constant ?? throw new FieldError(_fault!.Message, _fault.Code, _fault.Input) { At = _fault.At };

    /// <exception cref="FieldError">They do not fit.</exception>
    public Args Coerce(VariableValues? variables)
    {
        var values = new object?[_field!.Arguments.Length];
        if (InputCoercion.CoerceArguments(_field.Arguments, _node!.Arguments, _node, variables, _options!, values) is { } fault)
            throw new FieldError(fault.Message, ExecutionCodes.Invalid, fault.Path.IsEmpty ? null : fault.Path) { At = fault.Node };
        return _shape!.Shape(values);
    }

    private static bool UsesVariables(ValueNode node) => node switch
    {
        VariableNode => true,
        ListValueNode list => list.Values.Any(UsesVariables),
        ObjectValueNode value => value.Fields.Any(field => UsesVariables(field.Value)),
        _ => false,
    };
}
