namespace Hierarchy.Store;

/// <summary>Files in memory.</summary>
internal sealed class MemoryFiles(MemoryDatabase database) : IFiles
{
    private readonly Dictionary<string, (EvidenceFile File, string By, DateTimeOffset At)> _files = new(StringComparer.Ordinal);
    private readonly Dictionary<string, byte[]> _contents = new(StringComparer.Ordinal);
    private readonly Dictionary<string, SortedDictionary<(string Unit, long Seq), string?>> _uses = new(StringComparer.Ordinal);

    public async Task<bool> AddAsync(EvidenceFile file, string by, DateTimeOffset at, Stream content, CancellationToken cancellation)
    {
        var bytes = new MemoryStream();
        content.Position = 0;
        await content.CopyToAsync(bytes, cancellation);
        lock (database.Lock)
        {
            foreach (var old in _files.Values.Where(one => !_uses.ContainsKey(one.File.Id) && one.At < at - IFiles.UnnamedFor).ToList())
            {
                _files.Remove(old.File.Id);
            }
            if (_files.ContainsKey(file.Id))
            {
                return true;
            }
            if (_files.Values.Count(one => one.By == by && !_uses.ContainsKey(one.File.Id)) >= IFiles.UnnamedMax)
            {
                return false;
            }
            _files[file.Id] = (file, by, at);
            _contents.TryAdd(file.Sha256, bytes.ToArray());
            return true;
        }
    }

    public Task<ImmutableArray<BroughtFile>> FindAsync(IReadOnlyCollection<string> ids, CancellationToken cancellation)
    {
        lock (database.Lock)
        {
            return Task.FromResult<ImmutableArray<BroughtFile>>(
            [
                .. ids.Distinct().Where(_files.ContainsKey).Select(id => _files[id])
                    .Select(one => new BroughtFile(one.File, one.By, one.At, _uses.ContainsKey(one.File.Id))),
            ]);
        }
    }

    public Task<ImmutableArray<NamedFor>> NamedForAsync(string id, NamedFor? after, int first, CancellationToken cancellation)
    {
        lock (database.Lock)
        {
            return Task.FromResult<ImmutableArray<NamedFor>>(
            [
                .. _uses.GetValueOrDefault(id, [])
                    .Where(use => after is null || Order.Compare(use.Key, (after.Recorder, after.Seq)) > 0)
                    .Take(first)
                    .Select(use => use.Value is { } obligation && database.Obligations.TryGetValue(obligation, out var now)
                        ? new NamedFor(use.Key.Unit, use.Key.Seq, now.State.Unit, now.State.Terms.Reform)
                        : new NamedFor(use.Key.Unit, use.Key.Seq, use.Key.Unit, null)),
            ]);
        }
    }

    public Task<ReadOnlyMemory<byte>?> ReadPartAsync(string sha256, int part, CancellationToken cancellation)
    {
        lock (database.Lock)
        {
            var from = (long)part * IFiles.PartBytes;
            // A plain null would convert to an empty part.
            return Task.FromResult(_contents.TryGetValue(sha256, out var bytes) && from < bytes.Length
                ? bytes.AsMemory((int)from, Math.Min(IFiles.PartBytes, bytes.Length - (int)from))
                : default(ReadOnlyMemory<byte>?));
        }
    }

    /// <summary>The caller must hold the lock.</summary>
    public void Put(IEnumerable<FileUseRow> rows)
    {
        foreach (var row in rows)
        {
            var uses = CollectionsMarshal.GetValueRefOrAddDefault(_uses, row.File, out _) ??= new(Order);
            uses[(row.Unit, row.Seq)] = row.Obligation;
        }
    }

    private static readonly Comparer<(string Unit, long Seq)> Order = Comparer<(string Unit, long Seq)>.Create(
        (a, b) => string.CompareOrdinal(a.Unit, b.Unit) is not 0 and var units ? units : a.Seq.CompareTo(b.Seq));
}
