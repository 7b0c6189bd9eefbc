namespace Hierarchy.GraphQL.Schema;

/// <summary>A named part of a schema. Immutable once the schema is built, but for the binding.</summary>
public abstract class SchemaElement(string name) {
    /// <summary>The name; of directives without the at sign.</summary>
    public string Name { get; } = name;

    /// <summary>The coordinate (section 3.14), as <c>Type.field(argument:)</c>; the type of meta fields is <c>&lt;meta&gt;</c>.</summary>
    public string Coordinate { get; internal init; } = name;

    /// <summary>Text for people, or null.</summary>
    public string? Description { get; internal set; }

    /// <summary>Why not to use it any more; null when it is not deprecated.</summary>
    public string? DeprecationReason { get; internal set; }

    /// <summary>Directives of the definition and of its extensions, in document order.</summary>
    public ImmutableArray<DirectiveNode> AppliedDirectives { get; internal set; } = [];

    /// <summary>The executor's own, such as a resolver or a CLR type; set at most once, before serving.</summary>
    public object? Binding {
        get;
        set => field = field is null ? value : throw new InvalidOperationException($"{Coordinate} is already bound.");
    }

    /// <summary>The coordinate.</summary>
    public override string ToString() => Coordinate;
}

/// <summary>A field of an object or interface type, with its result type and its arguments in the order of the schema text.</summary>
public sealed class FieldDefinition(
    string name, TypeReference type, ImmutableArray<InputValueDefinition> arguments, FieldDefinitionNode node) : SchemaElement(name) {
    /// <summary>The result type.</summary>
    public TypeReference Type => type;

    /// <summary>The arguments; <see cref="InputValueDefinition.Index"/> indexes here.</summary>
    public ImmutableArray<InputValueDefinition> Arguments => arguments;

    /// <summary>The definition.</summary>
    public FieldDefinitionNode Node => node;

    /// <summary>The argument of this name, or null. A scan: arguments are few.</summary>
    public InputValueDefinition? FindArgument(string name) => InputValueDefinition.Find(arguments, name);
}

/// <summary>An argument of a field or directive, or a field of an input object.</summary>
public sealed class InputValueDefinition(string name, TypeReference type, int index, InputValueDefinitionNode node) : SchemaElement(name) {
    private object? _defaultValue;

    /// <summary>The input type.</summary>
    public TypeReference Type => type;

    /// <summary>Position among its siblings.</summary>
    public int Index => index;

    /// <summary>The definition.</summary>
    public InputValueDefinitionNode Node => node;

    /// <summary>The default as written; null without one. The literal <c>null</c> is a default too.</summary>
    public ValueNode? DefaultNode => node.DefaultValue;

    /// <summary>Whether the caller must give it: non-null and without default.</summary>
    public bool IsRequired => type.IsNonNull && DefaultNode is null;

    /// <summary>
    /// The coerced default; null without one. Coerced at first use, after the executor has bound enum values, then kept. Thread-safe:
    /// coercion is pure, so a race only does it twice.
    /// </summary>
    public object? DefaultValue => DefaultNode is null ? null : _defaultValue ??= InputCoercion.CoerceDefault(DefaultNode, type);

    internal static InputValueDefinition? Find(ImmutableArray<InputValueDefinition> values, string name) =>
        values.FirstOrDefault(value => value.Name == name);
}

/// <summary>A value of an enum.</summary>
public sealed class EnumValueDefinition(string name, EnumValueDefinitionNode node) : SchemaElement(name) {
    /// <summary>The definition.</summary>
    public EnumValueDefinitionNode Node => node;

    /// <summary>What input coercion yields for it; the name unless an executor sets the CLR value, at most once.</summary>
    public object Value {
        get => Binding ?? Name;
        set => Binding = value;
    }
}

/// <summary>A directive that documents or schemas may use (section 3.13).</summary>
public sealed class DirectiveDefinition(string name, ImmutableArray<InputValueDefinition> arguments, DirectiveDefinitionNode node)
    : SchemaElement(name) {
    /// <summary>Arguments in the order of the schema text.</summary>
    public ImmutableArray<InputValueDefinition> Arguments => arguments;

    /// <summary>Names of the locations where it may stand, such as <c>FIELD</c>.</summary>
    public ImmutableArray<string> Locations { get; } = [.. node.Locations.Select(location => location.Value)];

    /// <summary>Whether one location may carry it more than once.</summary>
    public bool IsRepeatable => node.Repeatable;

    /// <summary>The definition.</summary>
    public DirectiveDefinitionNode Node => node;

    /// <summary>The argument of this name, or null.</summary>
    public InputValueDefinition? FindArgument(string name) => InputValueDefinition.Find(arguments, name);
}
