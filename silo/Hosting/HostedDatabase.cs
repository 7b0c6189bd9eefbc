namespace Hierarchy.Hosting;

/// <summary>The database of this process: its private PostgreSQL, or the one that HIERARCHY_DB names.</summary>
public sealed class HostedDatabase : IAsyncDisposable
{
    /// <summary>Long enough for an operator to make room on a full disk.</summary>
    private static readonly TimeSpan _restartTimeMax = TimeSpan.FromMinutes(5);

    private readonly PrivatePostgres? _own;

    private readonly DatabaseHold? _hold;

    private HostedDatabase(PrivatePostgres own)
    {
        (ConnectionString, OwnerConnectionString) = (own.ServerConnectionString, own.OwnerConnectionString);
        _own = own;
        Ended = own.Ended;
    }

    private HostedDatabase(DatabaseAddress other, DatabaseAddress owner, DatabaseHold hold)
    {
        (ConnectionString, OwnerConnectionString) = (other.ConnectionString, owner.ConnectionString);
        _hold = hold;
        Ended = LostAsync(other, hold);
    }

    /// <summary>Connection string for Npgsql with the server's role, including the password, if any.</summary>
    public string ConnectionString { get; }

    /// <summary>The same with the role that owns the tables, which may be the same role in an external PostgreSQL.</summary>
    public string OwnerConnectionString { get; }

    /// <summary>Completes when the private PostgreSQL has ended and cannot be restarted: with null if it was asked to stop, otherwise with
    /// the reason. For an external one, completes when another server has taken it while this one could not reach it.</summary>
    public Task<StartupProblem?> Ended { get; }

    /// <summary>Returns once the database answers. Cancelled at any moment, it leaves nothing running.</summary>
    /// <param name="folder">The data folder of the private PostgreSQL; null for an external one.</param>
    /// <exception cref="StartupProblem">The database is not available.</exception>
    public static async Task<HostedDatabase> OpenAsync(
        HostSettings settings, DataFolder? folder, IProgress<string> progress, TimeProvider time, CancellationToken stop)
    {
        if (settings.Database is { } other)
        {
            progress.Report($"using the database {other.Name}");
            await other.CheckAsync(stop);
            return new HostedDatabase(other, settings.DatabaseOwner ?? other, await HoldAsync(other, time, stop));
        }
        ArgumentNullException.ThrowIfNull(folder);
        var options = new PrivatePostgresOptions { DataFolder = folder.Path, Tools = settings.ToolsPath, RestartTimeMax = _restartTimeMax };
        var own = await PrivatePostgres.StartAsync(options, progress, time, stop);
        return new HostedDatabase(own);
    }

    /// <summary>Stops the private PostgreSQL, or releases the external one. Idempotent.</summary>
    /// <param name="hurry">See <see cref="PrivatePostgres.StopAsync"/>.</param>
    public async Task StopAsync(CancellationToken hurry)
    {
        await (_own?.StopAsync(hurry) ?? Task.CompletedTask);
        await (_hold?.DisposeAsync() ?? ValueTask.CompletedTask);
    }

    public async ValueTask DisposeAsync() => await StopAsync(CancellationToken.None);

    private static async Task<DatabaseHold> HoldAsync(DatabaseAddress other, TimeProvider time, CancellationToken stop)
    {
        try
        {
            var (hold, holder) = await DatabaseHold.TakeAsync(other.ConnectionString, time, stop);
            return hold ?? throw InUse(other, holder);
        }
        catch (Exception e) when (e is Npgsql.NpgsqlException or TimeoutException or IOException)
        {
            throw new StartupProblem($"The database {other.Name} (from HIERARCHY_DB) went away: {e.Message}", ExitCode.Configuration, e);
        }
    }

    private static async Task<StartupProblem?> LostAsync(DatabaseAddress other, DatabaseHold hold) => InUse(other, await hold.Lost);

    private static StartupProblem InUse(DatabaseAddress other, string? holder) => new(
        $"The database {other.Name} (from HIERARCHY_DB) is in use by {holder}: a database serves only one server.", ExitCode.DataFolder);
}
