namespace Hierarchy.GraphQL.Language;

/// <summary>A definition or extension of the type system (section 3).</summary>
public abstract class TypeSystemDefinitionNode : DefinitionNode
{
    /// <summary>Whether it starts with <c>extend</c>.</summary>
    public bool IsExtension { get; init; }
}

/// <summary><c>schema { … }</c> (section 3.3).</summary>
public sealed class SchemaDefinitionNode : TypeSystemDefinitionNode
{
    /// <summary>Root types in order.</summary>
    public ImmutableArray<OperationTypeDefinitionNode> OperationTypes { get; init; } = [];
}

/// <summary>One root type of a schema definition.</summary>
public sealed class OperationTypeDefinitionNode : SyntaxNode
{
    /// <summary>Which operation.</summary>
    public required OperationKind Operation { get; init; }

    /// <summary>Its root type.</summary>
    public required NamedTypeNode Type { get; init; }
}

/// <summary>A definition or extension of a named type (section 3.4).</summary>
public abstract class TypeDefinitionNode : TypeSystemDefinitionNode
{
    /// <summary>The type's name.</summary>
    public required NameNode Name { get; init; }
}

/// <summary>A custom scalar (section 3.5).</summary>
public sealed class ScalarTypeDefinitionNode : TypeDefinitionNode;

/// <summary>An object or an interface: what has fields and implements interfaces.</summary>
public abstract class FieldsTypeDefinitionNode : TypeDefinitionNode
{
    /// <summary>Implemented interfaces in order.</summary>
    public ImmutableArray<NamedTypeNode> Interfaces { get; init; } = [];

    /// <summary>Fields in order; empty when there are no braces.</summary>
    public ImmutableArray<FieldDefinitionNode> Fields { get; init; } = [];
}

/// <summary>An object type (section 3.6).</summary>
public sealed class ObjectTypeDefinitionNode : FieldsTypeDefinitionNode;

/// <summary>An interface type (section 3.7).</summary>
public sealed class InterfaceTypeDefinitionNode : FieldsTypeDefinitionNode;

/// <summary>A field of an object or interface.</summary>
public sealed class FieldDefinitionNode : SyntaxNode
{
    /// <summary>The string before the field, or null.</summary>
    public StringValueNode? Description { get; init; }

    /// <summary>The field's name.</summary>
    public required NameNode Name { get; init; }

    /// <summary>Arguments in order.</summary>
    public ImmutableArray<InputValueDefinitionNode> Arguments { get; init; } = [];

    /// <summary>The result type.</summary>
    public required TypeNode Type { get; init; }

    /// <summary>Directives on the field.</summary>
    public ImmutableArray<DirectiveNode> Directives { get; init; } = [];
}

/// <summary>An argument or a field of an input object.</summary>
public sealed class InputValueDefinitionNode : SyntaxNode
{
    /// <summary>The string before it, or null.</summary>
    public StringValueNode? Description { get; init; }

    /// <summary>Its name.</summary>
    public required NameNode Name { get; init; }

    /// <summary>Its input type.</summary>
    public required TypeNode Type { get; init; }

    /// <summary>The constant behind <c>=</c>, or null.</summary>
    public ValueNode? DefaultValue { get; init; }

    /// <summary>Directives on it.</summary>
    public ImmutableArray<DirectiveNode> Directives { get; init; } = [];
}

/// <summary>A union (section 3.8).</summary>
public sealed class UnionTypeDefinitionNode : TypeDefinitionNode
{
    /// <summary>Member types in order.</summary>
    public ImmutableArray<NamedTypeNode> Types { get; init; } = [];
}

/// <summary>An enum (section 3.9).</summary>
public sealed class EnumTypeDefinitionNode : TypeDefinitionNode
{
    /// <summary>Values in order.</summary>
    public ImmutableArray<EnumValueDefinitionNode> Values { get; init; } = [];
}

/// <summary>A value of an enum.</summary>
public sealed class EnumValueDefinitionNode : SyntaxNode
{
    /// <summary>The string before the value, or null.</summary>
    public StringValueNode? Description { get; init; }

    /// <summary>The value; never <c>true</c>, <c>false</c> or <c>null</c>.</summary>
    public required NameNode Name { get; init; }

    /// <summary>Directives on the value.</summary>
    public ImmutableArray<DirectiveNode> Directives { get; init; } = [];
}

/// <summary>An input object (section 3.10).</summary>
public sealed class InputObjectTypeDefinitionNode : TypeDefinitionNode
{
    /// <summary>Fields in order.</summary>
    public ImmutableArray<InputValueDefinitionNode> Fields { get; init; } = [];
}

/// <summary>A directive definition (section 3.13), or an extension that applies directives to one.</summary>
public sealed class DirectiveDefinitionNode : TypeSystemDefinitionNode
{
    /// <summary>The name without the at sign.</summary>
    public required NameNode Name { get; init; }

    /// <summary>Arguments in order.</summary>
    public ImmutableArray<InputValueDefinitionNode> Arguments { get; init; } = [];

    /// <summary>Whether one location may carry it more than once.</summary>
    public bool Repeatable { get; init; }

    /// <summary>Where it may stand; empty for an extension.</summary>
    public ImmutableArray<NameNode> Locations { get; init; } = [];
}
