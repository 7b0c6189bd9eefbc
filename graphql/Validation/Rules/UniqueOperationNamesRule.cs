namespace Hierarchy.GraphQL.Validation.Rules;

/// <summary>Operations have different names (section 5.2.2.1).</summary>
public sealed class UniqueOperationNamesRule : ValidationRule
{
    private readonly Dictionary<string, NameNode> _seen = [];

    /// <inheritdoc/>
    public override void Enter(SyntaxNode node, ValidationContext context)
    {
        if (node is OperationDefinitionNode { Name: { } name } && !_seen.TryAdd(name.Value, name))
        {
            context.Report(this, $"There can be only one operation named \"{name}\".", _seen[name.Value], name);
        }
    }
}
