namespace Hierarchy.GraphQL.Validation.Rules;

/// <summary>Every directive exists and may stand where it does (sections 5.7.1, 5.7.2).</summary>
internal sealed class KnownDirectivesRule : ValidationRule<DirectiveNode> {
    protected override void Visit(DirectiveNode directive) {
        var location = Location(Context.Ancestors);
        if (Context.FindDirective(directive.Name.Value) is not { } definition)
            Report($"Unknown directive \"@{directive.Name}\".", directive);
        else if (!definition.Locations.Any(allowed => allowed.Value == location))
            Report($"Directive \"@{directive.Name}\" may not be used on {location}.", directive);
    }

    private static string Location(IReadOnlyList<SyntaxNode> ancestors) => ancestors[^1] switch {
        OperationDefinitionNode operation => operation.Operation.ToString().ToUpperInvariant(),
        FieldNode => "FIELD",
        FragmentSpreadNode => "FRAGMENT_SPREAD",
        InlineFragmentNode => "INLINE_FRAGMENT",
        FragmentDefinitionNode => "FRAGMENT_DEFINITION",
        VariableDefinitionNode => "VARIABLE_DEFINITION",
        SchemaDefinitionNode => "SCHEMA",
        ScalarTypeDefinitionNode => "SCALAR",
        ObjectTypeDefinitionNode => "OBJECT",
        FieldDefinitionNode => "FIELD_DEFINITION",
        InterfaceTypeDefinitionNode => "INTERFACE",
        UnionTypeDefinitionNode => "UNION",
        EnumTypeDefinitionNode => "ENUM",
        EnumValueDefinitionNode => "ENUM_VALUE",
        InputObjectTypeDefinitionNode => "INPUT_OBJECT",
        InputValueDefinitionNode when ancestors[^2] is InputObjectTypeDefinitionNode => "INPUT_FIELD_DEFINITION",
        InputValueDefinitionNode => "ARGUMENT_DEFINITION",
        _ => "DIRECTIVE_DEFINITION",
    };
}
