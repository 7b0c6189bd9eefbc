namespace Hierarchy.GraphQL.Validation;

/// <summary>Whether a type keeps the promises of the interfaces that it names (IsValidImplementation, section 3.6).</summary>
internal sealed class InterfaceCheck(FieldsType type, SchemaReport report)
{
    public void Run()
    {
        var seen = new HashSet<NamedType>();
        foreach (var declared in type.DeclaredInterfaces)
        {
            if (declared is not InterfaceType contract)
            {
                var message = $"Type {type} must only implement Interface types, it cannot implement {declared}.";
                report.Add(message, ImplementsNodes(type, declared));
            }
            else if (ReferenceEquals(type, contract))
            {
                var message = $"Type {type} cannot implement itself because it would create a circular reference.";
                report.Add(message, ImplementsNodes(type, declared));
            }
            else if (!seen.Add(contract))
            {
                report.Add($"Type {type} can only implement {contract} once.", ImplementsNodes(type, declared));
            }
            else
            {
                CheckAncestors(contract);
                CheckFields(contract);
            }
        }
    }

    private static SyntaxNode?[] ImplementsNodes(FieldsType type, NamedType declared) =>
    [
        .. type.Extensions.Prepend(type.Node).OfType<FieldsTypeDefinitionNode>()
            .SelectMany(node => node.Interfaces).Where(node => node.Name.Value == declared.Name),
    ];

    private void CheckAncestors(InterfaceType contract)
    {
        foreach (var transitive in contract.DeclaredInterfaces.Where(transitive => !type.DeclaredInterfaces.Contains(transitive)))
        {
            var message = ReferenceEquals(transitive, type)
                ? $"Type {type} cannot implement {contract} because it would create a circular reference."
                : $"Type {type} must implement {transitive} because it is implemented by {contract}.";
            report.Add(message, [.. ImplementsNodes(contract, transitive), .. ImplementsNodes(type, contract)]);
        }
    }

    private void CheckFields(InterfaceType contract)
    {
        foreach (var expected in contract.Fields)
        {
            if (type.FindField(expected.Name) is not { } field)
            {
                var message = $"Interface field {expected} expected but {type} does not provide it.";
                report.Add(message, [expected.Node, .. SchemaReport.Nodes(type)]);
                continue;
            }

            if (!SubTypes.IsSubType(field.Type, expected.Type))
            {
                var message = $"Interface field {expected} expects type {expected.Type} but {field} is type {field.Type}.";
                report.Add(message, expected.Node?.Type, field.Node?.Type);
            }

            CheckArguments(expected, field);
            if (field.DeprecationReason is not null && expected.DeprecationReason is null)
            {
                var message = $"Interface field {expected} is not deprecated, so implementation field {field} must not be deprecated.";
                report.Add(message, SchemaReport.Deprecated(field.AppliedDirectives), field.Node?.Type);
            }
        }
    }

    private void CheckArguments(FieldDefinition expected, FieldDefinition field)
    {
        foreach (var promised in expected.Arguments)
        {
            if (field.FindArgument(promised.Name) is not { } argument)
            {
                var message = $"Interface field argument {promised} expected but {field} does not provide it.";
                report.Add(message, promised.Node, field.Node);
            }
            else if (!promised.Type.Same(argument.Type))
            {
                var message = $"Interface field argument {promised} expects type {promised.Type} but {argument} is type {argument.Type}.";
                report.Add(message, promised.Node?.Type, argument.Node?.Type);
            }
        }

        foreach (var argument in field.Arguments)
        {
            if (argument.IsRequired && expected.FindArgument(argument.Name) is null)
            {
                var message = $"Argument \"{argument}\" must not be required type \"{argument.Type}\" "
                    + $"if not provided by the Interface field \"{expected}\".";
                report.Add(message, argument.Node, expected.Node);
            }
        }
    }
}
