namespace Hierarchy.GraphQL.Execution;

/// <summary>
/// Gives coerced input of one type the CLR shape that <see cref="Args"/> promises: typed arrays, records of input objects.
/// </summary>
/// <param name="Clr">The CLR type of a value, in which a null has a place where the input type lets it.</param>
/// <param name="Shape">Shapes a value that is neither null nor absent; null where it has its shape already.</param>
internal sealed record InputShape(Type Clr, Func<object, object>? Shape) {
    /// <summary>Shapes one part of a larger input, so that a refusal tells the whole way to it.</summary>
    /// <exception cref="FieldError">The host's function for an input object refused it.</exception>
    public object? ShapeAt(object segment, object? value) {
        if (value is null || Shape is null || ReferenceEquals(value, InputCoercion.Absent)) return value;
        try {
            return Shape(value);
        } catch (FieldError e) {
            throw new FieldError(e.Message, e.Code, [segment, .. e.Input ?? []]);
        }
    }
}

/// <summary>The arguments of one field, or the fields of one input object type.</summary>
internal sealed class ArgsShape(IEnumerable<InputValueDefinition> inputs) {
    private readonly string[] _names = [.. inputs.Select(input => string.Intern(input.Name))];

    /// <summary>Set after the shape is made, because an input object may contain itself.</summary>
    public InputShape[] Shapes { get; set; } = [];

    public Args Shape(object?[] values) {
        for (var i = 0; i < values.Length; i++) values[i] = Shapes[i].ShapeAt(_names[i], values[i]);
        return new(_names, values);
    }
}

/// <summary>Makes the shapes of input types, while the schema is built.</summary>
internal sealed class InputShapes(TypeBinder binder) {
    private readonly Dictionary<InputObjectType, ArgsShape> _objects = [];

    public ArgsShape For(ImmutableArray<InputValueDefinition> arguments) =>
        new(arguments) { Shapes = [.. arguments.Select(argument => Make(argument.Type))] };

    private InputShape Make(TypeReference type) {
        var shape = type.Item is { } item ? ListOf(Make(item))
            : type.NamedType is InputObjectType input ? Object(input)
            : new(LeafClr(type.NamedType), null);
        return type.IsNonNull || !shape.Clr.IsValueType ? shape : shape with { Clr = typeof(Nullable<>).MakeGenericType(shape.Clr) };
    }

    private static InputShape ListOf(InputShape item) => new(item.Clr.MakeArrayType(), value => {
        var items = (object?[])value;
        var shaped = Array.CreateInstance(item.Clr, items.Length);
        for (var i = 0; i < items.Length; i++) shaped.SetValue(item.ShapeAt(i, items[i]), i);
        return shaped;
    });

    private InputShape Object(InputObjectType type) {
        if (!_objects.TryGetValue(type, out var fields)) {
            _objects[type] = fields = new(type.Fields);
            fields.Shapes = [.. type.Fields.Select(field => Make(field.Type))];
        }
        var binding = binder.Inputs.GetValueOrDefault(type.Name);
        return new(binding?.Clr ?? typeof(Args), value => {
            var given = (InputObjectValue)value;
            var args = fields.Shape([.. type.Fields.Select(field => given.Has(field.Index) ? given[field.Index] : InputCoercion.Absent)]);
            return binding?.Create(args) ?? args;
        });
    }

    private Type LeafClr(NamedType type) => type switch {
        EnumType @enum => @enum.Values[0].Value.GetType(),
        { Name: "Int" } => typeof(int),
        { Name: "Float" } => typeof(double),
        { Name: "Boolean" } => typeof(bool),
        { Name: "String" or "ID" } => typeof(string),
        _ => binder.Leaves.TryGetValue(type.Name, out var bindings) ? bindings[0].Clr : typeof(object),
    };
}
