namespace Hierarchy.Store;

/// <summary>
/// The ports of the domain in memory, without a database. The reference for <see cref="PostgresStore"/>, and the store of simulations.
/// </summary>
/// <remarks>Thread-safe. Every call completes synchronously. All data is lost with its <see cref="MemoryDatabase"/>.</remarks>
public sealed class MemoryStore
{
    private readonly MemoryDatabase _database;
    private readonly UnitDirectory _directory = new();

    /// <summary>Opens a database, an empty one by default. Stores on the same database see each other's writes, as processes do.</summary>
    public MemoryStore(MemoryDatabase? database = null)
    {
        _database = database ?? new MemoryDatabase();
        var events = new MemoryEventStore(_database, _directory);
        Events = events;
        Checkpoints = new MemoryCheckpoints(_database);
        Queries = new MemoryQueries(_database, _directory);
        RefreshDirectory();
    }

    /// <summary>The events of each unit.</summary>
    public IEventStore Events { get; }

    /// <summary>The checkpoints of roll-ups.</summary>
    public IRollupCheckpoints Checkpoints { get; }

    /// <summary>Lists and search.</summary>
    public IQueries Queries { get; }

    /// <summary>The people who may sign in.</summary>
    public IPeople People => _database.People;

    /// <summary>The sessions of people who have signed in.</summary>
    public ISessions Sessions => _database.Sessions;

    /// <summary>The keys that protect session cookies.</summary>
    public ISessionKeys SessionKeys => _database.Sessions;

    /// <summary>Files attached as evidence.</summary>
    public IFiles Files => _database.Files;

    /// <summary>Plans that are being prepared.</summary>
    public IDrafts Drafts => _database.Drafts;

    /// <summary>Reorganisations, from preparation to execution.</summary>
    public IReorganisations Reorganisations => _database.Reorganisations;

    /// <summary>The roles that people hold at units.</summary>
    public IGrants Grants => _database.Grants;

    /// <summary>The hierarchy in memory, always current with the writes of this store.</summary>
    public IUnitDirectory Directory => _directory;

    /// <summary>Loads the units and plans of other stores on the same database into the directory. Idempotent.</summary>
    public void RefreshDirectory()
    {
        lock (_database.Lock)
        {
            _directory.Add(
                [.. _database.Units.Values.OrderBy(u => u.Depth).ThenBy(u => u.Unit.Id, StringComparer.Ordinal).Select(u => u.Entry)],
                [.. _database.Lineage.Values],
                [.. _database.Plans.Values]);
        }
    }
}
