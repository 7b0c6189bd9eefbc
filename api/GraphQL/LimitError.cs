using GraphQLParser;

namespace Hierarchy.Api.GraphQL;

/// <summary>A document, or the variables with it, exceeds a bound: an error with the bound's own code. The library has no error for
/// bounds.</summary>
internal sealed class LimitError : ValidationError {
    public LimitError(string message, string code, GraphQLDocument? document = null, ASTNode? node = null)
        : base(message) {
        Code = code;
        this.AddLocation(node, document);
    }

    public LimitError(string message, string code, ROM source, int at)
        : base(message) {
        Code = code;
        AddLocation(Location.FromLinearPosition(source, at));
    }
}

/// <summary>An answer is given up because of its size.</summary>
internal sealed class AnswerTooLargeException(string message) : Exception(message);
