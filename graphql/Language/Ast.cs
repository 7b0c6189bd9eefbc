namespace Hierarchy.GraphQL.Language;

/// <summary>A piece of a parsed document. Immutable. Tell nodes apart by reference: that they are records compares whole trees.</summary>
public abstract record SyntaxNode {
    /// <summary>Byte offset of the first token in the document's <see cref="SourceText"/>.</summary>
    public int Start { get; internal set; }

    /// <summary>Byte offset just behind the last token.</summary>
    public int End { get; internal set; }
}

/// <summary>An identifier (section 2.1.9), ASCII.</summary>
public sealed record NameNode(string Value) : SyntaxNode {
    /// <inheritdoc/>
    public override string ToString() => Value;
}

/// <summary>A whole document (section 2.2): operations, fragments, type system definitions, in any mixture, at least one.</summary>
public sealed record DocumentNode(SourceText Source, ImmutableArray<DefinitionNode> Definitions) : SyntaxNode {
    /// <summary>The operations among the definitions.</summary>
    public ImmutableArray<OperationDefinitionNode> Operations { get; } = [.. Definitions.OfType<OperationDefinitionNode>()];

    /// <summary>The fragments among the definitions; names may repeat until the document is validated.</summary>
    public ImmutableArray<FragmentDefinitionNode> Fragments { get; } = [.. Definitions.OfType<FragmentDefinitionNode>()];

    private Dictionary<string, FragmentDefinitionNode>? _byName;

    /// <summary>The first fragment of this name, or null.</summary>
    public FragmentDefinitionNode? FindFragment(string name) =>
        (_byName ??= Fragments.GroupBy(fragment => fragment.Name.Value).ToDictionary(same => same.Key, same => same.First()))
            .GetValueOrDefault(name);
}

/// <summary>What can have directives (section 2.12), in the order of the text.</summary>
public abstract record AnnotatedNode(ImmutableArray<DirectiveNode> Directives) : SyntaxNode;

/// <summary>A top-level definition.</summary>
public abstract record DefinitionNode(ImmutableArray<DirectiveNode> Directives) : AnnotatedNode(Directives) {
    /// <summary>The string before it, or null. Extensions have none.</summary>
    public StringValueNode? Description { get; internal set; }
}

/// <summary>The kinds of operation, in the specification's order: reads, writes one after the other, streams of events.</summary>
public enum OperationKind {
    /// <summary>Reads; fields may resolve in any order.</summary>
    Query,

    /// <summary>Writes; root fields execute one after the other.</summary>
    Mutation,

    /// <summary>A stream of events.</summary>
    Subscription,
}

/// <summary>An operation (section 2.3). The name is null when it is anonymous.</summary>
public sealed record OperationDefinitionNode(
    OperationKind Operation, NameNode? Name, ImmutableArray<VariableDefinitionNode> VariableDefinitions,
    ImmutableArray<DirectiveNode> Directives, SelectionSetNode SelectionSet) : DefinitionNode(Directives);

/// <summary>A fragment definition (section 2.8).</summary>
public sealed record FragmentDefinitionNode(NameNode Name, NamedTypeNode TypeCondition, ImmutableArray<DirectiveNode> Directives,
    SelectionSetNode SelectionSet) : DefinitionNode(Directives);

/// <summary>A variable declaration (section 2.10).</summary>
public sealed record VariableDefinitionNode(StringValueNode? Description, VariableNode Variable, TypeNode Type, ValueNode? DefaultValue,
    ImmutableArray<DirectiveNode> Directives) : AnnotatedNode(Directives);

/// <summary>
/// What stands between braces (section 2.4). Ids are dense within the document, from 0 in the order of closing braces: keys for memo
/// tables.
/// </summary>
public sealed record SelectionSetNode(ImmutableArray<SelectionNode> Selections, int Id) : SyntaxNode;

/// <summary>A field, a fragment spread or an inline fragment.</summary>
public abstract record SelectionNode(ImmutableArray<DirectiveNode> Directives) : AnnotatedNode(Directives) {
    /// <summary>What is selected below; null for a leaf and for a spread.</summary>
    internal SelectionSetNode? Below => (this as FieldNode)?.SelectionSet ?? (this as InlineFragmentNode)?.SelectionSet;
}

