namespace Hierarchy.GraphQL.Validation;

/// <summary>Checks the types of a built schema against section 3. Texts are checked before by <see cref="SdlValidator"/>.</summary>
public static class SchemaValidator
{
    /// <summary>Checks all roots, directives and types. Cost is linear but for interfaces, where it is fields times interfaces.</summary>
    /// <returns>The faults in the order of roots, directives, types; empty when there are none.</returns>
    public static ImmutableArray<GraphQLError> Validate(GraphQLSchema schema)
    {
        var report = new SchemaReport(schema.Source);
        CheckRoots(schema, report);
        foreach (var directive in schema.Directives)
        {
            CheckDirective(directive, report);
        }

        var defaults = new InputDefaultCycles(report);
        foreach (var type in schema.Types)
        {
            if (!type.IsBuiltIn)
            {
                report.CheckName(type.Name, type.Node);
                CheckType(type, report, defaults);
            }
        }

        new InputCycles(report).Check([.. schema.Types.OfType<InputObjectType>()]);
        return report.Errors;
    }

    private static void CheckRoots(GraphQLSchema schema, SchemaReport report)
    {
        if (schema.DeclaredRoots[0] is null)
        {
            report.Add("Query root type must be provided.", schema.Node);
        }

        var users = new OrderedDictionary<NamedType, List<OperationKind>>();
        foreach (var operation in Enum.GetValues<OperationKind>())
        {
            var root = schema.DeclaredRoots[(int)operation];
            if (root is not null and not ObjectType)
            {
                var condition = operation == OperationKind.Query ? "" : " if provided";
                var message = $"{operation} root type must be Object type{condition}, it cannot be {root}.";
                report.Add(message, RootNode(schema, operation) ?? root.Node as SyntaxNode);
            }
            else if (root is not null && !users.TryAdd(root, [operation]))
            {
                users[root].Add(operation);
            }
        }

        foreach (var (root, operations) in users.Where(entry => entry.Value.Count > 1))
        {
            var list = Suggestions.AndList([.. operations.Select(operation => operation.ToString().ToLowerInvariant())]);
            var message = $"All root types must be different, \"{root}\" type is used as {list} root types.";
            report.Add(message, [.. operations.Select(operation => RootNode(schema, operation))]);
        }
    }

    private static NamedTypeNode? RootNode(GraphQLSchema schema, OperationKind operation) => schema.Extensions.Prepend(schema.Node)
        .SelectMany(node => node?.OperationTypes ?? [])
        .FirstOrDefault(root => root.Operation == operation)?.Type;

    private static void CheckDirective(DirectiveDefinition directive, SchemaReport report)
    {
        report.CheckName(directive.Name, directive.Node);
        foreach (var argument in directive.Arguments)
        {
            CheckArgument(argument, argument.Node, report);
        }
    }

    private static void CheckType(NamedType type, SchemaReport report, InputDefaultCycles defaults)
    {
        switch (type)
        {
            case FieldsType fields:
                CheckFields(fields, report);
                new InterfaceCheck(fields, report).Run();
                break;
            case UnionType union:
                CheckUnion(union, report);
                break;
            case EnumType values:
                if (values.Values.IsEmpty)
                {
                    report.Add($"Enum type {type} must define one or more values.", SchemaReport.Nodes(type));
                }

                foreach (var value in values.Values)
                {
                    report.CheckName(value.Name, value.Node);
                }

                break;
            case InputObjectType input:
                CheckInput(input, report);
                defaults.Check(input);
                break;
        }
    }

    private static void CheckFields(FieldsType type, SchemaReport report)
    {
        if (type.Fields.IsEmpty)
        {
            report.Add($"Type {type} must define one or more fields.", SchemaReport.Nodes(type));
        }

        foreach (var field in type.Fields)
        {
            report.CheckName(field.Name, field.Node);
            if (!field.Type.NamedType.IsOutput)
            {
                report.Add($"The type of {field} must be Output Type but got: {field.Type}.", field.Node?.Type);
            }

            foreach (var argument in field.Arguments)
            {
                CheckArgument(argument, argument.Node?.Type, report);
            }
        }
    }

