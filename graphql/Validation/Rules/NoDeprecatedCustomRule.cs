namespace Hierarchy.GraphQL.Validation.Rules;

/// <summary>For clients that want to know: nothing deprecated is used. Not among the rules of the specification.</summary>
public sealed class NoDeprecatedCustomRule : ValidationRule {
    /// <inheritdoc/>
    public override void Enter(SyntaxNode node) {
        var types = Context.Types;
        var message = node switch {
            FieldNode when types.Field?.DeprecationReason is { } reason => $"The field {types.Field} is deprecated. {reason}",
            ArgumentNode when types.Argument?.DeprecationReason is { } reason =>
                $"The argument \"{types.Argument}\" is deprecated. {reason}",
            ObjectFieldNode when types.Position?.DeprecationReason is { } reason =>
                $"The input field {types.Position} is deprecated. {reason}",
            EnumValueNode value when types.EnumValue?.DeprecationReason is { } reason =>
                $"The enum value \"{types.InputType!.NamedType}.{value.Value}\" is deprecated. {reason}",
            _ => null,
        };
        if (message is not null) Report(message, node);
    }
}
