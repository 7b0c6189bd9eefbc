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
    internal static readonly Args None = new([], []);

    private readonly string[] _names;
    private readonly object?[] _values;

    internal Args(string[] names, object?[] values)
    {
        _names = names;
        _values = values;
    }

    /// <summary>Whether the caller gave a value, null included, or the schema has a default for it.</summary>
    public bool Has(string name) => !ReferenceEquals(_values[IndexOf(name)], Schema.InputCoercion.Absent);

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
        switch (_values[IndexOf(name)])
        {
            case T typed:
                value = typed;
                return true;
            case null:
                value = default;
                return false;
            case var other when ReferenceEquals(other, Schema.InputCoercion.Absent):
                value = default;
                return false;
            case int number when typeof(T) == typeof(long) || typeof(T) == typeof(long?):
                value = (T)(object)(long)number;
                return true;
            case int number when typeof(T) == typeof(double) || typeof(T) == typeof(double?):
                value = (T)(object)(double)number;
                return true;
            case double number when typeof(T) == typeof(decimal) || typeof(T) == typeof(decimal?):
                value = (T)(object)(decimal)number;
                return true;
            case var other:
                throw new InvalidCastException($"Argument {name} is a {other.GetType()}, not a {typeof(T)}.");
        }
    }

    /// <summary>A list's items; empty when it is null or absent.</summary>
    /// <exception cref="ArgumentException">The schema has no such argument.</exception>
    public IReadOnlyList<T> List<T>(string name) => TryGet<IReadOnlyList<T>>(name, out var list) ? list : [];

    private int IndexOf(string name)
    {
        for (var i = 0; i < _names.Length; i++)
        {
            if (ReferenceEquals(_names[i], name) || _names[i] == name)
            {
                return i;
            }
        }
        throw new ArgumentException($"There is no argument or input field {name}; there are: {string.Join(", ", _names)}.", nameof(name));
    }
}
