namespace Hierarchy.GraphQL.Validation.Rules;

/// <summary>Literals fit the types of their positions (sections 5.6.1, 5.6.2, 5.6.4).</summary>
public sealed class ValuesOfCorrectTypeRule : ValidationRule
{
    private InputOptions? _options;

    /// <inheritdoc/>
    public override void Enter(SyntaxNode node, ValidationContext context)
    {
        // A value is checked as a whole, from its outermost literal.
        if (node is not ValueNode value || node is VariableNode || context.Ancestors[^1] is ListValueNode or ObjectFieldNode)
        {
            return;
        }

        // Entering a list has already moved the tracker to the item type.
        var type = node is ListValueNode ? context.Types.ParentInputType : context.Types.InputType;
        if (type is null)
        {
            return;
        }

        _options ??= new InputOptions
        {
            Suggestions = context.Options.Suggestions,
            FaultsMax = context.Options.ErrorsMax + 1,
            DepthMax = int.MaxValue,
            ListItemsMax = int.MaxValue,
        };
        foreach (var fault in InputCoercion.Validate(value, type, _options))
        {
            context.Report(this, ExecutionCodes.Invalid, fault.Message, fault.Node!);
        }
    }
}
