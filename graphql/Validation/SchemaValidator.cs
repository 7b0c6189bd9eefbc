namespace Hierarchy.GraphQL.Validation;

/// <summary>Checks the types of a built schema against section 3. Texts are checked before by <see cref="SdlValidator"/>.</summary>
internal static class SchemaValidator
{
    /// <summary>Checks all roots, directives and types. Cost is linear but for interfaces, where it is fields times interfaces.</summary>
    /// <returns>The faults in the order of roots, directives, types; empty when there are none.</returns>
    public static IEnumerable<GraphQLError> Validate(GraphQLSchema schema)
    {
        var report = new SchemaReport(schema.Source);
        CheckRoots(schema, report);
        foreach (var directive in schema.Directives)
        {
            report.CheckName(directive.Name, directive.Node);
            foreach (var argument in directive.Arguments)
            {
                CheckInputValue(argument, "argument", argument.Node, report);
            }
        }

        var defaults = InputCycles.SearchDefaults(report);
        foreach (var type in schema.Types.Where(type => !type.IsBuiltIn))
        {
            report.CheckName(type.Name, type.Nodes[0]);
            CheckType(type, report);
            if (type is InputObjectType input) InputCycles.CheckDefaults(input, defaults);
        }

        InputCycles.Check([.. schema.Types.OfType<InputObjectType>()], report);
        return report.Errors;
    }

    private static void CheckRoots(GraphQLSchema schema, SchemaReport report)
    {
        report.If(schema.DeclaredRoots[0] is null, "Query root type must be provided.", schema.Nodes.FirstOrDefault(node => !node.IsExtension));
        var users = new OrderedDictionary<NamedType, List<OperationKind>>();
        foreach (var operation in Enum.GetValues<OperationKind>())
        {
            var root = schema.DeclaredRoots[(int)operation];
            if (root is ObjectType && !users.TryAdd(root, [operation])) users[root].Add(operation);
            report.If(
                root is not null and not ObjectType,
                $"{operation} root type must be Object type{(operation == OperationKind.Query ? "" : " if provided")}, it cannot be {root}.",
                RootNode(schema, operation) ?? root?.Nodes.FirstOrDefault() as SyntaxNode);
        }

        foreach (var (root, operations) in users.Where(entry => entry.Value.Count > 1))
        {
            report.Add(
                $"All root types must be different, \"{root}\" type is used as "
                    + $"{Suggestions.AndList(operations.ConvertAll(Printer.Keyword))} root types.",
                operations.Select(operation => RootNode(schema, operation)));
        }
    }

    private static NamedTypeNode? RootNode(GraphQLSchema schema, OperationKind operation) => schema.Nodes
        .SelectMany(node => node.OperationTypes)
        .FirstOrDefault(root => root.Operation == operation)?.Type;

    private static void CheckType(NamedType type, SchemaReport report)
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
                report.If(values.Values.IsEmpty, $"Enum type {type} must define one or more values.", [.. type.Nodes]);
                foreach (var value in values.Values)
                {
                    report.CheckName(value.Name, value.Node);
                }

                break;
            case InputObjectType input:
                CheckInput(input, report);
                break;
        }
    }

    private static void CheckFields(FieldsType type, SchemaReport report)
    {
        report.If(type.Fields.IsEmpty, $"Type {type} must define one or more fields.", [.. type.Nodes]);
        foreach (var field in type.Fields)
        {
            report.CheckName(field.Name, field.Node);
            report.If(
                !field.Type.NamedType.IsOutput, $"The type of {field} must be Output Type but got: {field.Type}.", field.Node?.Type);
            foreach (var argument in field.Arguments)
            {
                CheckInputValue(argument, "argument", argument.Node?.Type, report);
            }
        }
    }

    private static void CheckUnion(UnionType union, SchemaReport report)
    {
        report.If(union.DeclaredMembers.IsEmpty, $"Union type {union} must define one or more member types.", [.. union.Nodes]);
        var seen = new HashSet<NamedType>();
        foreach (var member in union.DeclaredMembers)
        {
            var isNew = seen.Add(member);
            SyntaxNode[] nodes =
            [
                .. union.Nodes.OfType<UnionTypeDefinitionNode>().SelectMany(node => node.Types).Where(node => node.Name.Value == member.Name),
            ];
            report.If(!isNew, $"Union type {union} can only include type {member} once.", nodes);
            report.If(
                isNew && member is not ObjectType, $"Union type {union} can only include Object types, it cannot include {member}.", nodes);
        }
    }

    private static void CheckInput(InputObjectType type, SchemaReport report)
    {
        report.If(type.Fields.IsEmpty, $"Input Object type {type} must define one or more fields.", [.. type.Nodes]);
        foreach (var field in type.Fields)
        {
            CheckInputValue(field, "input field", field.Node?.Type, report);
            report.If(type.IsOneOf && field.Type.IsNonNull, $"OneOf input field {field} must be nullable.", field.Node?.Type);
            report.If(
                type.IsOneOf && field.DefaultNode is not null, $"OneOf input field {field} cannot have a default value.", field.Node);
        }
    }

    private static void CheckInputValue(InputValueDefinition value, string what, SyntaxNode? typePlace, SchemaReport report)
    {
        report.CheckName(value.Name, value.Node);
        report.If(!value.Type.NamedType.IsInput, $"The type of {value} must be Input Type but got: {value.Type}.", typePlace);
        report.If(
            value.IsRequired && value.DeprecationReason is not null, $"Required {what} {value} cannot be deprecated.",
            SchemaReport.Deprecated(value.AppliedDirectives), value.Node?.Type);
        if (value.DefaultNode is null || !value.Type.NamedType.IsInput) return;
        foreach (var fault in InputCoercion.Validate(value.DefaultNode, value.Type, new InputOptions { Suggestions = true }))
        {
            report.Add($"{value} has invalid default value{fault.PathText}: {fault.Message}", [fault.Node]);
        }
    }
}

/// <summary>Collects faults of types with the places of their definitions.</summary>
internal sealed class SchemaReport(SourceText source)
{
    public List<GraphQLError> Errors { get; } = [];

    public static DirectiveNode? Deprecated(ImmutableArray<DirectiveNode> directives) =>
        directives.FirstOrDefault(directive => directive.Name.Value == "deprecated");

    public void Add(string message, IEnumerable<SyntaxNode?> nodes) =>
        Errors.Add(new(message) { Locations = source.Locate([.. nodes]) });

    public void If(bool isFault, string message, params SyntaxNode?[] nodes)
    {
        if (isFault) Add(message, nodes);
    }

    public void CheckName(string name, SyntaxNode? node) => If(
        name.StartsWith("__", StringComparison.Ordinal),
        $"Name \"{name}\" must not begin with \"__\", which is reserved by GraphQL introspection.",
        node);
}
