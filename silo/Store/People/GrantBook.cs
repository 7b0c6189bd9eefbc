namespace Hierarchy.Store.People;

/// <summary>Grants and appointments in memory. A store adds those of each append as soon as it is on disk, and loads those that other
/// processes have written.</summary>
/// <remarks>Readers never wait: published arrays are immutable.</remarks>
public sealed class GrantBook : IGrants
{
    private readonly ConcurrentDictionary<string, (long Seq, Grant Grant)> _grants = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, (long Seq, FocalAgency Focal)> _focal = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, Grant[]> _ofPerson = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, Grant[]> _ofUnit = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, FocalAgency[]> _focalOfUnit = new(StringComparer.Ordinal);
    private readonly Lock _writing = new();
    private FocalAgency[] _allFocal = [];

    /// <inheritdoc/>
    public event Action? Changed;

    /// <summary>Loads what other processes have written; null if there are none.</summary>
    internal Func<CancellationToken, Task>? Others { get; set; }

    /// <inheritdoc/>
    public Grant? Find(string id) => _grants.TryGetValue(id, out var known) ? known.Grant : null;

    /// <inheritdoc/>
    public IReadOnlyList<Grant> OfPerson(string person) => _ofPerson.GetValueOrDefault(person) ?? [];

    /// <inheritdoc/>
    public IReadOnlyList<Grant> OfUnit(string unit) => _ofUnit.GetValueOrDefault(unit) ?? [];

    /// <inheritdoc/>
    public IEnumerable<string> Units => _ofUnit.Keys;

    /// <inheritdoc/>
    public IReadOnlyList<FocalAgency> FocalAgenciesOf(string unit) => _focalOfUnit.GetValueOrDefault(unit) ?? [];

    /// <inheritdoc/>
    public IReadOnlyList<FocalAgency> FocalAgencies => Volatile.Read(ref _allFocal);

    /// <inheritdoc/>
    public Task CatchUpAsync(CancellationToken cancellation) => Others?.Invoke(cancellation) ?? Task.CompletedTask;

    /// <summary>Adds the grants and appointments of a stored append.</summary>
    internal void Put(Append append)
    {
        if (!append.Grants.IsEmpty || !append.FocalAgencies.IsEmpty)
        {
            var seq = append.ExpectedSeq + append.Events.Length;
            Put([.. append.Grants.Select(grant => (seq, grant))], [.. append.FocalAgencies.Select(focal => (seq, focal))]);
        }
    }

    /// <summary>Adds what is on disk. Ignores states older than the known ones.</summary>
    internal void Put(IReadOnlyList<(long Seq, Grant Grant)> grants, IReadOnlyList<(long Seq, FocalAgency Focal)> appointments)
    {
        var changed = false;
        lock (_writing)
        {
            foreach (var (seq, grant) in grants)
            {
                if (!_grants.TryGetValue(grant.Id, out var known) || known.Seq < seq)
                {
                    _grants[grant.Id] = (seq, grant);
                    Replace(_ofPerson, grant.Person, grant, other => other.Id);
                    Replace(_ofUnit, grant.Unit, grant, other => other.Id);
                    changed = true;
                }
            }
            foreach (var (seq, focal) in appointments)
            {
                if (!_focal.TryGetValue(focal.Id, out var known) || known.Seq < seq)
                {
                    _focal[focal.Id] = (seq, focal);
                    Replace(_focalOfUnit, focal.Unit, focal, other => other.Id);
                    Volatile.Write(ref _allFocal, With(_allFocal, focal, other => other.Id));
                    changed = true;
                }
            }
        }
        if (changed)
        {
            Announce();
        }
    }

    private void Announce()
    {
        try
        {
            Changed?.Invoke();
        }
        catch (Exception)
        {
            // An exception of a subscriber must not look like a failure of the append, which is on disk.
        }
    }

    private static void Replace<T>(ConcurrentDictionary<string, T[]> lists, string key, T item, Func<T, string> idOf) =>
        lists[key] = With(lists.GetValueOrDefault(key) ?? [], item, idOf);

    private static T[] With<T>(T[] list, T item, Func<T, string> idOf) =>
        [.. list.Where(other => idOf(other) != idOf(item)).Append(item).OrderBy(idOf, StringComparer.Ordinal)];
}
