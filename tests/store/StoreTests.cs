namespace Hierarchy.Tests.Store;

/// <summary>What a store promises, whoever keeps it: each test has an empty database of its own.</summary>
public abstract class StoreTests(Func<Task<StoreUnderTest>> createAsync) : IAsyncDisposable
{
    /// <summary>As PostgreSQL, too, takes in what goes on now.</summary>
    protected static readonly DateTimeOffset Now = DateTimeOffset.UtcNow;

    private StoreUnderTest? _database;

    /// <summary>Opens one more store on the test's database, as one more process does.</summary>
    protected async Task<OpenStore> OpenAsync() => await (_database ??= await createAsync()).OpenAsync();

    public async ValueTask DisposeAsync()
    {
        if (_database is not null)
        {
            await _database.DisposeAsync();
        }
        GC.SuppressFinalize(this);
    }
}
