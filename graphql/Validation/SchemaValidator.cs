namespace Hierarchy.GraphQL.Validation;

/// <summary>Checks the types of a built schema against section 3. Texts are checked before by <see cref="SdlValidator"/>.</summary>
internal sealed partial class SchemaValidator {
    private readonly GraphQLSchema _schema;
    private readonly List<GraphQLError> _errors = [];

    private SchemaValidator(GraphQLSchema schema) {
        _schema = schema;
        CheckRoots();
        foreach (var directive in schema.Directives) {
            CheckName(directive.Name, directive.Node);
            foreach (var argument in directive.Arguments) CheckInputValue(argument, "argument", argument.Node);
        }

        var defaults = SearchDefaults();
        foreach (var type in schema.Types.Where(type => !type.IsBuiltIn)) {
            CheckName(type.Name, type.Nodes[0]);
            CheckType(type);
            if (type is InputObjectType input) DefaultsIn(input, new ObjectValueNode([])).ToList().ForEach(defaults.From);
        }

        CheckInputCycles([.. schema.Types.OfType<InputObjectType>()]);
    }

    /// <summary>Checks all roots, directives and types. Cost is linear but for interfaces, where it is fields times interfaces.</summary>
    /// <returns>The faults in the order of roots, directives, types; empty when there are none.</returns>
    public static IReadOnlyList<GraphQLError> Validate(GraphQLSchema schema) => new SchemaValidator(schema)._errors;

    private static DirectiveNode? Deprecated(SchemaElement element) =>
        element.AppliedDirectives.FirstOrDefault(directive => directive.Name.Value == "deprecated");

    private void Add(string message, params IEnumerable<SyntaxNode?> nodes) =>
        _errors.Add(new(message) { Locations = _schema.Source.Locate([.. nodes]) });

    private void If(bool isFault, string message, params IEnumerable<SyntaxNode?> nodes) {
        if (isFault) Add(message, nodes);
    }

    private void CheckName(string name, SyntaxNode? node) => If(name.StartsWith("__", StringComparison.Ordinal),
        $"Name \"{name}\" must not begin with \"__\", which is reserved by GraphQL introspection.", node);

    private void CheckRoots() {
        If(_schema.DeclaredRoots[0] is null, "Query root type must be provided.", _schema.Nodes.Where(node => !node.IsExtension).Take(1));
        var users = new OrderedDictionary<NamedType, List<OperationKind>>();
        foreach (var operation in Enum.GetValues<OperationKind>()) {
            var root = _schema.DeclaredRoots[(int)operation];
            var condition = operation == OperationKind.Query ? "" : " if provided";
            if (root is ObjectType && !users.TryAdd(root, [operation])) users[root].Add(operation);
            If(root is not null and not ObjectType, $"{operation} root type must be Object type{condition}, it cannot be {root}.",
                RootNode(operation) ?? root?.Nodes.FirstOrDefault() as SyntaxNode);
        }

        foreach (var (root, operations) in users.Where(entry => entry.Value.Count > 1)) {
            var list = Suggestions.AndList(operations.ConvertAll(Printer.Keyword));
            Add($"All root types must be different, \"{root}\" type is used as {list} root types.", operations.Select(RootNode));
        }
    }

    private NamedTypeNode? RootNode(OperationKind operation) =>
        _schema.Nodes.SelectMany(node => node.OperationTypes).FirstOrDefault(root => root.Operation == operation)?.Type;

    private void CheckType(NamedType type) {
        switch (type) {
            case FieldsType fields:
                CheckFields(fields);
                CheckInterfaces(fields);
                break;
            case UnionType union:
                CheckUnion(union);
                break;
            case EnumType values:
                If(values.Values.IsEmpty, $"Enum type {type} must define one or more values.", type.Nodes);
                foreach (var value in values.Values) CheckName(value.Name, value.Node);
                break;
            case InputObjectType input:
                CheckInput(input);
                break;
        }
    }

    private void CheckFields(FieldsType type) {
        If(type.Fields.IsEmpty, $"Type {type} must define one or more fields.", type.Nodes);
        foreach (var field in type.Fields) {
            CheckName(field.Name, field.Node);
            If(!field.Type.NamedType.IsOutput, $"The type of {field} must be Output Type but got: {field.Type}.", field.Node.Type);
            foreach (var argument in field.Arguments) CheckInputValue(argument, "argument", argument.Node.Type);
        }
    }

    private void CheckUnion(UnionType union) {
        If(union.DeclaredMembers.IsEmpty, $"Union type {union} must define one or more member types.", union.Nodes);
        var seen = new HashSet<NamedType>();
        foreach (var member in union.DeclaredMembers) {
            var isNew = seen.Add(member);
            var nodes = union.Nodes.SelectMany(node => ((UnionTypeDefinitionNode)node).Types).Where(node => node.Name.Value == member.Name);
            If(!isNew, $"Union type {union} can only include type {member} once.", nodes);
            If(isNew && member is not ObjectType, $"Union type {union} can only include Object types, it cannot include {member}.", nodes);
        }
    }

    private void CheckInput(InputObjectType type) {
        If(type.Fields.IsEmpty, $"Input Object type {type} must define one or more fields.", type.Nodes);
        foreach (var field in type.Fields) {
            CheckInputValue(field, "input field", field.Node.Type);
            If(type.IsOneOf && field.Type.IsNonNull, $"OneOf input field {field} must be nullable.", field.Node.Type);
            If(type.IsOneOf && field.DefaultNode is not null, $"OneOf input field {field} cannot have a default value.", field.Node);
        }
    }

    private void CheckInputValue(InputValueDefinition value, string what, SyntaxNode typePlace) {
        CheckName(value.Name, value.Node);
        If(!value.Type.NamedType.IsInput, $"The type of {value} must be Input Type but got: {value.Type}.", typePlace);
        If(value.IsRequired && value.DeprecationReason is not null, $"Required {what} {value} cannot be deprecated.",
            Deprecated(value), value.Node.Type);
        if (value.DefaultNode is null || !value.Type.NamedType.IsInput) return;
        foreach (var fault in InputCoercion.Validate(value.DefaultNode, value.Type, new InputOptions { Suggestions = true }))
            Add($"{value} has invalid default value{fault.PathText}: {fault.Message}", fault.Node);
    }
}
