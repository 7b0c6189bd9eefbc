namespace Hierarchy.GraphQL.Validation;

/// <summary>Walks a document once, depth first, with all rules side by side, so that errors come in document order.</summary>
internal sealed class DocumentWalker {
    private readonly ValidationContext _context;
    private readonly IReadOnlyList<ValidationRule> _rules;

    public DocumentWalker(ValidationContext context, IReadOnlyList<ValidationRule> rules) {
        (_context, _rules) = (context, rules);
        foreach (var rule in rules) rule.Context = context;
    }

    /// <summary>Walks a node and what is below it; stops early once the context is full of errors.</summary>
    public DocumentWalker Walk(SyntaxNode? node) {
        if (node is null || _context.IsFull) return this;
        ref var types = ref _context.TypesForWalk;
        var outer = types;
        if (_context.ExistingSchema is { } schema) types = outer.Enter(node, schema);
        for (var i = 0; i < _rules.Count; i++) _rules[i].Enter(node);

        _context.AncestorList.Add(node);
        WalkChildren(node);
        _context.AncestorList.RemoveAt(_context.AncestorList.Count - 1);
        for (var i = 0; i < _rules.Count; i++) _rules[i].Leave(node);

        types = outer;
        return this;
    }

    private DocumentWalker Walk<T>(ImmutableArray<T> nodes) where T : SyntaxNode {
        foreach (var node in nodes) Walk(node);

        return this;
    }

    private DocumentWalker WalkChildren(SyntaxNode node) => node switch {
        FieldNode field => Walk(field.Arguments).Walk(field.Directives).Walk(field.SelectionSet),
        SelectionSetNode set => Walk(set.Selections),
        ArgumentNode argument => Walk(argument.Value),
        DirectiveNode directive => Walk(directive.Arguments),
        FragmentSpreadNode spread => Walk(spread.Directives),
        InlineFragmentNode inline => Walk(inline.TypeCondition).Walk(inline.Directives).Walk(inline.SelectionSet),
        ListValueNode list => Walk(list.Values),
        ObjectValueNode value => Walk(value.Fields),
        ObjectFieldNode field => Walk(field.Value),
        DocumentNode document => Walk(document.Definitions),
        OperationDefinitionNode operation => Walk(operation.VariableDefinitions).Walk(operation.Directives).Walk(operation.SelectionSet),
        FragmentDefinitionNode fragment => Walk(fragment.TypeCondition).Walk(fragment.Directives).Walk(fragment.SelectionSet),
        VariableDefinitionNode variable =>
            Walk(variable.Variable).Walk(variable.Type).Walk(variable.DefaultValue).Walk(variable.Directives),
        ListTypeNode list => Walk(list.Type),
        NonNullTypeNode nonNull => Walk(nonNull.Type),
        SchemaDefinitionNode schema => Walk(schema.Directives).Walk(schema.OperationTypes),
        OperationTypeDefinitionNode root => Walk(root.Type),
        FieldsTypeDefinitionNode type => Walk(type.Interfaces).Walk(type.Directives).Walk(type.Fields),
        UnionTypeDefinitionNode union => Walk(union.Directives).Walk(union.Types),
        EnumTypeDefinitionNode type => Walk(type.Directives).Walk(type.Values),
        InputObjectTypeDefinitionNode type => Walk(type.Directives).Walk(type.Fields),
        FieldDefinitionNode field => Walk(field.Arguments).Walk(field.Type).Walk(field.Directives),
        InputValueDefinitionNode value => Walk(value.Type).Walk(value.DefaultValue).Walk(value.Directives),
        DirectiveDefinitionNode directive => Walk(directive.Arguments).Walk(directive.Directives),
        AnnotatedNode annotated => Walk(annotated.Directives),
        _ => this,
    };
}
