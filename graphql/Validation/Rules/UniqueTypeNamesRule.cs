namespace Hierarchy.GraphQL.Validation.Rules;

/// <summary>Types have different names (section 3.3).</summary>
public sealed class UniqueTypeNamesRule : ValidationRule
{
    private readonly Dictionary<string, NameNode> _seen = [];

    /// <inheritdoc/>
    public override void Enter(SyntaxNode node, ValidationContext context)
    {
        if (node is not TypeDefinitionNode { IsExtension: false } type)
        {
            return;
        }

        var name = type.Name.Value;
        if (context.ExistingSchema?.FindType(name) is not null)
        {
            var message = $"Type \"{name}\" already exists in the schema. It cannot also be defined in this type definition.";
            context.Report(this, message, type.Name);
        }
        else if (!_seen.TryAdd(name, type.Name))
        {
            context.Report(this, $"There can be only one type named \"{name}\".", _seen[name], type.Name);
        }
    }
}
