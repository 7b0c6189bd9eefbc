namespace Hierarchy.Api.Files;

/// <summary>A document given with a change.</summary>
internal sealed record DocumentInput(string Number, DateOnly IssuedOn, string? Title, string? Uri, string[]? Files);

/// <summary>Completes a document with the names and hashes of its files, so that the record contains them.</summary>
internal static class Evidence
{
    /// <param name="place">The document's path in the arguments.</param>
    /// <exception cref="FieldError">INVALID: a file was not uploaded by the caller, or can no longer be named.</exception>
    public static async Task<Document?> OfAsync(Backend backend, DocumentInput? input, IResolveFieldContext context, params object[] place) =>
        input is null ? null
        : new Document(Texts.Kept(input.Number), input.IssuedOn, Texts.KeptOrNull(input.Title), Texts.KeptOrNull(input.Uri))
        {
            Files = input.Files is { Length: > 0 } ids ? new EvidenceFiles([.. await FilesAsync(backend, ids, context, place)]) : null,
        };

    private static async Task<IEnumerable<EvidenceFile>> FilesAsync(Backend backend, string[] ids, IResolveFieldContext context, object[] place)
    {
        var caller = context.Mutator();
        if (ids.Length > Limits.FilesMax)
        {
            throw ApiError.Invalid($"A document has at most {Limits.FilesMax} files.", [.. place, "files"]);
        }
        // Other texts cannot be ids of files and need no look-up.
        string[] asked = [.. ids.Where(id => Limits.FaultOfNewId(id) is null).Distinct()];
        var brought = (await backend.FilesAsync(files => files.FindAsync(asked, context.CancellationToken))).ToDictionary(one => one.File.Id);
        var nameableFrom = backend.Time.GetUtcNow() - IFiles.NameableFor;
        return ids.Select((id, i) => brought.TryGetValue(id, out var one) && one.By == caller.Key && (one.IsNamed || one.At >= nameableFrom)
            ? one.File
            : throw ApiError.Invalid(
                $"'{Text.Shown(id)}' is no file that you have brought within the last {IFiles.NameableFor.TotalDays:0} days: POST /files answers with its id.",
                [.. place, "files", i]));
    }
}
