namespace Hierarchy.GraphQL.Validation.Rules;

/// <summary>Documents of clients define operations and fragments only (section 5.1.1).</summary>
public sealed class ExecutableDefinitionsRule : ValidationRule
{
    /// <inheritdoc/>
    public override void Enter(SyntaxNode node, ValidationContext context)
    {
        if (node is not DocumentNode document)
        {
            return;
        }

        foreach (var definition in document.Definitions)
        {
            var name = definition switch
            {
                SchemaDefinitionNode => "schema",
                TypeDefinitionNode type => $"\"{type.Name}\"",
                DirectiveDefinitionNode directive => $"\"{directive.Name}\"",
                _ => null,
            };
            if (name is not null)
            {
                context.Report(this, $"The {name} definition is not executable.", definition);
            }
        }
    }
}
