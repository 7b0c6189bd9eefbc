namespace Hierarchy.GraphQL.Validation.Rules;

/// <summary>Variables fit the positions where they are used (section 5.8.5).</summary>
public sealed class VariablesInAllowedPositionRule : ValidationRule
{
    /// <inheritdoc/>
    public override void Leave(SyntaxNode node, ValidationContext context)
    {
        if (node is not OperationDefinitionNode { VariableDefinitions.IsEmpty: false } operation)
        {
            return;
        }

        var definitions = new Dictionary<string, (VariableDefinitionNode Node, TypeReference? Type)>();
        foreach (var definition in operation.VariableDefinitions)
        {
            definitions[definition.Variable.Name.Value] = (definition, context.Schema.Resolve(definition.Type));
        }

        foreach (var usage in context.Usages.Of(operation))
        {
            if (usage.Type is { } expected && definitions.TryGetValue(usage.Node.Name.Value, out var variable) && variable.Type is { } type)
            {
                Check(usage, expected, variable.Node, type, context);
            }
        }
    }

    private void Check(
        VariableUsage usage, TypeReference expected, VariableDefinitionNode definition, TypeReference type, ValidationContext context)
    {
        var name = usage.Node.Name.Value;
        var hasDefault = definition.DefaultValue is not null and not NullValueNode || usage.Position?.DefaultNode is not null;
        var position = expected.IsNonNull && !type.IsNonNull && hasDefault ? expected.Nullable : expected;
        if (!SubTypes.IsSubType(type, position))
        {
            var message = $"Variable \"${name}\" of type \"{type}\" used in position expecting type \"{expected}\".";
            context.Report(this, message, definition, usage.Node);
        }

        if (usage.ParentType is { IsList: false, NamedType: InputObjectType { IsOneOf: true } } parent && !type.IsNonNull)
        {
            var message = $"Variable \"${name}\" is of type \"{type}\" but must be non-nullable to be used "
                + $"for OneOf Input Object \"{parent.NamedType}\".";
            context.Report(this, message, definition, usage.Node);
        }
    }
}
