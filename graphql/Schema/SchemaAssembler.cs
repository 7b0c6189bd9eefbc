namespace Hierarchy.GraphQL.Schema;

/// <summary>Turns the definitions of one document into types that refer to each other. Expects that the text rules hold.</summary>
internal sealed class SchemaAssembler
{
    private readonly DocumentNode _document;
    private readonly Dictionary<string, NamedType> _types = [];
    private readonly Dictionary<string, List<TypeDefinitionNode>> _nodes = [];
    private readonly List<string> _order = [];

    public SchemaAssembler(DocumentNode document, SchemaOptions options)
    {
        _document = document;
        foreach (var scalar in SpecifiedScalar.All)
        {
            _types[scalar.Name] = new ScalarType(scalar.Name, scalar) { Description = scalar.Description, IsBuiltIn = true };
        }

        foreach (var node in BuiltIns.Types)
        {
            _types[node.Name.Value] = Create(node, SchemaOptions.Default);
            _types[node.Name.Value].IsBuiltIn = true;
            _nodes[node.Name.Value] = [node];
        }

        foreach (var node in document.Definitions.OfType<TypeDefinitionNode>().Where(node => !node.IsExtension))
        {
            var name = node.Name.Value;
            _order.Remove(name);
            _order.Add(name);
            if (!BuiltIns.IsTypeName(name))
            {
                _types[name] = Create(node, options);
                _nodes[name] = [node];
            }
        }

        foreach (var node in document.Definitions.OfType<TypeDefinitionNode>().Where(node => node.IsExtension))
        {
            if (_nodes.TryGetValue(node.Name.Value, out var nodes) && !BuiltIns.IsTypeName(node.Name.Value))
            {
                nodes.Add(node);
            }
        }
    }

    /// <summary>Faults that only show while building, such as <c>@deprecated(reason: 1)</c>.</summary>
    public List<GraphQLError> Errors { get; } = [];

    public GraphQLSchema Assemble()
    {
        foreach (var (name, nodes) in _nodes)
        {
            Fill(_types[name], nodes);
        }

        var definition = _document.Definitions.OfType<SchemaDefinitionNode>().FirstOrDefault(node => !node.IsExtension);
        var extensions = _document.Definitions.OfType<SchemaDefinitionNode>().Where(node => node.IsExtension).ToImmutableArray();
        var roots = FindRoots(definition, extensions);
        var directives = BuildDirectives();
        var types = OrderTypes(roots, directives);
        var metaFields = BuiltIns.MetaFields.Select(BuildField).ToArray();
        NameArguments(metaFields);
        var schema = new GraphQLSchema(_document.Source, types, directives)
        {
            Description = definition?.Description?.Value,
            DeclaredRoots = roots,
            Node = definition,
            Extensions = extensions,
            SchemaField = metaFields[0],
            TypeField = metaFields[1],
            TypeNameField = metaFields[2],
        };
        LinkPossibleTypes(types);
        return schema;
    }

    private static NamedType Create(TypeDefinitionNode node, SchemaOptions options) => node switch
    {
        ObjectTypeDefinitionNode => new ObjectType(node.Name.Value),
        InterfaceTypeDefinitionNode => new InterfaceType(node.Name.Value),
        UnionTypeDefinitionNode => new UnionType(node.Name.Value),
        EnumTypeDefinitionNode => new EnumType(node.Name.Value),
        InputObjectTypeDefinitionNode => new InputObjectType(node.Name.Value),
        _ => new ScalarType(node.Name.Value, options.Scalars.GetValueOrDefault(node.Name.Value) ?? ScalarCoercion.Any),
    };

    private NamedType Find(NamedTypeNode node) => _types.TryGetValue(node.Name.Value, out var type)
        ? type
        : throw new GraphQLSchemaException(
            [new($"Unknown type: \"{node.Name.Value}\".") { Locations = [_document.Source.Locate(node.Start)] }]);

    private TypeReference Resolve(TypeNode node) => node switch
    {
        NonNullTypeNode nonNull => Resolve(nonNull.Type).AsNonNull(),
        ListTypeNode list => Resolve(list.Type).AsList(),
        _ => TypeReference.Of(Find((NamedTypeNode)node)),
    };

