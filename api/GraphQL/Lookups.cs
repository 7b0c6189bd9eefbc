namespace Hierarchy.Api.GraphQL;

/// <summary>Look-ups for walks over a document. The library offers them only while its own visitor runs, which is too late.</summary>
internal static class Lookups {
    /// <summary>The root type of an operation; null if the schema has no operations of its kind.</summary>
    public static IObjectGraphType? RootOf(this ISchema schema, GraphQLOperationDefinition operation) => operation.Operation switch {
        OperationType.Mutation => schema.Mutation,
        OperationType.Subscription => schema.Subscription,
        _ => schema.Query,
    };

    /// <summary>The definition of a selected field; null if the type has none or is unknown.</summary>
    public static FieldType? FieldOf(this ISchema schema, IGraphType? parent, GraphQLField field) => field.Name.StringValue switch {
        "__type" when ReferenceEquals(parent, schema.Query) => schema.TypeMetaFieldType,
        "__schema" when ReferenceEquals(parent, schema.Query) => schema.SchemaMetaFieldType,
        _ => (parent as IComplexGraphType)?.GetField(field.Name.Value),
    };

    /// <summary>The type of the fields within a fragment.</summary>
    public static IGraphType? TypeOf(this ISchema schema, GraphQLTypeCondition? condition, IGraphType? parent = null) =>
        condition is null ? parent : schema.AllTypes[condition.Type.Name.Value];

    /// <summary>Fragments by their names; the first of each.</summary>
    public static Dictionary<string, GraphQLFragmentDefinition> Fragments(this GraphQLDocument document) =>
        document.Definitions.OfType<GraphQLFragmentDefinition>().DistinctBy(NameOf).ToDictionary(NameOf, StringComparer.Ordinal);

    public static string NameOf(this GraphQLFragmentDefinition fragment) => fragment.FragmentName.Name.StringValue;
    public static string NameOf(this GraphQLFragmentSpread spread) => spread.FragmentName.Name.StringValue;
    /// <summary>The response key of a field.</summary>
    public static string KeyOf(this GraphQLField field) => (field.Alias?.Name ?? field.Name).StringValue;
}
