using Hierarchy.Grains.Ports;
using Hierarchy.Grains.Units;
using Hierarchy.Store.Migrations;
using Npgsql;

namespace Hierarchy.Store;

/// <summary>The ports of the domain on one PostgreSQL database (15 or later, no extension).</summary>
/// <remarks>Several processes may open the same database: whoever writes to a unit second is fenced off.</remarks>
public sealed class PostgresStore : IAsyncDisposable
{
    private const string AllUnits = "select id, name, kind, parent, code from units order by depth, id";

    private const string AllPlans = "select id, owner, title, start_year, end_year, adopted_on from plans order by id";

    private const string AnyRelation = """
        select exists (select from pg_class where relnamespace not in (
            select oid from pg_namespace where nspname in ('pg_catalog', 'information_schema', 'pg_toast')))
        """;

    private readonly Database _database;
    private readonly PostgresEventStore _events;
    private readonly UnitDirectory _directory = new();

    private PostgresStore(Database database)
    {
        _database = database;
        _events = new PostgresEventStore(database, _directory);
        Checkpoints = new PostgresCheckpoints(database);
        Queries = new PostgresQueries(database, _directory);
    }

    /// <summary>What happened to each unit.</summary>
    public IEventStore Events => _events;

    /// <summary>The roll-ups as last written down.</summary>
    public IRollupCheckpoints Checkpoints { get; }

    /// <summary>Lists and search.</summary>
    public IQueries Queries { get; }

    /// <summary>The hierarchy in memory; current with everything that this process writes.</summary>
    public IUnitDirectory Directory => _directory;

    /// <summary>Migrates the database to the newest schema, loads the directory, and is ready.</summary>
    /// <param name="connectionString">For Npgsql; time limits and pool size in it are replaced by those of <see
    /// cref="StoreLimits"/>.</param>
    /// <exception cref="StoreUnavailableException">The database cannot be reached; a retry may help.</exception>
    /// <exception cref="InvalidOperationException">The schema is newer than this program.</exception>
    public static async Task<PostgresStore> OpenAsync(string connectionString, TimeProvider time, CancellationToken cancellation)
    {
        var store = new PostgresStore(new Database(connectionString, time));
        try
        {
            await Migrator.MigrateAsync(store._database.Source, Migrator.Known, cancellation);
            await store.RefreshDirectoryAsync(cancellation);
            return store;
        }
        catch (Exception fault)
        {
            await store.DisposeAsync();
            throw Database.IsUnavailable(fault) ? Database.Unavailable(fault) : fault;
        }
    }

    /// <summary>The newest schema that this program knows.</summary>
    public static int SchemaVersion => Migrator.Known.Count;

    /// <summary>True when nobody has created anything in the database.</summary>
    /// <exception cref="StoreUnavailableException">The database cannot be reached; a retry may help.</exception>
    public static async Task<bool> IsEmptyAsync(string connectionString, CancellationToken cancellation)
    {
        await using var database = new Database(connectionString, TimeProvider.System);
        var found = await database.ListAsync(new NpgsqlBatchCommand(AnyRelation), reader => reader.GetBoolean(0), cancellation);
        return !found[0];
    }

    /// <summary>The major version of the server, for instance 15.</summary>
    /// <exception cref="StoreUnavailableException">The database cannot be reached; a retry may help.</exception>
    public static async Task<int> ServerMajorAsync(string connectionString, CancellationToken cancellation)
    {
        await using var database = new Database(connectionString, TimeProvider.System);
        return await database.RunAsync((connection, _) => Task.FromResult(connection.PostgreSqlVersion.Major), cancellation);
    }

    /// <summary>Takes into the directory what other processes have registered and adopted. Idempotent; cost: all units and plans.</summary>
    public async Task RefreshDirectoryAsync(CancellationToken cancellation)
    {
        var units = await _database.ListAsync(new NpgsqlBatchCommand(AllUnits), ReadUnit, cancellation);
        var plans = await _database.ListAsync(new NpgsqlBatchCommand(AllPlans), ReadPlan, cancellation);
        _directory.Add(units, plans);
    }

    /// <summary>Writes what was accepted, accepts no more, and closes the connections.</summary>
    public async ValueTask DisposeAsync()
    {
        await _events.CloseAsync();
        await _database.DisposeAsync();
    }

    /// <summary>Reads the columns id, name, kind, parent, code.</summary>
    internal static Unit ReadUnit(NpgsqlDataReader reader) => new(
        reader.GetString(0),
        reader.GetString(1),
        (UnitKind)reader.GetInt16(2),
        reader.IsDBNull(3) ? null : reader.GetString(3),
        reader.IsDBNull(4) ? null : reader.GetString(4));

    private static PlanEntry ReadPlan(NpgsqlDataReader reader) => new(
        reader.GetString(0), reader.GetString(1), reader.GetString(2), reader.GetInt32(3), reader.GetInt32(4),
        reader.IsDBNull(5) ? null : reader.GetFieldValue<DateOnly>(5));
}
