namespace Hierarchy.GraphQL.Validation.Rules;

/// <summary>Variables fit the positions where they are used (section 5.8.5).</summary>
internal sealed class VariablesInAllowedPositionRule : ValidationRule {
    public override void Leave(SyntaxNode node) {
        if (node is not OperationDefinitionNode { VariableDefinitions.IsEmpty: false } operation) return;
        var definitions = new Dictionary<string, (VariableDefinitionNode Node, TypeReference? Type)>();
        foreach (var definition in operation.VariableDefinitions)
            definitions[definition.Variable.Name.Value] = (definition, Context.Schema.Resolve(definition.Type));

        foreach (var usage in Context.Usages.Of(operation)) {
            var (definition, type) = definitions.GetValueOrDefault(usage.Name);
            if (usage.Type is { } expected && type is not null) Check(usage, expected, definition, type);
        }
    }

    private void Check(VariableUsage usage, TypeReference expected, VariableDefinitionNode definition, TypeReference type) {
        var hasDefault = definition.DefaultValue is not null and not NullValueNode || usage.Position?.DefaultNode is not null;
        var position = expected.IsNonNull && !type.IsNonNull && hasDefault ? expected.Nullable : expected;
        if (!type.IsSubTypeOf(position)) {
            var message = $"Variable \"${usage.Name}\" of type \"{type}\" used in position expecting type \"{expected}\".";
            Report(message, definition, usage.Node);
        }

        if (usage.ParentType is { IsList: false, NamedType: InputObjectType { IsOneOf: true } parent } && !type.IsNonNull) {
            var message = $"Variable \"${usage.Name}\" is of type \"{type}\" but must be non-nullable to be used "
                + $"for OneOf Input Object \"{parent}\".";
            Report(message, definition, usage.Node);
        }
    }
}
