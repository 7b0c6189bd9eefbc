namespace Hierarchy.GraphQL.Validation.Rules;

/// <summary>Variables have input types (section 5.8.2).</summary>
internal sealed class VariablesAreInputTypesRule : ValidationRule<VariableDefinitionNode> {
    protected override void Visit(VariableDefinitionNode variable) {
        if (Context.Schema.Resolve(variable.Type) is not { NamedType.IsInput: false } type) return;
        Report($"Variable \"${variable.Variable.Name}\" cannot be non-input type \"{type}\".", variable.Type);
    }
}
