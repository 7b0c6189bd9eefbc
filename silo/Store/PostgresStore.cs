using System.Data.Common;
using Hierarchy.Store.Migrations;
using Npgsql;

namespace Hierarchy.Store;

/// <summary>The ports of the domain on one PostgreSQL database (15 or later, no extension).</summary>
/// <remarks>Several processes may open the same database: the second writer to a unit is fenced off.</remarks>
public sealed class PostgresStore : IAsyncDisposable
{
    private const string AllUnits = "select id, name, kind, parent, code, from_day, to_day, seq from units order by depth, id";

    // The names of units that never changed are not needed.
    private const string AllNames = """
        select n.unit, n.name, n.kind, n.parent, n.code, n.from_day, n.to_day from unit_names n join units u on u.id = n.unit
        where u.seq > 1 order by n.unit, n.place
        """;

    private const string AllLineage = "select old, new, extent, on_day, reorganisation from lineage order by on_day, old, new";

    internal const string AllPlans = "select id, owner, title, start_year, end_year, adopted_on, number from plans order by id";

    private const string AnyRelation = """
        select exists (select from pg_class where relnamespace not in (
            select oid from pg_namespace where nspname in ('pg_catalog', 'information_schema', 'pg_toast')))
        """;

    private const string OurRelations = "select to_regclass('migrations') is not null and to_regclass('events') is not null";

    private const string Counts = """
        select count(*)::integer, (select count(*) from plans)::integer, coalesce(sum(seq), 0)::bigint from units
        """;

    private readonly Database _database;
    private readonly PostgresEventStore _events;
    private readonly UnitDirectory _directory = new();
    private readonly GrantBook _grants = new();

    /// <summary>Creates an unopened store, so that objects that depend on it can be constructed first.</summary>
    /// <param name="time">The clock.</param>
    /// <param name="connectionsMax">Connections for reads, at least 1. Two more are used for writing.</param>
    public PostgresStore(TimeProvider time, int connectionsMax = StoreLimits.ConnectionsMax)
    {
        var database = _database = new Database(time, connectionsMax);
        var past = new PostgresPast(database, _directory);
        _events = new PostgresEventStore(database, _directory, _grants, past);
        Checkpoints = new PostgresCheckpoints(database);
        Queries = new PostgresQueries(database, _directory, past);
        Record = new PostgresRecord(database);
        Source = new LateSource(database);
        People = new PostgresPeople(database);
        Sessions = new PostgresSessions(database);
        SessionKeys = new PostgresSessionKeys(database);
        SecurityLog = new PostgresSecurityLog(database);
        Files = new PostgresFiles(database);
        Drafts = new PostgresDrafts(database);
        Reorganisations = new PostgresReorganisations(database);
        _grants.Others = new PostgresGrants(database, _grants).CatchUpAsync;
    }

    /// <summary>The events of each unit.</summary>
    public IEventStore Events => _events;

    /// <summary>The checkpoints of roll-ups.</summary>
    public IRollupCheckpoints Checkpoints { get; }

    /// <summary>Lists and search.</summary>
    public IQueries Queries { get; }

    /// <summary>Verifies that the stored events are unaltered.</summary>
    public IRecord Record { get; }

    /// <summary>The same database for the Orleans providers. May be passed on before the store is open, but used only once it is.</summary>
    public DbDataSource Source { get; }

    /// <summary>The people who may sign in.</summary>
    public IPeople People { get; }

    /// <summary>The sessions of people who have signed in.</summary>
    public ISessions Sessions { get; }

    /// <summary>The keys that protect session cookies.</summary>
    public ISessionKeys SessionKeys { get; }

    /// <summary>The log of successful and refused sign-ins and of other security events.</summary>
    public ISecurityLog SecurityLog { get; }

    /// <summary>Files attached as evidence.</summary>
    public IFiles Files { get; }

    /// <summary>Plans that are being prepared.</summary>
    public IDrafts Drafts { get; }

    /// <summary>Reorganisations, from preparation to execution.</summary>
    public IReorganisations Reorganisations { get; }

    /// <summary>The roles that people hold at units.</summary>
    public IGrants Grants => _grants;

    /// <summary>The hierarchy in memory, always current with the writes of this process.</summary>
    public IUnitDirectory Directory => _directory;

    /// <summary>The silo that writes here; null if no other process does. Once set, every append checks that the silo is still a member of
    /// the cluster.</summary>
    public SiloIdentity? Silo
    {
        get => _database.Silo;
        set => _database.Silo = value;
    }

    /// <summary>Called for each unreadable row that a list skips.</summary>
    public Action<SetAsideRecord>? Found
    {
        get => _database.Found;
        set => _database.Found = value;
    }

