namespace Hierarchy.GraphQL.Validation.Rules;

/// <summary>Leaves take no selections, everything else takes some (section 5.3.3).</summary>
internal sealed class ScalarLeafsRule : ValidationRule<FieldNode> {
    protected override void Visit(FieldNode field) {
        if (Context.Types.Type is not { } type) return;
        var (name, set, isLeaf) = (field.Name, field.SelectionSet, type.NamedType.IsLeaf);
        if (isLeaf && set is not null) Report($"Field \"{name}\" must not have a selection since type \"{type}\" has no subfields.", set);
        if (!isLeaf && set is null)
            Report($"Field \"{name}\" of type \"{type}\" must have a selection of subfields. Did you mean \"{name} {{ ... }}\"?", field);
        if (!isLeaf && set is { Selections.IsEmpty: true } && !Context.Options.AllowEmptySelectionSets)
            Report($"Field \"{name}\" of type \"{type}\" must have at least one field selected.", field);
    }
}
