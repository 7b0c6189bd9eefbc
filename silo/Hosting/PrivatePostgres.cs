using Npgsql;

namespace Hierarchy.Hosting;

/// <summary>How a <see cref="PrivatePostgres"/> is to run.</summary>
public sealed record PrivatePostgresOptions
{
    /// <summary>
    /// Absolute path of the data folder, which the caller holds (see <see cref="DataFolder"/>); the cluster is a folder in it.
    /// </summary>
    public required string DataFolder { get; init; }

    /// <summary>Where programs from npm are kept.</summary>
    public required string Tools { get; init; }

    /// <summary>
    /// True: a commit is on the disk before it is answered. False, for tests only: a power failure may destroy the cluster.
    /// </summary>
    public bool Durable { get; init; } = true;

    /// <summary>How long crash recovery may take. PostgreSQL is ready after a tenth of a second when it was shut down cleanly.</summary>
    public TimeSpan StartTimeMax { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>
    /// How long PostgreSQL may take to write everything down at the end, before it is told to leave that to the next start.
    /// </summary>
    public TimeSpan StopTimeMax { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>
    /// For how long a PostgreSQL that ends by itself is started again and again, until it runs for a minute. Zero, the default: never.
    /// </summary>
    public TimeSpan RestartTimeMax { get; init; } = TimeSpan.Zero;
}

/// <summary>A PostgreSQL of our own, as a child process; disposing stops it.</summary>
/// <remarks>
/// It listens on a Unix socket in its cluster folder and on no port, so there is no port to collide on. Whoever can open that socket
/// needs no password: the folder's mode (0700) admits its owner and root alone, who could read the data files anyway.
/// </remarks>
public sealed class PrivatePostgres : IAsyncDisposable
{
    private static readonly TimeSpan _poll = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan _sayStillStartingEvery = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan _immediateStopTimeMax = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan _stableTimeMin = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan _restartPauseMin = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan _restartPauseMax = TimeSpan.FromSeconds(5);

    private readonly PrivatePostgresOptions _options;
    private readonly TimeProvider _time;
    private readonly IProgress<string> _progress;
    private readonly PostgresPrograms _programs;
    private readonly PostgresCluster _cluster;
    private readonly PostgresSocket _socket;
    private readonly CancellationTokenSource _stopping = new();

    // Guards that no process is started once it has been said to stop.
    private readonly Lock _starting = new();
    private ChildProcess _process;

    private PrivatePostgres(
        PrivatePostgresOptions options, PostgresPrograms programs, PostgresCluster cluster, IProgress<string> progress, TimeProvider time)
    {
        _options = options;
        _time = time;
        _progress = progress;
        _programs = programs;
        _cluster = cluster;
        _process = StartProcess();
        _socket = new PostgresSocket(cluster.Path);
    }

    /// <summary>For Npgsql: the cluster's only database, as its superuser.</summary>
    public string ConnectionString => _socket.ConnectionString;

    /// <summary>For instance 15.18.</summary>
    public string Version => _programs.Version;

    /// <summary>The server's process; another one after a restart.</summary>
    public int ProcessId => _process.Id;

    /// <summary>
    /// Completes when the server has ended for good: with null when it was told to, else with why, after all that <see
    /// cref="PrivatePostgresOptions.RestartTimeMax"/> allows.
    /// </summary>
    public Task<StartupProblem?> Ended { get; private set; } = Task.FromResult<StartupProblem?>(null);

    /// <summary>
    /// Starts PostgreSQL and returns once it answers, whatever an earlier run left behind. Creates the cluster when there is none.
    /// </summary>
    /// <remarks>
    /// Cancelled at any moment, it leaves nothing running. A machine without PostgreSQL gets it installed, with a word on
    /// <paramref name="progress"/>.
    /// </remarks>
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
            await PostgresLeftovers.ClearAsync(cluster, progress, time, stop);
            progress.Report($"starting PostgreSQL {programs.Version}");
            stop.ThrowIfCancellationRequested();
            var server = new PrivatePostgres(options, programs, cluster, progress, time);
            try
            {
                await server.AnswersAsync(stop);
                server.Ended = server.SuperviseAsync();
                return server;
            }
            catch
            {
                await server.DisposeAsync();
                throw;
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or System.ComponentModel.Win32Exception)
        {
            throw new StartupProblem($"PostgreSQL cannot be started in {options.DataFolder}: {e.Message}", ExitCode.Postgres, e);
        }
    }

    /// <summary>
    /// Stops the server within <see cref="PrivatePostgresOptions.StopTimeMax"/> and ten seconds. Repeating it is harmless.
    /// </summary>
    /// <param name="hurry">Fires to skip the orderly part: the next start recovers from the log instead. Nothing committed is lost.</param>
    public async Task StopAsync(CancellationToken hurry)
    {
        lock (_starting)
        {
            _stopping.Cancel();
        }
        // Fast: ends the connections, writes a checkpoint. Immediate: ends. Kill: for a server that hangs, with its children.
        if (!await EndsAfterAsync(_process.Id, Posix.SigInt, _options.StopTimeMax, hurry)
            && !await EndsAfterAsync(_process.Id, Posix.SigQuit, _immediateStopTimeMax, CancellationToken.None))
        {
            await EndsAfterAsync(-_process.Id, Posix.SigKill, _immediateStopTimeMax, CancellationToken.None);
        }
        await ((Task)Ended).WaitAsync(_immediateStopTimeMax, _time, CancellationToken.None).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _socket.Dispose();
    }

    /// <summary>As <see cref="StopAsync"/>, in no hurry.</summary>
    public async ValueTask DisposeAsync() => await StopAsync(CancellationToken.None);

    private async Task<bool> EndsAfterAsync(int processOrGroup, int signal, TimeSpan limit, CancellationToken hurry)
    {
        if (!_process.Exited.IsCompleted)
        {
            Posix.Signal(processOrGroup, signal);
            try
            {
                await _process.Exited.WaitAsync(limit, _time, hurry);
            }
            catch (Exception e) when (e is TimeoutException or OperationCanceledException)
            {
                return false;
            }
        }
        return true;
    }

    private ChildProcess StartProcess() =>
        _cluster.Start(_programs.Server, folder => ["-D", folder, .. PostgresSettings.Arguments(_options.Durable)]);

    private async Task<StartupProblem?> SuperviseAsync()
    {
        var answered = _time.GetTimestamp();
        long? trouble = null;
        var pause = TimeSpan.Zero;
        while (true)
        {
            var code = await _process.Exited.ConfigureAwait(false);
            if (_stopping.IsCancellationRequested)
            {
                return null;
            }
            var problem = EndedByItself(code);
            if (trouble is not { } began || _time.GetElapsedTime(answered) > _stableTimeMin)
            {
                trouble = began = _time.GetTimestamp();
                pause = TimeSpan.Zero;
            }
            if (_time.GetElapsedTime(began) >= _options.RestartTimeMax)
            {
                return problem;
            }
            try
            {
                if (!await StartAgainAsync(problem, pause))
                {
                    return null;
                }
                answered = _time.GetTimestamp();
            }
            catch (StartupProblem hopeless) when (!_process.Exited.IsCompleted)
            {
                return hopeless;
            }
            catch (Exception e) when (e is StartupProblem or IOException or UnauthorizedAccessException)
            {
                // It ended again, or there is no room even for its lock file: the next round says why, and waits longer.
            }
            pause = TimeSpan.FromTicks(Math.Clamp(2 * pause.Ticks, _restartPauseMin.Ticks, _restartPauseMax.Ticks));
        }
    }

    /// <returns>False when it was told to stop instead.</returns>
    private async Task<bool> StartAgainAsync(StartupProblem problem, TimeSpan pause)
    {
        try
        {
            _progress.Report($"{problem.Message}; starting it again");
            await Task.Delay(pause, _time, _stopping.Token);
            await PostgresLeftovers.ClearAsync(_cluster, _progress, _time, _stopping.Token);
            lock (_starting)
            {
                _stopping.Token.ThrowIfCancellationRequested();
                _process = StartProcess();
            }
            await AnswersAsync(_stopping.Token);
            _progress.Report("PostgreSQL answers again");
            return true;
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    private async Task AnswersAsync(CancellationToken stop)
    {
        var once = new NpgsqlConnectionStringBuilder(ConnectionString) { Pooling = false }.ConnectionString;
        var start = _time.GetTimestamp();
        var said = TimeSpan.Zero;
        while (!await AnswersNowAsync(once, stop))
        {
            if (_process.Exited.IsCompleted)
            {
                throw EndedByItself(await _process.Exited);
            }
            var waited = _time.GetElapsedTime(start);
            if (waited > _options.StartTimeMax)
            {
                throw new StartupProblem(
                    $"PostgreSQL does not answer after {waited.TotalSeconds:0} s; its log is in {_cluster.LogFolder}.", ExitCode.Postgres);
            }
            if (waited - said > _sayStillStartingEvery)
            {
                said = waited;
                _progress.Report($"PostgreSQL is still starting after {waited.TotalSeconds:0} s, probably recovering from its log");
            }
            await Task.Delay(_poll, _time, stop);
        }
    }

    private async Task<bool> AnswersNowAsync(string connectionString, CancellationToken stop)
    {
        if (!File.Exists(_cluster.Socket))
        {
            return false;
        }
        try
        {
            await using var connection = new NpgsqlConnection(connectionString);
            await connection.OpenAsync(stop);
            return true;
        }
        catch (NpgsqlException)
        {
            // Bound but not accepting yet (57P03), or ended again, which the caller notices.
            return false;
        }
    }

    private StartupProblem EndedByItself(int code)
    {
        var said = PostgresMessage.MostTelling([.. ReadLog(), .. _process.Lines]);
        return new StartupProblem($"PostgreSQL ended by itself (code {code}): {said} (its log: {_cluster.LogFolder})", ExitCode.Postgres);
    }

    /// <summary>The end of the newest log, which holds what is said once PostgreSQL has stopped printing to its parent.</summary>
    private IEnumerable<string> ReadLog()
    {
        const int LinesMax = 20;
        try
        {
            var newest = new DirectoryInfo(_cluster.LogFolder).EnumerateFiles().MaxBy(file => file.LastWriteTimeUtc);
            return newest is null ? [] : [.. File.ReadLines(newest.FullName).TakeLast(LinesMax)];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }
}
