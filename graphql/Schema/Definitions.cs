namespace Hierarchy.GraphQL.Schema;

/// <summary>A field of an object or interface type.</summary>
public sealed class FieldDefinition
{
    internal FieldDefinition(string name, TypeReference type, ImmutableArray<ArgumentDefinition> arguments)
    {
        Name = name;
        Type = type;
        Arguments = arguments;
    }

    /// <summary>The name in the schema.</summary>
    public string Name { get; }

    /// <summary>The result type.</summary>
    public TypeReference Type { get; internal set; }

    /// <summary>Arguments in the order of the schema text; <see cref="InputValueDefinition.Index"/> indexes here.</summary>
    public ImmutableArray<ArgumentDefinition> Arguments { get; }

    /// <summary>The type that declares the field; null for the meta fields <c>__schema</c>, <c>__type</c> and <c>__typename</c>.</summary>
    public FieldsType? Parent { get; internal set; }

    /// <summary>Position in <see cref="FieldsType.Fields"/>.</summary>
    public int Index { get; internal set; }

    /// <summary>Text for people, or null.</summary>
    public string? Description { get; internal init; }

    /// <summary>Why not to use it any more; null when it is not deprecated.</summary>
    public string? DeprecationReason { get; internal init; }

    /// <summary>Directives on the definition.</summary>
    public ImmutableArray<DirectiveNode> AppliedDirectives => Node?.Directives ?? [];

    /// <summary>The definition; null for built-in fields.</summary>
    public FieldDefinitionNode? Node { get; internal init; }

    /// <summary>The schema coordinate <c>Type.field</c> (section 3.14); meta fields have <c>&lt;meta&gt;</c> for the type.</summary>
    public string Coordinate => $"{Parent?.Name ?? "<meta>"}.{Name}";

    /// <summary>The resolver, in whatever form the executor likes; set at most once.</summary>
    public object? Binding
    {
        get;
        set => field = WriteOnce.Check(field, value, Coordinate);
    }

    /// <summary>The argument of this name, or null. A scan: arguments are few.</summary>
    public ArgumentDefinition? FindArgument(string name) => InputValueDefinition.Find(Arguments, name);

    /// <summary>The coordinate.</summary>
    public override string ToString() => Coordinate;
}

/// <summary>What an input is declared as: an argument or a field of an input object.</summary>
public abstract class InputValueDefinition
{
    private object? _defaultValue;
    private bool _isDefaultCoerced;

    private protected InputValueDefinition(string name, TypeReference type)
    {
        Name = name;
        Type = type;
    }

    /// <summary>The name.</summary>
    public string Name { get; }

    /// <summary>The input type.</summary>
    public TypeReference Type { get; }

    /// <summary>Position among its siblings.</summary>
    public int Index { get; internal set; }

    /// <summary>Text for people, or null.</summary>
    public string? Description { get; internal init; }

    /// <summary>Why not to use it any more; null when it is not deprecated.</summary>
    public string? DeprecationReason { get; internal init; }

    /// <summary>The default as written; null without one. The literal <c>null</c> is a default too.</summary>
    public ValueNode? DefaultNode { get; internal init; }

    /// <summary>Whether the caller must give it: non-null and without default.</summary>
    public bool IsRequired => Type.IsNonNull && DefaultNode is null;

    /// <summary>Directives on the definition.</summary>
    public ImmutableArray<DirectiveNode> AppliedDirectives => Node?.Directives ?? [];

    /// <summary>The definition; null for built-in ones.</summary>
    public InputValueDefinitionNode? Node { get; internal init; }

    /// <summary>The schema coordinate (section 3.14), such as <c>Type.field(argument:)</c>.</summary>
    public string Coordinate { get; internal set; } = "";

