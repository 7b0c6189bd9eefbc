namespace Hierarchy.Silo.Runtime;

/// <summary>The database: started before everything that needs it, and stopped after all of that.</summary>
internal sealed class DatabaseService(PostgresStore store, SystemPlan plan, SetAside aside, Surroundings around)
    : IHostedService, IVital, IAsyncDisposable
{
    private OpenDatabase? _database;

    public Task<StartupProblem?> Ended => _database!.Ended;

    /// <exception cref="StartupProblem">The database is not available, or was written by a newer program.</exception>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        store.Found = aside.Add;
        var database = _database = await plan.OpenDatabase(cancellationToken);
        try
        {
            await DatabasePatience.TryAsync(OpenStoreAsync, around.Progress, around.Time, cancellationToken);
        }
        catch (InvalidOperationException newer)
        {
            throw new StartupProblem(newer.Message, ExitCode.Configuration, newer);
        }

        async Task<bool> OpenStoreAsync()
        {
            await store.OpenAsync(database.ConnectionString, database.Owner, shared: plan.Cluster is not null, cancellationToken);
            return true;
        }
    }

    /// <remarks>Hurries only on an explicit request, not because earlier services took long to stop.</remarks>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        await store.DisposeAsync();
        if (_database is { } database)
        {
            _database = null;
            await database.CloseAsync(around.Shutdown.Insisted);
        }
    }

    public async ValueTask DisposeAsync() => await StopAsync(CancellationToken.None);
}
