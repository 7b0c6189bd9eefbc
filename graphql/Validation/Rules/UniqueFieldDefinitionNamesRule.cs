namespace Hierarchy.GraphQL.Validation.Rules;

/// <summary>Fields of one type have different names (sections 3.6, 3.7, 3.10).</summary>
public sealed class UniqueFieldDefinitionNamesRule : ValidationRule
{
    private readonly Dictionary<(string Type, string Field), NameNode> _seen = [];

    /// <inheritdoc/>
    public override void Enter(SyntaxNode node, ValidationContext context)
    {
        if (node is FieldsTypeDefinitionNode type)
        {
            foreach (var field in type.Fields)
            {
                Check(type.Name.Value, field.Name, context);
            }
        }
        else if (node is InputObjectTypeDefinitionNode input)
        {
            foreach (var field in input.Fields)
            {
                Check(input.Name.Value, field.Name, context);
            }
        }
    }

    private void Check(string typeName, NameNode name, ValidationContext context)
    {
        var key = (typeName, name.Value);
        var exists = context.ExistingSchema?.FindType(typeName) switch
        {
            FieldsType type => type.FindField(name.Value) is not null,
            InputObjectType type => type.FindField(name.Value) is not null,
            _ => false,
        };
        if (exists)
        {
            var message = $"Field \"{typeName}.{name}\" already exists in the schema. It cannot also be defined in this type extension.";
            context.Report(this, message, name);
        }
        else if (!_seen.TryAdd(key, name))
        {
            context.Report(this, $"Field \"{typeName}.{name}\" can only be defined once.", _seen[key], name);
        }
    }
}
