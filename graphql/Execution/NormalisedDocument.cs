namespace Hierarchy.GraphQL.Execution;

/// <summary>
/// An operation and the document's fragments on one line, each literal replaced by <c>?</c>: what logs and traces may hold. Requests that
/// differ in values alone have the same.
/// </summary>
internal static class NormalisedDocument
{
    /// <summary>Characters kept; what is longer ends in dots.</summary>
    public const int LengthMax = 2_000;

    public static string Of(DocumentNode document, OperationDefinitionNode operation)
    {
        var text = new StringBuilder();
        Write(text, operation);
        foreach (var fragment in document.Fragments)
        {
            if (text.Length > LengthMax)
            {
                break;
            }
            text.Append(" fragment ").Append(fragment.Name.Value).Append(" on ").Append(fragment.TypeCondition.Name.Value);
            Write(text, fragment.Directives);
            Write(text, fragment.SelectionSet);
        }
        return text.Length > LengthMax ? text.ToString(0, LengthMax) + "..." : text.ToString();
    }

    private static void Write(StringBuilder text, OperationDefinitionNode operation)
    {
        text.Append(GraphQLTelemetry.TypeOf(operation.Operation));
        if (operation.Name is { } name)
        {
            text.Append(' ').Append(name.Value);
        }
        for (var i = 0; i < operation.VariableDefinitions.Length; i++)
        {
            var variable = operation.VariableDefinitions[i];
            text.Append(i == 0 ? "(" : ", ").Append(Printer.Print(variable.Variable)).Append(": ").Append(Printer.Print(variable.Type))
                .Append(variable.DefaultValue is null ? "" : " = ?");
            Write(text, variable.Directives);
        }
        text.Append(operation.VariableDefinitions.IsEmpty ? "" : ")");
        Write(text, operation.Directives);
        Write(text, operation.SelectionSet);
    }

    private static void Write(StringBuilder text, SelectionSetNode set)
    {
        text.Append(" {");
        foreach (var selection in set.Selections)
        {
            if (text.Length > LengthMax)
            {
                return;
            }
            text.Append(' ');
            Write(text, selection);
        }
        text.Append(" }");
    }

    private static void Write(StringBuilder text, SelectionNode selection)
    {
        SelectionSetNode? below = null;
        switch (selection)
        {
            case FieldNode field:
                text.Append(field.Alias is { } alias ? alias.Value + ": " : "").Append(field.Name.Value);
                Write(text, field.Arguments);
                below = field.SelectionSet;
                break;
            case FragmentSpreadNode spread:
                text.Append("...").Append(spread.Name.Value);
                break;
            case InlineFragmentNode inline:
                text.Append("...").Append(inline.TypeCondition is { } type ? " on " + type.Name.Value : "");
                below = inline.SelectionSet;
                break;
        }
        Write(text, selection.Directives);
        if (below is not null)
        {
            Write(text, below);
        }
    }

    private static void Write(StringBuilder text, ImmutableArray<DirectiveNode> directives)
    {
        foreach (var directive in directives)
        {
            text.Append(" @").Append(directive.Name.Value);
            Write(text, directive.Arguments);
        }
    }

    private static void Write(StringBuilder text, ImmutableArray<ArgumentNode> arguments)
    {
        for (var i = 0; i < arguments.Length; i++)
        {
            text.Append(i == 0 ? "(" : ", ").Append(arguments[i].Name.Value).Append(": ")
                .Append(arguments[i].Value is VariableNode variable ? Printer.Print(variable) : "?");
        }
        text.Append(arguments.IsEmpty ? "" : ")");
    }
}