    private void Fill(NamedType type, List<TypeDefinitionNode> nodes)
    {
        type.Description = nodes[0].Description?.Value;
        type.AppliedDirectives = [.. nodes.SelectMany(node => node.Directives)];
        if (!type.IsBuiltIn)
        {
            type.Node = nodes[0];
            type.Extensions = [.. nodes.Skip(1)];
        }

        switch (type)
        {
            case ScalarType scalar:
                scalar.SpecifiedByUrl = FindArgument(type.AppliedDirectives.LastOrDefault(IsNamed("specifiedBy")), "url");
                break;
            case FieldsType fieldsType:
                FillFields(fieldsType, [.. nodes.OfType<FieldsTypeDefinitionNode>()]);
                break;
            case UnionType union:
                union.DeclaredMembers = [.. nodes.OfType<UnionTypeDefinitionNode>().SelectMany(node => node.Types).Select(Find)];
                union.PossibleTypes = [.. union.DeclaredMembers.OfType<ObjectType>().Distinct()];
                break;
            case EnumType values:
                var valueNodes = nodes.OfType<EnumTypeDefinitionNode>().SelectMany(node => node.Values);
                values.Values = [.. Unique(valueNodes.Select(BuildValue), value => value.Name)];
                values.ValuesByName = values.Values.ToFrozenDictionary(value => value.Name);
                break;
            case InputObjectType input:
                FillInput(input, [.. nodes.OfType<InputObjectTypeDefinitionNode>()]);
                break;
        }
    }

    private void FillFields(FieldsType type, List<FieldsTypeDefinitionNode> nodes)
    {
        type.DeclaredInterfaces = [.. nodes.SelectMany(node => node.Interfaces).Select(Find)];
        type.Interfaces = [.. type.DeclaredInterfaces.OfType<InterfaceType>()];
        type.Fields = [.. Unique(nodes.SelectMany(node => node.Fields).Select(BuildField), field => field.Name)];
        for (var i = 0; i < type.Fields.Length; i++)
        {
            type.Fields[i].Parent = type;
            type.Fields[i].Index = i;
        }

        NameArguments(type.Fields);
        type.FieldsByName = type.Fields.ToFrozenDictionary(field => field.Name);
    }

    private static void NameArguments(IEnumerable<FieldDefinition> fields)
    {
        foreach (var field in fields)
        {
            foreach (var argument in field.Arguments)
            {
                argument.Coordinate = $"{field.Coordinate}({argument.Name}:)";
            }
        }
    }

    private void FillInput(InputObjectType type, List<InputObjectTypeDefinitionNode> nodes)
    {
        type.IsOneOf = nodes[0].Directives.Any(IsNamed("oneOf"));
        type.Fields = [.. Unique(nodes.SelectMany(node => node.Fields).Select(BuildInputField), field => field.Name)];
        for (var i = 0; i < type.Fields.Length; i++)
        {
            type.Fields[i].Index = i;
            type.Fields[i].Coordinate = $"{type.Name}.{type.Fields[i].Name}";
        }

        type.FieldsByName = type.Fields.ToFrozenDictionary(field => field.Name);
    }

    /// <summary>The last of each name, at the place of the first: what a map by name would hold.</summary>
    private static IEnumerable<T> Unique<T>(IEnumerable<T> items, Func<T, string> nameOf)
    {
        var byName = new OrderedDictionary<string, T>();
        foreach (var item in items)
        {
            byName[nameOf(item)] = item;
        }

        return byName.Values;
    }

    private FieldDefinition BuildField(FieldDefinitionNode node)
    {
        var field = new FieldDefinition(node.Name.Value, Resolve(node.Type), BuildArguments(node.Arguments, node.Name.Value))
        {
            Description = node.Description?.Value,
            DeprecationReason = FindReason(node.Directives),
            Node = node,
        };
        return field;
    }

    private ImmutableArray<ArgumentDefinition> BuildArguments(ImmutableArray<InputValueDefinitionNode> nodes, string owner)
    {
        ImmutableArray<ArgumentDefinition> arguments = [.. Unique(nodes.Select(BuildArgument), argument => argument.Name)];
        for (var i = 0; i < arguments.Length; i++)
        {
            arguments[i].Index = i;
            arguments[i].Coordinate = $"{owner}({arguments[i].Name}:)";
        }

        return arguments;
    }

    private ArgumentDefinition BuildArgument(InputValueDefinitionNode node) => new(node.Name.Value, Resolve(node.Type))
    {
        Description = node.Description?.Value,
        DefaultNode = node.DefaultValue,
        DeprecationReason = FindReason(node.Directives),
        Node = node,
    };

    private InputFieldDefinition BuildInputField(InputValueDefinitionNode node) => new(node.Name.Value, Resolve(node.Type))
    {
        Description = node.Description?.Value,
        DefaultNode = node.DefaultValue,
        DeprecationReason = FindReason(node.Directives),
        Node = node,
    };

    private EnumValueDefinition BuildValue(EnumValueDefinitionNode node, int index) => new(node.Name.Value)
    {
        Index = index,
        Description = node.Description?.Value,
        DeprecationReason = FindReason(node.Directives),
        Node = node,
    };

    private ImmutableArray<DirectiveDefinition> BuildDirectives()
    {
        var nodes = _document.Definitions.OfType<DirectiveDefinitionNode>().ToList();
        var own = nodes.Where(node => !node.IsExtension).ToList();
        var builtIn = BuiltIns.Directives.Where(node => !own.Exists(other => other.Name.Value == node.Name.Value));
        return
        [
            .. Unique(own.Select(node => BuildDirective(node, nodes, isBuiltIn: false)), directive => directive.Name),
            .. builtIn.Select(node => BuildDirective(node, [], isBuiltIn: true)),
        ];
    }

