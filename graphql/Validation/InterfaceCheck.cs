namespace Hierarchy.GraphQL.Validation;

// Whether a type keeps the promises of the interfaces that it names (IsValidImplementation, section 3.6).
internal sealed partial class SchemaValidator {
    private void CheckInterfaces(FieldsType type) {
        var seen = new HashSet<NamedType>();
        foreach (var declared in type.DeclaredInterfaces) {
            var fault = declared is not InterfaceType
                ? $"Type {type} must only implement Interface types, it cannot implement {declared}."
                : ReferenceEquals(type, declared) ? $"Type {type} cannot implement itself because it would create a circular reference."
                : !seen.Add(declared) ? $"Type {type} can only implement {declared} once."
                : null;
            if (fault is not null) Add(fault, ImplementsNodes(type, declared));
            if (fault is not null || declared is not InterfaceType contract) continue;
            CheckAncestors(type, contract);
            CheckFields(type, contract);
        }
    }

    private static IEnumerable<SyntaxNode> ImplementsNodes(FieldsType type, NamedType declared) =>
        type.Nodes.SelectMany(node => ((FieldsTypeDefinitionNode)node).Interfaces).Where(node => node.Name.Value == declared.Name);

    private void CheckAncestors(FieldsType type, InterfaceType contract) {
        foreach (var transitive in contract.DeclaredInterfaces.Where(transitive => !type.DeclaredInterfaces.Contains(transitive))) {
            var message = ReferenceEquals(transitive, type)
                ? $"Type {type} cannot implement {contract} because it would create a circular reference."
                : $"Type {type} must implement {transitive} because it is implemented by {contract}.";
            Add(message, ImplementsNodes(contract, transitive).Concat(ImplementsNodes(type, contract)));
        }
    }

    private void CheckFields(FieldsType type, InterfaceType contract) {
        foreach (var expected in contract.Fields) {
            if (type.FindField(expected.Name) is not { } field) {
                Add($"Interface field {expected} expected but {type} does not provide it.", [expected.Node, .. type.Nodes]);
                continue;
            }

            If(!field.Type.IsSubTypeOf(expected.Type),
                $"Interface field {expected} expects type {expected.Type} but {field} is type {field.Type}.",
                expected.Node.Type, field.Node.Type);
            CheckArguments(expected, field);
            If(field.DeprecationReason is not null && expected.DeprecationReason is null,
                $"Interface field {expected} is not deprecated, so implementation field {field} must not be deprecated.",
                Deprecated(field), field.Node.Type);
        }
    }

    private void CheckArguments(FieldDefinition expected, FieldDefinition field) {
        foreach (var promised in expected.Arguments) {
            var argument = field.FindArgument(promised.Name);
            If(argument is null, $"Interface field argument {promised} expected but {field} does not provide it.",
                promised.Node, field.Node);
            If(argument is not null && !promised.Type.Same(argument.Type),
                $"Interface field argument {promised} expects type {promised.Type} but {argument} is type {argument?.Type}.",
                promised.Node.Type, argument?.Node.Type);
        }

        foreach (var argument in field.Arguments.Where(argument => argument.IsRequired && expected.FindArgument(argument.Name) is null)) {
            var rest = $"must not be required type \"{argument.Type}\" if not provided by the Interface field \"{expected}\".";
            Add($"Argument \"{argument}\" {rest}", argument.Node, expected.Node);
        }
    }
}
