namespace Hierarchy.GraphQL.Validation;

// Input objects that no finite value can satisfy, and defaults of input fields that contain themselves (section 3.10).
internal sealed partial class SchemaValidator {
    private void CheckInputCycles(List<InputObjectType> types) {
        // A type is finite when all that it needs is; each round settles at least one type or ends.
        var finite = new HashSet<InputObjectType>();
        while (types.RemoveAll(type => IsFinite(type, finite) && finite.Add(type)) > 0) { }

        var search = new CycleSearch<InputObjectType, InputValueDefinition>(
            type => Open(type, finite).Select(field => (field, (InputObjectType)field.Type.NamedType)),
            cycle => Add($"Input Object {cycle[^1].Type.NamedType} cannot be provided a finite value because it references itself "
                + $"through fields: {string.Join(", ", cycle)}.", cycle.Select(field => field.Node)));
        types.ForEach(search.From);
    }

    private static bool IsFinite(InputObjectType type, HashSet<InputObjectType> finite) =>
        Open(type, finite).Count() is var open && (open == 0 || (type.IsOneOf && open < type.Fields.Length));

    /// <summary>The fields that the type can't do without, or all of a OneOf, whose types are not known to be finite.</summary>
    private static IEnumerable<InputValueDefinition> Open(InputObjectType type, HashSet<InputObjectType> finite) =>
        type.Fields.Where(field => field.Type is { IsList: false, NamedType: InputObjectType needed }
            && field.Type.IsNonNull != type.IsOneOf && !finite.Contains(needed));

    /// <summary>A field leads to those whose defaults are in its own.</summary>
    private CycleSearch<InputValueDefinition, InputValueDefinition> SearchDefaults() => new(
        field => DefaultsIn((InputObjectType)field.Type.NamedType, field.DefaultNode!).Select(next => (next, next)),
        cycle => {
            var via = string.Join(", ", cycle.SkipLast(1));
            var rest = via.Length > 0 ? $" via the default values of: {via}" : "";
            Add($"Invalid circular reference. The default value of Input Object field {cycle[^1]} references itself{rest}.",
                cycle.SkipLast(1).Prepend(cycle[^1]).Select(field => field.DefaultNode));
        });

    /// <summary>The fields of input objects that take their defaults where a value leaves them out.</summary>
    private static IEnumerable<InputValueDefinition> DefaultsIn(InputObjectType type, ValueNode value) => value switch {
        ListValueNode list => list.Values.SelectMany(item => DefaultsIn(type, item)),
        ObjectValueNode literal =>
            from field in type.Fields
            where field.Type.NamedType is InputObjectType
            let given = literal.Fields.LastOrDefault(given => given.Name.Value == field.Name)
            from found in given is not null ? DefaultsIn((InputObjectType)field.Type.NamedType, given.Value)
                : field.DefaultNode is null ? [] : [field]
            select found,
        _ => [],
    };
}
