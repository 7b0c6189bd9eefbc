namespace Hierarchy.Hosting;

/// <summary>The database that this process works on: its own PostgreSQL, or the one that HIERARCHY_DB names.</summary>
public sealed class HostedDatabase : IAsyncDisposable
{
    private static readonly Task<StartupProblem?> _never = new TaskCompletionSource<StartupProblem?>().Task;

    /// <summary>Long enough for an operator to make room on a full disk.</summary>
    private static readonly TimeSpan _restartTimeMax = TimeSpan.FromMinutes(5);

    private readonly PrivatePostgres? _own;

    private HostedDatabase(string connectionString, PrivatePostgres? own)
    {
        ConnectionString = connectionString;
        _own = own;
    }

    /// <summary>For Npgsql; carries the password when there is one.</summary>
    public string ConnectionString { get; }

    /// <summary>
    /// Completes when our own PostgreSQL has ended and cannot be started again: with null when it was told to end, else with why. Never,
    /// for somebody else's.
    /// </summary>
    public Task<StartupProblem?> Ended => _own?.Ended ?? _never;

    /// <summary>Returns once the database answers. Cancelled at any moment, it leaves nothing running.</summary>
    /// <exception cref="StartupProblem">It cannot be had.</exception>
    public static async Task<HostedDatabase> OpenAsync(
        HostSettings settings, DataFolder folder, IProgress<string> progress, TimeProvider time, CancellationToken stop)
    {
        if (settings.Database is { } other)
        {
            progress.Report($"using the database {other.Name}");
            await other.CheckAsync(stop);
            return new HostedDatabase(other.ConnectionString, own: null);
        }
        var options = new PrivatePostgresOptions { DataFolder = folder.Path, Tools = settings.ToolsPath, RestartTimeMax = _restartTimeMax };
        var own = await PrivatePostgres.StartAsync(options, progress, time, stop);
        return new HostedDatabase(own.ConnectionString, own);
    }

    /// <summary>Stops our own PostgreSQL; leaves somebody else's alone. Repeating it is harmless.</summary>
    /// <param name="hurry">See <see cref="PrivatePostgres.StopAsync"/>.</param>
    public Task StopAsync(CancellationToken hurry) => _own?.StopAsync(hurry) ?? Task.CompletedTask;

    public async ValueTask DisposeAsync() => await StopAsync(CancellationToken.None);
}
