namespace Hierarchy.GraphQL.Validation.Rules;

/// <summary>Leaves take no selections, everything else takes some (section 5.3.3).</summary>
public sealed class ScalarLeafsRule : ValidationRule
{
    /// <inheritdoc/>
    public override void Enter(SyntaxNode node, ValidationContext context)
    {
        if (node is not FieldNode field || context.Types.Type is not { } type)
        {
            return;
        }

        var name = field.Name.Value;
        if (type.NamedType.IsLeaf)
        {
            if (field.SelectionSet is not null)
            {
                var message = $"Field \"{name}\" must not have a selection since type \"{type}\" has no subfields.";
                context.Report(this, message, field.SelectionSet);
            }
        }
        else if (field.SelectionSet is null)
        {
            var message = $"Field \"{name}\" of type \"{type}\" must have a selection of subfields. Did you mean \"{name} {{ ... }}\"?";
            context.Report(this, message, node);
        }
        else if (field.SelectionSet.Selections.IsEmpty && !context.Options.AllowEmptySelectionSets)
        {
            context.Report(this, $"Field \"{name}\" of type \"{type}\" must have at least one field selected.", node);
        }
    }
}
