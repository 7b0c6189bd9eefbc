namespace Hierarchy.Hosting;

/// <summary>Options of a <see cref="PrivatePostgres"/>.</summary>
public sealed record PrivatePostgresOptions
{
    /// <summary>Absolute path of the folder locked by the caller (see <see cref="DataFolder"/>); the cluster is a subfolder.</summary>
    public required string DataFolder { get; init; }

    /// <summary>Folder for programs from npm.</summary>
    public required string Tools { get; init; }

    /// <summary>True: a commit is on disk before it is acknowledged. False, for tests: a power failure may destroy the cluster.</summary>
    public bool Durable { get; init; } = true;

    /// <summary>How long a PostgreSQL that ends unexpectedly is restarted until it runs for a minute. Zero: never.</summary>
    public TimeSpan RestartTimeMax { get; init; } = TimeSpan.Zero;
}

/// <summary>A private PostgreSQL, run with its own tools, initdb and pg_ctl. Disposing stops it.</summary>
/// <remarks>It listens only on a Unix socket in its cluster folder, so no ports can collide. The folder's mode (0700) admits only its owner
/// and root, and PostgreSQL admits only the user who runs this process, as one of <see cref="PostgresRoles"/>.</remarks>
public sealed class PrivatePostgres : IAsyncDisposable
{
    private static readonly TimeSpan _lookEvery = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan _sayStillStartingEvery = TimeSpan.FromSeconds(5);

    /// <summary>Allows for crash recovery. After a clean stop PostgreSQL is ready within a tenth of a second.</summary>
    private static readonly TimeSpan _startTimeMax = TimeSpan.FromMinutes(10);

    /// <summary>Maximum time of an orderly stop, after which recovery is left to the next start.</summary>
    private static readonly TimeSpan _stopTimeMax = TimeSpan.FromSeconds(30);

    private static readonly TimeSpan _stableTimeMin = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan _restartPause = TimeSpan.FromSeconds(1);

    private readonly PrivatePostgresOptions _options;
    private readonly TimeProvider _time;
    private readonly IProgress<string> _progress;
    private readonly PostgresCluster _cluster;
    private readonly PostgresSocket _socket;
    private readonly CancellationTokenSource _stopping = new();
    private bool _stopped;

    private PrivatePostgres(PrivatePostgresOptions options, PostgresCluster cluster, IProgress<string> progress, TimeProvider time) =>
        (_options, _cluster, _progress, _time, _socket) = (options, cluster, progress, time, new PostgresSocket(cluster.Path));

    /// <summary>Connection string for Npgsql: the cluster's only database, with the superuser's role.</summary>
    public string ConnectionString => _socket.As(PostgresRoles.Administrator);

    /// <summary>The same with the server's role, which owns nothing.</summary>
    public string ServerConnectionString => _socket.As(PostgresRoles.Server);

    /// <summary>The same with the role that owns the tables.</summary>
    public string OwnerConnectionString => _socket.As(PostgresRoles.Owner);

    /// <summary>Id of the server's process, which changes with a restart.</summary>
    public int ProcessId { get; private set; }

    /// <summary>Completes when the server has ended for good: with null if it was asked to stop, otherwise with the reason, after the
    /// attempts that <see cref="PrivatePostgresOptions.RestartTimeMax"/> allows.</summary>
    public Task<StartupProblem?> Ended { get; private set; } = Task.FromResult<StartupProblem?>(null);

