namespace Hierarchy.Hosting;

/// <summary>How a <see cref="PrivatePostgres"/> is to run.</summary>
public sealed record PrivatePostgresOptions
{
    /// <summary>Absolute path of the folder that the caller holds (see <see cref="DataFolder"/>); the cluster is a folder in it.</summary>
    public required string DataFolder { get; init; }

    /// <summary>Where programs from npm are kept.</summary>
    public required string Tools { get; init; }

    /// <summary>True: a commit is on the disk before it is answered. False, for tests: a power failure may destroy the cluster.</summary>
    public bool Durable { get; init; } = true;

    /// <summary>For how long a PostgreSQL that ends by itself is started again, until it runs for a minute. Zero: never.</summary>
    public TimeSpan RestartTimeMax { get; init; } = TimeSpan.Zero;
}

/// <summary>A PostgreSQL of our own, run with its own tools, initdb and pg_ctl; disposing stops it.</summary>
/// <remarks>
/// It listens on a Unix socket in its cluster folder and on no port, so there is no port to collide on. The folder's mode (0700) admits its
/// owner and root alone, and PostgreSQL lets in whoever runs this process and nobody else, as one of <see cref="PostgresRoles"/>.
/// </remarks>
public sealed class PrivatePostgres : IAsyncDisposable
{
    private static readonly TimeSpan _lookEvery = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan _sayStillStartingEvery = TimeSpan.FromSeconds(5);

    /// <summary>For crash recovery. PostgreSQL is ready after a tenth of a second when it was shut down cleanly.</summary>
    private static readonly TimeSpan _startTimeMax = TimeSpan.FromMinutes(10);

    /// <summary>For writing everything down at the end, before that is left to the next start.</summary>
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

    /// <summary>For Npgsql: the cluster's only database, as its superuser.</summary>
    public string ConnectionString => _socket.As(PostgresRoles.Administrator);

    /// <summary>The same, as the role that the server works as, which owns nothing.</summary>
    public string ServerConnectionString => _socket.As(PostgresRoles.Server);

    /// <summary>The same, as the role that owns the tables.</summary>
    public string OwnerConnectionString => _socket.As(PostgresRoles.Owner);

    /// <summary>The server's process; another one after a restart.</summary>
    public int ProcessId { get; private set; }

    /// <summary>Completes when the server has ended for good: with null when it was told to, else with why, after all that <see
    /// cref="PrivatePostgresOptions.RestartTimeMax"/> allows.</summary>
    public Task<StartupProblem?> Ended { get; private set; } = Task.FromResult<StartupProblem?>(null);

    /// <summary>Starts PostgreSQL and returns once it answers, whatever an earlier run left behind. Creates the cluster when there is none,
    /// and installs PostgreSQL on a machine without it. Cancelled at any moment, it leaves nothing running.</summary>
    /// <exception cref="StartupProblem">PostgreSQL cannot be had, or does not start.</exception>
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

    /// <summary>Stops the server within forty seconds. Repeating it is harmless.</summary>
    /// <param name="hurry">Fires to skip the orderly part: the next start recovers from the log instead. Nothing committed is lost.</param>
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

    /// <summary>As <see cref="StopAsync"/>, in no hurry.</summary>
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
                // It ended again, there is no room even for its lock file, or all is to stop, which the next round says.
                await Task.Delay(_restartPause, _time, _stopping.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
        return null;
    }

    /// <returns>False when it was told to stop instead.</returns>
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
