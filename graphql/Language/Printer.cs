namespace Hierarchy.GraphQL.Language;

/// <summary>Writes syntax nodes as canonical GraphQL text, two spaces per level, lines of arguments broken beyond 80 characters.</summary>
/// <remarks>Parsing the result gives an equal document. Cost grows with size times depth, so it is meant for tools and messages.</remarks>
public static class Printer {
    private const int LineLengthMax = 80;
    private const int QuoteLengthMax = 1_000;

    /// <summary>Prints a document, definition, selection, value, type or directive.</summary>
    public static string Print(SyntaxNode node) => node switch {
        DocumentNode document => Document(document),
        TypeSystemDefinitionNode { IsExtension: true } extension => "extend " + Definition(extension),
        DefinitionNode definition => Describe(definition.Description) + Definition(definition),
        VariableDefinitionNode variable => Describe(variable.Description) + Print(variable.Variable) + ": " + Print(variable.Type)
            + Default(variable.DefaultValue) + Wrap(" ", variable.Directives),
        SelectionSetNode set => set.Selections.IsEmpty ? "{}" : Block(set.Selections),
        FieldNode field => Field(field),
        FragmentSpreadNode spread => "..." + spread.Name + Wrap(" ", spread.Directives),
        InlineFragmentNode { TypeCondition: var condition } inline => Words(
            "...", condition is null ? "" : "on " + condition.Name, Join(inline.Directives), Print(inline.SelectionSet)),
        ArgumentNode argument => argument.Name + ": " + Print(argument.Value),
        DirectiveNode directive => "@" + directive.Name + Wrap("(", directive.Arguments, ", ", ")"),
        ObjectFieldNode field => field.Name + ": " + Print(field.Value),
        ValueNode value => Value(value),
        NamedTypeNode type => type.Name.Value,
        ListTypeNode list => "[" + Print(list.Type) + "]",
        NonNullTypeNode nonNull => Print(nonNull.Type) + "!",
        OperationTypeDefinitionNode root => Keyword(root.Operation) + ": " + root.Type.Name,
        FieldDefinitionNode field => Describe(field.Description) + field.Name + Arguments(field.Arguments)
            + ": " + Print(field.Type) + Wrap(" ", field.Directives),
        InputValueDefinitionNode value => Describe(value.Description) + value.Name + ": " + Print(value.Type)
            + Default(value.DefaultValue) + Wrap(" ", value.Directives),
        EnumValueDefinitionNode value => Describe(value.Description) + value.Name + Wrap(" ", value.Directives),
        _ => ((NameNode)node).Value,
    };

    // A query in its short form would be the fields of a type definition before it that has none.
    private static string Document(DocumentNode document) {
        var texts = document.Definitions.Select(Print).ToArray();
        for (var i = 1; i < texts.Length; i++)
            if (texts[i][0] == '{' && texts[i - 1][^1] != '}' && document.Definitions[i - 1] is TypeSystemDefinitionNode and
                not (ScalarTypeDefinitionNode or UnionTypeDefinitionNode or DirectiveDefinitionNode)) texts[i] = "query " + texts[i];
        return string.Join("\n\n", texts);
    }

    /// <summary>A string as a GraphQL literal between double quotes, control characters escaped.</summary>
    public static string Quote(string value) => Quote(value, controlMax: '\x9F', "X4");

    internal static string Quote(string value, char controlMax, string codeFormat) {
        var text = new StringBuilder(value.Length + 2).Append('"');
        foreach (var c in value) {
            _ = c switch {
                '"' or '\\' => text.Append('\\').Append(c),
                '\b' => text.Append("\\b"),
                '\t' => text.Append("\\t"),
                '\n' => text.Append("\\n"),
                '\f' => text.Append("\\f"),
                '\r' => text.Append("\\r"),
                _ when char.IsControl(c) && c <= controlMax => text.Append("\\u").Append(((int)c).ToString(codeFormat, null)),
                _ => text.Append(c),
            };
        }

        return text.Append('"').ToString();
    }

    /// <summary>Prints a value for a message, cut so that a refusal cannot be much larger than what it refuses.</summary>
    internal static string PrintForError(ValueNode node) => Abbreviate(Value(node));

    /// <summary>At most a thousand characters of a text, and dots if it has more.</summary>
    internal static string Abbreviate(string text) => text.Length > QuoteLengthMax ? text[..QuoteLengthMax] + "..." : text;

    internal static string Keyword(OperationKind kind) => kind.ToString().ToLowerInvariant();