    /// <summary>Starts PostgreSQL and returns once it answers, whatever an earlier run left behind. Creates the cluster if it is missing,
    /// and installs PostgreSQL if necessary. Cancelled at any moment, it leaves nothing running.</summary>
    /// <exception cref="StartupProblem">PostgreSQL cannot be installed, or does not start.</exception>
    public static async Task<PrivatePostgres> StartAsync(
        PrivatePostgresOptions options, IProgress<string> progress, TimeProvider time, CancellationToken stop)
    {
        if (!OperatingSystem.IsLinux())
        {
            throw new StartupProblem("A private PostgreSQL runs on Linux only: set HIERARCHY_DB.", ExitCode.Configuration);
        }
        try
        {
            var major = PostgresCluster.MajorIn(options.DataFolder);
            var programs = await PostgresInstallation.FindOrInstallAsync(options.Tools, major, progress, stop);
            var cluster = await PostgresCluster.OpenAsync(options.DataFolder, programs, options.Durable, progress, time, stop);
            var server = new PrivatePostgres(options, cluster, progress, time);
            try
            {
                if (cluster.ProcessesAtWork().Length > 0)
                {
                    progress.Report("stopping the PostgreSQL left behind by an earlier run");
                }
                await cluster.StopAsync(_stopTimeMax, stop);
                progress.Report($"starting PostgreSQL {programs.Version}");
                await server.StartServerAsync(stop);
                await PostgresRoles.EnsureAsync(server.ConnectionString, stop);
                server.Ended = server.SuperviseAsync();
                return server;
            }
            catch
            {
                await server.DisposeAsync();
                throw;
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or Npgsql.NpgsqlException)
        {
            throw new StartupProblem($"PostgreSQL cannot be started in {options.DataFolder}: {e.Message}", ExitCode.Postgres, e);
        }
    }

    /// <summary>Stops the server within forty seconds. Idempotent.</summary>
    /// <param name="hurry">Fires to skip the orderly stop: the next start then recovers from the log. Nothing committed is lost.</param>
    public async Task StopAsync(CancellationToken hurry)
    {
        if (_stopped)
        {
            return;
        }
        _stopped = true;
        await _stopping.CancelAsync();
        await ((Task)Ended).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        try
        {
            await _cluster.StopAsync(_stopTimeMax, hurry);
        }
        catch (Exception e) when (e is StartupProblem or IOException or UnauthorizedAccessException)
        {
            _progress.Report(e.Message);
        }
        _socket.Dispose();
    }

    /// <summary>Like <see cref="StopAsync"/>, without hurry.</summary>
    public async ValueTask DisposeAsync() => await StopAsync(CancellationToken.None);

    private async Task StartServerAsync(CancellationToken stop)
    {
        var starting = _cluster.StartAsync(_options.Durable, _startTimeMax, stop);
        var began = _time.GetTimestamp();
        while (await Task.WhenAny(starting, Task.Delay(_sayStillStartingEvery, _time, CancellationToken.None)) != starting)
        {
            _progress.Report(
                $"PostgreSQL is still starting after {_time.GetElapsedTime(began).TotalSeconds:0} s, probably recovering from its log");
        }
        ProcessId = await starting ?? throw Ending("did not start");
    }

    private async Task<StartupProblem?> SuperviseAsync()
    {
        var answered = _time.GetTimestamp();
        long? trouble = null;
        while (await EndsByItselfAsync())
        {
            var problem = Ending("ended by itself");
            var began = trouble is { } earlier && _time.GetElapsedTime(answered) < _stableTimeMin ? earlier : _time.GetTimestamp();
            trouble = began;
            if (_time.GetElapsedTime(began) >= _options.RestartTimeMax)
            {
                return problem;
            }
            _progress.Report($"{problem.Message}; starting it again");
            try
            {
                await _cluster.StopAsync(_stopTimeMax, _stopping.Token);
                await StartServerAsync(_stopping.Token);
                _progress.Report("PostgreSQL answers again");
                answered = _time.GetTimestamp();
            }
            catch (Exception e) when (e is StartupProblem or IOException or UnauthorizedAccessException or OperationCanceledException)
            {
                // The server ended again, or the disk has no room even for its lock file, or a stop was requested, which the next round
                // reports.
                await Task.Delay(_restartPause, _time, _stopping.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
        return null;
    }

    /// <returns>False if it was asked to stop instead.</returns>
    private async Task<bool> EndsByItselfAsync()
    {
        while (_cluster.IsAtWork(ProcessId) && !_stopping.IsCancellationRequested)
        {
            await Task.Delay(_lookEvery, _time, _stopping.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
        return !_stopping.IsCancellationRequested;
    }

    private StartupProblem Ending(string how) =>
        new($"PostgreSQL {how}: {_cluster.LastWords()} (its log: {_cluster.LogFolder})", ExitCode.Postgres);
}
