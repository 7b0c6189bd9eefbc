namespace Hierarchy.GraphQL.Validation.Rules;

/// <summary>Every spread names a fragment of the document (section 5.5.2.1).</summary>
internal sealed class KnownFragmentNamesRule : ValidationRule<FragmentSpreadNode> {
    protected override void Visit(FragmentSpreadNode spread) {
        if (Context.FindFragment(spread.Name.Value) is null) Report($"Unknown fragment \"{spread.Name}\".", spread.Name);
    }
}