    /// <summary>As <see cref="OpenAsync(string, string, bool, CancellationToken)"/>, for the owner of the database as the only
    /// process.</summary>
    public static async Task<PostgresStore> OpenAsync(string connectionString, TimeProvider time, CancellationToken cancellation)
    {
        var store = new PostgresStore(time);
        try
        {
            await store.OpenAsync(connectionString, connectionString, shared: false, cancellation);
            return store;
        }
        catch
        {
            await store.DisposeAsync();
            throw;
        }
    }

    /// <summary>Migrates the database to the newest schema and loads the directory. May be repeated after a failure.</summary>
    /// <param name="connectionString">For Npgsql. Its time limits and pool size are replaced by those of <see
    /// cref="StoreLimits"/>.</param>
    /// <param name="owner">Connection string of the role that owns the tables, used only for changes to the schema. May equal <paramref
    /// name="connectionString"/>.</param>
    /// <param name="shared">Whether this is one of several processes. If so, the cluster tables are created, and the directory loads what
    /// the others have written whenever it is asked to catch up.</param>
    /// <param name="cancellation">Ends the wait.</param>
    /// <exception cref="StoreUnavailableException">The database cannot be reached; a retry may help.</exception>
    /// <exception cref="InvalidOperationException">The schema is newer than this program.</exception>
    public async Task OpenAsync(string connectionString, string owner, bool shared, CancellationToken cancellation)
    {
        try
        {
            _database.Open(connectionString);
            await PrepareAsync(connectionString, owner, shared, cancellation);
            await _events.LookForEarlierRequestsAsync(cancellation);
            await RefreshDirectoryAsync(cancellation);
            await People.CatchUpAsync(cancellation);
            await Sessions.CatchUpAsync(cancellation);
            await _grants.CatchUpAsync(cancellation);
            if (shared)
            {
                _directory.Others = new CatchUp(RefreshIfBehindAsync);
            }
        }
        catch (Exception fault) when (Database.IsUnavailable(fault))
        {
            throw Database.Unavailable(fault);
        }
    }

