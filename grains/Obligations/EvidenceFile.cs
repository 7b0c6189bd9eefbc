namespace Hierarchy.Grains.Obligations;

/// <summary>A file that a document names, as it was when it was named: the record holds what it was called and the hash of its
/// bytes.</summary>
/// <param name="MediaType">As whoever brought it called it; nothing follows from it.</param>
/// <param name="Sha256">Of its bytes, in small hexadecimal letters.</param>
[GenerateSerializer, Immutable, Alias("hierarchy.evidence-file")]
public sealed record EvidenceFile(string Id, string Name, string MediaType, int Bytes, string Sha256)
{
    /// <summary>Characters of a hash.</summary>
    public const int Sha256Length = 64;
}

/// <summary>The files of one document: at least one.</summary>
[GenerateSerializer, Immutable, Alias("hierarchy.evidence-files")]
public sealed record EvidenceFiles(ImmutableArray<EvidenceFile> All)
{
    public bool Equals(EvidenceFiles? other) => other is not null && All.AsSpan().SequenceEqual(other.All.AsSpan());

    public override int GetHashCode() => All.IsDefaultOrEmpty ? 0 : HashCode.Combine(All.Length, All[0]);
}
