namespace Hierarchy.GraphQL.Validation.Rules;

/// <summary>Fields of one input object literal have different names (section 5.6.3).</summary>
public sealed class UniqueInputFieldNamesRule : ValidationRule
{
    /// <inheritdoc/>
    public override void Enter(SyntaxNode node, ValidationContext context)
    {
        // Reported at the repeated field itself, so that errors stay in document order around nested objects.
        if (node is not ObjectFieldNode field || context.Ancestors[^1] is not ObjectValueNode literal)
        {
            return;
        }

        var first = literal.Fields.First(other => other.Name.Value == field.Name.Value);
        if (!ReferenceEquals(first, field))
        {
            context.Report(this, $"There can be only one input field named \"{field.Name}\".", first.Name, field.Name);
        }
    }
}
