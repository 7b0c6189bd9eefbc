namespace Hierarchy.GraphQL.Validation;

/// <summary>Finds input objects that no finite value can satisfy, and defaults of input fields that contain themselves (section 3.10).</summary>
internal static class InputCycles
{
    public static void Check(List<InputObjectType> types, SchemaReport report)
    {
        // A type is finite when all that it needs is; each round settles at least one type or ends.
        var finite = new HashSet<InputObjectType>();
        var pending = new List<InputObjectType>(types);
        while (pending.RemoveAll(type => IsFinite(type, finite) && finite.Add(type)) > 0)
        {
        }

        var search = new CycleSearch<InputObjectType, InputValueDefinition>(
            type => type.Fields.Where(field => Needs(type, field) is { } needed && !finite.Contains(needed))
                .Select(field => (field, Needs(type, field)!)),
            cycle => report.Add(
                $"Input Object {cycle[^1].Type.NamedType} cannot be provided a finite value "
                    + $"because it references itself through fields: {string.Join(", ", cycle)}.",
                [.. cycle.Select(field => field.Node)]));
        types.FindAll(type => !finite.Contains(type)).ForEach(search.From);
    }

    /// <summary>To be called for one type after the other, with one search for all.</summary>
    public static void CheckDefaults(InputObjectType type, CycleSearch<InputValueDefinition, InputValueDefinition> search)
    {
        foreach (var field in DefaultsIn(type, new ObjectValueNode([])))
        {
            search.From(field);
        }
    }

    /// <summary>A field leads to those whose defaults are in its own.</summary>
    public static CycleSearch<InputValueDefinition, InputValueDefinition> SearchDefaults(SchemaReport report) => new(
        field => DefaultsIn((InputObjectType)field.Type.NamedType, field.DefaultNode!).Select(next => (next, next)),
        cycle =>
        {
            var via = string.Join(", ", cycle.SkipLast(1));
            var rest = via.Length > 0 ? $" via the default values of: {via}" : "";
            report.Add(
                $"Invalid circular reference. The default value of Input Object field {cycle[^1]} references itself{rest}.",
                [cycle[^1].DefaultNode, .. cycle.SkipLast(1).Select(field => field.DefaultNode)]);
        });

    private static InputObjectType? Needs(InputObjectType type, InputValueDefinition field) =>
        field.Type.IsNonNull != type.IsOneOf && !field.Type.IsList ? field.Type.NamedType as InputObjectType : null;

    private static bool IsFinite(InputObjectType type, HashSet<InputObjectType> finite)
    {
        var open = type.Fields.Count(field => Needs(type, field) is { } needed && !finite.Contains(needed));
        return open == 0 || (type.IsOneOf && open < type.Fields.Length);
    }

    /// <summary>The fields of input objects that take their defaults where a value leaves them out.</summary>
    private static IEnumerable<InputValueDefinition> DefaultsIn(InputObjectType type, ValueNode value) => value switch
    {
        ListValueNode list => list.Values.SelectMany(item => DefaultsIn(type, item)),
        ObjectValueNode literal => type.Fields.SelectMany(field => field.Type.NamedType is InputObjectType below
            ? DefaultsIn(field, below, literal.Fields.LastOrDefault(given => given.Name.Value == field.Name))
            : []),
        _ => [],
    };

    private static IEnumerable<InputValueDefinition> DefaultsIn(InputValueDefinition field, InputObjectType type, ObjectFieldNode? given) =>
        given is not null ? DefaultsIn(type, given.Value) : field.DefaultNode is null ? [] : [field];
}
