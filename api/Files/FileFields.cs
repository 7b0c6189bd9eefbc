namespace Hierarchy.Api.Files;

internal sealed class DocumentFields
{
    public string Number([FromSource] Document document) => document.Number;

    public DateOnly IssuedOn([FromSource] Document document) => document.IssuedOn;

    public string? Title([FromSource] Document document) => document.Title;

    public string? Uri([FromSource] Document document) => document.Uri;

    public IEnumerable<EvidenceFile> Files([FromSource] Document document) => Of(document);

    public static IEnumerable<EvidenceFile> Of(Document? document) => document?.Files is { } files ? files.All : [];
}

internal sealed class FileFields
{
    public string Id([FromSource] EvidenceFile file) => file.Id;

    public string Name([FromSource] EvidenceFile file) => file.Name;

    public string MediaType([FromSource] EvidenceFile file) => file.MediaType;

    public int Bytes([FromSource] EvidenceFile file) => file.Bytes;

    public string Sha256([FromSource] EvidenceFile file) => file.Sha256;

    public string Url([FromSource] EvidenceFile file) => $"{FileUploads.Path}/{file.Id}";
}
