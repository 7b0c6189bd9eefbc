namespace Hierarchy.GraphQL.Validation.Rules;

/// <summary>For endpoints that keep their schema to themselves: no field that yields an introspection type.</summary>
internal sealed class NoSchemaIntrospectionCustomRule : ValidationRule<FieldNode> {
    protected override void Visit(FieldNode field) {
        if (Context.Types.Type?.NamedType is not { IsBuiltIn: true } type || !type.Name.StartsWith("__", StringComparison.Ordinal)) return;
        var message = $"GraphQL introspection has been disabled, but the requested query contained the field \"{field.Name}\".";
        Report(ErrorCodes.IntrospectionDisabled, message, field);
    }
}