/// <summary>A field selection (section 2.5). A leaf has no selection set.</summary>
public sealed record FieldNode(NameNode? Alias, NameNode Name, ImmutableArray<ArgumentNode> Arguments,
    ImmutableArray<DirectiveNode> Directives, SelectionSetNode? SelectionSet) : SelectionNode(Directives) {
    /// <summary>The key in the response: the alias, else the name.</summary>
    public string ResponseKey => (Alias ?? Name).Value;
}

/// <summary>A spread <c>...Name</c>.</summary>
public sealed record FragmentSpreadNode(NameNode Name, ImmutableArray<DirectiveNode> Directives) : SelectionNode(Directives);

/// <summary>A fragment written in place (section 2.8.2); without condition it has the enclosing type.</summary>
public sealed record InlineFragmentNode(
    NamedTypeNode? TypeCondition, ImmutableArray<DirectiveNode> Directives, SelectionSetNode SelectionSet) : SelectionNode(Directives);

/// <summary>An argument of a field or directive (section 2.6).</summary>
public sealed record ArgumentNode(NameNode Name, ValueNode Value) : SyntaxNode;

/// <summary>An applied directive (section 2.12); the name is without the at sign.</summary>
public sealed record DirectiveNode(NameNode Name, ImmutableArray<ArgumentNode> Arguments) : SyntaxNode {
    /// <summary>The argument of this name, or null.</summary>
    public ArgumentNode? FindArgument(string name) => Arguments.FirstOrDefault(argument => argument.Name.Value == name);
}

/// <summary>An input value (section 2.9).</summary>
public abstract record ValueNode : SyntaxNode;

/// <summary>A use of a variable; the name is without the dollar sign.</summary>
public sealed record VariableNode(NameNode Name) : ValueNode;

/// <summary>An integer literal of any size, as written.</summary>
public sealed record IntValueNode(string Value) : ValueNode;

/// <summary>A literal with a fraction or an exponent, as written.</summary>
public sealed record FloatValueNode(string Value) : ValueNode;

/// <summary>A string literal: its meaning, escapes resolved and block strings dedented, and whether it was between triple quotes.</summary>
public sealed record StringValueNode(string Value, bool Block) : ValueNode;

/// <summary><c>true</c> or <c>false</c>.</summary>
public sealed record BooleanValueNode(bool Value) : ValueNode;

/// <summary><c>null</c>.</summary>
public sealed record NullValueNode : ValueNode;

/// <summary>A name that is not <c>true</c>, <c>false</c> or <c>null</c>.</summary>
public sealed record EnumValueNode(string Value) : ValueNode;

/// <summary>A list literal.</summary>
public sealed record ListValueNode(ImmutableArray<ValueNode> Values) : ValueNode;

/// <summary>An input object literal; names may repeat until validated.</summary>
public sealed record ObjectValueNode(ImmutableArray<ObjectFieldNode> Fields) : ValueNode;

/// <summary>A field of an input object literal.</summary>
public sealed record ObjectFieldNode(NameNode Name, ValueNode Value) : SyntaxNode;

/// <summary>A type reference (section 2.11).</summary>
public abstract record TypeNode : SyntaxNode;

/// <summary>A type by name.</summary>
public sealed record NamedTypeNode(NameNode Name) : TypeNode;

/// <summary>A list type with its item type.</summary>
public sealed record ListTypeNode(TypeNode Type) : TypeNode;

/// <summary>A non-null type; its inner type is never itself non-null.</summary>
public sealed record NonNullTypeNode(TypeNode Type) : TypeNode;

/// <summary>A definition of the type system (section 3), or an extension of one.</summary>
public abstract record TypeSystemDefinitionNode(ImmutableArray<DirectiveNode> Directives) : DefinitionNode(Directives) {
    /// <summary>Whether it starts with <c>extend</c>.</summary>
    public bool IsExtension { get; internal set; }
}

