namespace Hierarchy.GraphQL.Language;

/// <summary>A piece of a parsed document. Immutable, compared by reference.</summary>
public abstract class SyntaxNode
{
    /// <summary>Byte offset of the first token in the document's <see cref="SourceText"/>.</summary>
    public int Start { get; init; }

    /// <summary>Byte offset just behind the last token.</summary>
    public int End { get; init; }
}

/// <summary>An identifier (section 2.1.9).</summary>
public sealed class NameNode : SyntaxNode
{
    /// <summary>The identifier, ASCII.</summary>
    public required string Value { get; init; }

    /// <inheritdoc/>
    public override string ToString() => Value;
}

/// <summary>A whole document (section 2.2): operations, fragments, type system definitions, in any mixture.</summary>
public sealed class DocumentNode : SyntaxNode
{
    private readonly ImmutableArray<DefinitionNode> _definitions;

    /// <summary>The text that offsets point into.</summary>
    public required SourceText Source { get; init; }

    /// <summary>All definitions in document order; at least one.</summary>
    public required ImmutableArray<DefinitionNode> Definitions
    {
        get => _definitions;
        init
        {
            _definitions = value;
            Operations = [.. value.OfType<OperationDefinitionNode>()];
            Fragments = [.. value.OfType<FragmentDefinitionNode>()];
        }
    }

    /// <summary>The operations among the definitions.</summary>
    public ImmutableArray<OperationDefinitionNode> Operations { get; private init; }

    /// <summary>The fragments among the definitions; names may repeat until the document is validated.</summary>
    public ImmutableArray<FragmentDefinitionNode> Fragments { get; private init; }

    /// <summary>Number of selection sets: their <see cref="SelectionSetNode.Id"/> is dense in 0 … this - 1.</summary>
    public required int SelectionSetCount { get; init; }

    /// <summary>Lexical tokens read, comments not counted.</summary>
    public required int TokenCount { get; init; }

    /// <summary>The first fragment of this name, or null. A scan: at most the parser's fragment limit.</summary>
    public FragmentDefinitionNode? FindFragment(string name)
    {
        foreach (var fragment in Fragments)
        {
            if (fragment.Name.Value == name)
            {
                return fragment;
            }
        }

        return null;
    }

    /// <summary>
    /// The operation to execute (section 6.1): the only one when the name is null, else the one so named; null when that fails.
    /// </summary>
    public OperationDefinitionNode? FindOperation(string? name)
    {
        if (name is null)
        {
            return Operations.Length == 1 ? Operations[0] : null;
        }

        foreach (var operation in Operations)
        {
            if (operation.Name?.Value == name)
            {
                return operation;
            }
        }

        return null;
    }
}

/// <summary>A top-level definition.</summary>
public abstract class DefinitionNode : SyntaxNode
{
    /// <summary>The string before the definition, or null. Extensions have none.</summary>
    public StringValueNode? Description { get; init; }

    /// <summary>Directives applied to the definition itself.</summary>
    public ImmutableArray<DirectiveNode> Directives { get; init; } = [];
}

/// <summary>The three kinds of operation, in the specification's order.</summary>
public enum OperationKind
{
    /// <summary>Reads; fields may resolve in any order.</summary>
    Query,

    /// <summary>Writes; root fields execute one after the other.</summary>
    Mutation,

    /// <summary>A stream of events.</summary>
    Subscription,
}

/// <summary>An operation (section 2.3).</summary>
public sealed class OperationDefinitionNode : DefinitionNode
{
    /// <summary>Query for the shorthand form.</summary>
    public required OperationKind Operation { get; init; }

    /// <summary>Null when anonymous.</summary>
    public NameNode? Name { get; init; }

    /// <summary>Declared variables in order.</summary>
    public ImmutableArray<VariableDefinitionNode> VariableDefinitions { get; init; } = [];

    /// <summary>The root selections.</summary>
    public required SelectionSetNode SelectionSet { get; init; }
}

/// <summary>A fragment definition (section 2.8).</summary>
public sealed class FragmentDefinitionNode : DefinitionNode
{
    /// <summary>Never <c>on</c>.</summary>
    public required NameNode Name { get; init; }

    /// <summary>The type that the fragment applies to.</summary>
    public required NamedTypeNode TypeCondition { get; init; }

    /// <summary>What the fragment selects.</summary>
    public required SelectionSetNode SelectionSet { get; init; }
}

/// <summary>A variable declaration (section 2.10).</summary>
public sealed class VariableDefinitionNode : SyntaxNode
{
    /// <summary>The string before the declaration, or null.</summary>
    public StringValueNode? Description { get; init; }

    /// <summary>The variable with its dollar sign.</summary>
    public required VariableNode Variable { get; init; }

    /// <summary>The declared type.</summary>
    public required TypeNode Type { get; init; }

    /// <summary>The constant behind <c>=</c>, or null.</summary>
    public ValueNode? DefaultValue { get; init; }

    /// <summary>Directives on the declaration.</summary>
    public ImmutableArray<DirectiveNode> Directives { get; init; } = [];
}

/// <summary>What stands between braces (section 2.4).</summary>
public sealed class SelectionSetNode : SyntaxNode
{
    /// <summary>Dense number within the document, in order of closing braces; a key for memo tables.</summary>
    public required int Id { get; init; }

    /// <summary>Selections in order.</summary>
    public required ImmutableArray<SelectionNode> Selections { get; init; }
}

