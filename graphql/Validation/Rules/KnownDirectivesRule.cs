namespace Hierarchy.GraphQL.Validation.Rules;

/// <summary>Every directive exists and may stand where it does (sections 5.7.1, 5.7.2).</summary>
public sealed class KnownDirectivesRule : ValidationRule
{
    /// <inheritdoc/>
    public override void Enter(SyntaxNode node, ValidationContext context)
    {
        if (node is not DirectiveNode directive)
        {
            return;
        }

        var name = directive.Name.Value;
        if (context.FindDirective(name) is not { } signature)
        {
            context.Report(this, $"Unknown directive \"@{name}\".", node);
            return;
        }

        var location = Location(context.Ancestors);
        if (!signature.Locations.Contains(location))
        {
            context.Report(this, $"Directive \"@{name}\" may not be used on {location}.", node);
        }
    }

    private static string Location(IReadOnlyList<SyntaxNode> ancestors) => ancestors[^1] switch
    {
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
