namespace Hierarchy.Bench.Habits;

/// <summary>The tables and statements of Orleans' ADO.NET storage.</summary>
internal static class Schema
{
    private const string Tables = """
        create table if not exists orleansquery (querykey text primary key, querytext text not null);
        create table if not exists grains (
            id_hash integer not null, id_0 bigint not null, id_1 bigint not null, extension text not null,
            type_hash integer not null, type text not null, service text not null,
            payload bytea, version integer not null, modified timestamptz not null,
            primary key (id_hash, type_hash, id_0, id_1, extension, type, service))
        """;

    private const string Which = """
        id_hash = @GrainIdHash and type_hash = @GrainTypeHash and id_0 = @GrainIdN0 and id_1 = @GrainIdN1
            and extension = coalesce(@GrainIdExtensionString, '') and type = @GrainTypeString and service = @ServiceId
        """;

    private static readonly (string Name, string Statement)[] Queries =
    [
        ("ReadFromStorageKey", $"""select payload as "PayloadBinary", version as "Version" from grains where {Which}"""),
        ("WriteToStorageKey", """
            insert into grains as g values (
                @GrainIdHash, @GrainIdN0, @GrainIdN1, coalesce(@GrainIdExtensionString, ''), @GrainTypeHash, @GrainTypeString, @ServiceId,
                @PayloadBinary, 1, now())
            on conflict (id_hash, type_hash, id_0, id_1, extension, type, service)
                do update set payload = excluded.payload, version = g.version + 1, modified = now() where g.version = @GrainStateVersion
            returning version as "NewGrainStateVersion"
            """),
        ("ClearStorageKey", $"""
            update grains set payload = null, version = version + 1, modified = now() where {Which} and version = @GrainStateVersion
            returning version as "NewGrainStateVersion"
            """),
        ("DeleteStorageKey", $"""delete from grains where {Which} and version = @GrainStateVersion returning version as "NewGrainStateVersion" """),
    ];

    public static async Task CreateAsync(string connectionString)
    {
        await using var source = NpgsqlDataSource.Create(connectionString);
        foreach (var statement in Tables.Split(';'))
        {
            await using var create = source.CreateCommand(statement);
            await create.ExecuteNonQueryAsync();
        }
        foreach (var (name, statement) in Queries)
        {
            await using var save = source.CreateCommand("insert into orleansquery values ($1, $2) on conflict do nothing");
            save.Parameters.Add(new NpgsqlParameter<string> { TypedValue = name });
            save.Parameters.Add(new NpgsqlParameter<string> { TypedValue = statement });
            await save.ExecuteNonQueryAsync();
        }
    }
}
