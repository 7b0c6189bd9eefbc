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
        text = WithoutLoneReturns(text);
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

    // A carriage return by itself ends a line, too: the library counts it, and looks for a line that it has not split off.
    private static string WithoutLoneReturns(string text) => text.Contains('\r')
        ? string.Create(text.Length, text, static (copy, source) =>
        {
            for (var i = 0; i < copy.Length; i++)
            {
                copy[i] = source[i] == '\r' && (i + 1 == source.Length || source[i + 1] != '\n') ? '\n' : source[i];
            }
        })
        : text;

    // Null where the text may stay as it is. What is changed keeps its length, so that places stay.
    private static string? Measure(string text, GraphQLLimits limits)
    {
        var (tokens, nesting, parentheses, line) = (0, 0, 0, 0);
        var (before, last) = (default(Token), default(Token));
        char[]? changed = null;
        for (var at = 0; Next(text, ref at, ref changed) is { Kind: not TokenKind.EOF } token; at = token.End)
        {
            if (token.Start - line > ColumnsMax && token.Start > 0 && text[token.Start - 1] is ' ' or ',' or '\t')
            {
                (changed ??= text.ToCharArray())[token.Start - 1] = '\n';
                line = token.Start;
            }
            if (last.Kind == TokenKind.STRING && nesting == 0 && IsDescription(before, token, parentheses))
            {
                Blank(changed ??= text.ToCharArray(), last);
            }
            nesting += token.Kind is TokenKind.BRACE_L or TokenKind.BRACKET_L ? 1 : token.Kind is TokenKind.BRACE_R or TokenKind.BRACKET_R ? -1 : 0;
            parentheses += token.Kind == TokenKind.PAREN_L ? 1 : token.Kind == TokenKind.PAREN_R ? -1 : 0;
            (before, last) = (last, token);
            if (++tokens > limits.TokensMax)
            {
                throw new LimitError($"The document has more than {limits.TokensMax} tokens.", Codes.TokenLimit, text, token.Start);
            }
            if (nesting > limits.NestingMax)
            {
                throw new LimitError($"The document is nested more than {limits.NestingMax} levels deep.", Codes.NestingLimit, text, token.Start);
            }
        }
        return changed is null ? null : new string(changed);
    }

    // The end also where there is no token: the parser comes to the same fault, or to one before it.
    private static Token? Next(string text, ref int at, ref char[]? changed)
    {
        for (; at < text.Length && text[at] is ' ' or ',' or '\t' or '\n' or '\r' or '\uFEFF' or '#'; at++)
        {
            if (text[at] == '#')
            {
                var end = text.AsSpan(at).IndexOfAny('\n', '\r');
                end = end < 0 ? text.Length : at + end;
                // The library reads escapes in comments, and refuses what is none.
                (changed ??= text.ToCharArray()).AsSpan(at, end - at).Fill(' ');
                at = end - 1;
            }
        }
        try
        {
            return Lexer.Lex(text, at);
        }
        catch (GraphQLSyntaxErrorException)
        {
            return null;
        }
    }

    // Since 2025 operations, fragments and variables may be described, which the library's parser does not know.
    private static bool IsDescription(Token before, Token next, int parentheses) => parentheses == 0
        ? next.Kind == TokenKind.NAME && next.Value.ToString() is "query" or "mutation" or "subscription" or "fragment"
        : next.Kind == TokenKind.DOLLAR && before.Kind is not (TokenKind.EQUALS or TokenKind.COLON);

    private static void Blank(char[] text, Token token)
    {
        // The library has a block string begin at its third quote.
        var start = token.Start;
        while (start > 0 && text[start - 1] == '"')
        {
            start--;
        }
        for (var i = start; i < token.End; i++)
        {
            text[i] = text[i] is '\n' or '\r' ? text[i] : ' ';
        }
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

    public SyntaxFault(string description, ROM source, int at)
        : base($"Syntax Error: {description}")
    {
        Code = Codes.Syntax;
        AddLocation(Location.FromLinearPosition(source, at));
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
