using GraphQLParser;

namespace Hierarchy.Api.GraphQL;

/// <summary>A document is not valid GraphQL, or exceeds a bound, by itself or with its variables. The library has no such error.</summary>
internal sealed class DocumentError : ValidationError {
    public DocumentError(string message, string code, GraphQLDocument? document = null, ASTNode? node = null) : base(message) {
        Code = code;
        this.AddLocation(node, document);
    }

    public DocumentError(string message, string code, ROM source, int at) : base(message) {
        Code = code;
        AddLocation(Location.FromLinearPosition(source, at));
    }
}

/// <summary>An answer is abandoned: it is too large, or one of its parts is refused because of overload.</summary>
internal sealed class AbandonedException(string message, string code = Codes.AnswerTooLarge) : Exception(message) { public string Code => code; }
