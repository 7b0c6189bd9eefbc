namespace Hierarchy.GraphQL.Validation.Rules;

/// <summary>Arguments in one list have different names (section 5.4.2).</summary>
public sealed class UniqueArgumentNamesRule : ValidationRule
{
    /// <inheritdoc/>
    public override void Enter(SyntaxNode node, ValidationContext context)
    {
        var arguments = node switch
        {
            FieldNode field => field.Arguments,
            DirectiveNode directive => directive.Arguments,
            _ => [],
        };
        if (arguments.Length < 2)
        {
            return;
        }

        foreach (var group in arguments.GroupBy(argument => argument.Name.Value).Where(group => group.Count() > 1))
        {
            var message = $"There can be only one argument named \"{group.Key}\".";
            context.Report(this, message, [.. group.Select(argument => argument.Name)]);
        }
    }
}
