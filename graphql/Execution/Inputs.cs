using System.Globalization;
using System.Text.Json;
using Hierarchy.GraphQL.Language;
using Hierarchy.GraphQL.Schema;

namespace Hierarchy.GraphQL.Execution;

/// <summary>What is wrong with an input, and where.</summary>
internal readonly record struct InputFault(string Message, string? Code, object[] Path);

/// <summary>Collects the faults of one input while it is read.</summary>
internal sealed class InputFaults
{
    private readonly List<object> _path = [];

    public List<InputFault> Found { get; } = [];

    public void Push(object segment) => _path.Add(segment);

    public void Pop() => _path.RemoveAt(_path.Count - 1);

    public object? Add(string message, string? code = null)
    {
        Found.Add(new(message, code, [.. _path]));
        return null;
    }

    public object? Add(FieldError error)
    {
        Found.Add(new(error.Message, error.Code, [.. _path, .. error.Input ?? []]));
        return null;
    }
}

/// <summary>Coerces inputs of one type (specification 3, "Input Coercion") to the CLR values that <see cref="Args"/> promises.</summary>
internal abstract class InputReader(TypeReference type)
{
    /// <summary>Bounds a list in the variables; one in a document is bounded by the document's tokens.</summary>
    public const int ListItemsMax = 1000;

    public TypeReference Type { get; } = type;

    /// <summary>The CLR type of a value that is not null.</summary>
    public abstract Type Clr { get; }

    /// <summary>Reads a literal. Variables are null where none can occur.</summary>
    public object? Read(ValueNode node, Variables? variables, InputFaults faults)
    {
        if (node is VariableNode variable)
        {
            var value = variables!.Find(variable.Name.Value);
            value = ReferenceEquals(value, Args.Absent) ? null : value;
            return value is null && Type.IsNonNull ? NullFault(faults) : Adapt(value);
        }
        if (node is NullValueNode)
        {
            return Type.IsNonNull ? NullFault(faults) : null;
        }
        return ReadLiteral(node, variables, faults);
    }

    /// <summary>Reads a JSON value.</summary>
    public object? Read(JsonElement json, InputFaults faults)
    {
        if (json.ValueKind == JsonValueKind.Null)
        {
            return Type.IsNonNull ? NullFault(faults) : null;
        }
        return ReadJson(json, faults);
    }

    /// <summary>Fits a variable's value into this position: a list of non-null items may go where items may be null.</summary>
    public virtual object? Adapt(object? value) => value;

    protected abstract object? ReadLiteral(ValueNode node, Variables? variables, InputFaults faults);

    protected abstract object? ReadJson(JsonElement json, InputFaults faults);

    private object? NullFault(InputFaults faults) => faults.Add($"Expected value of non-null type \"{Type}\" not to be null.");
}

internal sealed class ScalarReader(TypeReference type, ScalarType scalar, Type clr) : InputReader(type)
{
    public override Type Clr => clr;

    protected override object? ReadLiteral(ValueNode node, Variables? variables, InputFaults faults)
    {
        try
        {
            return Take(scalar.Coercion.ParseLiteral(node), faults, static node => Printer.Print(node), node);
        }
        catch (FieldError e)
        {
            return faults.Add(e);
        }
    }

    protected override object? ReadJson(JsonElement json, InputFaults faults)
    {
        try
        {
            return Take(scalar.Coercion.ParseValue(json), faults, static json => json.GetRawText(), json);
        }
        catch (FieldError e)
        {
            return faults.Add(e);
        }
    }

    private object? Take<T>(ScalarResult result, InputFaults faults, Func<T, string> print, T input) => result.IsOk
        ? result.Value
        : faults.Add(result.Message ?? $"Expected value of type \"{scalar.Name}\", found {print(input)}.");
}

internal sealed class EnumReader(TypeReference type, EnumType @enum, Type clr) : InputReader(type)
{
    public override Type Clr => clr;

    protected override object? ReadLiteral(ValueNode node, Variables? variables, InputFaults faults) => node is EnumValueNode name
        ? Find(name.Value, faults)
        : faults.Add($"Enum \"{@enum.Name}\" cannot represent non-enum value: {Printer.Print(node)}.");

    protected override object? ReadJson(JsonElement json, InputFaults faults) => json.ValueKind == JsonValueKind.String
        ? Find(json.GetString()!, faults)
        : faults.Add($"Enum \"{@enum.Name}\" cannot represent non-string value: {json.GetRawText()}.");

