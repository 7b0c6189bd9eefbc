namespace Hierarchy.Tests.Store;

/// <summary>A store that a test talks to, whichever it is.</summary>
public sealed record OpenStore(
    IEventStore Events, IRollupCheckpoints Checkpoints, IQueries Queries, IUnitDirectory Directory, IPeople People, IGrants Grants,
    Func<Task> RefreshDirectoryAsync)
{
    public required ISessions Sessions { get; init; }

    public required ISessionKeys SessionKeys { get; init; }

    public required IFiles Files { get; init; }

    public required IDrafts Drafts { get; init; }
}

/// <summary>An empty database, and as many stores on it as a test opens: each stands for a process.</summary>
public abstract class StoreUnderTest : IAsyncDisposable
{
    public abstract Task<OpenStore> OpenAsync();

    public abstract ValueTask DisposeAsync();
}

public sealed class MemoryUnderTest : StoreUnderTest
{
    private readonly MemoryDatabase _database = new();

    public static Task<StoreUnderTest> CreateAsync() => Task.FromResult<StoreUnderTest>(new MemoryUnderTest());

    public override Task<OpenStore> OpenAsync()
    {
        var store = new MemoryStore(_database);
        return Task.FromResult(new OpenStore(store.Events, store.Checkpoints, store.Queries, store.Directory, store.People, store.Grants, () =>
        {
            store.RefreshDirectory();
            return Task.CompletedTask;
        })
        {
            Sessions = store.Sessions,
            SessionKeys = store.SessionKeys,
            Files = store.Files,
            Drafts = store.Drafts,
        });
    }

    public override ValueTask DisposeAsync() => ValueTask.CompletedTask;
}

public sealed class PostgresUnderTest(TestDatabase database) : StoreUnderTest
{
    private readonly List<PostgresStore> _opened = [];

    public TestDatabase Database => database;

    public override async Task<OpenStore> OpenAsync()
    {
        var store = await PostgresStore.OpenAsync(database.ConnectionString, TimeProvider.System, CancellationToken.None);
        _opened.Add(store);
        return new OpenStore(
            store.Events, store.Checkpoints, store.Queries, store.Directory, store.People, store.Grants,
            () => store.RefreshDirectoryAsync(CancellationToken.None))
        {
            Sessions = store.Sessions,
            SessionKeys = store.SessionKeys,
            Files = store.Files,
            Drafts = store.Drafts,
        };
    }

    public override async ValueTask DisposeAsync()
    {
        foreach (var store in _opened)
        {
            await store.DisposeAsync();
        }
        await database.DisposeAsync();
    }
}

public static class PostgresFixtures
{
    public static async Task<StoreUnderTest> CreateStoreAsync(this PostgresFixture postgres) => new PostgresUnderTest(await postgres.CreateDatabaseAsync());
}
