using GraphQLParser;
using GraphQLParser.Exceptions;

namespace Hierarchy.Api.GraphQL;

/// <summary>Reads a text as tokens before the library's parser does. That one bounds only depth, by numbers that differ among productions;
/// the message of its error costs the square of the column, four gigabytes for a line of 64 KB; it takes backslashes in comments for
/// escapes; and it knows no descriptions of what is executed (2025).</summary>
/// <remarks>What is parsed first is a short text with each token on a line of its own, so that an error costs nothing and its line says
/// which token it is about. Only a text without errors is parsed itself.</remarks>
internal sealed class TextScan {
    /// <summary>Characters of a name or a number.</summary>
    private const int WordMax = 1_000;
    private readonly string _text;
    private readonly GraphQLLimits _limits;
    private readonly List<string> _lines = [];
    private readonly List<int> _starts = [];
    private char[]? _changed;
    private (int Start, int End, TokenKind Kind) _last = (0, 0, TokenKind.EOF);
    private TokenKind _before = TokenKind.EOF;
    private int _nesting, _parentheses;

    private TextScan(string text, GraphQLLimits limits) => (_text, _limits) = (text, limits);

    /// <exception cref="DocumentError">It is not valid GraphQL, or has too many or too deeply nested tokens.</exception>
    public static GraphQLDocument Parse(string text, GraphQLLimits limits) => new TextScan(text, limits).Parse();

    private GraphQLDocument Parse() {
        var fault = Scan();
        // Deep enough for the allowed nesting in any productions.
        var options = new ParserOptions { Ignore = IgnoreOptions.Comments, MaxDepth = (4 * _limits.NestingMax) + 64 };
        try {
            Parser.Parse(string.Join('\n', _lines), options);
        } catch (GraphQLParserException e) when (e.Location.Line <= _starts.Count || fault is null) {
            throw Fault(e.Description, e.Location.Line <= _starts.Count ? _starts[e.Location.Line - 1] : _text.Length);
        } catch (GraphQLParserException) {
            // The end of the tokens, where an invalid one follows.
        }
        return fault is null ? Parser.Parse(_changed is null ? _text : new string(_changed), options) : throw fault;
    }

    // Scans to the end of the text or to an invalid token.
    private DocumentError? Scan() {
        for (var at = SkipIgnored(0); at < _text.Length; at = SkipIgnored(_last.End)) {
            (int End, TokenKind Kind) token;
            try {
                token = _text[at] == '"' ? (EndOfString(at), TokenKind.STRING) : Lex(at);
            } catch (DocumentError fault) when (fault.Code == Codes.Syntax) {
                return fault;
            }
            if (_last.Kind == TokenKind.STRING && _nesting == 0 && IsDescription(at, token)) {
                (_changed ??= _text.ToCharArray()).AsSpan(_last.Start, _last.End - _last.Start).Fill(' ');
                _lines[^1] = "";
            }
            Count(at, token.Kind);
            (_before, _last) = (_last.Kind, (at, token.End, token.Kind));
            _starts.Add(at);
            _lines.Add(token.Kind == TokenKind.STRING ? "\"\"" : _text[at..token.End]);
        }
        return null;
    }

    private void Count(int at, TokenKind kind) {
        _nesting += kind is TokenKind.BRACE_L or TokenKind.BRACKET_L ? 1 : kind is TokenKind.BRACE_R or TokenKind.BRACKET_R ? -1 : 0;
        _parentheses += kind == TokenKind.PAREN_L ? 1 : kind == TokenKind.PAREN_R ? -1 : 0;
        if (_starts.Count >= _limits.TokensMax)
            throw new DocumentError($"The document has more than {_limits.TokensMax} tokens.", Codes.TokenLimit, _text, at);
        if (_nesting > _limits.NestingMax)
            throw new DocumentError($"The document is nested more than {_limits.NestingMax} levels deep.", Codes.NestingLimit, _text, at);
    }

