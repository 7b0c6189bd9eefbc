namespace Hierarchy.Grains.Ports;

/// <summary>Files that are brought as evidence, and what names them. Contents are kept once, under the hash of their bytes, in parts.
/// Thread-safe.</summary>
/// <remarks>Every method throws <see cref="StoreUnavailableException"/> when the database cannot be reached in time; a retry may
/// help.</remarks>
public interface IFiles
{
    /// <summary>Bytes of one part, except the last: what is in memory at once.</summary>
    const int PartBytes = 256 * 1024;

    /// <summary>Files of one caller that no document names yet.</summary>
    const int UnnamedMax = 100;

    /// <summary>How long a file is kept that no document names.</summary>
    static readonly TimeSpan UnnamedFor = TimeSpan.FromDays(7);

    /// <summary>How long it may be named; shorter, so that none is removed while a document that names it is on its way.</summary>
    static readonly TimeSpan NameableFor = TimeSpan.FromDays(6);

    /// <summary>Keeps a file, and removes what nobody has named in time. One of its id that there is already stays as it is.</summary>
    /// <param name="by">The key of who brings it.</param>
    /// <param name="content">Exactly the file's bytes, from their beginning; sought.</param>
    /// <returns>False when there are <see cref="UnnamedMax"/> of this caller already, in which case nothing is kept.</returns>
    Task<bool> AddAsync(EvidenceFile file, string by, DateTimeOffset at, Stream content, CancellationToken cancellation);

    /// <summary>Files as they were brought; those that there are.</summary>
    Task<ImmutableArray<BroughtFile>> FindAsync(IReadOnlyCollection<string> ids, CancellationToken cancellation);

    /// <summary>What names a file, in one order; obligations where they stand now.</summary>
    /// <param name="after">The last one of the page before; null for the first page.</param>
    Task<ImmutableArray<NamedFor>> NamedForAsync(string id, NamedFor? after, int first, CancellationToken cancellation);

    /// <summary>One part of the contents of this hash, from 0 on; null behind the last.</summary>
    Task<ReadOnlyMemory<byte>?> ReadPartAsync(string sha256, int part, CancellationToken cancellation);
}

/// <summary>A file that an event names.</summary>
/// <param name="Obligation">Null where the document is of something else.</param>
public sealed record FileUse(string File, string? Obligation);

/// <param name="By">The key of who brought it.</param>
/// <param name="IsNamed">Whether any document names it.</param>
public sealed record BroughtFile(EvidenceFile File, string By, DateTimeOffset At, bool IsNamed);

/// <summary>What a document that names a file is of.</summary>
/// <param name="Seq">Of the event at <paramref name="Recorder"/>, the unit in whose record it stands.</param>
/// <param name="Unit">Whose it is now.</param>
/// <param name="Area">Of the obligation; null where it is of something else.</param>
public sealed record NamedFor(string Recorder, long Seq, string Unit, ReformArea? Area);
