namespace Hierarchy.GraphQL.Validation.Rules;

/// <summary>Every fragment is used by an operation (section 5.5.1.4).</summary>
internal sealed class NoUnusedFragmentsRule : ValidationRule {
    public override void Leave(SyntaxNode node) {
        if (node is not DocumentNode { Fragments.IsEmpty: false } document) return;
        var used = document.Operations.SelectMany(Context.Usages.Fragments).Select(fragment => fragment.Name.Value).ToHashSet();
        foreach (var fragment in document.Fragments)
            if (!used.Contains(fragment.Name.Value)) Report($"Fragment \"{fragment.Name}\" is never used.", fragment);
    }
}