    private object? Find(string name, InputFaults faults) =>
        @enum.FindValue(name)?.Value ?? faults.Add($"Value \"{name}\" does not exist in \"{@enum.Name}\" enum.");
}

internal sealed class ListReader(TypeReference type, InputReader item) : InputReader(type)
{
    private readonly Type _element = item.Clr.IsValueType && !item.Type.IsNonNull ? typeof(Nullable<>).MakeGenericType(item.Clr) : item.Clr;

    public override Type Clr => _element.MakeArrayType();

    public override object? Adapt(object? value)
    {
        if (value is not Array array || Clr.IsInstanceOfType(array))
        {
            return value;
        }
        var adapted = Array.CreateInstance(_element, array.Length);
        for (var i = 0; i < array.Length; i++)
        {
            adapted.SetValue(item.Adapt(array.GetValue(i)), i);
        }
        return adapted;
    }

    protected override object? ReadLiteral(ValueNode node, Variables? variables, InputFaults faults)
    {
        if (node is not ListValueNode list)
        {
            return One(item.Read(node, variables, faults));
        }
        var values = Array.CreateInstance(_element, list.Values.Length);
        for (var i = 0; i < values.Length; i++)
        {
            faults.Push(i);
            Set(values, i, item.Read(list.Values[i], variables, faults));
            faults.Pop();
        }
        return values;
    }

    protected override object? ReadJson(JsonElement json, InputFaults faults)
    {
        if (json.ValueKind != JsonValueKind.Array)
        {
            return One(item.Read(json, faults));
        }
        var length = json.GetArrayLength();
        if (length > ListItemsMax)
        {
            return faults.Add($"A list of {length} items; at most {ListItemsMax} are accepted.", ExecutionCodes.Limit);
        }
        var values = Array.CreateInstance(_element, length);
        var i = 0;
        foreach (var each in json.EnumerateArray())
        {
            faults.Push(i);
            Set(values, i++, item.Read(each, faults));
            faults.Pop();
        }
        return values;
    }

    private Array One(object? value)
    {
        var values = Array.CreateInstance(_element, 1);
        Set(values, 0, value);
        return values;
    }

    // A faulty item leaves the element's default; the faults say that the whole is not to be used.
    private static void Set(Array values, int index, object? value)
    {
        if (value is not null)
        {
            values.SetValue(value, index);
        }
    }
}

internal sealed class InputObjectReader(TypeReference type, InputShape shape) : InputReader(type)
{
    public override Type Clr => shape.Binding?.ValueType ?? typeof(Args);

    protected override object? ReadLiteral(ValueNode node, Variables? variables, InputFaults faults)
    {
        if (node is not ObjectValueNode literal)
        {
            return faults.Add($"Expected value of type \"{shape.Type.Name}\" to be an object, found: {Printer.Print(node)}.");
        }
        var before = faults.Found.Count;
        var values = shape.NewValues();
        foreach (var given in literal.Fields)
        {
            if (shape.Type.FindField(given.Name.Value) is not { } field)
            {
                faults.Add($"Expected value of type \"{shape.Type.Name}\" not to include unknown field \"{given.Name.Value}\".");
                continue;
            }
            // An absent variable leaves the field out, as if it had not been written.
            if (given.Value is VariableNode variable && ReferenceEquals(variables!.Find(variable.Name.Value), Args.Absent))
            {
                continue;
            }
            faults.Push(field.Name);
            values[field.Index] = shape.Readers[field.Index].Read(given.Value, variables, faults);
            faults.Pop();
        }
        return Finish(values, before, faults);
    }

    protected override object? ReadJson(JsonElement json, InputFaults faults)
    {
        if (json.ValueKind != JsonValueKind.Object)
        {
            return faults.Add($"Expected value of type \"{shape.Type.Name}\" to be an object, found: {json.GetRawText()}.");
        }
        var before = faults.Found.Count;
        var values = shape.NewValues();
        foreach (var given in json.EnumerateObject())
        {
            if (shape.Type.FindField(given.Name) is not { } field)
            {
                faults.Add($"Expected value of type \"{shape.Type.Name}\" not to include unknown field \"{given.Name}\".");
                continue;
            }
            faults.Push(field.Name);
            values[field.Index] = shape.Readers[field.Index].Read(given.Value, faults);
            faults.Pop();
        }
        return Finish(values, before, faults);
    }

