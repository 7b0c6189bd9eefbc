namespace Hierarchy.GraphQL.Validation.Rules;

/// <summary>Fields of one input object literal have different names (section 5.6.3).</summary>
internal sealed class UniqueInputFieldNamesRule : ValidationRule<ObjectFieldNode> {
    // Reported at the repeated field itself, so that errors stay in document order around nested objects.
    protected override void Visit(ObjectFieldNode field) {
        if (Context.Ancestors[^1] is not ObjectValueNode literal) return;
        var first = literal.Fields.First(other => other.Name.Value == field.Name.Value);
        if (!ReferenceEquals(first, field)) Report($"There can be only one input field named \"{field.Name}\".", first.Name, field.Name);
    }
}
