namespace Hierarchy.Tests.Unit.Files;

/// <summary>A file in a folder of its own, gone with the test.</summary>
internal sealed class TemporaryFile : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("hierarchy-");

    public TemporaryFile(string name, byte[] content)
    {
        Path = System.IO.Path.Combine(folder.FullName, name);
        File.WriteAllBytes(Path, content);
    }

    public string Path { get; }

    public void Dispose() => folder.Delete(recursive: true);
}