    private static void CheckArgument(ArgumentDefinition argument, SyntaxNode? typePlace, SchemaReport report)
    {
        report.CheckName(argument.Name, argument.Node);
        if (!argument.Type.NamedType.IsInput)
        {
            report.Add($"The type of {argument} must be Input Type but got: {argument.Type}.", typePlace);
        }

        if (argument is { IsRequired: true, DeprecationReason: not null })
        {
            var message = $"Required argument {argument} cannot be deprecated.";
            report.Add(message, SchemaReport.Deprecated(argument.AppliedDirectives), argument.Node?.Type);
        }

        CheckDefault(argument, report);
    }

    private static void CheckDefault(InputValueDefinition definition, SchemaReport report)
    {
        if (definition.DefaultNode is null || !definition.Type.NamedType.IsInput)
        {
            return;
        }

        foreach (var fault in InputCoercion.Validate(definition.DefaultNode, definition.Type, new InputOptions { Suggestions = true }))
        {
            report.Add($"{definition} has invalid default value{fault.PathText}: {fault.Message}", fault.Node);
        }
    }

    private static void CheckUnion(UnionType union, SchemaReport report)
    {
        if (union.DeclaredMembers.IsEmpty)
        {
            report.Add($"Union type {union} must define one or more member types.", SchemaReport.Nodes(union));
        }

        var seen = new HashSet<NamedType>();
        foreach (var member in union.DeclaredMembers)
        {
            SyntaxNode?[] nodes =
            [
                .. union.Extensions.Prepend(union.Node).OfType<UnionTypeDefinitionNode>()
                    .SelectMany(node => node.Types).Where(node => node.Name.Value == member.Name),
            ];
            if (!seen.Add(member))
            {
                report.Add($"Union type {union} can only include type {member} once.", nodes);
            }
            else if (member is not ObjectType)
            {
                report.Add($"Union type {union} can only include Object types, it cannot include {member}.", nodes);
            }
        }
    }

    private static void CheckInput(InputObjectType type, SchemaReport report)
    {
        if (type.Fields.IsEmpty)
        {
            report.Add($"Input Object type {type} must define one or more fields.", SchemaReport.Nodes(type));
        }

        foreach (var field in type.Fields)
        {
            report.CheckName(field.Name, field.Node);
            if (!field.Type.NamedType.IsInput)
            {
                report.Add($"The type of {field} must be Input Type but got: {field.Type}.", field.Node?.Type);
            }

            if (field is { IsRequired: true, DeprecationReason: not null })
            {
                var message = $"Required input field {field} cannot be deprecated.";
                report.Add(message, SchemaReport.Deprecated(field.AppliedDirectives), field.Node?.Type);
            }

            CheckDefault(field, report);
            if (type.IsOneOf && field.Type.IsNonNull)
            {
                report.Add($"OneOf input field {field} must be nullable.", field.Node?.Type);
            }

            if (type.IsOneOf && field.DefaultNode is not null)
            {
                report.Add($"OneOf input field {field} cannot have a default value.", field.Node);
            }
        }
    }
}

/// <summary>Collects faults of types with the places of their definitions.</summary>
internal sealed class SchemaReport(SourceText source)
{
    private readonly ImmutableArray<GraphQLError>.Builder _errors = ImmutableArray.CreateBuilder<GraphQLError>();

    public ImmutableArray<GraphQLError> Errors => _errors.ToImmutable();

    public static SyntaxNode?[] Nodes(NamedType type) => [type.Node, .. type.Extensions];

    public static DirectiveNode? Deprecated(ImmutableArray<DirectiveNode> directives) =>
        directives.FirstOrDefault(directive => directive.Name.Value == "deprecated");

    public void Add(string message, params ReadOnlySpan<SyntaxNode?> nodes)
    {
        var locations = ImmutableArray.CreateBuilder<SourceLocation>();
        foreach (var node in nodes)
        {
            if (node is not null)
            {
                locations.Add(source.Locate(node.Start));
            }
        }

        _errors.Add(new(message) { Locations = locations.DrainToImmutable() });
    }

    public void CheckName(string name, SyntaxNode? node)
    {
        if (name.StartsWith("__", StringComparison.Ordinal))
        {
            Add($"Name \"{name}\" must not begin with \"__\", which is reserved by GraphQL introspection.", node);
        }
    }
}
