using GraphQLParser;
using GraphQLParser.Exceptions;

namespace Hierarchy.Api.GraphQL;

/// <summary>
/// Counts tokens and nesting before the library's parser reads a text: it bounds depth alone, by a number that differs from production to
/// production, and reads a million tokens without asking. A line that is very long is broken where the grammar ignores it, because the
/// parser's message for a syntax error costs the square of the column.
/// </summary>
internal static class TextScan
{
    private const int ColumnsMax = 2_000;

    /// <exception cref="LimitError">There are too many tokens, or too deep ones.</exception>
    public static GraphQLDocument Parse(string text, GraphQLLimits limits)
    {
        var breaks = Measure(text, limits);
        try
        {
            return Parser.Parse(breaks ?? text, new ParserOptions { Ignore = IgnoreOptions.Comments, MaxDepth = (4 * limits.NestingMax) + 64 });
        }
        catch (GraphQLParserException fault)
        {
            throw new SyntaxFault(fault, text, breaks);
        }
    }

    // Null where the text may stay as it is.
    private static string? Measure(string text, GraphQLLimits limits)
    {
        var (tokens, nesting, at, line) = (0, 0, 0, 0);
        char[]? broken = null;
        while (true)
        {
            Token token;
            try
            {
                token = Lexer.Lex(text, at);
            }
            catch (GraphQLSyntaxErrorException)
            {
                // The parser comes to the same fault, or to one before it.
                break;
            }
            if (token.Kind == TokenKind.EOF)
            {
                break;
            }
            if (token.Start - line > ColumnsMax && token.Start > at && text[token.Start - 1] is ' ' or ',' or '\t')
            {
                broken ??= text.ToCharArray();
                broken[token.Start - 1] = '\n';
                line = token.Start;
            }
            at = token.End;
            if (token.Kind == TokenKind.COMMENT)
            {
                continue;
            }
            nesting += token.Kind is TokenKind.BRACE_L or TokenKind.BRACKET_L ? 1 : token.Kind is TokenKind.BRACE_R or TokenKind.BRACKET_R ? -1 : 0;
            if (++tokens > limits.TokensMax)
            {
                throw new LimitError($"The document has more than {limits.TokensMax} tokens.", Codes.TokenLimit, text, token.Start);
            }
            if (nesting > limits.NestingMax)
            {
                throw new LimitError(
                    $"The document is nested more than {limits.NestingMax} levels deep.", Codes.NestingLimit, text, token.Start);
            }
        }
        return broken is null ? null : new string(broken);
    }
}

/// <summary>A text that is no GraphQL.</summary>
internal sealed class SyntaxFault : ExecutionError
{
    public SyntaxFault(GraphQLParserException fault, string text, string? broken)
        : base($"Syntax Error: {fault.Description}")
    {
        Code = fault is GraphQLMaxDepthExceededException ? Codes.NestingLimit : Codes.Syntax;
        AddLocation(broken is null ? fault.Location : Location.FromLinearPosition(text, PositionOf(broken, fault.Location)));
    }

    private static int PositionOf(string text, Location place)
    {
        var at = 0;
        for (var line = 1; line < place.Line && at >= 0; line++)
        {
            at = text.IndexOf('\n', at) + 1;
        }
        return Math.Min(text.Length, at + place.Column - 1);
    }
}
