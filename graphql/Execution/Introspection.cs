namespace Hierarchy.GraphQL.Execution;

/// <summary>Resolvers of the introspection types (specification 4); the engine executes them like any other.</summary>
internal static class Introspection {
    public static void Bind(TypeBinder types, GraphQLSchema schema) {
        types.Object<GraphQLSchema>("__Schema", t => {
            t.Field("description", s => s.Description);
            t.Field("types", s => s.Types.Select(TypeReference.Of));
            t.Field("queryType", s => Of(s.QueryType));
            t.Field("mutationType", s => Of(s.MutationType));
            t.Field("subscriptionType", s => Of(s.SubscriptionType));
            t.Field("directives", (s, args, _) => Shown(s.Directives, args));
        });
        types.Object<TypeReference>("__Type", t => {
            t.Field("kind", Kind);
            t.Field("name", r => Named(r)?.Name);
            t.Field("description", r => Named(r)?.Description);
            t.Field("specifiedByURL", r => (Named(r) as ScalarType)?.SpecifiedByUrl);
            t.Field("fields", (r, args, _) => Named(r) is FieldsType type ? Shown(type.Fields, args) : null);
            t.Field("interfaces", r => (Named(r) as FieldsType)?.Interfaces.Select(TypeReference.Of));
            t.Field("possibleTypes", r => Named(r) is CompositeType t and not ObjectType ? t.PossibleTypes.Select(TypeReference.Of) : null);
            t.Field("enumValues", (r, args, _) => Named(r) is EnumType type ? Shown(type.Values, args) : null);
            t.Field("inputFields", (r, args, _) => Named(r) is InputObjectType type ? Shown(type.Fields, args) : null);
            t.Field("ofType", r => r.IsNonNull ? r.Nullable : r.Item);
            t.Field("isOneOf", r => (Named(r) as InputObjectType)?.IsOneOf);
        });
        types.Object<FieldDefinition>("__Field", t => {
            Describe(t);
            t.Field("args", (f, args, _) => Shown(f.Arguments, args));
            t.Field("type", f => f.Type);
        });
        types.Object<InputValueDefinition>("__InputValue", t => {
            Describe(t);
            t.Field("type", v => v.Type);
            t.Field("defaultValue", v => v.DefaultNode is null ? null : Printer.Print(v.DefaultNode));
        });
        types.Object<EnumValueDefinition>("__EnumValue", Describe);
        types.Object<DirectiveDefinition>("__Directive", t => {
            Describe(t);
            t.Field("isRepeatable", d => d.IsRepeatable);
            t.Field("locations", d => d.Locations);
            t.Field("args", (d, args, _) => Shown(d.Arguments, args));
        });
    }

    private static void Describe<T>(ObjectBinder<T> t) where T : SchemaElement {
        t.Field("name", e => e.Name);
        t.Field("description", e => e.Description);
        t.Field("isDeprecated", e => e.DeprecationReason is not null);
        t.Field("deprecationReason", e => e.DeprecationReason);
    }

    private static TypeReference? Of(NamedType? type) => type is null ? null : TypeReference.Of(type);

    private static NamedType? Named(TypeReference reference) => reference.IsNonNull || reference.IsList ? null : reference.NamedType;

    private static IEnumerable<T> Shown<T>(ImmutableArray<T> elements, Args args) where T : SchemaElement =>
        args.Get<bool>("includeDeprecated") ? elements : elements.Where(element => element.DeprecationReason is null);

    private static string Kind(TypeReference reference) => reference switch {
        { IsNonNull: true } => "NON_NULL",
        { IsList: true } => "LIST",
        _ => JsonNamingPolicy.SnakeCaseUpper.ConvertName(reference.NamedType.Kind.ToString()),
    };
}
