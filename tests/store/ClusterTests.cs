using Hierarchy.Store.Cluster;

namespace Hierarchy.Tests.Store;

/// <summary>What several processes share in one database.</summary>
public sealed class ClusterTests(PostgresFixture postgres)
{
    private static readonly SiloIdentity Silo = new("c", "127.0.0.1", 11111, 7);

    [Fact]
    public async Task Three_processes_open_an_empty_database_at_once()
    {
        await using var database = await postgres.CreateDatabaseAsync();
        var stores = await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => OpenAsync(database)));
        await using var command = database.Source.CreateCommand("select count(*) from orleansquery");

        Assert.Equal(19L, await command.ExecuteScalarAsync(Sample.Stop));

        await Task.WhenAll(stores.Select(store => store.DisposeAsync().AsTask()));
    }

    [Fact]
    public async Task A_silo_that_was_declared_dead_writes_nothing_and_gets_no_incarnation()
    {
        await using var database = await postgres.CreateDatabaseAsync();
        await using var store = await OpenAsync(database);
        await JoinAsync(database, status: 3);
        store.Silo = Silo;
        Assert.Equal(new AppendResult.Appended(1), await store.Events.AppendAsync(Sample.Append("u", 0), Sample.Stop));
        Assert.True(await store.IsMemberAsync(Sample.Stop));

        await JoinAsync(database, status: 6);

        await Assert.ThrowsAsync<StoreUnavailableException>(() => store.Events.AppendAsync(Sample.Append("u", 1), Sample.Stop));
        await Assert.ThrowsAsync<StoreUnavailableException>(() => store.Events.LoadAsync("u", Sample.Stop));
        Assert.False(await store.IsMemberAsync(Sample.Stop));
        store.Silo = null;
        Assert.Single((await store.Events.LoadAsync("u", Sample.Stop)).Tail);
    }

    [Fact]
    public async Task A_declaration_waits_for_the_commits_before_it()
    {
        await using var database = await postgres.CreateDatabaseAsync();
        await using var store = await OpenAsync(database);
        await JoinAsync(database, status: 3);
        await using var writer = await database.Source.OpenConnectionAsync(Sample.Stop);
        await using var transaction = await writer.BeginTransactionAsync(Sample.Stop);
        await using var fence = new Npgsql.NpgsqlCommand("select cluster_fence('c', '127.0.0.1', 11111, 7)", writer);
        await fence.ExecuteNonQueryAsync(Sample.Stop);

        var declared = JoinAsync(database, status: 6);

        Assert.NotSame(declared, await Task.WhenAny(declared, Task.Delay(300, Sample.Stop)));
        await transaction.CommitAsync(Sample.Stop);
        await declared;
    }

    [Fact]
    public async Task The_directory_catches_up_with_what_others_registered()
    {
        await using var database = await postgres.CreateDatabaseAsync();
        await using var one = await OpenAsync(database);
        await using var two = await OpenAsync(database);
        await one.Events.AppendAsync(Sample.Registering(Sample.Unit("p", null, UnitKind.Province)), Sample.Stop);
        await one.Events.AppendAsync(Sample.Registering(Sample.Unit("c", "p")), Sample.Stop);
        Assert.Null(two.Directory.Find("c"));

        // Each sees what was there when it asked, however many ask.
        await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => two.Directory.CatchUpAsync()));

        Assert.Equal("p", Assert.Single(two.Directory.Ancestors("c")).Id);
    }

    [Fact]
    public async Task One_at_a_time_does_what_goes_by_one_name()
    {
        await using var database = await postgres.CreateDatabaseAsync();
        await using var one = await OpenAsync(database);
        await using var two = await OpenAsync(database);
        var (inside, most) = (0, 0);

        await Task.WhenAll(((PostgresStore[])[one, two, one, two]).Select(store => store.AloneAsync(
            "x",
            async () =>
            {
                most = Math.Max(most, Interlocked.Increment(ref inside));
                await Task.Delay(20, Sample.Stop);
                Interlocked.Decrement(ref inside);
            },
            Sample.Stop)));

        Assert.Equal(1, most);
    }

    private static async Task<PostgresStore> OpenAsync(TestDatabase database)
    {
        var store = new PostgresStore(TimeProvider.System, connectionsMax: 4);
        await store.OpenAsync(database.ConnectionString, database.ConnectionString, shared: true, Sample.Stop);
        return store;
    }

    private static async Task JoinAsync(TestDatabase database, int status)
    {
        await using var command = database.Source.CreateCommand($"""
            insert into cluster_versions (cluster) values ('c') on conflict do nothing;
            insert into cluster_silos (cluster, address, port, generation, name, host, status, gateway, started, alive)
            values ('c', '127.0.0.1', 11111, 7, 'one', 'host', {status}, 0, now(), now())
            on conflict (cluster, address, port, generation) do update set status = excluded.status
            """);
        await command.ExecuteNonQueryAsync(Sample.Stop);
    }
}
