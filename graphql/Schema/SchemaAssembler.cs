namespace Hierarchy.GraphQL.Schema;

/// <summary>Turns the definitions of one document into types that refer to each other. Expects that the text rules hold.</summary>
internal sealed class SchemaAssembler(DocumentNode document, SchemaOptions options) {
    private readonly Dictionary<string, NamedType> _types = SpecifiedScalar.All.ToDictionary(
        scalar => scalar.Name, NamedType (scalar) => new ScalarType(scalar.Name, scalar.Coercion) { Description = scalar.Description });

    /// <summary>Faults that only show while building, such as <c>@deprecated(reason: 1)</c>.</summary>
    public List<GraphQLError> Errors { get; } = [];

    public GraphQLSchema Assemble() {
        var nodes = document.Definitions.OfType<TypeDefinitionNode>().ToLookup(node => node.IsExtension);
        var own = nodes[false].Where(node => !BuiltIns.TypeNames.Contains(node.Name.Value));
        var extensions = nodes[true].ToLookup(node => node.Name.Value);
        var definitions = BuiltIns.Types.Concat(own).GroupBy(node => node.Name.Value, (name, same) => same.Last()).ToList();
        definitions.ForEach(node => _types[node.Name.Value] = Create(node, node.Name.Value));
        foreach (var node in definitions) {
            var type = _types[node.Name.Value];
            type.Nodes = type.IsBuiltIn ? [node] : [node, .. extensions[type.Name]];
            Fill(type);
        }

        var schemaNodes = document.Definitions.OfType<SchemaDefinitionNode>().ToLookup(node => node.IsExtension);
        var roots = FindRoots(schemaNodes[false].FirstOrDefault(), schemaNodes[true]);
        var directives = BuildDirectives();

        // Of two definitions of one type, which only an unchecked text has, the last counts.
        var types = OrderTypes(nodes[false].Select(node => node.Name.Value).Reverse().Distinct().Reverse(), roots, directives);
        var metaFields = BuiltIns.MetaFields.Select(node => BuildField(node, "<meta>")).ToArray();
        return new GraphQLSchema(document.Source, types, directives) {
            DeclaredRoots = roots,
            Nodes = [.. schemaNodes[false].Take(1), .. schemaNodes[true]],
            SchemaField = metaFields[0],
            TypeField = metaFields[1],
            TypeNameField = metaFields[2],
        };
    }

    private NamedType Create(TypeDefinitionNode node, string name) => node switch {
        ObjectTypeDefinitionNode => new ObjectType(name),
        InterfaceTypeDefinitionNode => new InterfaceType(name),
        UnionTypeDefinitionNode => new UnionType(name),
        EnumTypeDefinitionNode => new EnumType(name),
        InputObjectTypeDefinitionNode => new InputObjectType(name),
        _ => new ScalarType(name, options.Scalars.GetValueOrDefault(name) ?? ScalarCoercion.Any),
    };

    private NamedType Find(NamedTypeNode node) => _types.GetValueOrDefault(node.Name.Value) ?? throw new GraphQLSchemaException(
        [new($"Unknown type: \"{node.Name}\".") { Locations = document.Source.Locate(node) }]);

    private TypeReference Resolve(TypeNode node) => TypeReference.Of(node, Find)!;

    private void Fill(NamedType type) {
        type.Description = type.Nodes[0].Description?.Value;
        type.AppliedDirectives = [.. type.Nodes.SelectMany(node => node.Directives)];
        switch (type) {
            case ScalarType scalar:
                scalar.SpecifiedByUrl = FindArgument(type.AppliedDirectives.LastOrDefault(IsNamed("specifiedBy")), "url");
                break;
            case FieldsType fieldsType:
                var nodes = type.Nodes.OfType<FieldsTypeDefinitionNode>().ToList();
                fieldsType.DeclaredInterfaces = [.. nodes.SelectMany(node => node.Interfaces).Select(Find)];
                fieldsType.Interfaces = [.. fieldsType.DeclaredInterfaces.OfType<InterfaceType>()];
                var fieldNodes = nodes.SelectMany(node => node.Fields);
                fieldsType.Fields = Unique(fieldNodes, node => node.Name, (node, _) => BuildField(node, type.Name));
                break;
            case UnionType union:
                union.DeclaredMembers = [.. type.Nodes.OfType<UnionTypeDefinitionNode>().SelectMany(node => node.Types).Select(Find)];
                break;
            case EnumType values:
                var valueNodes = type.Nodes.OfType<EnumTypeDefinitionNode>().SelectMany(node => node.Values);
                values.Values = Unique(valueNodes, node => node.Name, (node, _) => BuildValue(node, type.Name));
                break;
            case InputObjectType input:
                input.IsOneOf = type.Nodes[0].Directives.Any(IsNamed("oneOf"));
                var fields = type.Nodes.OfType<InputObjectTypeDefinitionNode>().SelectMany(node => node.Fields);
                input.Fields = BuildInputs(fields, name => $"{type.Name}.{name}");
                break;
        }
    }

    /// <summary>Builds the last of each name, at the place of the first: what a map by name would hold.</summary>
    private static ImmutableArray<T> Unique<TNode, T>(IEnumerable<TNode> nodes, Func<TNode, NameNode> nameOf, Func<TNode, int, T> build) =>
        [.. nodes.GroupBy(node => nameOf(node).Value, (_, same) => same.Last()).Select(build)];

    private T Describe<T>(T element, StringValueNode? description, ImmutableArray<DirectiveNode> directives) where T : SchemaElement {
        (element.Description, element.AppliedDirectives) = (description?.Value, directives);
        element.DeprecationReason = FindReason(directives);
        return element;
    }

