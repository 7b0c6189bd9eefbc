namespace Hierarchy.GraphQL.Validation.Rules;

/// <summary>Arguments of one field or directive have different names (sections 3.6.1, 3.13).</summary>
public sealed class UniqueArgumentDefinitionNamesRule : ValidationRule
{
    /// <inheritdoc/>
    public override void Enter(SyntaxNode node, ValidationContext context)
    {
        if (node is DirectiveDefinitionNode directive)
        {
            Check($"@{directive.Name}", directive.Arguments, context);
        }
        else if (node is FieldsTypeDefinitionNode type)
        {
            foreach (var field in type.Fields)
            {
                Check($"{type.Name}.{field.Name}", field.Arguments, context);
            }
        }
    }

    private void Check(string owner, ImmutableArray<InputValueDefinitionNode> arguments, ValidationContext context)
    {
        foreach (var group in arguments.GroupBy(argument => argument.Name.Value).Where(group => group.Count() > 1))
        {
            var message = $"Argument \"{owner}({group.Key}:)\" can only be defined once.";
            context.Report(this, message, [.. group.Select(argument => argument.Name)]);
        }
    }
}
