namespace Hierarchy.GraphQL.Execution;

internal abstract class Leaf<T> : Completer<T>;

internal sealed class StringLeaf : Leaf<string?>
{
    public override Outcome Write(Executor x, FieldPlan field, string? value)
    {
        if (value is null)
        {
            return Outcome.Null;
        }
        x.Out.WriteString(value.AsSpan());
        return Outcome.Ok;
    }
}

internal sealed class IntLeaf : Leaf<int>
{
    public override Outcome Write(Executor x, FieldPlan field, int value)
    {
        x.Out.WriteNumber(value);
        return Outcome.Ok;
    }
}

internal sealed class BooleanLeaf : Leaf<bool>
{
    public override Outcome Write(Executor x, FieldPlan field, bool value)
    {
        x.Out.WriteBoolean(value);
        return Outcome.Ok;
    }
}

internal sealed class DoubleLeaf : Leaf<double>
{
    public override Outcome Write(Executor x, FieldPlan field, double value)
    {
        if (!double.IsFinite(value))
        {
            throw new FieldError($"Float cannot represent non numeric value: {LeafFactory.Text(value)}");
        }
        x.Out.WriteNumber(value);
        return Outcome.Ok;
    }
}

/// <summary>A scalar of the schema, or a less usual type of result for a built-in one.</summary>
internal sealed class WriterLeaf<T>(ScalarWriter<T> write) : Leaf<T>
{
    public override Outcome Write(Executor x, FieldPlan field, T value)
    {
        if (value is null)
        {
            return Outcome.Null;
        }
        write(x.Out, value);
        return Outcome.Ok;
    }
}

/// <summary>Any leaf whose type is known only at run time.</summary>
internal sealed class ObjectLeaf(Func<Type, Action<Executor, FieldPlan, object>?> find, string typeName) : Leaf<object?>
{
    public override Outcome Write(Executor x, FieldPlan field, object? value)
    {
        if (value is null)
        {
            return Outcome.Null;
        }
        var write = find(value.GetType()) ?? throw new InvalidCastException($"{typeName} cannot represent a {value.GetType()}.");
        write(x, field, value);
        return Outcome.Ok;
    }
}

internal sealed class EnumLeaf<TEnum>(byte[][] dense, Dictionary<long, byte[]> sparse, string typeName) : Leaf<TEnum>
    where TEnum : struct, Enum
{
    public override Outcome Write(Executor x, FieldPlan field, TEnum value)
    {
        var number = Number(value);
        if ((ulong)number < (ulong)dense.Length)
        {
            x.Out.WriteRaw(dense[number]);
        }
        else if (sparse.TryGetValue(number, out var json))
        {
            x.Out.WriteRaw(json);
        }
        else
        {
            throw new FieldError($"Enum \"{typeName}\" cannot represent value: {value}");
        }
        return Outcome.Ok;
    }

    internal static long Number(TEnum value) => Unsafe.SizeOf<TEnum>() switch
    {
        1 => Unsafe.As<TEnum, byte>(ref value),
        2 => Unsafe.As<TEnum, short>(ref value),
        4 => Unsafe.As<TEnum, int>(ref value),
        _ => Unsafe.As<TEnum, long>(ref value),
    };
}

/// <summary>
/// Leaves of the five built-in scalars, with the result coercion of specification 3.5 and the messages of its reference implementation.
/// </summary>
internal static class LeafFactory
{
    /// <summary>The leaf for a result type, or null when the scalar cannot represent it.</summary>
    public static object? BuiltIn(string scalar, Type type) => scalar switch
    {
        "String" when type == typeof(string) => new StringLeaf(),
        "ID" when type == typeof(string) => new StringLeaf(),
        "Int" when type == typeof(int) => new IntLeaf(),
        "Float" when type == typeof(double) => new DoubleLeaf(),
        "Boolean" when type == typeof(bool) => new BooleanLeaf(),
        "Int" => Int(type),
        "Float" => Float(type),
        "ID" => Id(type),
        "String" => Text(type),
        _ => null,
    };

    public static string Text(double value) => double.IsNaN(value) ? "NaN" : value > 0 ? "Infinity" : "-Infinity";

    private static object? Int(Type type)
    {
        if (type == typeof(short))
        {
            return new WriterLeaf<short>(static (output, value) => output.WriteNumber((int)value));
        }
        if (type == typeof(byte))
        {
            return new WriterLeaf<byte>(static (output, value) => output.WriteNumber((int)value));
        }
        if (type == typeof(bool))
        {
            return new WriterLeaf<bool>(static (output, value) => output.WriteNumber(value ? 1 : 0));
        }
        if (type == typeof(long))
        {
            return new WriterLeaf<long>(static (output, value) => output.WriteNumber(value is >= int.MinValue and <= int.MaxValue
                ? value
                : throw new FieldError($"Int cannot represent non 32-bit signed integer value: {value}")));
        }
        return type == typeof(double) ? new WriterLeaf<double>(WriteIntegral) : null;
    }

    private static void WriteIntegral(JsonBuffer output, double value)
    {
        if (!double.IsFinite(value) || Math.Truncate(value) != value)
        {
            throw new FieldError("Int cannot represent non-integer value: " +
                (double.IsFinite(value) ? value.ToString("R", CultureInfo.InvariantCulture) : Text(value)));
        }
        if (value is < int.MinValue or > int.MaxValue)
        {
            throw new FieldError(
                $"Int cannot represent non 32-bit signed integer value: {value.ToString("R", CultureInfo.InvariantCulture)}");
        }
        output.WriteNumber((int)value);
    }

    private static object? Float(Type type)
    {
        if (type == typeof(int))
        {
            return new WriterLeaf<int>(static (output, value) => output.WriteNumber(value));
        }
        if (type == typeof(long))
        {
            return new WriterLeaf<long>(static (output, value) => output.WriteNumber((double)value));
        }
        if (type == typeof(float))
        {
            return new WriterLeaf<float>(static (output, value) =>
                output.WriteNumber(float.IsFinite(value)
                    ? double.Parse(value.ToString("R", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture)
                    : throw new FieldError($"Float cannot represent non numeric value: {Text(value)}")));
        }
        return type == typeof(decimal) ? new WriterLeaf<decimal>(static (output, value) => output.WriteNumber(value)) : null;
    }

    private static object? Id(Type type)
    {
        if (type == typeof(int))
        {
            return new WriterLeaf<int>(static (output, value) => output.WriteFormatted(value, default));
        }
        if (type == typeof(long))
        {
            return new WriterLeaf<long>(static (output, value) => output.WriteFormatted(value, default));
        }
        return type == typeof(Guid) ? new WriterLeaf<Guid>(static (output, value) => output.WriteFormatted(value, default)) : Text(type);
    }

    private static object? Text(Type type)
    {
        if (type == typeof(ReadOnlyMemory<byte>))
        {
            return new WriterLeaf<ReadOnlyMemory<byte>>(static (output, utf8) => output.WriteString(utf8.Span));
        }
        return type == typeof(ReadOnlyMemory<char>)
            ? new WriterLeaf<ReadOnlyMemory<char>>(static (output, text) => output.WriteString(text.Span))
            : null;
    }
}
