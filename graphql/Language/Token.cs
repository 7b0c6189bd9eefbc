namespace Hierarchy.GraphQL.Language;

/// <summary>The punctuators first, in the order of <see cref="Lexer.Punctuators"/>.</summary>
internal enum TokenKind : byte {
    Bang, Dollar, Ampersand, ParenLeft, ParenRight, Colon, Equals, At, BracketLeft, BracketRight, BraceLeft, Pipe, BraceRight,
    Spread, EndOfFile, Name, Int, Float, String, BlockString,
}

/// <summary>A lexical token as a range of bytes; what it means is decoded only when somebody asks.</summary>
internal readonly record struct Token(TokenKind Kind, int Start, int End);