    /// <summary>
    /// The coerced default; null without one. Coerced at first use, after the executor has bound enum values, then kept. Thread-safe:
    /// coercion
    /// is pure, so a race only does it twice.
    /// </summary>
    public object? DefaultValue
    {
        get
        {
            if (!Volatile.Read(ref _isDefaultCoerced))
            {
                _defaultValue = DefaultNode is null ? null : InputCoercion.CoerceDefault(DefaultNode, Type);
                Volatile.Write(ref _isDefaultCoerced, true);
            }

            return _defaultValue;
        }
    }

    /// <summary>The coordinate.</summary>
    public override string ToString() => Coordinate;

    internal static T? Find<T>(ImmutableArray<T> values, string name)
        where T : InputValueDefinition
    {
        foreach (var value in values)
        {
            if (value.Name == name)
            {
                return value;
            }
        }

        return null;
    }
}

/// <summary>An argument of a field or directive.</summary>
public sealed class ArgumentDefinition : InputValueDefinition
{
    internal ArgumentDefinition(string name, TypeReference type)
        : base(name, type)
    {
    }
}

/// <summary>A field of an input object.</summary>
public sealed class InputFieldDefinition : InputValueDefinition
{
    internal InputFieldDefinition(string name, TypeReference type)
        : base(name, type)
    {
    }
}

/// <summary>A value of an enum.</summary>
public sealed class EnumValueDefinition
{
    internal EnumValueDefinition(string name) => Name = name;

    /// <summary>The name.</summary>
    public string Name { get; }

    /// <summary>Position in <see cref="EnumType.Values"/>.</summary>
    public int Index { get; internal set; }

    /// <summary>Text for people, or null.</summary>
    public string? Description { get; internal init; }

    /// <summary>Why not to use it any more; null when it is not deprecated.</summary>
    public string? DeprecationReason { get; internal init; }

    /// <summary>Directives on the value.</summary>
    public ImmutableArray<DirectiveNode> AppliedDirectives => Node?.Directives ?? [];

    /// <summary>The definition; null for built-in ones.</summary>
    public EnumValueDefinitionNode? Node { get; internal init; }

    /// <summary>
    /// What input coercion yields for it; the name unless an executor sets the CLR value. Set at most once, before serving.
    /// </summary>
    public object Value
    {
        get => Bound ?? Name;
        set => Bound = WriteOnce.Check(Bound, value, Name);
    }

    private object? Bound { get; set; }
}

/// <summary>A directive that documents or schemas may use (section 3.13).</summary>
public sealed class DirectiveDefinition
{
    internal DirectiveDefinition(string name, ImmutableArray<ArgumentDefinition> arguments, ImmutableArray<string> locations)
    {
        Name = name;
        Arguments = arguments;
        Locations = locations;
    }

    /// <summary>The name without the at sign.</summary>
    public string Name { get; }

    /// <summary>Arguments in the order of the schema text.</summary>
    public ImmutableArray<ArgumentDefinition> Arguments { get; }

    /// <summary>Names of the locations where it may stand, such as <c>FIELD</c>.</summary>
    public ImmutableArray<string> Locations { get; }

    /// <summary>Whether one location may carry it more than once.</summary>
    public bool IsRepeatable { get; internal init; }

    /// <summary>Text for people, or null.</summary>
    public string? Description { get; internal init; }

    /// <summary>Why not to use it any more; null when it is not deprecated.</summary>
    public string? DeprecationReason { get; internal init; }

    /// <summary>The definition; null for the specified directives unless the schema redefines them.</summary>
    public DirectiveDefinitionNode? Node { get; internal init; }

    /// <summary>The extensions in document order.</summary>
    public ImmutableArray<DirectiveDefinitionNode> Extensions { get; internal init; } = [];

    /// <summary>Whether the specification defines it and the schema does not.</summary>
    public bool IsBuiltIn => Node is null;

    /// <summary>The argument of this name, or null.</summary>
    public ArgumentDefinition? FindArgument(string name) => InputValueDefinition.Find(Arguments, name);

    /// <summary>The name with the at sign.</summary>
    public override string ToString() => "@" + Name;
}