    private FieldDefinition BuildField(FieldDefinitionNode node, string type) {
        var coordinate = $"{type}.{node.Name}";
        var arguments = BuildInputs(node.Arguments, name => $"{coordinate}({name}:)");
        var field = new FieldDefinition(node.Name.Value, Resolve(node.Type), arguments, node) { Coordinate = coordinate };
        return Describe(field, node.Description, node.Directives);
    }

    private ImmutableArray<InputValueDefinition> BuildInputs(
        IEnumerable<InputValueDefinitionNode> nodes, Func<NameNode, string> coordinate) =>
        Unique(nodes, node => node.Name, (node, index) => Describe(
            new InputValueDefinition(node.Name.Value, Resolve(node.Type), index, node) { Coordinate = coordinate(node.Name) },
            node.Description, node.Directives));

    private EnumValueDefinition BuildValue(EnumValueDefinitionNode node, string type) => Describe(
        new EnumValueDefinition(node.Name.Value, node) { Coordinate = $"{type}.{node.Name}" }, node.Description, node.Directives);

    private ImmutableArray<DirectiveDefinition> BuildDirectives() {
        var nodes = document.Definitions.OfType<DirectiveDefinitionNode>().ToLookup(node => node.IsExtension);
        var builtIn = BuiltIns.Directives.Where(node => !nodes[false].Any(other => other.Name.Value == node.Name.Value));
        return [.. Unique(nodes[false], node => node.Name, (node, _) => BuildDirective(node, nodes[true])),
            .. builtIn.Select(node => BuildDirective(node, []))];
    }

    private DirectiveDefinition BuildDirective(DirectiveDefinitionNode node, IEnumerable<DirectiveDefinitionNode> extensions) {
        var directives = extensions.Where(other => other.Name.Value == node.Name.Value).Prepend(node).SelectMany(each => each.Directives);
        var arguments = BuildInputs(node.Arguments, name => $"@{node.Name}({name}:)");
        var definition = new DirectiveDefinition(node.Name.Value, arguments, node) { Coordinate = $"@{node.Name}" };
        return Describe(definition, node.Description, [.. directives]);
    }

    private ImmutableArray<NamedType?> FindRoots(SchemaDefinitionNode? definition, IEnumerable<SchemaDefinitionNode> extensions) {
        var roots = new NamedType?[3];
        foreach (var operation in extensions.Prepend(definition).SelectMany(node => node?.OperationTypes ?? []))
            roots[(int)operation.Operation] = Find(operation.Type);

        // Roots are implied by name only when no definition says otherwise; extensions may still have set some.
        return [.. roots.Select((root, i) => definition is null ? _types.GetValueOrDefault($"{(OperationKind)i}") ?? root : root)];
    }

    /// <summary>Each own type in the order of the text, followed by the built-in ones that it is the first to need.</summary>
    private ImmutableArray<NamedType> OrderTypes(
        IEnumerable<string> own, ImmutableArray<NamedType?> roots, ImmutableArray<DirectiveDefinition> directives) {
        var first = own.Select(name => _types[name]).ToList();
        var pending = first.ToHashSet();
        var ordered = new OrderedDictionary<string, NamedType>();
        foreach (var type in first) {
            pending.Remove(type);
            Collect(type);
        }

        var last = directives.SelectMany(directive => directive.Arguments).Select(argument => argument.Type.NamedType);
        foreach (var type in roots.OfType<NamedType>().Concat(last).Append(_types["__Schema"])) Collect(type);

        for (var i = 0; i < ordered.Count; i++) ordered.GetAt(i).Value.Id = i;

        LinkPossibleTypes(ordered.Values);
        return [.. ordered.Values];

        void Collect(NamedType type) {
            if (pending.Contains(type) || !ordered.TryAdd(type.Name, type)) return;
            foreach (var reference in References(type)) Collect(reference);
        }
    }

    private static IEnumerable<NamedType> References(NamedType type) => type switch {
        UnionType union => union.DeclaredMembers,
        FieldsType fields => fields.DeclaredInterfaces.Concat(fields.Fields.SelectMany(
            field => field.Arguments.Select(argument => argument.Type.NamedType).Prepend(field.Type.NamedType))),
        InputObjectType input => input.Fields.Select(field => field.Type.NamedType),
        _ => [],
    };

    private static void LinkPossibleTypes(ICollection<NamedType> types) {
        var objects = types.OfType<ObjectType>().ToList();
        foreach (var type in types.OfType<CompositeType>()) {
            type.SetPossible(
                type is UnionType union
                    ? union.DeclaredMembers.OfType<ObjectType>().Distinct()
                    : objects.Where(other => other == type || other.Interfaces.Any(contract => contract == type)),
                types.Count);
        }
    }

    private static Func<DirectiveNode, bool> IsNamed(string name) => directive => directive.Name.Value == name;

    private string? FindReason(ImmutableArray<DirectiveNode> directives) =>
        directives.FirstOrDefault(IsNamed("deprecated")) is { } directive
            ? FindArgument(directive, "reason") ?? BuiltIns.DefaultDeprecationReason : null;

    private string? FindArgument(DirectiveNode? directive, string name) {
        var value = directive?.FindArgument(name)?.Value;
        if (value is null or StringValueNode) return (value as StringValueNode)?.Value;
        var reason = value is NullValueNode
            ? "Expected value of non-null type \"String!\" not to be null."
            : $"String cannot represent a non string value: {Printer.Print(value)}";
        var message = $"Argument \"@{directive!.Name}({name}:)\" has invalid value: {reason}";
        Errors.Add(new(message) { Locations = document.Source.Locate(value) });
        return null;
    }
}
