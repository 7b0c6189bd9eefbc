namespace Hierarchy.Grains.Obligations;

/// <summary>A file that a document names. Keeps the file's name of that time and the hash of its bytes.</summary>
/// <param name="MediaType">As stated by the uploader; nothing relies on it.</param>
/// <param name="Sha256">SHA-256 of its bytes in lower-case hexadecimal.</param>
[GenerateSerializer, Immutable, Alias("hierarchy.evidence-file")]
public sealed record EvidenceFile(string Id, string Name, string MediaType, int Bytes, string Sha256)
{
    /// <summary>Length of a hash in characters.</summary>
    public const int Sha256Length = 64;
}

/// <summary>The files of one document: at least one.</summary>
[GenerateSerializer, Immutable, Alias("hierarchy.evidence-files")]
public sealed record EvidenceFiles(ImmutableArray<EvidenceFile> All)
{
    public bool Equals(EvidenceFiles? other) => other is not null && All.AsSpan().SequenceEqual(other.All.AsSpan());

    public override int GetHashCode() => All.IsDefaultOrEmpty ? 0 : HashCode.Combine(All.Length, All[0]);
}
