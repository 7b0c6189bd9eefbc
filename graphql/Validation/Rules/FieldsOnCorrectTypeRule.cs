namespace Hierarchy.GraphQL.Validation.Rules;

/// <summary>Every selected field exists (section 5.3.1).</summary>
internal sealed class FieldsOnCorrectTypeRule : ValidationRule<FieldNode> {
    protected override void Visit(FieldNode field) {
        if (Context.Types is not { ParentType: { } type, Field: null }) return;
        var name = field.Name.Value;
        var suggestion = Context.Options.Suggestions ? Suggestions.DidYouMean(TypesWith(type, name), "to use an inline fragment on") : "";
        if (suggestion.Length == 0 && type is FieldsType fields)
            suggestion = Context.DidYouMean(name, fields.Fields.Select(other => other.Name));

        Report($"Cannot query field \"{name}\" on type \"{type}\".{suggestion}", field);
    }

    /// <summary>
    /// Possible types and their interfaces that have the field: those that cover most first, an interface before its implementations.
    /// </summary>
    private static List<string> TypesWith(CompositeType type, string name) {
        if (type is ObjectType) return [];
        var usages = new OrderedDictionary<FieldsType, int>();
        foreach (var possible in type.PossibleTypes.Where(possible => possible.FindField(name) is not null)) {
            usages[possible] = 1;
            foreach (var contract in possible.Interfaces.Where(contract => contract.FindField(name) is not null))
                usages[contract] = usages.GetValueOrDefault(contract) + 1;
        }

        var types = usages.Keys.ToList();
        types.Sort((a, b) => {
            var order = usages[b].CompareTo(usages[a]);
            order = order != 0 ? order : a.Interfaces.Contains(b).CompareTo(b.Interfaces.Contains(a));
            return order != 0 ? order : Suggestions.NaturalCompare(a.Name, b.Name);
        });
        return types.ConvertAll(found => found.Name);
    }
}
