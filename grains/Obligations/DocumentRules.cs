namespace Hierarchy.Grains.Obligations;

/// <summary>Rules for the document that accompanies a command.</summary>
internal static class DocumentRules
{
    private static readonly string[] WebSchemes = ["https://", "http://"];

    /// <summary>The document with its texts as they are stored.</summary>
    public static Document? Kept(Document? document) => Given(document) is not { } d ? null : d with
    {
        Number = Text.Name(d.Number),
        Title = Text.NameOrNull(d.Title),
        Uri = Text.NameOrNull(d.Uri),
    };

    /// <summary>The document with null for an empty list of files, which a direct caller of a unit may send.</summary>
    public static Document? Given(Document? document) =>
        document is { Files.All.IsDefaultOrEmpty: true } ? document with { Files = null } : document;

    /// <param name="field">Path of the document in the input.</param>
    public static Refusal? Fault(Document? document, string field, DateOnly today) =>
        document is null ? null
        : document.IssuedOn > today ? Refusal.Invalid($"issuedOn lies in the future; today is {today:yyyy-MM-dd}.", field + ".issuedOn")
        : Limits.FaultOfDay(document.IssuedOn, field + ".issuedOn")
            ?? Text.Fault(document.Number, field + ".number", required: true, Limits.NameMax)
            ?? Text.Fault(document.Title, field + ".title", required: false)
            ?? Text.Fault(document.Uri, field + ".uri", required: false)
            ?? FaultOfUri(document.Uri, field + ".uri")
            ?? FaultOf(document.Files, field + ".files");

    /// <summary>Pages show the address as a link. It may open a page and do nothing else, so only http and https are allowed.</summary>
    private static Refusal? FaultOfUri(string? uri, string field) =>
        uri is null || (WebSchemes.Any(scheme => uri.StartsWith(scheme, StringComparison.OrdinalIgnoreCase)) && Uri.TryCreate(uri, UriKind.Absolute, out _))
            ? null
            : Refusal.Invalid("The address of a document must begin with https:// or http://, such as https://example.gov.vn/12.pdf.", field);

    private static Refusal? FaultOf(EvidenceFiles? files, string field) =>
        files is not { All: { IsDefault: false } all } ? null
        : all.Length > Limits.FilesMax ? Refusal.Invalid($"A document has at most {Limits.FilesMax} files.", field)
        : all.DistinctBy(file => file.Id).Count() < all.Length ? Refusal.Invalid("files contains a file twice.", field)
        : Plans.PlanRules.First(all, (file, i) => FaultOf(file, $"{field}[{i}]"));

    private static Refusal? FaultOf(EvidenceFile file, string field) =>
        Limits.FaultOfNewId(file.Id) is { } fault ? Refusal.Invalid($"The id of a file {fault}.", field)
        : file.Bytes is < 0 or > Limits.FileBytesMax ? Refusal.Invalid($"A file has at most {Limits.FileBytesMax} bytes.", field)
        : file.Sha256.Length != EvidenceFile.Sha256Length || !file.Sha256.All(char.IsAsciiHexDigitLower)
            ? Refusal.Invalid("The hash of the file is not a SHA-256.", field)
        : Text.Fault(file.Name, field, required: true, Limits.NameMax) ?? Text.Fault(file.MediaType, field, required: true, Limits.MediaTypeMax);
}