/// <summary><c>schema { … }</c> (section 3.3).</summary>
public sealed record SchemaDefinitionNode(ImmutableArray<DirectiveNode> Directives,
    ImmutableArray<OperationTypeDefinitionNode> OperationTypes) : TypeSystemDefinitionNode(Directives);

/// <summary>One root type of a schema definition.</summary>
public sealed record OperationTypeDefinitionNode(OperationKind Operation, NamedTypeNode Type) : SyntaxNode;

/// <summary>A definition or extension of a named type (section 3.4).</summary>
public abstract record TypeDefinitionNode(NameNode Name, ImmutableArray<DirectiveNode> Directives) : TypeSystemDefinitionNode(Directives);

/// <summary>A custom scalar (section 3.5).</summary>
public sealed record ScalarTypeDefinitionNode(NameNode Name, ImmutableArray<DirectiveNode> Directives)
    : TypeDefinitionNode(Name, Directives);

/// <summary>An object or an interface: what has fields and implements interfaces.</summary>
public abstract record FieldsTypeDefinitionNode(NameNode Name, ImmutableArray<NamedTypeNode> Interfaces,
    ImmutableArray<DirectiveNode> Directives, ImmutableArray<FieldDefinitionNode> Fields) : TypeDefinitionNode(Name, Directives);

/// <summary>An object type (section 3.6).</summary>
public sealed record ObjectTypeDefinitionNode(
    NameNode Name, ImmutableArray<NamedTypeNode> Interfaces, ImmutableArray<DirectiveNode> Directives,
    ImmutableArray<FieldDefinitionNode> Fields) : FieldsTypeDefinitionNode(Name, Interfaces, Directives, Fields);

/// <summary>An interface type (section 3.7).</summary>
public sealed record InterfaceTypeDefinitionNode(
    NameNode Name, ImmutableArray<NamedTypeNode> Interfaces, ImmutableArray<DirectiveNode> Directives,
    ImmutableArray<FieldDefinitionNode> Fields) : FieldsTypeDefinitionNode(Name, Interfaces, Directives, Fields);

/// <summary>A field of an object or interface.</summary>
public sealed record FieldDefinitionNode(StringValueNode? Description, NameNode Name, ImmutableArray<InputValueDefinitionNode> Arguments,
    TypeNode Type, ImmutableArray<DirectiveNode> Directives) : AnnotatedNode(Directives);

/// <summary>An argument or a field of an input object.</summary>
public sealed record InputValueDefinitionNode(StringValueNode? Description, NameNode Name, TypeNode Type, ValueNode? DefaultValue,
    ImmutableArray<DirectiveNode> Directives) : AnnotatedNode(Directives);

/// <summary>A union with its member types (section 3.8).</summary>
public sealed record UnionTypeDefinitionNode(
    NameNode Name, ImmutableArray<DirectiveNode> Directives, ImmutableArray<NamedTypeNode> Types) : TypeDefinitionNode(Name, Directives);

/// <summary>An enum (section 3.9).</summary>
public sealed record EnumTypeDefinitionNode(NameNode Name, ImmutableArray<DirectiveNode> Directives,
    ImmutableArray<EnumValueDefinitionNode> Values) : TypeDefinitionNode(Name, Directives);

/// <summary>A value of an enum; never <c>true</c>, <c>false</c> or <c>null</c>.</summary>
public sealed record EnumValueDefinitionNode(
    StringValueNode? Description, NameNode Name, ImmutableArray<DirectiveNode> Directives) : AnnotatedNode(Directives);

/// <summary>An input object (section 3.10).</summary>
public sealed record InputObjectTypeDefinitionNode(NameNode Name, ImmutableArray<DirectiveNode> Directives,
    ImmutableArray<InputValueDefinitionNode> Fields) : TypeDefinitionNode(Name, Directives);

/// <summary>A directive definition (section 3.13), or an extension, which has no arguments and locations but applies directives.</summary>
public sealed record DirectiveDefinitionNode(NameNode Name, ImmutableArray<InputValueDefinitionNode> Arguments,
    ImmutableArray<DirectiveNode> Directives, bool Repeatable, ImmutableArray<NameNode> Locations) : TypeSystemDefinitionNode(Directives);