    private static async Task PrepareAsync(string server, string owner, bool shared, CancellationToken cancellation)
    {
        var (role, ownerRole) = (new NpgsqlConnectionStringBuilder(server).Username, new NpgsqlConnectionStringBuilder(owner).Username);
        // Closed after the preparation: the server itself does not connect as the owner.
        await using var source = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(owner) { MaxPoolSize = 2 });
        await Migrator.MigrateAsync(source, Migrator.Known, cancellation);
        await PastFill.RunAsync(source, cancellation);
        await PostgresCheckpoints.ForgetUnreadableAsync(source, cancellation);
        await OrleansStatements.EnsureAsync(source, cancellation);
        if (shared)
        {
            await ClusterSchema.EnsureAsync(source, cancellation);
        }
        if (role is not null && role != ownerRole)
        {
            await Migrator.AloneAsync(source, _ => ServerRights.GrantAsync(source, role, cancellation), cancellation);
        }
    }

    /// <summary>Names of the functions and aggregates of the schema; a backup holds no others.</summary>
    public static IReadOnlySet<string> Functions { get; } = new HashSet<string>(
        ["link", "chain", "cluster_fence", "trim_security_log", "trim_files"], StringComparer.Ordinal);

    /// <summary>Tables whose rows a backup leaves out: with them, anyone who has the backup could impersonate a signed-in person.</summary>
    public static IReadOnlyList<string> Ephemeral { get; } = ["sessions", "session_keys"];

    /// <summary>The newest schema that this program knows.</summary>
    public static int SchemaVersion => Migrator.Known.Count;

    /// <summary>True when the database has no tables or other relations.</summary>
    /// <exception cref="StoreUnavailableException">The database cannot be reached; a retry may help.</exception>
    public static async Task<bool> IsEmptyAsync(string connectionString, CancellationToken cancellation) =>
        !await AskAsync(connectionString, AnyRelation, cancellation);

    /// <summary>True when the database holds the tables of this system, of any version.</summary>
    /// <exception cref="StoreUnavailableException">The database cannot be reached; a retry may help.</exception>
    public static Task<bool> HoldsSystemAsync(string connectionString, CancellationToken cancellation) =>
        AskAsync(connectionString, OurRelations, cancellation);

    private static async Task<bool> AskAsync(string connectionString, string question, CancellationToken cancellation)
    {
        await using var database = new Database(connectionString, TimeProvider.System);
        return (await database.ListAsync(new NpgsqlBatchCommand(question), reader => reader.GetBoolean(0), cancellation))[0];
    }

    /// <summary>The major version of the server, for instance 15.</summary>
    /// <exception cref="StoreUnavailableException">The database cannot be reached; a retry may help.</exception>
    public static async Task<int> ServerMajorAsync(string connectionString, CancellationToken cancellation)
    {
        await using var database = new Database(connectionString, TimeProvider.System);
        return await database.RunAsync((connection, _) => Task.FromResult(connection.PostgreSqlVersion.Major), cancellation);
    }

    /// <summary>Loads all units and plans, including those of other processes, into the directory. Idempotent. Cost: all units and
    /// plans.</summary>
    public async Task RefreshDirectoryAsync(CancellationToken cancellation)
    {
        var lineage = await _database.ListAsync(new NpgsqlBatchCommand(AllLineage), ReadLineage, cancellation);
        // A unit that changes between the queries is loaded again, with all its names, by the next refresh.
        var names = (await _database.ListAsync(new NpgsqlBatchCommand(AllNames), ReadName, cancellation)).ToLookup(row => row.Unit, row => row.Name);
        var units = await _database.ListAsync(new NpgsqlBatchCommand(AllUnits), reader => (Unit: ReadUnit(reader), Seq: reader.GetInt64(7)), cancellation);
        var plans = await _database.ListAsync(new NpgsqlBatchCommand(AllPlans), ReadPlan, cancellation);
        _directory.Add(units.Select(row => new UnitEntry(row.Unit, row.Seq, [.. names[row.Unit.Id]])), lineage, plans);
    }

    /// <summary>Whether <see cref="Silo"/> is a member of its cluster; true when it is null.</summary>
    /// <exception cref="StoreUnavailableException">The database does not answer.</exception>
    public async Task<bool> IsMemberAsync(CancellationToken cancellation) => Silo is not { } silo
        || (await _database.ListAsync(silo.IsMember(), reader => reader.GetBoolean(0), cancellation))[0];

    /// <summary>Runs a function under a cluster-wide lock of the given name.</summary>
    /// <remarks>Holds a connection until it returns. The lock is released if the process dies.</remarks>
    public async Task AloneAsync(string name, Func<Task> run, CancellationToken cancellation)
    {
        await using var connection = await _database.Source.OpenConnectionAsync(cancellation);
        await using var wait = Locking("select pg_advisory_lock(hashtextextended($1, 0))", name, connection);
        await wait.ExecuteNonQueryAsync(cancellation);
        try
        {
            await run();
        }
        finally
        {
            await using var done = Locking("select pg_advisory_unlock(hashtextextended($1, 0))", name, connection);
            await done.ExecuteNonQueryAsync(CancellationToken.None);
        }
    }

    private static NpgsqlCommand Locking(string sql, string name, NpgsqlConnection connection) => new(sql, connection)
    {
        Parameters = { new NpgsqlParameter<string> { TypedValue = $"hierarchy {name}" } },
        CommandTimeout = (int)StoreLimits.MigrationTimeMax.TotalSeconds,
    };

    // Units and plans are never deleted, so equal counts mean the same ones, and an equal sum of sequence numbers means the same states.
    private async Task RefreshIfBehindAsync(CancellationToken cancellation)
    {
        var counts = await _database.ListAsync(
            new NpgsqlBatchCommand(Counts), reader => (reader.GetInt32(0), reader.GetInt32(1), reader.GetInt64(2)), cancellation);
        if (counts[0] != _directory.Count)
        {
            await RefreshDirectoryAsync(cancellation);
        }
    }

    /// <summary>Writes all accepted appends, refuses new ones and closes the connections.</summary>
    public async ValueTask DisposeAsync()
    {
        await _events.CloseAsync();
        await _database.DisposeAsync();
    }

    /// <summary>Reads the columns id, name, kind, parent, code, from_day, to_day.</summary>
    internal static Unit ReadUnit(NpgsqlDataReader reader) => new(
        reader.GetString(0),
        reader.GetString(1),
        (UnitKind)reader.GetInt16(2),
        reader.IsDBNull(3) ? null : reader.GetString(3),
        reader.IsDBNull(4) ? null : reader.GetString(4))
    {
        From = DayOf(reader, 5),
        To = DayOf(reader, 6),
    };

    /// <summary>Reads the columns unit, name, kind, parent, code, from_day, to_day.</summary>
    internal static (string Unit, UnitName Name) ReadName(NpgsqlDataReader reader)
    {
        var unit = ReadUnit(reader);
        return (unit.Id, UnitName.Of(unit));
    }

    private static Lineage ReadLineage(NpgsqlDataReader reader) => new(
        reader.GetString(0), reader.GetString(1), (Extent)reader.GetInt16(2), reader.GetFieldValue<DateOnly>(3),
        reader.IsDBNull(4) ? null : reader.GetString(4));

    private static DateOnly? DayOf(NpgsqlDataReader reader, int column) =>
        reader.IsDBNull(column) ? null : reader.GetFieldValue<DateOnly>(column);

    internal static PlanEntry ReadPlan(NpgsqlDataReader reader) => new(
        reader.GetString(0), reader.GetString(1), reader.GetString(2), reader.GetInt32(3), reader.GetInt32(4),
        reader.IsDBNull(5) ? null : reader.GetFieldValue<DateOnly>(5), reader.IsDBNull(6) ? null : reader.GetString(6));
}
