namespace Hierarchy.Grains.Ports;

/// <summary>Files uploaded as evidence, and the documents that name them. Contents are stored once, under the hash of their bytes, in
/// parts. Thread-safe.</summary>
/// <remarks>Every method throws <see cref="StoreUnavailableException"/> when the database cannot be reached in time; a retry may
/// help.</remarks>
public interface IFiles
{
    /// <summary>Bytes of every part but the last, which bounds what is in memory at once.</summary>
    const int PartBytes = 256 * 1024;

    /// <summary>Maximum number of files of one caller that no document names yet.</summary>
    const int UnnamedMax = 100;

    /// <summary>How long a file is kept that no document names.</summary>
    static readonly TimeSpan UnnamedFor = TimeSpan.FromDays(7);

    /// <summary>How long an upload may be named in a document; shorter than <see cref="UnnamedFor"/>, so that no file is removed while a
    /// document that names it is being stored.</summary>
    static readonly TimeSpan NameableFor = TimeSpan.FromDays(6);

    /// <summary>Stores a file, and removes those that were not named in time. An existing file with this id stays unchanged.</summary>
    /// <param name="by">The key of the caller who uploads it.</param>
    /// <param name="content">Exactly the file's bytes, from their beginning; must be seekable.</param>
    /// <returns>False if the caller already has <see cref="UnnamedMax"/> unnamed files, in which case nothing is stored.</returns>
    Task<bool> AddAsync(EvidenceFile file, string by, DateTimeOffset at, Stream content, CancellationToken cancellation);

    /// <summary>The uploaded files with these ids; unknown ids are missing.</summary>
    Task<ImmutableArray<BroughtFile>> FindAsync(IReadOnlyCollection<string> ids, CancellationToken cancellation);

    /// <summary>What names a file, in a fixed order; obligations at their present unit.</summary>
    /// <param name="after">The last item of the previous page; null for the first page.</param>
    Task<ImmutableArray<NamedFor>> NamedForAsync(string id, NamedFor? after, int first, CancellationToken cancellation);

    /// <summary>One part of the contents with this hash, counted from 0; null after the last.</summary>
    Task<ReadOnlyMemory<byte>?> ReadPartAsync(string sha256, int part, CancellationToken cancellation);
}

/// <summary>A file that an event names.</summary>
/// <param name="Obligation">Null if the document does not belong to an obligation.</param>
public sealed record FileUse(string File, string? Obligation);

/// <param name="By">The key of the caller who uploaded it.</param>
/// <param name="IsNamed">Whether any document names it.</param>
public sealed record BroughtFile(EvidenceFile File, string By, DateTimeOffset At, bool IsNamed);

/// <summary>What the document that names a file belongs to.</summary>
/// <param name="Seq">Sequence number of the event in the record of <paramref name="Recorder"/>.</param>
/// <param name="Unit">The unit to which it belongs now.</param>
/// <param name="Area">Area of the obligation; null for anything else.</param>
public sealed record NamedFor(string Recorder, long Seq, string Unit, ReformArea? Area);
