namespace Hierarchy.Api.Files;

/// <summary>What tells a repeated upload: the id that its header gives it, as <c>requestId</c> does of a mutation.</summary>
/// <param name="Id">New where the header gives none, so that nothing repeats it.</param>
internal readonly record struct UploadRequest(string Id, bool IsGiven)
{
    public const string Header = "Idempotency-Key";

    private const int FileIdBytes = 16;

    /// <exception cref="FieldError">INVALID: nobody may choose such an id.</exception>
    public static UploadRequest Of(HttpContext http, Caller caller) => http.Request.Headers[Header] switch
    {
        [] => new UploadRequest(Guid.NewGuid().ToString("N"), false),
        [{ } given] when RequestKey.Fault(given, caller) is null => new UploadRequest(given, true),
        _ => throw ApiError.Invalid($"The header {Header} is one id of 1 to {Limits.IdMax} characters.", Header),
    };

    /// <summary>The id of the file that it brings: the same whenever the caller repeats it.</summary>
    public string FileOf(Caller caller) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{caller.Key}\n{Id}")).AsSpan(0, FileIdBytes));

    public static FieldError Reused() => ApiError.From(
        Refusal.Conflict($"You have used this {Header} for another file: choose a new one.", Header), argument: null);
}
