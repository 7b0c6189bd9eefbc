namespace Hierarchy.Api.GraphQL.Transport;

/// <summary>A request refused before the library sees it, with what HTTP and the stream protocols need to report it.</summary>
internal sealed class RequestRefusal(int status, string message, string code = Codes.BadRequest) : Exception(message) {
    public int Status => status;
    public string Code => code;
    /// <summary>The allowed methods; null unless the method was wrong.</summary>
    public string? Allow { get; init; }
}
