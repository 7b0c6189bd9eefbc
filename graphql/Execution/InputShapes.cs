namespace Hierarchy.GraphQL.Execution;

/// <summary>
/// Gives coerced input of one type the CLR shape that <see cref="Args"/> promises: typed arrays, records of input objects.
/// </summary>
internal abstract class InputShape(bool isNonNull)
{
    public bool IsNonNull { get; } = isNonNull;

    /// <summary>The CLR type of a value that is not null.</summary>
    public abstract Type Clr { get; }

    /// <summary>Shapes a value that is neither null nor absent.</summary>
    /// <exception cref="FieldError">The host's function for an input object refused it.</exception>
    public abstract object Shape(object value);

    public object? ShapeAny(object? value) => value is null || ReferenceEquals(value, InputCoercion.Absent) ? value : Shape(value);

    /// <summary>Shapes one part of a larger input, so that a refusal tells the whole way to it.</summary>
    public object? ShapeAt(object segment, object? value)
    {
        try
        {
            return ShapeAny(value);
        }
        catch (FieldError e)
        {
            throw new FieldError(e.Message, e.Code, [segment, .. e.Input ?? []]);
        }
    }
}

internal sealed class LeafShape(bool isNonNull, Type clr) : InputShape(isNonNull)
{
    public override Type Clr => clr;

    public override object Shape(object value) => value;
}

internal sealed class ListShape(bool isNonNull, InputShape item) : InputShape(isNonNull)
{
    private readonly Type _element = item.Clr.IsValueType && !item.IsNonNull ? typeof(Nullable<>).MakeGenericType(item.Clr) : item.Clr;

    public override Type Clr => _element.MakeArrayType();

    public override object Shape(object value)
    {
        var items = (object?[])value;
        var shaped = Array.CreateInstance(_element, items.Length);
        for (var i = 0; i < items.Length; i++)
        {
            shaped.SetValue(item.ShapeAt(i, items[i]), i);
        }
        return shaped;
    }
}

internal sealed class InputObjectShape(bool isNonNull, InputObjectFields fields) : InputShape(isNonNull)
{
    public override Type Clr => fields.Binding?.ValueType ?? typeof(Args);

    public override object Shape(object value)
    {
        var given = (InputObjectValue)value;
        var values = new object?[fields.Names.Length];
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = given.Has(i) ? fields.Shapes[i].ShapeAt(fields.Names[i], given[i]) : InputCoercion.Absent;
        }
        var args = new Args(fields.Names, values);
        return fields.Binding?.Create(args) ?? args;
    }
}

/// <summary>The fields of one input object type; shared by all uses of the type, which may be inside itself.</summary>
internal sealed class InputObjectFields(InputObjectType type, InputBinding? binding)
{
    public InputBinding? Binding { get; } = binding;
    public string[] Names { get; } = [.. type.Fields.Select(field => string.Intern(field.Name))];
    public InputShape[] Shapes { get; set; } = [];
}

/// <summary>The arguments of one field of the schema.</summary>
internal sealed class ArgsShape(string[] names, InputShape[] shapes)
{
    public string[] Names { get; } = names;

    public Args Shape(object?[] values)
    {
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = shapes[i].ShapeAt(Names[i], values[i]);
        }
        return new(Names, values);
    }
}

/// <summary>Makes one shape for each input type, while the schema is built.</summary>
internal sealed class InputShapes(TypeBinder binder)
{
    private readonly Dictionary<string, InputShape> _shapes = new(StringComparer.Ordinal);
    private readonly Dictionary<string, InputObjectFields> _objects = new(StringComparer.Ordinal);

    public ArgsShape For(IReadOnlyList<ArgumentDefinition> arguments) =>
        new([.. arguments.Select(argument => string.Intern(argument.Name))], [.. arguments.Select(argument => Make(argument.Type))]);

    private InputShape Make(TypeReference type)
    {
        var text = type.ToString();
        if (!_shapes.TryGetValue(text, out var shape))
        {
            _shapes[text] = shape = type.Item is { } item
                ? new ListShape(type.IsNonNull, Make(item))
                : type.NamedType is InputObjectType input
                    ? new InputObjectShape(type.IsNonNull, Fields(input))
                    : new LeafShape(type.IsNonNull, LeafClr(type.NamedType));
        }
        return shape;
    }

    private InputObjectFields Fields(InputObjectType type)
    {
        if (!_objects.TryGetValue(type.Name, out var fields))
        {
            // Kept before the shapes are made, because an input object may contain itself.
            _objects[type.Name] = fields = new(type, binder.Inputs.GetValueOrDefault(type.Name));
            fields.Shapes = [.. type.Fields.Select(field => Make(field.Type))];
        }
        return fields;
    }

    private Type LeafClr(NamedType type) => type switch
    {
        EnumType @enum => @enum.Values[0].Value.GetType(),
        { Name: "Int" } => typeof(int),
        { Name: "Float" } => typeof(double),
        { Name: "Boolean" } => typeof(bool),
        { Name: "String" or "ID" } => typeof(string),
        _ => binder.Leaves.TryGetValue(type.Name, out var bindings) ? bindings[0].ValueType : typeof(object),
    };
}

/// <summary>A custom scalar's parser as coercion and validation call it.</summary>
internal sealed class CodecCoercion<T>(ScalarParser<T> parse) : ScalarCoercion
{
    public override ScalarResult ParseLiteral(ValueNode literal) => Parse(literal switch
    {
        StringValueNode text => new(ScalarInputKind.String, text.Value),
        IntValueNode number => new(ScalarInputKind.Int, number.Value),
        FloatValueNode number => new(ScalarInputKind.Float, number.Value),
        BooleanValueNode boolean => new(ScalarInputKind.Boolean, boolean.Value ? "true" : "false"),
        EnumValueNode name => new(ScalarInputKind.Enum, name.Value),
        _ => new(ScalarInputKind.Composite, Printer.Print(literal)),
    });

    public override ScalarResult ParseValue(JsonElement value) => Parse(value.ValueKind switch
    {
        JsonValueKind.String => new(ScalarInputKind.String, value.GetString()!),
        JsonValueKind.True or JsonValueKind.False => new(ScalarInputKind.Boolean, value.GetRawText()),
        JsonValueKind.Number => Number(value),
        _ => new(ScalarInputKind.Composite, value.GetRawText()),
    });

    // 1.0 and 1e3 are whole numbers in JSON.
    private static ScalarInput Number(JsonElement value)
    {
        var text = value.GetRawText();
        if (!text.AsSpan().ContainsAny('.', 'e', 'E'))
        {
            return new(ScalarInputKind.Int, text);
        }
        var number = value.GetDouble();
        return double.IsInteger(number) && Math.Abs(number) < 1L << 53
            ? new(ScalarInputKind.Int, ((long)number).ToString(CultureInfo.InvariantCulture))
            : new(ScalarInputKind.Float, text);
    }

    private ScalarResult Parse(ScalarInput input)
    {
        try
        {
            return parse(in input, out var value) ? ScalarResult.Of(value!) : ScalarResult.Refuse();
        }
        catch (FieldError e)
        {
            return ScalarResult.Refuse(e.Message);
        }
    }
}
