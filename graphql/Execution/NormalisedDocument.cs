using System.Text.RegularExpressions;

namespace Hierarchy.GraphQL.Execution;

/// <summary>
/// An operation and the document's fragments on one line, each literal replaced by <c>?</c>: what logs and traces may hold. Requests that
/// differ in values alone have the same.
/// </summary>
internal static partial class NormalisedDocument {
    /// <summary>Characters kept; what is longer ends in dots.</summary>
    public const int LengthMax = 2_000;

    private static readonly EnumValueNode s_hidden = new("?");

    public static string Of(DocumentNode document, OperationDefinitionNode operation) {
        var definitions = document.Fragments.Select(Hide).Prepend<DefinitionNode>(Hide(operation)).Select(Printer.Print);
        var text = WhiteSpace().Replace(string.Join(' ', definitions), " ");
        if (text[0] == '{') text = "query " + text;
        return text.Length > LengthMax ? text[..LengthMax] + "..." : text;
    }

    private static OperationDefinitionNode Hide(OperationDefinitionNode operation) => operation with {
        VariableDefinitions = [.. operation.VariableDefinitions.Select(variable =>
            variable with { DefaultValue = variable.DefaultValue is null ? null : s_hidden, Directives = Hide(variable.Directives) })],
        Directives = Hide(operation.Directives),
        SelectionSet = Hide(operation.SelectionSet)!,
    };

    private static FragmentDefinitionNode Hide(FragmentDefinitionNode fragment) =>
        fragment with { Directives = Hide(fragment.Directives), SelectionSet = Hide(fragment.SelectionSet)! };

    private static SelectionSetNode? Hide(SelectionSetNode? set) =>
        set is null ? null : set with { Selections = [.. set.Selections.Select(Hide)] };

    private static SelectionNode Hide(SelectionNode selection) => selection with { Directives = Hide(selection.Directives) } switch {
        FieldNode field => field with { Arguments = Hide(field.Arguments), SelectionSet = Hide(field.SelectionSet) },
        InlineFragmentNode inline => inline with { SelectionSet = Hide(inline.SelectionSet)! },
        var spread => spread,
    };

    private static ImmutableArray<DirectiveNode> Hide(ImmutableArray<DirectiveNode> directives) =>
        [.. directives.Select(directive => directive with { Arguments = Hide(directive.Arguments) })];

    private static ImmutableArray<ArgumentNode> Hide(ImmutableArray<ArgumentNode> arguments) =>
        [.. arguments.Select(argument => argument.Value is VariableNode ? argument : argument with { Value = s_hidden })];

    [GeneratedRegex(@"\s+")]
    private static partial Regex WhiteSpace();
}
