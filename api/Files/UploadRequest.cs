namespace Hierarchy.Api.Files;

/// <summary>Identifies repeated uploads: the id in the header, like <c>requestId</c> of a mutation.</summary>
/// <param name="Id">A new id if the header has none, so that it has no repeats.</param>
internal readonly record struct UploadRequest(string Id, bool IsGiven)
{
    public const string Header = "Idempotency-Key";

    private const int FileIdBytes = 16;

    /// <exception cref="FieldError">INVALID: the id is not allowed.</exception>
    public static UploadRequest Of(HttpContext http, Caller caller) => http.Request.Headers[Header] switch
    {
        [] => new UploadRequest(Guid.NewGuid().ToString("N"), false),
        [{ } given] when RequestKey.Fault(given, caller) is null => new UploadRequest(given, true),
        _ => throw ApiError.Invalid($"The header {Header} is one id of 1 to {Limits.IdMax} characters.", Header),
    };

    /// <summary>The id of the uploaded file: the same for each repeat by the caller.</summary>
    public string FileOf(Caller caller) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{caller.Key}\n{Id}")).AsSpan(0, FileIdBytes));

    public static FieldError Reused() => ApiError.From(
        Refusal.Conflict($"You have used this {Header} for another file: choose a new one.", Header), argument: null);
}
