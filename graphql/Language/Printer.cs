namespace Hierarchy.GraphQL.Language;

/// <summary>Writes syntax nodes as canonical GraphQL text, two spaces per level, lines of arguments broken beyond 80 characters.</summary>
/// <remarks>Parsing the result gives an equal document. Cost grows with size times depth, so it is meant for tools and messages.</remarks>
public static partial class Printer
{
    private const int LineLengthMax = 80;
    private const int QuoteLengthMax = 1_000;

    /// <summary>Prints a document, definition, selection, value, type or directive.</summary>
    public static string Print(SyntaxNode node) => node switch
    {
        NameNode name => name.Value,
        DocumentNode document => Join(document.Definitions, "\n\n"),
        OperationDefinitionNode operation => Operation(operation),
        FragmentDefinitionNode fragment => Describe(fragment.Description) + "fragment " + fragment.Name.Value + " on "
            + fragment.TypeCondition.Name.Value + " " + Wrap("", Join(fragment.Directives, " "), " ") + Print(fragment.SelectionSet),
        VariableDefinitionNode variable => Describe(variable.Description) + Print(variable.Variable) + ": " + Print(variable.Type)
            + Default(variable.DefaultValue) + Wrap(" ", Join(variable.Directives, " ")),
        SelectionSetNode set => set.Selections.IsEmpty ? "{}" : Block(set.Selections),
        FieldNode field => Field(field),
        FragmentSpreadNode spread => "..." + spread.Name.Value + Wrap(" ", Join(spread.Directives, " ")),
        InlineFragmentNode inline => Words(
            "...",
            Wrap("on ", inline.TypeCondition?.Name.Value ?? ""),
            Join(inline.Directives, " "),
            Print(inline.SelectionSet)),
        ArgumentNode argument => argument.Name.Value + ": " + Print(argument.Value),
        DirectiveNode directive => "@" + directive.Name.Value + Wrap("(", Join(directive.Arguments, ", "), ")"),
        ObjectFieldNode field => field.Name.Value + ": " + Print(field.Value),
        ValueNode value => Value(value),
        NamedTypeNode type => type.Name.Value,
        ListTypeNode list => "[" + Print(list.Type) + "]",
        NonNullTypeNode nonNull => Print(nonNull.Type) + "!",
        _ => TypeSystem(node),
    };

    /// <summary>Prints a value for a message, cut so that a refusal cannot be much larger than what it refuses.</summary>
    internal static string PrintForError(ValueNode node) => Abbreviate(Value(node));

    /// <summary>At most a thousand characters of a text, and dots if it has more.</summary>
    internal static string Abbreviate(string text) => text.Length > QuoteLengthMax ? text[..QuoteLengthMax] + "..." : text;

    /// <summary>A string as a GraphQL literal between double quotes, control characters escaped.</summary>
    public static string Quote(string value)
    {
        var text = new StringBuilder(value.Length + 2).Append('"');
        foreach (var c in value)
        {
            _ = c switch
            {
                '"' => text.Append("\\\""),
                '\\' => text.Append("\\\\"),
                '\b' => text.Append("\\b"),
                '\t' => text.Append("\\t"),
                '\n' => text.Append("\\n"),
                '\f' => text.Append("\\f"),
                '\r' => text.Append("\\r"),
                < ' ' or (>= '\x7F' and <= '\x9F') => text.Append("\\u").Append(((int)c).ToString("X4", null)),
                _ => text.Append(c),
            };
        }

        return text.Append('"').ToString();
    }

    private static string Operation(OperationDefinitionNode operation)
    {
        var keyword = OperationKeyword(operation.Operation);
        var variables = operation.VariableDefinitions.Select(Print).ToList();
        var variableText = variables.Exists(text => text.Contains('\n'))
            ? "(\n" + string.Join('\n', variables) + "\n)"
            : Wrap("(", string.Join(", ", variables), ")");
        var head = Describe(operation.Description)
            + Words(keyword, operation.Name?.Value + variableText, Join(operation.Directives, " "));
        return (head == "query" ? "" : head + " ") + Print(operation.SelectionSet);
    }

    private static string Field(FieldNode field)
    {
        var head = Wrap("", field.Alias?.Value ?? "", ": ") + field.Name.Value;
        if (!field.Arguments.IsEmpty)
        {
            head += Fit(field.Arguments, "(", ")", LineLengthMax - head.Length);
        }

        return Words(head, Join(field.Directives, " "), field.SelectionSet is null ? "" : Print(field.SelectionSet));
    }

    private static string Value(ValueNode node) => node switch
    {
        VariableNode variable => "$" + variable.Name.Value,
        IntValueNode number => number.Value,
        FloatValueNode number => number.Value,
        StringValueNode text => text.Block ? BlockString.Print(text.Value) : Quote(text.Value),
        BooleanValueNode boolean => boolean.Value ? "true" : "false",
        EnumValueNode name => name.Value,
        ListValueNode list => Fit(list.Values, "[", "]", LineLengthMax),
        ObjectValueNode value => value.Fields.IsEmpty ? "{  }" : Fit(value.Fields, "{", "}", LineLengthMax, " "),
        _ => "null",
    };

    private static string Describe(StringValueNode? description) => description is null ? "" : Value(description) + "\n";

    private static string Default(ValueNode? value) => value is null ? "" : " = " + Value(value);

    private static string Block<T>(ImmutableArray<T> nodes)
        where T : SyntaxNode => nodes.IsEmpty ? "" : "{\n" + Indent(Join(nodes, "\n")) + "\n}";

    // On one line where that is not longer than allowed, else each on its own. Each is printed once: twice would double with each level.
    private static string Fit<T>(ImmutableArray<T> nodes, string open, string close, int lengthMax, string padding = "")
        where T : SyntaxNode
    {
        var parts = nodes.Select(Print).ToList();
        var inline = open + padding + string.Join(", ", parts) + padding + close;
        return inline.Length > lengthMax ? open + "\n" + Indent(string.Join('\n', parts)) + "\n" + close : inline;
    }

    private static string Indent(string text) => text.Length == 0 ? "" : "  " + text.Replace("\n", "\n  ", StringComparison.Ordinal);

    private static string Wrap(string start, string text, string end = "") => text.Length == 0 ? "" : start + text + end;

    private static string Words(params ReadOnlySpan<string> words)
    {
        var text = new StringBuilder();
        foreach (var word in words)
        {
            if (word.Length > 0)
            {
                text.Append(text.Length == 0 ? "" : " ").Append(word);
            }
        }

        return text.ToString();
    }

    private static string Join<T>(ImmutableArray<T> nodes, string separator)
        where T : SyntaxNode => string.Join(separator, nodes.Select(Print));
}
