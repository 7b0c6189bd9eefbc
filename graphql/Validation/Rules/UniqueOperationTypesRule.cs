namespace Hierarchy.GraphQL.Validation.Rules;

/// <summary>Each operation has at most one root type (section 3.3.1).</summary>
public sealed class UniqueOperationTypesRule : ValidationRule
{
    private readonly Dictionary<OperationKind, OperationTypeDefinitionNode> _seen = [];

    /// <inheritdoc/>
    public override void Enter(SyntaxNode node, ValidationContext context)
    {
        if (node is not SchemaDefinitionNode schema)
        {
            return;
        }

        foreach (var root in schema.OperationTypes)
        {
            var name = root.Operation.ToString().ToLowerInvariant();
            if (context.ExistingSchema?.DeclaredRoots[(int)root.Operation] is not null)
            {
                context.Report(this, $"Type for {name} already defined in the schema. It cannot be redefined.", root);
            }
            else if (!_seen.TryAdd(root.Operation, root))
            {
                context.Report(this, $"There can be only one {name} type in schema.", _seen[root.Operation], root);
            }
        }
    }
}
