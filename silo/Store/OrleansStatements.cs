using System.Data.Common;
using Npgsql;

namespace Hierarchy.Store;

/// <summary>The statements by which the ADO.NET providers of Orleans keep small states and reminders. A provider looks them up by name in
/// <c>orleansquery</c>, gives values by the names of parameters and reads results by the names of columns: it asks for no more.</summary>
internal static class OrleansStatements
{
    // Keys that are numbers are not used: every grain of ours has a text as its key.
    private const string OfState = "type = @GrainTypeString and key = coalesce(@GrainIdExtensionString::text, '')";

    private const string Reminder = """
        select grain as "GrainId", name as "ReminderName", starts as "StartTime", period as "Period", version as "Version" from reminders
        """;

    private static readonly (string Name, string Statement)[] Queries =
    [
        ("ReadFromStorageKey", $"""
            select data as "PayloadBinary", version as "Version" from grain_states where {OfState}
            """),
        // A version that is not the stored one changes nothing and returns no row: somebody else has written meanwhile.
        ("WriteToStorageKey", $"""
            with added as (
                insert into grain_states (type, key, version, data)
                select @GrainTypeString, coalesce(@GrainIdExtensionString::text, ''), 1, @PayloadBinary where @GrainStateVersion::integer is null
                on conflict do nothing returning version),
            changed as (
                update grain_states set data = @PayloadBinary, version = version + 1
                where {OfState} and version = @GrainStateVersion::integer returning version)
            select version as "NewGrainStateVersion" from added union all select version from changed
            """),
        ("ClearStorageKey", $"""
            update grain_states set data = null, version = version + 1 where {OfState} and version = @GrainStateVersion::integer
            returning version as "NewGrainStateVersion"
            """),
        ("UpsertReminderRowKey", """
            insert into reminders as r (grain, name, grain_hash, starts, period, version)
            values (@GrainId, @ReminderName, @GrainHash, @StartTime, @Period, 0)
            on conflict (grain, name) do update
                set grain_hash = excluded.grain_hash, starts = excluded.starts, period = excluded.period, version = r.version + 1
            returning version as "Version"
            """),
        ("ReadReminderRowsKey", $"{Reminder} where grain = @GrainId"),
        ("ReadReminderRowKey", $"{Reminder} where grain = @GrainId and name = @ReminderName"),
        ("ReadRangeRows1Key", $"{Reminder} where grain_hash > @BeginHash and grain_hash <= @EndHash"),
        ("ReadRangeRows2Key", $"{Reminder} where grain_hash > @BeginHash or grain_hash <= @EndHash"),
        ("DeleteReminderRowKey", """
            with gone as (delete from reminders where grain = @GrainId and name = @ReminderName and version = @Version returning 1)
            select exists (select from gone)
            """),
        ("DeleteReminderRowsKey", "delete from reminders"),
    ];

    private const string Save = """
        insert into orleansquery (querykey, querytext) values ($1, $2)
        on conflict (querykey) do update set querytext = excluded.querytext where orleansquery.querytext <> excluded.querytext
        """;

    /// <summary>Writes down what is missing or was of another program. Idempotent; several processes may call it at once.</summary>
    public static async Task EnsureAsync(NpgsqlDataSource source, CancellationToken cancellation)
    {
        await using var batch = source.CreateBatch();
        foreach (var (name, statement) in Queries)
        {
            batch.BatchCommands.Add(Saving(name, statement));
        }
        await batch.ExecuteNonQueryAsync(cancellation);
    }

    public static NpgsqlBatchCommand Saving(string name, string statement) => new(Save)
    {
        Parameters = { new NpgsqlParameter<string> { TypedValue = name }, new NpgsqlParameter<string> { TypedValue = statement } },
    };
}

/// <summary>The database, for whoever is put together before it is known where it is. Connects once the store is open.</summary>
internal sealed class LateSource(Database database) : DbDataSource
{
    public override string ConnectionString => database.Source.ConnectionString;

    protected override DbConnection CreateDbConnection() => database.Source.CreateConnection();
}
