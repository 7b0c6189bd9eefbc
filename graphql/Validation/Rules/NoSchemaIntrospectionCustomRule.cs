namespace Hierarchy.GraphQL.Validation.Rules;

/// <summary>For endpoints that keep their schema to themselves: no field that yields an introspection type.</summary>
public sealed class NoSchemaIntrospectionCustomRule : ValidationRule
{
    /// <inheritdoc/>
    public override void Enter(SyntaxNode node, ValidationContext context)
    {
        if (node is FieldNode field && context.Types.Type?.NamedType is { IsBuiltIn: true } type
            && type.Name.StartsWith("__", StringComparison.Ordinal))
        {
            var message = $"GraphQL introspection has been disabled, but the requested query contained the field \"{field.Name}\".";
            context.Report(this, ErrorCodes.IntrospectionDisabled, message, node);
        }
    }
}
