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
public sealed class Args {
    internal static readonly Args None = new([], []);

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
    public bool TryGet<T>(string name, [MaybeNullWhen(false)] out T value) {
        var given = _values[IndexOf(name)];
        if (given is T typed) {
            value = typed;
            return true;
        }
        value = default;
        if (given is null || ReferenceEquals(given, InputCoercion.Absent)) return false;
        var wanted = Nullable.GetUnderlyingType(typeof(T)) ?? typeof(T);
        value = (T)(given switch {
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
