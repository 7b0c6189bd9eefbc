namespace Hierarchy.GraphQL.Validation;

/// <summary>A selected field with the type it is selected on; the parent is null where the type is unknown.</summary>
internal sealed record FieldEntry(CompositeType? Parent, FieldNode Node, FieldDefinition? Definition);

/// <summary>The fields that stand in a selection set and its inline fragments, and the fragments that it spreads, each once.</summary>
internal sealed class FieldSet(int id) {
    /// <summary>Dense within the document.</summary>
    public int Id { get; } = id;

    public OrderedDictionary<string, List<FieldEntry>> ByKey { get; } = [];

    public List<FieldSet> Spreads { get; } = [];

    /// <summary>Selections that were visited for this set, without those of the fragments.</summary>
    public int Visits { get; set; }
}

/// <summary>The field sets of a document, and what decides whether two fields may share a response key.</summary>
internal sealed class FieldSets(ValidationContext context) {
    private readonly Dictionary<(int Set, int Parent), FieldSet> _sets = [];
    private readonly Dictionary<int, string> _arguments = [];

    public FieldSet Of(FragmentDefinitionNode fragment) => Of(context.TypeOf(fragment.TypeCondition), fragment.SelectionSet);

    public FieldSet Of(CompositeType? parent, SelectionSetNode set) {
        var key = (set.Id, parent?.Id ?? -1);
        if (!_sets.TryGetValue(key, out var fields)) {
            fields = _sets[key] = new FieldSet(_sets.Count);
            Collect(parent, set, fields);
        }

        return fields;
    }

    /// <summary>What is selected below a field; null for a leaf.</summary>
    public FieldSet? Below(FieldEntry field) =>
        field.Node.SelectionSet is { } set ? Of(field.Definition?.Type.NamedType as CompositeType, set) : null;

    /// <summary>Whether results of both types can stand at the same place of a response (SameResponseShape).</summary>
    public static bool SameShape(TypeReference a, TypeReference b) {
        if (a.IsNonNull != b.IsNonNull || a.IsList != b.IsList) return false;
        if (a.Item is not null) return SameShape(a.Item, b.Item!);
        return ReferenceEquals(a.NamedType, b.NamedType) || !(a.NamedType.IsLeaf || b.NamedType.IsLeaf);
    }

    /// <summary>Whether both fields have equal arguments, in whatever order (section 5.3.2).</summary>
    public bool SameArguments(FieldNode a, FieldNode b) =>
        a.Arguments.Length == b.Arguments.Length && (a.Arguments.IsEmpty || TextOf(a) == TextOf(b));

    private string TextOf(FieldNode node) {
        if (_arguments.TryGetValue(node.Start, out var text)) return text;
        var arguments = new ObjectValueNode([.. node.Arguments.Select(argument => new ObjectFieldNode(argument.Name, argument.Value))]);
        return _arguments[node.Start] = Printer.Print(Sort(arguments));
    }

    private static ValueNode Sort(ValueNode value) => value switch {
        ListValueNode list => new ListValueNode([.. list.Values.Select(Sort)]),
        ObjectValueNode literal => new ObjectValueNode([.. literal.Fields.OrderBy(field => field.Name.Value, StringComparer.Ordinal)
                .Select(field => new ObjectFieldNode(field.Name, Sort(field.Value)))]),
        _ => value,
    };

    private void Collect(CompositeType? parent, SelectionSetNode set, FieldSet fields) {
        fields.Visits += set.Selections.Length;
        foreach (var selection in set.Selections) {
            switch (selection) {
                case FieldNode field:
                    fields.ByKey.TryAdd(field.ResponseKey, []);
                    fields.ByKey[field.ResponseKey].Add(new(parent, field, (parent as FieldsType)?.FindField(field.Name.Value)));
                    break;
                case InlineFragmentNode { TypeCondition: var condition } inline:
                    Collect(condition is null ? parent : context.TypeOf(condition), inline.SelectionSet, fields);
                    break;
                case FragmentSpreadNode spread when context.FindFragment(spread.Name.Value) is { } fragment:
                    var spreadFields = Of(fragment);
                    if (!fields.Spreads.Contains(spreadFields)) fields.Spreads.Add(spreadFields);
                    break;
            }
        }
    }
}
