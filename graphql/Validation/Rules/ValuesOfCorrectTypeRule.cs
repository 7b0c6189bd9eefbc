namespace Hierarchy.GraphQL.Validation.Rules;

/// <summary>Literals fit the types of their positions (sections 5.6.1, 5.6.2, 5.6.4).</summary>
internal sealed class ValuesOfCorrectTypeRule : ValidationRule<ValueNode> {
    private InputOptions? _options;

    protected override void Visit(ValueNode value) {
        // A value is checked as a whole, from its outermost literal. Entering a list has already moved on to the item type.
        if (value is VariableNode || Context.Ancestors[^1] is ListValueNode or ObjectFieldNode) return;
        if ((value is ListValueNode ? Context.Types.ParentInputType : Context.Types.InputType) is not { } type) return;
        _options ??= new InputOptions {
            Suggestions = Context.Options.Suggestions,
            FaultsMax = Context.Options.ErrorsMax + 1,
            DepthMax = int.MaxValue,
            ListItemsMax = int.MaxValue,
        };
        foreach (var fault in InputCoercion.Validate(value, type, _options)) Report(fault.Code, fault.Message, fault.Node!);
    }
}
