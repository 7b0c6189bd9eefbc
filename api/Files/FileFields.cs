namespace Hierarchy.Api.Files;

internal sealed class DocumentFields
{
    public IEnumerable<EvidenceFile> Files([FromSource] Document document) => Of(document);

    public static IEnumerable<EvidenceFile> Of(Document? document) => document?.Files is { } files ? files.All : [];
}

internal sealed class FileFields
{
    public string Url([FromSource] EvidenceFile file) => $"{FileUploads.Path}/{file.Id}";
}
