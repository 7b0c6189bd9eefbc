namespace Hierarchy.Silo.Runtime;

/// <summary>The database: there before anything that needs it starts, and after all of that has stopped.</summary>
internal sealed class DatabaseService(PostgresStore store, SystemPlan plan, SetAside aside, Surroundings around)
    : IHostedService, IVital, IAsyncDisposable
{
    private OpenDatabase? _database;

    public Task<StartupProblem?> Ended => _database!.Ended;

    /// <exception cref="StartupProblem">The database cannot be had, or is of a newer program.</exception>
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

    /// <remarks>In a hurry only when somebody says so, and not because those before it took their time.</remarks>
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