    private static string Definition(DefinitionNode node) => node switch {
        OperationDefinitionNode operation => Operation(operation),
        FragmentDefinitionNode fragment => Words(
            $"fragment {fragment.Name} on {fragment.TypeCondition.Name}", Join(fragment.Directives), Print(fragment.SelectionSet)),
        SchemaDefinitionNode schema => Words("schema", Join(schema.Directives), Block(schema.OperationTypes)),
        ScalarTypeDefinitionNode scalar => Words("scalar", scalar.Name.Value, Join(scalar.Directives)),
        FieldsTypeDefinitionNode type => Words(
            type is ObjectTypeDefinitionNode ? "type" : "interface", type.Name.Value, Wrap("implements ", type.Interfaces, " & "),
            Join(type.Directives), Block(type.Fields)),
        UnionTypeDefinitionNode union => Words("union", union.Name.Value, Join(union.Directives), Wrap("= ", union.Types, " | ")),
        EnumTypeDefinitionNode type => Words("enum", type.Name.Value, Join(type.Directives), Block(type.Values)),
        InputObjectTypeDefinitionNode type => Words("input", type.Name.Value, Join(type.Directives), Block(type.Fields)),
        DirectiveDefinitionNode directive => Words(
            "directive @" + directive.Name + Arguments(directive.Arguments), Join(directive.Directives),
            directive.Repeatable ? "repeatable" : "", Wrap("on ", directive.Locations, " | ")),
        _ => throw new ArgumentException($"{node.GetType().Name} cannot be printed.", nameof(node)),
    };

    private static string Operation(OperationDefinitionNode operation) {
        var head = Words(
            Keyword(operation.Operation), operation.Name + Arguments(operation.VariableDefinitions, ""), Join(operation.Directives));
        var isShorthand = head == "query" && operation.Description is null;
        return isShorthand ? Print(operation.SelectionSet) : head + " " + Print(operation.SelectionSet);
    }

    private static string Field(FieldNode field) {
        var head = (field.Alias is null ? "" : field.Alias + ": ") + field.Name;
        head += field.Arguments.IsEmpty ? "" : Fit(field.Arguments, "(", ")", LineLengthMax - head.Length);
        return Words(head, Join(field.Directives), field.SelectionSet is null ? "" : Print(field.SelectionSet));
    }

    private static string Value(ValueNode node) => node switch {
        VariableNode variable => "$" + variable.Name,
        IntValueNode number => number.Value,
        FloatValueNode number => number.Value,
        StringValueNode text => text.Block ? BlockString.Print(text.Value) : Quote(text.Value),
        BooleanValueNode boolean => boolean.Value ? "true" : "false",
        EnumValueNode name => name.Value,
        ListValueNode list => Fit(list.Values, "[", "]", LineLengthMax),
        ObjectValueNode value => value.Fields.IsEmpty ? "{  }" : Fit(value.Fields, "{ ", " }", LineLengthMax),
        _ => "null",
    };

    private static string Describe(StringValueNode? description) => description is null ? "" : Value(description) + "\n";

    private static string Default(ValueNode? value) => value is null ? "" : " = " + Value(value);

    private static string Block<T>(ImmutableArray<T> nodes)
        where T : SyntaxNode => nodes.IsEmpty ? "" : "{\n" + Indent(Join(nodes, "\n")) + "\n}";

    // On one line where that is not longer than allowed, else each on its own. Each is printed once: twice would double with each level.
    private static string Fit<T>(ImmutableArray<T> nodes, string open, string close, int lengthMax) where T : SyntaxNode {
        var parts = nodes.Select(Print).ToList();
        var inline = open + string.Join(", ", parts) + close;
        return inline.Length > lengthMax ? open.Trim() + "\n" + Indent(string.Join('\n', parts)) + "\n" + close.Trim() : inline;
    }

    private static string Arguments<T>(ImmutableArray<T> nodes, string indent = "  ") where T : SyntaxNode {
        var parts = nodes.Select(Print).ToList();
        return parts.Count == 0 ? ""
            : parts.Exists(part => part.Contains('\n')) ? "(\n" + Indent(string.Join('\n', parts), indent) + "\n)"
            : "(" + string.Join(", ", parts) + ")";
    }

    private static string Indent(string text, string indent = "  ") =>
        text.Length == 0 ? "" : indent + text.Replace("\n", "\n" + indent, StringComparison.Ordinal);

    private static string Words(params ReadOnlySpan<string> words) => string.Join(' ', words.ToArray().Where(word => word.Length > 0));

    private static string Wrap<T>(string start, ImmutableArray<T> nodes, string separator = " ", string end = "")
        where T : SyntaxNode => nodes.IsEmpty ? "" : start + Join(nodes, separator) + end;

    private static string Join<T>(ImmutableArray<T> nodes, string separator = " ")
        where T : SyntaxNode => string.Join(separator, nodes.Select(Print));
}
