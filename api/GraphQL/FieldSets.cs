namespace Hierarchy.Api.GraphQL;

/// <summary>A selected field with the type it is selected on; the parent is null where the type is unknown.</summary>
internal sealed record FieldEntry(IGraphType? Parent, GraphQLField Node, FieldType? Definition);

/// <summary>The fields that stand in a selection set and its inline fragments, and the fragments that it spreads, each once.</summary>
internal sealed class FieldSet(int id) {
    public int Id { get; } = id;

    public Dictionary<string, List<FieldEntry>> ByKey { get; } = new(StringComparer.Ordinal);

    public HashSet<FieldSet> Spreads { get; } = [];

    /// <summary>Selections that were visited for this set, without those of the fragments.</summary>
    public int Visits { get; set; }
}

/// <summary>The field sets of a document, and what decides whether two fields may share a response key.</summary>
internal sealed class FieldSets(ISchema schema, GraphQLDocument document) {
    private readonly Dictionary<(GraphQLSelectionSet Set, IGraphType? Parent), FieldSet> _sets = [];
    private readonly Dictionary<GraphQLField, string> _arguments = new(ReferenceEqualityComparer.Instance);

    private readonly Dictionary<string, GraphQLFragmentDefinition> _fragments = document.Definitions.OfType<GraphQLFragmentDefinition>()
        .GroupBy(fragment => fragment.FragmentName.Name.StringValue).ToDictionary(same => same.Key, same => same.First());

    public FieldSet Of(GraphQLFragmentDefinition fragment) =>
        Of(schema.AllTypes[fragment.TypeCondition.Type.Name.Value], fragment.SelectionSet);

    public FieldSet Of(IGraphType? parent, GraphQLSelectionSet set) {
        if (!_sets.TryGetValue((set, parent), out var fields)) {
            fields = _sets[(set, parent)] = new FieldSet(_sets.Count);
            Collect(parent, set, fields);
        }
        return fields;
    }

    /// <summary>What is selected below a field; null for a leaf.</summary>
    public FieldSet? Below(FieldEntry field) =>
        field.Node.SelectionSet is { } set ? Of(field.Definition?.ResolvedType?.GetNamedType(), set) : null;

    /// <summary>Whether results of both types can stand at the same place of a response (SameResponseShape).</summary>
    public static bool SameShape(IGraphType a, IGraphType b) => (a, b) switch {
        (NonNullGraphType first, NonNullGraphType second) => SameShape(first.ResolvedType!, second.ResolvedType!),
        (NonNullGraphType, _) or (_, NonNullGraphType) => false,
        (ListGraphType first, ListGraphType second) => SameShape(first.ResolvedType!, second.ResolvedType!),
        (ListGraphType, _) or (_, ListGraphType) => false,
        _ => ReferenceEquals(a, b) || a is not ScalarGraphType && b is not ScalarGraphType,
    };

    /// <summary>Whether both fields have equal arguments, in whatever order (section 5.3.2).</summary>
    public bool SameArguments(GraphQLField a, GraphQLField b) {
        var count = a.Arguments?.Count ?? 0;
        return count == (b.Arguments?.Count ?? 0) && (count == 0 || TextOf(a) == TextOf(b));
    }

    private string TextOf(GraphQLField node) {
        if (!_arguments.TryGetValue(node, out var text)) {
            text = _arguments[node] = string.Join(',', node.Arguments!.Items
                .OrderBy(argument => argument.Name.StringValue, StringComparer.Ordinal)
                .Select(argument => $"{argument.Name.StringValue}:{TextOf(argument.Value)}"));
        }
        return text;
    }

    private static string TextOf(GraphQLValue value) => value switch {
        GraphQLListValue list => $"[{string.Join(',', (list.Values ?? []).Select(TextOf))}]",
        GraphQLObjectValue literal => $"{{{string.Join(',', (literal.Fields ?? [])
            .OrderBy(field => field.Name.StringValue, StringComparer.Ordinal)
            .Select(field => $"{field.Name.StringValue}:{TextOf(field.Value)}"))}}}",
        GraphQLVariable variable => "$" + variable.Name.StringValue,
        GraphQLStringValue text => System.Text.Json.JsonSerializer.Serialize(text.Value.ToString()),
        GraphQLBooleanValue boolean => boolean.BoolValue ? "true" : "false",
        GraphQLNullValue => "null",
        GraphQLEnumValue name => name.Name.StringValue,
        IHasValueNode number => number.Value.ToString(),
        _ => "",
    };

    private void Collect(IGraphType? parent, GraphQLSelectionSet set, FieldSet fields) {
        fields.Visits += set.Selections.Count;
        foreach (var selection in set.Selections) {
            switch (selection) {
                case GraphQLField field:
                    var key = (field.Alias?.Name ?? field.Name).StringValue;
                    fields.ByKey.TryAdd(key, []);
                    fields.ByKey[key].Add(new(parent, field, (parent as IComplexGraphType)?.GetField(field.Name.Value)));
                    break;
                case GraphQLInlineFragment { TypeCondition: var condition } inline:
                    Collect(condition is null ? parent : schema.AllTypes[condition.Type.Name.Value], inline.SelectionSet, fields);
                    break;
                case GraphQLFragmentSpread spread when _fragments.TryGetValue(spread.FragmentName.Name.StringValue, out var fragment):
                    fields.Spreads.Add(Of(fragment));
                    break;
            }
        }
    }
}
