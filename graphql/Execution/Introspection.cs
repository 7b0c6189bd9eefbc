namespace Hierarchy.GraphQL.Execution;

/// <summary>Resolvers of the introspection types (specification 4); the engine executes them like any other.</summary>
internal static class Introspection
{
    public static void Bind(TypeBinder types, GraphQLSchema schema)
    {
        types.Object<GraphQLSchema>("__Schema", t =>
        {
            t.Field("description", s => s.Description);
            t.Field("types", s => s.Types.Select(TypeReference.Of));
            t.Field("queryType", s => Of(s.QueryType));
            t.Field("mutationType", s => Of(s.MutationType));
            t.Field("subscriptionType", s => Of(s.SubscriptionType));
            t.Field("directives", (s, args, _) => s.Directives.Where(d => Shown(args, d.DeprecationReason)));
        });
        types.Object<TypeReference>("__Type", t => BindType(t, schema));
        types.Object<FieldDefinition>("__Field", t =>
        {
            t.Field("name", f => f.Name);
            t.Field("description", f => f.Description);
            t.Field("args", (f, args, _) => f.Arguments.Where(a => Shown(args, a.DeprecationReason)));
            t.Field("type", f => f.Type);
            t.Field("isDeprecated", f => f.DeprecationReason is not null);
            t.Field("deprecationReason", f => f.DeprecationReason);
        });
        types.Object<InputValueDefinition>("__InputValue", t =>
        {
            t.Field("name", v => v.Name);
            t.Field("description", v => v.Description);
            t.Field("type", v => v.Type);
            t.Field("defaultValue", v => v.DefaultNode is null ? null : Printer.Print(v.DefaultNode));
            t.Field("isDeprecated", v => v.DeprecationReason is not null);
            t.Field("deprecationReason", v => v.DeprecationReason);
        });
        types.Object<EnumValueDefinition>("__EnumValue", t =>
        {
            t.Field("name", v => v.Name);
            t.Field("description", v => v.Description);
            t.Field("isDeprecated", v => v.DeprecationReason is not null);
            t.Field("deprecationReason", v => v.DeprecationReason);
        });
        types.Object<DirectiveDefinition>("__Directive", t =>
        {
            t.Field("name", d => d.Name);
            t.Field("description", d => d.Description);
            t.Field("isRepeatable", d => d.IsRepeatable);
            t.Field("locations", d => d.Locations);
            t.Field("args", (d, args, _) => d.Arguments.Where(a => Shown(args, a.DeprecationReason)));
            t.Field("isDeprecated", d => d.DeprecationReason is not null);
            t.Field("deprecationReason", d => d.DeprecationReason);
        });
    }

    private static void BindType(ObjectBinder<TypeReference> t, GraphQLSchema schema)
    {
        t.Field("kind", Kind);
        t.Field("name", r => Named(r)?.Name);
        t.Field("description", r => Named(r)?.Description);
        t.Field("specifiedByURL", r => (Named(r) as ScalarType)?.SpecifiedByUrl);
        t.Field("fields", (r, args, _) => (Named(r) as FieldsType)?.Fields.Where(f => Shown(args, f.DeprecationReason)));
        t.Field("interfaces", r => (Named(r) as FieldsType)?.Interfaces.Select(TypeReference.Of));
        t.Field("possibleTypes", r => Named(r) is UnionType or InterfaceType
            ? ((CompositeType)r.NamedType).PossibleTypes.Select(TypeReference.Of)
            : null);
        t.Field("enumValues", (r, args, _) => (Named(r) as EnumType)?.Values.Where(v => Shown(args, v.DeprecationReason)));
        t.Field("inputFields", (r, args, _) => (Named(r) as InputObjectType)?.Fields.Where(f => Shown(args, f.DeprecationReason)));
        t.Field("ofType", r => r.IsNonNull ? r.Nullable : r.Item);
        t.Field("isOneOf", r => (Named(r) as InputObjectType)?.IsOneOf);
    }

    private static TypeReference? Of(NamedType? type) => type is null ? null : TypeReference.Of(type);

    private static NamedType? Named(TypeReference reference) => reference.IsNonNull || reference.IsList ? null : reference.NamedType;

    private static bool Shown(Args args, string? deprecationReason) => deprecationReason is null || args.Get<bool>("includeDeprecated");

    private static string Kind(TypeReference reference) => reference switch
    {
        { IsNonNull: true } => "NON_NULL",
        { IsList: true } => "LIST",
        _ => reference.NamedType.Kind switch
        {
            TypeKind.Scalar => "SCALAR",
            TypeKind.Object => "OBJECT",
            TypeKind.Interface => "INTERFACE",
            TypeKind.Union => "UNION",
            TypeKind.Enum => "ENUM",
            _ => "INPUT_OBJECT",
        },
    };
}
