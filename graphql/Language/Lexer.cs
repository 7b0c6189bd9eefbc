namespace Hierarchy.GraphQL.Language;

/// <summary>Splits UTF-8 text into tokens (section 2.1). Allocates only for values that are asked for.</summary>
internal readonly ref struct Lexer(SourceText source) {
    private const string Escapes = "\"\\/bfnrt";
    private const string Escaped = "\"\\/\b\f\n\r\t";

    private readonly ReadOnlySpan<byte> _text = source.Utf8;

    /// <summary>The punctuators of one character, as <see cref="TokenKind"/> orders them.</summary>
    public static ReadOnlySpan<byte> Punctuators => "!$&():=@[]{|}"u8;

    /// <summary>How messages call a kind of token: punctuators stand in quotes.</summary>
    public static string Describe(TokenKind kind) => kind switch {
        < TokenKind.Spread => $"\"{(char)Punctuators[(int)kind]}\"",
        TokenKind.Spread => "\"...\"",
        TokenKind.EndOfFile => "<EOF>",
        _ => kind.ToString(),
    };

    /// <summary>How messages call a token: its kind, and its value if it has one.</summary>
    public string Describe(Token token) => Describe(token.Kind) + (token.Kind >= TokenKind.Name ? $" \"{Value(token)}\"" : "");

    /// <summary>Whether the token's bytes are this ASCII text.</summary>
    public bool Is(Token token, ReadOnlySpan<byte> text) => _text[token.Start..token.End].SequenceEqual(text);

    /// <summary>The meaning of a name, number or string token.</summary>
    public string Value(Token token) => token.Kind switch {
        TokenKind.String => StringValue(token.Start + 1, token.End - 1),
        TokenKind.BlockString => BlockString.Dedent(Encoding.UTF8.GetString(_text[(token.Start + 3)..(token.End - 3)])),
        _ => Encoding.UTF8.GetString(_text[token.Start..token.End]),
    };

    /// <summary>Reads the token that starts at or behind an offset, over white space, commas, comments and byte order marks.</summary>
    public Token Next(int position) {
        while (position < _text.Length) {
            var c = _text[position];
            if (IsNameStart(c)) return ReadName(position);
            switch (c) {
                case (byte)' ' or (byte)'\t' or (byte)',' or (byte)'\n' or (byte)'\r':
                    position++;
                    continue;
                case 0xEF when At(position + 1) == 0xBB && At(position + 2) == 0xBF:
                    position += 3;
                    continue;
                case (byte)'#':
                    position = SkipComment(position + 1);
                    continue;
                case (byte)'.':
                    return ReadSpread(position);
                case (byte)'"':
                    return At(position + 1) == '"' && At(position + 2) == '"' ? ReadBlockString(position) : ReadString(position);
                case (>= (byte)'0' and <= (byte)'9') or (byte)'-':
                    return ReadNumber(position);
            }

            var kind = Punctuators.IndexOf(c);
            return kind >= 0 ? new((TokenKind)kind, position, position + 1) : throw Unexpected(position);
        }

        return new(TokenKind.EndOfFile, _text.Length, _text.Length);
    }

    private static bool IsDigit(int c) => c is >= '0' and <= '9';

    private static bool IsNameStart(int c) => c is (>= 'a' and <= 'z') or (>= 'A' and <= 'Z') or '_';

    /// <summary>The byte at a position, or -1 behind the end.</summary>
    private int At(int position) => position < _text.Length ? _text[position] : -1;

    private GraphQLSyntaxError Error(int position, string message) => new(source, position, message);

    private GraphQLSyntaxError Unexpected(int position) => Error(position, _text[position] == '\''
        ? "Unexpected single quote character ('), did you mean to use a double quote (\")?"
        : $"{(IsScalar(position, out _) ? "Unexpected" : "Invalid")} character: {PrintCodePoint(position)}.");

    /// <summary>Comments end at a line end, or where the text is no Unicode: the caller then meets the fault as a token.</summary>
    private int SkipComment(int position) {
        while (position < _text.Length && _text[position] is not ((byte)'\n' or (byte)'\r') && IsScalar(position, out var size))
            position += size;

        return position;
    }

    private Token ReadSpread(int start) {
        if (IsDigit(At(start + 1))) {
            var digits = Encoding.UTF8.GetString(_text[(start + 1)..SkipDigits(start + 1)]);
            throw Error(start, $"Invalid number, expected digit before \".\", did you mean \"0.{digits}\"?");
        }

        if (At(start + 1) != '.') throw Unexpected(start);
        return At(start + 2) == '.'
            ? new(TokenKind.Spread, start, start + 3)
            : throw Error(start, "Unexpected \"..\", did you mean \"...\"?");
    }

    private Token ReadName(int start) {
        var position = start + 1;
        while (position < _text.Length && (IsNameStart(_text[position]) || IsDigit(_text[position]))) position++;

        return new(TokenKind.Name, start, position);
    }

    private Token ReadNumber(int start) {
        var position = _text[start] == '-' ? start + 1 : start;
        var kind = TokenKind.Int;
        if (At(position) != '0') position = SkipDigits(position);
        else if (IsDigit(At(++position))) throw Error(position, $"Invalid number, unexpected digit after 0: {PrintCodePoint(position)}.");

        if (At(position) == '.') {
            kind = TokenKind.Float;
            position = SkipDigits(position + 1);
        }

        if (At(position) is 'e' or 'E') {
            kind = TokenKind.Float;
            position = SkipDigits(At(position + 1) is '+' or '-' ? position + 2 : position + 1);
        }

        return At(position) == '.' || IsNameStart(At(position)) ? throw ExpectedDigit(position) : new(kind, start, position);
    }

    private int SkipDigits(int position) {
        if (!IsDigit(At(position))) throw ExpectedDigit(position);
        while (IsDigit(At(position))) position++;

        return position;
    }

    private GraphQLSyntaxError ExpectedDigit(int position) =>
        Error(position, $"Invalid number, expected digit but got: {PrintCodePoint(position)}.");

    private Token ReadString(int start) {
        var position = start + 1;
        while (At(position) is not (-1 or '\n' or '\r')) {
            if (_text[position] == '"') return new(TokenKind.String, start, position + 1);
            position += _text[position] == '\\' ? ReadEscape(position, out _) : ScalarSize(position);
        }

        throw Error(position, "Unterminated string.");
    }

    private Token ReadBlockString(int start) {
        var position = start + 3;
        while (position < _text.Length) {
            var rest = _text[position..];
            if (rest.StartsWith("\"\"\""u8)) return new(TokenKind.BlockString, start, position + 3);
            position += rest.StartsWith("\\\"\"\""u8) ? 4 : ScalarSize(position);
        }

        throw Error(position, "Unterminated string.");
    }

    private string StringValue(int start, int end) {
        if (!_text[start..end].Contains((byte)'\\')) return Encoding.UTF8.GetString(_text[start..end]);
        var value = new StringBuilder();
        while (_text[start..end].IndexOf((byte)'\\') is >= 0 and var plain) {
            value.Append(Encoding.UTF8.GetString(_text.Slice(start, plain)));
            start += plain + ReadEscape(start + plain, out var rune);
            value.Append(rune.ToString());
        }

        return value.Append(Encoding.UTF8.GetString(_text[start..end])).ToString();
    }

    /// <summary>Decodes the escape at a position and returns its length in bytes.</summary>
    private int ReadEscape(int position, out Rune value) {
        var c = At(position + 1);
        if (c == 'u') return At(position + 2) == '{' ? ReadBracedEscape(position, out value) : ReadFixedEscape(position, out value);
        var index = c < 0 ? -1 : Escapes.IndexOf((char)c);
        if (index < 0) throw Error(position, $"Invalid character escape sequence: \"{Units(position, 2)}\".");
        value = new Rune(Escaped[index]);
        return 2;
    }

    private int ReadBracedEscape(int position, out Rune value) {
        var (point, size) = (0, 3);
        while (size < 12 && point >= 0) {
            var c = At(position + size++);
            if (c == '}') return size >= 5 && Rune.TryCreate(point, out value) ? size : throw InvalidEscape(position, size);
            point = (point << 4) | HexDigit(c);
        }

        throw InvalidEscape(position, size);
    }

    private int ReadFixedEscape(int position, out Rune value) {
        var code = HexCode(position + 2);
        if (Rune.TryCreate(code, out value)) return 6;
        var isPair = code is >= 0xD800 and <= 0xDBFF && At(position + 6) == '\\' && At(position + 7) == 'u';
        return isPair && HexCode(position + 8) is >= 0xDC00 and <= 0xDFFF and var trailing
            && Rune.TryCreate((char)code, (char)trailing, out value) ? 12 : throw InvalidEscape(position, size: 6);
    }

    private GraphQLSyntaxError InvalidEscape(int position, int size) =>
        Error(position, $"Invalid Unicode escape sequence: \"{Units(position, size)}\".");

    private int HexCode(int position) =>
        (HexDigit(At(position)) << 12) | (HexDigit(At(position + 1)) << 8) | (HexDigit(At(position + 2)) << 4) | HexDigit(At(position + 3));

    private static int HexDigit(int c) => c switch {
        >= '0' and <= '9' => c - '0',
        >= 'A' and <= 'F' => c - 'A' + 10,
        >= 'a' and <= 'f' => c - 'a' + 10,
        _ => -1,
    };

    /// <summary>Up to so many UTF-16 units from a position on, for messages.</summary>
    private string Units(int position, int count) {
        var text = Encoding.UTF8.GetString(_text[position..Math.Min(_text.Length, position + (4 * count))]);
        return text[..Math.Min(count, text.Length)];
    }

    private int ScalarSize(int position) =>
        IsScalar(position, out var size) ? size : throw Error(position, $"Invalid character within String: {PrintCodePoint(position)}.");

    private bool IsScalar(int position, out int size) {
        size = 1;
        return _text[position] < 0x80 || Rune.DecodeFromUtf8(_text[position..], out _, out size) == OperationStatus.Done;
    }

    private string PrintCodePoint(int position) {
        if (position >= _text.Length) return "<EOF>";
        int code = _text[position];
        if (code == '"') return "'\"'";
        if (code is >= 0x20 and <= 0x7E) return $"\"{(char)code}\"";
        var isScalar = Rune.DecodeFromUtf8(_text[position..], out var rune, out _) == OperationStatus.Done;

        // A lone surrogate stands in the three-byte form that SourceText gives it.
        var isSurrogate = !isScalar && code == 0xED && position + 2 < _text.Length;
        code = isSurrogate ? 0xD000 | ((_text[position + 1] & 0x3F) << 6) | (_text[position + 2] & 0x3F) : rune.Value;
        return $"U+{code:X4}";
    }
}
