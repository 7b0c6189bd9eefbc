namespace Hierarchy.GraphQL.Validation;

/// <summary>Walks a document once, depth first, with all rules side by side, so that errors come in document order.</summary>
internal sealed class DocumentWalker(ValidationContext context, IReadOnlyList<ValidationRule> rules)
{
    /// <summary>Walks a node and what is below it; stops early once the context is full of errors.</summary>
    public void Walk(SyntaxNode node)
    {
        if (context.IsFull)
        {
            return;
        }

        context.Types.Enter(node);
        for (var i = 0; i < rules.Count; i++)
        {
            rules[i].Enter(node, context);
        }

        context.AncestorList.Add(node);
        WalkChildren(node);
        context.AncestorList.RemoveAt(context.AncestorList.Count - 1);
        for (var i = 0; i < rules.Count; i++)
        {
            rules[i].Leave(node, context);
        }

        context.Types.Leave(node);
    }

    private void WalkAll<T>(ImmutableArray<T> nodes)
        where T : SyntaxNode
    {
        foreach (var node in nodes)
        {
            Walk(node);
        }
    }

    private void WalkOptional(SyntaxNode? node)
    {
        if (node is not null)
        {
            Walk(node);
        }
    }

    private void WalkChildren(SyntaxNode node)
    {
        switch (node)
        {
            case DocumentNode document:
                WalkAll(document.Definitions);
                break;
            case OperationDefinitionNode operation:
                WalkAll(operation.VariableDefinitions);
                WalkAll(operation.Directives);
                Walk(operation.SelectionSet);
                break;
            case FragmentDefinitionNode fragment:
                Walk(fragment.TypeCondition);
                WalkAll(fragment.Directives);
                Walk(fragment.SelectionSet);
                break;
            case VariableDefinitionNode variable:
                Walk(variable.Variable);
                Walk(variable.Type);
                WalkOptional(variable.DefaultValue);
                WalkAll(variable.Directives);
                break;
            case SelectionSetNode set:
                WalkAll(set.Selections);
                break;
            case FieldNode field:
                WalkAll(field.Arguments);
                WalkAll(field.Directives);
                WalkOptional(field.SelectionSet);
                break;
            case FragmentSpreadNode spread:
                WalkAll(spread.Directives);
                break;
            case InlineFragmentNode inline:
                WalkOptional(inline.TypeCondition);
                WalkAll(inline.Directives);
                Walk(inline.SelectionSet);
                break;
            default:
                WalkValue(node);
                break;
        }
    }

    private void WalkValue(SyntaxNode node)
    {
        switch (node)
        {
            case DirectiveNode directive:
                WalkAll(directive.Arguments);
                break;
            case ArgumentNode argument:
                Walk(argument.Value);
                break;
            case ListValueNode list:
                WalkAll(list.Values);
                break;
            case ObjectValueNode value:
                WalkAll(value.Fields);
                break;
            case ObjectFieldNode field:
                Walk(field.Value);
                break;
            case ListTypeNode list:
                Walk(list.Type);
                break;
            case NonNullTypeNode nonNull:
                Walk(nonNull.Type);
                break;
            default:
                WalkTypeSystem(node);
                break;
        }
    }

    private void WalkTypeSystem(SyntaxNode node)
    {
        switch (node)
        {
            case SchemaDefinitionNode schema:
                WalkAll(schema.Directives);
                WalkAll(schema.OperationTypes);
                break;
            case OperationTypeDefinitionNode operation:
                Walk(operation.Type);
                break;
            case ScalarTypeDefinitionNode scalar:
                WalkAll(scalar.Directives);
                break;
            case FieldsTypeDefinitionNode type:
                WalkAll(type.Interfaces);
                WalkAll(type.Directives);
                WalkAll(type.Fields);
                break;
            case UnionTypeDefinitionNode union:
                WalkAll(union.Directives);
                WalkAll(union.Types);
                break;
            case EnumTypeDefinitionNode type:
                WalkAll(type.Directives);
                WalkAll(type.Values);
                break;
            case EnumValueDefinitionNode value:
                WalkAll(value.Directives);
                break;
            case InputObjectTypeDefinitionNode type:
                WalkAll(type.Directives);
                WalkAll(type.Fields);
                break;
            case FieldDefinitionNode field:
                WalkAll(field.Arguments);
                Walk(field.Type);
                WalkAll(field.Directives);
                break;
            case InputValueDefinitionNode value:
                Walk(value.Type);
                WalkOptional(value.DefaultValue);
                WalkAll(value.Directives);
                break;
            case DirectiveDefinitionNode directive:
                WalkAll(directive.Arguments);
                WalkAll(directive.Directives);
                break;
        }
    }
}