    private bool IsDescription(int at, (int End, TokenKind Kind) next) => _parentheses == 0
        ? next.Kind == TokenKind.NAME && _text[at..next.End] is "query" or "mutation" or "subscription" or "fragment"
        : next.Kind == TokenKind.DOLLAR && _before is not (TokenKind.EQUALS or TokenKind.COLON);

    private int SkipIgnored(int at) {
        for (; at < _text.Length && _text[at] is ' ' or ',' or '\t' or '\n' or '\r' or '\uFEFF' or '#'; at++) {
            if (_text[at] == '#') {
                var length = _text.AsSpan(at).IndexOfAny('\n', '\r');
                length = length < 0 ? _text.Length - at : length;
                (_changed ??= _text.ToCharArray()).AsSpan(at, length).Fill(' ');
                at += length - 1;
            }
        }
        return at;
    }

    private (int End, TokenKind Kind) Lex(int at) {
        var word = at;
        while (word < _text.Length && (char.IsAsciiLetterOrDigit(_text[word]) || _text[word] is '_' or '.' or '-' or '+')) word++;
        if (word - at > WordMax)
            throw new DocumentError($"A name or a number has more than {WordMax} characters.", Codes.TokenLimit, _text, at);
        try {
            // Only the token and its next characters, since the cost of an error grows with the length of the text.
            var token = Lexer.Lex(_text.AsMemory(at, Math.Min(_text.Length - at, Math.Max(word - at, 3) + 1)));
            // The library lets a name begin where a number ends.
            var next = token.Kind is TokenKind.INT or TokenKind.FLOAT && at + token.End < word ? _text[at + token.End] : ' ';
            Require(!char.IsAsciiLetter(next) && next is not ('_' or '.'), "A number must not be followed by a name.", at);
            return (at + token.End, token.Kind);
        } catch (GraphQLSyntaxErrorException e) {
            throw Fault(e.Description, at + e.Location.Column - 1);
        }
    }

    private int EndOfString(int at) {
        if (_text.AsSpan(at).StartsWith("\"\"\"")) {
            var end = at + 3;
            for (; !_text.AsSpan(end).StartsWith("\"\"\""); end += _text.AsSpan(end).StartsWith("\\\"\"\"") ? 4 : 1) {
                Require(end < _text.Length, "Unterminated string.", at);
                Require(_text[end] is >= ' ' or '\t' or '\n' or '\r', "Invalid character within a string.", end);
            }
            return end + 3;
        }
        for (var i = at + 1; ; i++) {
            Require(i < _text.Length && _text[i] is not ('\n' or '\r'), "Unterminated string.", at);
            Require(_text[i] is >= ' ' or '\t', "Invalid character within a string.", i);
            if (_text[i] == '"') return i + 1;
            if (_text[i] == '\\') i += LengthOfEscape(i) - 1;
        }
    }

    private int LengthOfEscape(int at) {
        var next = at + 1 < _text.Length ? _text[at + 1] : ' ';
        Require(next is '"' or '\\' or '/' or 'b' or 'f' or 'n' or 'r' or 't' or 'u', "Invalid character escape sequence.", at);
        if (next != 'u') return 2;
        var unit = UnitAt(at);
        Require(unit is { } first && !char.IsLowSurrogate(first), "Invalid Unicode escape sequence.", at);
        Require(!char.IsHighSurrogate(unit!.Value) || (UnitAt(at + 6) is { } second
            && char.IsLowSurrogate(second)), "Half a surrogate pair.", at);
        return char.IsHighSurrogate(unit.Value) ? 12 : 6;
    }

    private char? UnitAt(int at) => at + 6 <= _text.Length && _text[at] == '\\' && _text[at + 1] == 'u'
        && ushort.TryParse(_text.AsSpan(at + 2, 4), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var unit)
            ? (char)unit : null;

    private DocumentError Fault(string what, int at) => new($"Syntax Error: {what}", Codes.Syntax, _text, at);

    private void Require(bool holds, string fault, int at) {
        if (!holds) throw Fault(fault, at);
    }
}
