namespace Hierarchy.GraphQL.Schema;

/// <summary>A type system (section 3). Made by <see cref="SchemaBuilder"/>; immutable and thread-safe.</summary>
public sealed class GraphQLSchema {
    private readonly FrozenDictionary<string, NamedType> _types;
    private readonly FrozenDictionary<string, DirectiveDefinition> _directives;

    internal GraphQLSchema(SourceText source, ImmutableArray<NamedType> types, ImmutableArray<DirectiveDefinition> directives) {
        (Source, Types, Directives) = (source, types, directives);
        _types = types.ToFrozenDictionary(type => type.Name);
        _directives = directives.ToFrozenDictionary(directive => directive.Name);
    }

    /// <summary>The text that it was built from; offsets of its nodes point here.</summary>
    public SourceText Source { get; }

    /// <summary>Text for people on the schema itself, or null.</summary>
    public string? Description => Nodes.FirstOrDefault()?.Description?.Value;

    /// <summary>All types by <see cref="NamedType.Id"/>, in the order of introspection, built-in ones included.</summary>
    public ImmutableArray<NamedType> Types { get; }

    /// <summary>All directives: the schema's own, then the specified ones that it does not redefine.</summary>
    public ImmutableArray<DirectiveDefinition> Directives { get; }

    /// <summary>Root of queries. Null only in a schema that was built without validation.</summary>
    public ObjectType? QueryType => RootType(OperationKind.Query);

    /// <summary>Root of mutations, or null.</summary>
    public ObjectType? MutationType => RootType(OperationKind.Mutation);

    /// <summary>Root of subscriptions, or null.</summary>
    public ObjectType? SubscriptionType => RootType(OperationKind.Subscription);

    /// <summary>The <c>schema</c> definition, if roots are not implied by name, and its extensions.</summary>
    public required ImmutableArray<SchemaDefinitionNode> Nodes { get; init; }

    /// <summary>The meta field <c>__schema: __Schema!</c> of the query root (section 4.1).</summary>
    public required FieldDefinition SchemaField { get; init; }

    /// <summary>The meta field <c>__type(name: String!): __Type</c> of the query root.</summary>
    public required FieldDefinition TypeField { get; init; }

    /// <summary>The meta field <c>__typename: String!</c> of every composite type.</summary>
    public required FieldDefinition TypeNameField { get; init; }

    /// <summary>The roots by <see cref="OperationKind"/> as declared, object types or not.</summary>
    internal ImmutableArray<NamedType?> DeclaredRoots { get; init; } = [];

    /// <summary>The type of this name, or null.</summary>
    public NamedType? FindType(string name) => _types.GetValueOrDefault(name);

    /// <summary>The directive of this name without the at sign, or null.</summary>
    public DirectiveDefinition? FindDirective(string name) => _directives.GetValueOrDefault(name);

    /// <summary>The root type of an operation, or null when the schema has none.</summary>
    public ObjectType? RootType(OperationKind operation) => DeclaredRoots[(int)operation] as ObjectType;

    /// <summary>The field that a selection on a type means, meta fields included; null when there is none.</summary>
    public FieldDefinition? FindField(CompositeType parent, string name) => name switch {
        "__schema" => ReferenceEquals(parent, QueryType) ? SchemaField : null,
        "__type" => ReferenceEquals(parent, QueryType) ? TypeField : null,
        "__typename" => TypeNameField,
        _ => (parent as FieldsType)?.FindField(name),
    };

    /// <summary>The type that a type node denotes, or null when its named type is unknown.</summary>
    public TypeReference? Resolve(TypeNode node) => TypeReference.Of(node, named => FindType(named.Name.Value));
}
