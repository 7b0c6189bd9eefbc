namespace Hierarchy.GraphQL.Validation.Rules;

/// <summary>Values of one enum have different names (section 3.9).</summary>
public sealed class UniqueEnumValueNamesRule : ValidationRule
{
    private readonly Dictionary<(string Type, string Value), NameNode> _seen = [];

    /// <inheritdoc/>
    public override void Enter(SyntaxNode node, ValidationContext context)
    {
        if (node is not EnumTypeDefinitionNode type)
        {
            return;
        }

        var typeName = type.Name.Value;
        foreach (var value in type.Values)
        {
            var key = (typeName, value.Name.Value);
            var coordinate = $"{typeName}.{value.Name.Value}";
            if ((context.ExistingSchema?.FindType(typeName) as EnumType)?.FindValue(value.Name.Value) is not null)
            {
                var message = $"Enum value \"{coordinate}\" already exists in the schema. "
                    + "It cannot also be defined in this type extension.";
                context.Report(this, message, value.Name);
            }
            else if (!_seen.TryAdd(key, value.Name))
            {
                context.Report(this, $"Enum value \"{coordinate}\" can only be defined once.", _seen[key], value.Name);
            }
        }
    }
}
