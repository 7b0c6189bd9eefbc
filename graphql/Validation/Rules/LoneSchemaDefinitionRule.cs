namespace Hierarchy.GraphQL.Validation.Rules;

/// <summary>A schema text has at most one <c>schema</c> definition, and an extension has none (section 3.3).</summary>
public sealed class LoneSchemaDefinitionRule : ValidationRule
{
    private bool _seen;

    /// <inheritdoc/>
    public override void Enter(SyntaxNode node, ValidationContext context)
    {
        if (node is not SchemaDefinitionNode { IsExtension: false })
        {
            return;
        }

        if (context.ExistingSchema is { } existing && (existing.Node is not null || existing.DeclaredRoots.Any(root => root is not null)))
        {
            context.Report(this, "Cannot define a new schema within a schema extension.", node);
            return;
        }

        if (_seen)
        {
            context.Report(this, "Must provide only one schema definition.", node);
        }

        _seen = true;
    }
}
