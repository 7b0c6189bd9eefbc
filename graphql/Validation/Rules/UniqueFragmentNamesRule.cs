namespace Hierarchy.GraphQL.Validation.Rules;

/// <summary>Fragments have different names (section 5.5.1.1).</summary>
public sealed class UniqueFragmentNamesRule : ValidationRule
{
    private readonly Dictionary<string, NameNode> _seen = [];

    /// <inheritdoc/>
    public override void Enter(SyntaxNode node, ValidationContext context)
    {
        if (node is FragmentDefinitionNode { Name: var name } && !_seen.TryAdd(name.Value, name))
        {
            context.Report(this, $"There can be only one fragment named \"{name}\".", _seen[name.Value], name);
        }
    }
}
