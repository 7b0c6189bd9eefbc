namespace Hierarchy.Api.GraphQL.Transport;

/// <summary>A request that is refused before the library sees it, with what HTTP and the protocols of streams need to say so.</summary>
internal sealed class RequestRefusal(int status, string message, string code = Codes.BadRequest) : Exception(message) {
    public int Status => status;
    public string Code => code;
    /// <summary>The methods that would be right; null for all that is not about methods.</summary>
    public string? Allow { get; init; }
}