/// <summary>A field, a fragment spread or an inline fragment.</summary>
public abstract class SelectionNode : SyntaxNode
{
    /// <summary>Directives on the selection.</summary>
    public ImmutableArray<DirectiveNode> Directives { get; init; } = [];
}

/// <summary>A field selection (section 2.5).</summary>
public sealed class FieldNode : SelectionNode
{
    /// <summary>Null when the response key is the field's name.</summary>
    public NameNode? Alias { get; init; }

    /// <summary>The name in the schema.</summary>
    public required NameNode Name { get; init; }

    /// <summary>Arguments in order; names may repeat until validated.</summary>
    public ImmutableArray<ArgumentNode> Arguments { get; init; } = [];

    /// <summary>Null for a leaf selection.</summary>
    public SelectionSetNode? SelectionSet { get; init; }

    /// <summary>The key in the response: the alias, else the name.</summary>
    public string ResponseKey => (Alias ?? Name).Value;
}

/// <summary>A named argument of a field or directive.</summary>
public sealed class ArgumentNode : SyntaxNode
{
    /// <summary>The argument's name.</summary>
    public required NameNode Name { get; init; }

    /// <summary>Its literal or variable.</summary>
    public required ValueNode Value { get; init; }
}

/// <summary>A spread <c>...Name</c>.</summary>
public sealed class FragmentSpreadNode : SelectionNode
{
    /// <summary>The fragment's name.</summary>
    public required NameNode Name { get; init; }
}

/// <summary>A fragment written in place (section 2.8.2).</summary>
public sealed class InlineFragmentNode : SelectionNode
{
    /// <summary>Null when it has the enclosing type.</summary>
    public NamedTypeNode? TypeCondition { get; init; }

    /// <summary>What the fragment selects.</summary>
    public required SelectionSetNode SelectionSet { get; init; }
}

/// <summary>An applied directive (section 2.12).</summary>
public sealed class DirectiveNode : SyntaxNode
{
    /// <summary>The name without the at sign.</summary>
    public required NameNode Name { get; init; }

    /// <summary>Arguments in order.</summary>
    public ImmutableArray<ArgumentNode> Arguments { get; init; } = [];

    /// <summary>The argument of this name, or null.</summary>
    public ArgumentNode? FindArgument(string name)
    {
        foreach (var argument in Arguments)
        {
            if (argument.Name.Value == name)
            {
                return argument;
            }
        }

        return null;
    }
}

/// <summary>An input value (section 2.9).</summary>
public abstract class ValueNode : SyntaxNode;

/// <summary>A use of a variable.</summary>
public sealed class VariableNode : ValueNode
{
    /// <summary>The name without the dollar sign.</summary>
    public required NameNode Name { get; init; }
}

/// <summary>An integer literal of any size.</summary>
public sealed class IntValueNode : ValueNode
{
    /// <summary>The digits as written.</summary>
    public required string Value { get; init; }
}

/// <summary>A literal with a fraction or an exponent.</summary>
public sealed class FloatValueNode : ValueNode
{
    /// <summary>The literal as written.</summary>
    public required string Value { get; init; }
}

/// <summary>A string literal.</summary>
public sealed class StringValueNode : ValueNode
{
    /// <summary>The meaning: escapes resolved, block strings dedented.</summary>
    public required string Value { get; init; }

    /// <summary>Whether it was written between triple quotes.</summary>
    public bool Block { get; init; }
}

/// <summary><c>true</c> or <c>false</c>.</summary>
public sealed class BooleanValueNode : ValueNode
{
    /// <summary>The value.</summary>
    public required bool Value { get; init; }
}

/// <summary><c>null</c>.</summary>
public sealed class NullValueNode : ValueNode;

/// <summary>A name that is not <c>true</c>, <c>false</c> or <c>null</c>.</summary>
public sealed class EnumValueNode : ValueNode
{
    /// <summary>The name as written.</summary>
    public required string Value { get; init; }
}

/// <summary>A list literal.</summary>
public sealed class ListValueNode : ValueNode
{
    /// <summary>The items in order.</summary>
    public required ImmutableArray<ValueNode> Values { get; init; }
}

/// <summary>An input object literal.</summary>
public sealed class ObjectValueNode : ValueNode
{
    /// <summary>The fields in order; names may repeat until validated.</summary>
    public required ImmutableArray<ObjectFieldNode> Fields { get; init; }
}

/// <summary>A field of an input object literal.</summary>
public sealed class ObjectFieldNode : SyntaxNode
{
    /// <summary>The field's name.</summary>
    public required NameNode Name { get; init; }

    /// <summary>Its value.</summary>
    public required ValueNode Value { get; init; }
}

/// <summary>A type reference (section 2.11).</summary>
public abstract class TypeNode : SyntaxNode;

/// <summary>A type by name.</summary>
public sealed class NamedTypeNode : TypeNode
{
    /// <summary>The type's name.</summary>
    public required NameNode Name { get; init; }
}

/// <summary>A list type.</summary>
public sealed class ListTypeNode : TypeNode
{
    /// <summary>The item type.</summary>
    public required TypeNode Type { get; init; }
}

/// <summary>A non-null type; its inner type is never itself non-null.</summary>
public sealed class NonNullTypeNode : TypeNode
{
    /// <summary>The nullable type.</summary>
    public required TypeNode Type { get; init; }
}
