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
        var text = new StringBuilder(GraphQLTelemetry.TypeOf(operation.Operation));
        if (operation.Name is { } name) text.Append(' ').Append(name.Value);
        AppendList(text, operation.VariableDefinitions, variable => Append(text.Append(Printer.Print(variable.Variable)).Append(": ")
            .Append(Printer.Print(variable.Type)).Append(variable.DefaultValue is null ? "" : " = ?"), variable.Directives));
        Append(text, operation.Directives);
        Append(text, operation.SelectionSet);
        foreach (var fragment in document.Fragments.TakeWhile(_ => text.Length <= LengthMax))
        {
            text.Append(" fragment ").Append(fragment.Name.Value).Append(" on ").Append(fragment.TypeCondition.Name.Value);
            Append(text, fragment.Directives);
            Append(text, fragment.SelectionSet);
        }
        return text.Length > LengthMax ? text.ToString(0, LengthMax) + "..." : text.ToString();
    }

    private static void Append(StringBuilder text, SelectionSetNode? set)
    {
        if (set is null) return;
        text.Append(" {");
        foreach (var selection in set.Selections.TakeWhile(_ => text.Length <= LengthMax))
        {
            text.Append(' ').Append(selection switch
            {
                FieldNode { Alias: { } alias } aliased => $"{alias.Value}: {aliased.Name.Value}",
                FieldNode named => named.Name.Value,
                FragmentSpreadNode spread => "..." + spread.Name.Value,
                InlineFragmentNode { TypeCondition: { } type } => "... on " + type.Name.Value,
                _ => "...",
            });
            var field = selection as FieldNode;
            if (field is not null) Append(text, field.Arguments);
            Append(text, selection.Directives);
            Append(text, field is not null ? field.SelectionSet : (selection as InlineFragmentNode)?.SelectionSet);
        }
        text.Append(" }");
    }

    private static void Append(StringBuilder text, ImmutableArray<DirectiveNode> directives)
    {
        foreach (var directive in directives) Append(text.Append(" @").Append(directive.Name.Value), directive.Arguments);
    }

    private static void Append(StringBuilder text, ImmutableArray<ArgumentNode> arguments) => AppendList(text, arguments, argument =>
        text.Append(argument.Name.Value).Append(": ").Append(argument.Value is VariableNode variable ? Printer.Print(variable) : "?"));

    private static void AppendList<T>(StringBuilder text, ImmutableArray<T> items, Action<T> append)
    {
        for (var i = 0; i < items.Length; i++)
        {
            text.Append(i == 0 ? "(" : ", ");
            append(items[i]);
        }
        text.Append(items.IsEmpty ? "" : ")");
    }
}