    private object? Finish(object?[] values, int before, InputFaults faults)
    {
        if (shape.Type.IsOneOf)
        {
            CheckOneOf(values, faults);
        }
        foreach (var field in shape.Type.Fields)
        {
            if (!ReferenceEquals(values[field.Index], Args.Absent))
            {
                continue;
            }
            if (field.DefaultNode is not null)
            {
                values[field.Index] = shape.Default(field.Index);
            }
            else if (field.Type.IsNonNull)
            {
                faults.Add($"Expected value of type \"{shape.Type.Name}\" to include required field \"{field.Name}\".");
            }
        }
        if (faults.Found.Count > before)
        {
            return null;
        }
        var args = new Args(shape.Names, values);
        try
        {
            return shape.Binding?.Create(args) ?? args;
        }
        catch (FieldError e)
        {
            return faults.Add(e);
        }
    }

    private void CheckOneOf(object?[] values, InputFaults faults)
    {
        var given = values.Count(value => !ReferenceEquals(value, Args.Absent));
        if (given != 1)
        {
            faults.Add($"Within OneOf Input Object type \"{shape.Type.Name}\", exactly one field must be specified, and the value for that field must be non-null.");
        }
        else if (values.All(value => value is null || ReferenceEquals(value, Args.Absent)))
        {
            faults.Push(shape.Names[Array.FindIndex(values, value => value is null)]);
            faults.Add($"Field value for OneOf Input Object type \"{shape.Type.Name}\" must be non-null.");
            faults.Pop();
        }
    }
}

/// <summary>The fields of one input object type with their readers; shared by all uses of the type.</summary>
internal sealed class InputShape(InputObjectType type, InputBinding? binding)
{
    private object?[]? _defaults;

    public InputObjectType Type { get; } = type;
    public InputBinding? Binding { get; } = binding;
    public string[] Names { get; } = [.. type.Fields.Select(field => string.Intern(field.Name))];
    public InputReader[] Readers { get; set; } = [];

    public object?[] NewValues()
    {
        var values = new object?[Names.Length];
        Array.Fill(values, Args.Absent);
        return values;
    }

    public object? Default(int index)
    {
        _defaults ??= NewValues();
        if (ReferenceEquals(_defaults[index], Args.Absent))
        {
            var faults = new InputFaults();
            var value = Readers[index].Read(Type.Fields[index].DefaultNode!, null, faults);
            _defaults[index] = faults.Found.Count == 0
                ? value
                : throw new InvalidOperationException($"Default of {Type.Fields[index].Coordinate}: {faults.Found[0].Message}");
        }
        return _defaults[index];
    }
}

/// <summary>Makes and keeps one reader for each input type in use. Thread-safe.</summary>
internal sealed class InputReaders(TypeBinder binder)
{
    private readonly Dictionary<string, InputReader> _readers = new(StringComparer.Ordinal);
    private readonly Dictionary<string, InputShape> _shapes = new(StringComparer.Ordinal);
    private readonly Lock _lock = new();

    public InputReader For(TypeReference type)
    {
        lock (_lock)
        {
            return Make(type);
        }
    }

    private InputReader Make(TypeReference type)
    {
        var text = type.ToString();
        if (!_readers.TryGetValue(text, out var reader))
        {
            _readers[text] = reader = type.Item is { } item
                ? new ListReader(type, Make(item))
                : type.NamedType switch
                {
                    ScalarType scalar => new ScalarReader(type, scalar, ScalarClr(scalar)),
                    EnumType @enum => new EnumReader(type, @enum, @enum.Values.Length > 0 ? @enum.Values[0].Value.GetType() : typeof(string)),
                    InputObjectType input => new InputObjectReader(type, Shape(input)),
                    _ => throw new InvalidOperationException($"{type} is no input type."),
                };
        }
        return reader;
    }

    private InputShape Shape(InputObjectType type)
    {
        if (!_shapes.TryGetValue(type.Name, out var shape))
        {
            // Kept before its readers are made, because an input object may contain itself.
            _shapes[type.Name] = shape = new(type, binder.Inputs.GetValueOrDefault(type.Name));
            shape.Readers = [.. type.Fields.Select(field => Make(field.Type))];
        }
        return shape;
    }

    private Type ScalarClr(ScalarType type) => type.Name switch
    {
        "Int" => typeof(int),
        "Float" => typeof(double),
        "Boolean" => typeof(bool),
        "String" or "ID" => typeof(string),
        _ => binder.Leaves.TryGetValue(type.Name, out var bindings) ? bindings[0].ValueType : typeof(object),
    };
}

/// <summary>A custom scalar's parser as the schema's validation and our readers call it.</summary>
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

    private ScalarResult Parse(ScalarInput input) => parse(in input, out var value) ? ScalarResult.Of(value!) : ScalarResult.Refuse();
}