    private DirectiveDefinition BuildDirective(DirectiveDefinitionNode node, List<DirectiveDefinitionNode> all, bool isBuiltIn)
    {
        var extensions = all.Where(other => other.IsExtension && other.Name.Value == node.Name.Value).ToImmutableArray();
        var reasons = extensions.Select(extension => FindReason(extension.Directives)).Prepend(FindReason(node.Directives));
        var arguments = BuildArguments(node.Arguments, "@" + node.Name.Value);
        return new(node.Name.Value, arguments, [.. node.Locations.Select(location => location.Value)])
        {
            IsRepeatable = node.Repeatable,
            Description = node.Description?.Value,
            DeprecationReason = reasons.FirstOrDefault(reason => reason is not null),
            Node = isBuiltIn ? null : node,
            Extensions = extensions,
        };
    }

    private ImmutableArray<NamedType?> FindRoots(SchemaDefinitionNode? definition, ImmutableArray<SchemaDefinitionNode> extensions)
    {
        var roots = new NamedType?[3];
        foreach (var node in extensions.Prepend(definition))
        {
            foreach (var operation in node?.OperationTypes ?? [])
            {
                roots[(int)operation.Operation] = Find(operation.Type);
            }
        }

        // Roots are implied by name only when no definition says otherwise; extensions may still have set some.
        string[] names = definition is null ? ["Query", "Mutation", "Subscription"] : [];
        for (var i = 0; i < names.Length; i++)
        {
            roots[i] = _types.GetValueOrDefault(names[i]) ?? roots[i];
        }

        return [.. roots];
    }

    private ImmutableArray<NamedType> OrderTypes(ImmutableArray<NamedType?> roots, ImmutableArray<DirectiveDefinition> directives)
    {
        var pending = _order.Select(name => _types[name]).ToHashSet();
        var ordered = new OrderedDictionary<string, NamedType>();
        foreach (var name in _order)
        {
            pending.Remove(_types[name]);
            Collect(_types[name]);
        }

        foreach (var type in roots.OfType<NamedType>().Concat(directives.SelectMany(d => d.Arguments).Select(a => a.Type.NamedType)))
        {
            Collect(type);
        }

        Collect(_types["__Schema"]);
        var types = ordered.Values.ToImmutableArray();
        for (var i = 0; i < types.Length; i++)
        {
            types[i].Id = i;
        }

        return types;

        void Collect(NamedType type)
        {
            if (pending.Contains(type) || !ordered.TryAdd(type.Name, type))
            {
                return;
            }

            foreach (var reference in References(type))
            {
                Collect(reference);
            }
        }
    }

    private static IEnumerable<NamedType> References(NamedType type) => type switch
    {
        UnionType union => union.DeclaredMembers,
        FieldsType fields => fields.DeclaredInterfaces.Concat(fields.Fields.SelectMany(
            field => field.Arguments.Select(argument => argument.Type.NamedType).Prepend(field.Type.NamedType))),
        InputObjectType input => input.Fields.Select(field => field.Type.NamedType),
        _ => [],
    };

    private static void LinkPossibleTypes(ImmutableArray<NamedType> types)
    {
        foreach (var type in types.OfType<CompositeType>())
        {
            if (type is ObjectType self)
            {
                type.PossibleTypes = [self];
            }
            else if (type is InterfaceType contract)
            {
                type.PossibleTypes = [.. types.OfType<ObjectType>().Where(other => other.Interfaces.Contains(contract))];
                contract.ImplementingInterfaces = [.. types.OfType<InterfaceType>().Where(other => other.Interfaces.Contains(contract))];
            }

            type.PossibleBits = new ulong[(types.Length + 63) / 64];
            foreach (var possible in type.PossibleTypes)
            {
                type.PossibleBits[possible.Id >> 6] |= 1UL << (possible.Id & 63);
            }
        }
    }

    private static Func<DirectiveNode, bool> IsNamed(string name) => directive => directive.Name.Value == name;

    private string? FindReason(ImmutableArray<DirectiveNode> directives)
    {
        var directive = directives.FirstOrDefault(IsNamed("deprecated"));
        return directive is null ? null : FindArgument(directive, "reason") ?? BuiltIns.DefaultDeprecationReason;
    }

    private string? FindArgument(DirectiveNode? directive, string name)
    {
        var value = directive?.FindArgument(name)?.Value;
        if (value is null or StringValueNode)
        {
            return (value as StringValueNode)?.Value;
        }

        var reason = value is NullValueNode
            ? "Expected value of non-null type \"String!\" not to be null."
            : $"String cannot represent a non string value: {Printer.Print(value)}";
        var message = $"Argument \"@{directive!.Name.Value}({name}:)\" has invalid value: {reason}";
        Errors.Add(new(message) { Locations = [_document.Source.Locate(value.Start)] });
        return null;
    }
}
