using GraphQLParser.Visitors;

namespace Hierarchy.Api.GraphQL;

/// <summary>An operation and the fragments on one line, <c>?</c> for each literal: for logs. The library's tracing shows values.</summary>
internal static partial class NormalisedDocument {
    /// <summary>Maximum length in characters; longer ones end with dots.</summary>
    public const int LengthMax = 2_000;

    public static string Of(GraphQLDocument document, GraphQLOperationDefinition operation) {
        var definitions = document.Definitions.OfType<GraphQLFragmentDefinition>().Prepend<ASTNode>(operation);
        var text = WhiteSpace().Replace(string.Join(' ', definitions.Select(Print)), " ").Trim();
        if (text[0] == '{') text = "query " + text;
        return text.Length > LengthMax ? text[..LengthMax] + "..." : text;
    }

    private static string Print(ASTNode definition) {
        var output = new StringWriter();
        new HidingPrinter().PrintAsync(definition, output).AsTask().GetAwaiter().GetResult();
        return output.ToString();
    }

    [GeneratedRegex(@"\s+")]
    private static partial Regex WhiteSpace();

    private sealed class HidingPrinter : SDLPrinter {
        public override ValueTask VisitAsync(ASTNode? node, DefaultPrintContext context) =>
            node is GraphQLValue and not GraphQLVariable ? new(context.Writer.WriteAsync("?")) : base.VisitAsync(node, context);
    }
}
