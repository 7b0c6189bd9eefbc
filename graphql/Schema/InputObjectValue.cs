namespace Hierarchy.GraphQL.Schema;

/// <summary>A coerced input object. Immutable; fields that were neither given nor defaulted are absent, which differs from null.</summary>
public sealed class InputObjectValue
{
    private readonly object?[] _values;

    internal InputObjectValue(InputObjectType type, object?[] values)
    {
        Type = type;
        _values = values;
    }

    /// <summary>Its type.</summary>
    public InputObjectType Type { get; }

    /// <summary>The value by <see cref="InputValueDefinition.Index"/>; null when absent too.</summary>
    public object? this[int index] => ReferenceEquals(_values[index], InputCoercion.Absent) ? null : _values[index];

    /// <summary>The value by name; null when absent too.</summary>
    /// <exception cref="ArgumentException">The type has no such field.</exception>
    public object? this[string name] =>
        this[Type.FindField(name)?.Index ?? throw new ArgumentException($"{Type.Name} has no field {name}.", nameof(name))];

    /// <summary>Whether the field was given or has a default.</summary>
    public bool Has(int index) => !ReferenceEquals(_values[index], InputCoercion.Absent);

    /// <inheritdoc cref="Has(int)"/>
    public bool Has(string name) => Type.FindField(name) is { } field && Has(field.Index);
}
