namespace Hierarchy.GraphQL.Schema;

/// <summary>A type system (section 3). Made by <see cref="SchemaBuilder"/>; immutable and thread-safe.</summary>
public sealed class GraphQLSchema
{
    internal GraphQLSchema(SourceText source, ImmutableArray<NamedType> types, ImmutableArray<DirectiveDefinition> directives)
    {
        Source = source;
        Types = types;
        Directives = directives;
        TypesByName = types.ToFrozenDictionary(type => type.Name);
        DirectivesByName = directives.ToFrozenDictionary(directive => directive.Name);
    }

    /// <summary>The text that it was built from; offsets of its nodes point here.</summary>
    public SourceText Source { get; }

    /// <summary>Text for people on the schema itself, or null.</summary>
    public string? Description { get; internal init; }

    /// <summary>All types by <see cref="NamedType.Id"/>, in the order of introspection, built-in ones included.</summary>
    public ImmutableArray<NamedType> Types { get; }

    /// <summary>All directives: the schema's own, then the specified ones that it does not redefine.</summary>
    public ImmutableArray<DirectiveDefinition> Directives { get; }

    /// <summary>Root of queries. Null only in a schema that was built without validation.</summary>
    public ObjectType? QueryType => DeclaredRoots[0] as ObjectType;

    /// <summary>Root of mutations, or null.</summary>
    public ObjectType? MutationType => DeclaredRoots[1] as ObjectType;

    /// <summary>Root of subscriptions, or null.</summary>
    public ObjectType? SubscriptionType => DeclaredRoots[2] as ObjectType;

    /// <summary>The <c>schema</c> definition, or null when the roots are implied by name.</summary>
    public SchemaDefinitionNode? Node { get; internal init; }

    /// <summary>Extensions of the schema in document order.</summary>
    public ImmutableArray<SchemaDefinitionNode> Extensions { get; internal init; } = [];

    /// <summary>The meta field <c>__schema: __Schema!</c> of the query root (section 4.1).</summary>
    public required FieldDefinition SchemaField { get; init; }

    /// <summary>The meta field <c>__type(name: String!): __Type</c> of the query root.</summary>
    public required FieldDefinition TypeField { get; init; }

    /// <summary>The meta field <c>__typename: String!</c> of every composite type.</summary>
    public required FieldDefinition TypeNameField { get; init; }

    /// <summary>The roots by <see cref="OperationKind"/> as declared, object types or not.</summary>
    internal ImmutableArray<NamedType?> DeclaredRoots { get; init; } = [null, null, null];

    internal FrozenDictionary<string, NamedType> TypesByName { get; }

    internal FrozenDictionary<string, DirectiveDefinition> DirectivesByName { get; }

    /// <summary>The type of this name, or null.</summary>
    public NamedType? FindType(string name) => TypesByName.GetValueOrDefault(name);

    /// <summary>The directive of this name without the at sign, or null.</summary>
    public DirectiveDefinition? FindDirective(string name) => DirectivesByName.GetValueOrDefault(name);

    /// <summary>The root type of an operation, or null when the schema has none.</summary>
    public ObjectType? RootType(OperationKind operation) => operation switch
    {
        OperationKind.Query => QueryType,
        OperationKind.Mutation => MutationType,
        _ => SubscriptionType,
    };

    /// <summary>The field that a selection on a type means, meta fields included; null when there is none.</summary>
    public FieldDefinition? FindField(CompositeType parent, string name) => name switch
    {
        "__schema" => ReferenceEquals(parent, QueryType) ? SchemaField : null,
        "__type" => ReferenceEquals(parent, QueryType) ? TypeField : null,
        "__typename" => TypeNameField,
        _ => (parent as FieldsType)?.FindField(name),
    };

    /// <summary>The type that a type node denotes, or null when its named type is unknown.</summary>
    public TypeReference? Resolve(TypeNode node) => node switch
    {
        NonNullTypeNode nonNull => Resolve(nonNull.Type)?.AsNonNull(),
        ListTypeNode list => Resolve(list.Type)?.AsList(),
        NamedTypeNode named => FindType(named.Name.Value) is { } type ? TypeReference.Of(type) : null,
        _ => null,
    };
}
