namespace Hierarchy.Store;

/// <summary>
/// The ports of the domain in memory: what they mean, without a database. The reference for <see cref="PostgresStore"/>, and the store
/// of simulations.
/// </summary>
/// <remarks>Thread-safe. Every call completes before it returns. It forgets everything with its <see cref="MemoryDatabase"/>.</remarks>
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

    /// <summary>What happened to each unit.</summary>
    public IEventStore Events { get; }

    /// <summary>The roll-ups as last written down.</summary>
    public IRollupCheckpoints Checkpoints { get; }

    /// <summary>Lists and search.</summary>
    public IQueries Queries { get; }

    /// <summary>Who may ask.</summary>
    public IPeople People => _database.People;

    /// <summary>Who has signed in.</summary>
    public ISessions Sessions => _database.Sessions;

    /// <summary>What the cookies of sessions are sealed with.</summary>
    public ISessionKeys SessionKeys => _database.Sessions;

    /// <summary>Evidence.</summary>
    public IFiles Files => _database.Files;

    /// <summary>Plans that are being prepared.</summary>
    public IDrafts Drafts => _database.Drafts;

    /// <summary>Reorganisations as they are prepared and carried out.</summary>
    public IReorganisations Reorganisations => _database.Reorganisations;

    /// <summary>Who has been given what.</summary>
    public IGrants Grants => _database.Grants;

    /// <summary>The hierarchy in memory; current with everything that this store writes.</summary>
    public IUnitDirectory Directory => _directory;

    /// <summary>Takes into the directory what other stores on the same database have registered and adopted. Idempotent.</summary>
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
