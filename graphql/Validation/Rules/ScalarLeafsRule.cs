namespace Hierarchy.GraphQL.Validation.Rules;

/// <summary>Leaves take no selections, everything else takes some (section 5.3.3).</summary>
internal sealed class ScalarLeafsRule : ValidationRule<FieldNode>
{
    protected override void Enter(FieldNode field)
    {
        if (Context.Types.Type is not { } type) return;
        var (name, set) = (field.Name, field.SelectionSet);
        if (type.NamedType.IsLeaf)
        {
            if (set is not null) Report($"Field \"{name}\" must not have a selection since type \"{type}\" has no subfields.", set);
        }
        else if (set is null)
        {
            var message = $"Field \"{name}\" of type \"{type}\" must have a selection of subfields. Did you mean \"{name} {{ ... }}\"?";
            Report(message, field);
        }
        else if (set.Selections.IsEmpty && !Context.Options.AllowEmptySelectionSets)
        {
            Report($"Field \"{name}\" of type \"{type}\" must have at least one field selected.", field);
        }
    }
}
