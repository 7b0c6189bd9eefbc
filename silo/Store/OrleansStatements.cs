using System.Data.Common;
using Npgsql;

namespace Hierarchy.Store;

/// <summary>The statements with which the ADO.NET providers of Orleans store small states and reminders. A provider requires only their
/// names in <c>orleansquery</c>, their parameter names and their result columns.</summary>
internal static class OrleansStatements
{
    // Numeric keys are unused: all grains here have string keys.
    private const string OfState = "type = @GrainTypeString and key = coalesce(@GrainIdExtensionString::text, '')";

    private const string Reminder = """
        select grain as "GrainId", name as "ReminderName", starts as "StartTime", period as "Period", version as "Version" from reminders
        """;

    private static readonly (string Name, string Statement)[] Queries =
    [
        ("ReadFromStorageKey", $"""
            select data as "PayloadBinary", version as "Version" from grain_states where {OfState}
            """),
        // If the version differs from the stored one, someone else has written: nothing changes and no row is returned.
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

    /// <summary>Saves missing statements and replaces those of other versions. Idempotent. Several processes may call it at once.</summary>
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

/// <summary>A data source for objects constructed before the database's address is known. Usable once the store is open.</summary>
internal sealed class LateSource(Database database) : DbDataSource
{
    public override string ConnectionString => database.Source.ConnectionString;

    protected override DbConnection CreateDbConnection() => database.Source.CreateConnection();
}
