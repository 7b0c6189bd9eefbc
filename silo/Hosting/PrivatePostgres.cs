using System.Text;
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
}

/// <summary>A PostgreSQL of our own, as a child process; disposing stops it.</summary>
/// <remarks>
/// It listens on a Unix socket in its cluster folder and on no port, so there is no port to collide on. Whoever can open that socket
/// needs no password: the folder's mode (0700) admits its owner and root alone, who could read the data files anyway.
/// </remarks>
public sealed class PrivatePostgres : IAsyncDisposable
{
    // sun_path holds 108 bytes, one of them the closing zero.
    private const int SocketPathBytesMax = 107;

    private static readonly TimeSpan _poll = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan _sayStillStartingEvery = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan _immediateStopTimeMax = TimeSpan.FromSeconds(5);

    private readonly PrivatePostgresOptions _options;
    private readonly TimeProvider _time;
    private readonly ChildProcess _process;
    private readonly PostgresCluster _cluster;
    private readonly string? _shortcut;
    private bool _stopping;

    private PrivatePostgres(PrivatePostgresOptions options, PostgresPrograms programs, PostgresCluster cluster, TimeProvider time)
    {
        _options = options;
        _time = time;
        _cluster = cluster;
        Version = programs.Version;
        _process = cluster.Start(programs.Server, folder => ["-D", folder, .. PostgresSettings.Arguments(options.Durable)]);
        // The server binds its socket by a path relative to its folder; we have to name it in full, in 107 bytes.
        _shortcut = Encoding.UTF8.GetByteCount(cluster.Socket) > SocketPathBytesMax
            ? Directory.CreateTempSubdirectory("hierarchy-").FullName
            : null;
        var host = cluster.Path;
        if (_shortcut is not null)
        {
            host = Path.Combine(_shortcut, "pg");
            Directory.CreateSymbolicLink(host, cluster.Path);
        }
        ConnectionString = new NpgsqlConnectionStringBuilder
        {
            Host = host,
            Port = PostgresCluster.SocketNumber,
            Username = PostgresCluster.UserName,
            Database = "postgres",
        }.ConnectionString;
        Ended = EndedAsync();
    }

    /// <summary>For Npgsql: the cluster's only database, as its superuser.</summary>
    public string ConnectionString { get; }

    /// <summary>For instance 15.18.</summary>
    public string Version { get; }

    /// <summary>The server's process.</summary>
    public int ProcessId => _process.Id;

    /// <summary>Completes when the server has ended: with null when it was told to, else with why not.</summary>
    public Task<StartupProblem?> Ended { get; }

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
            var server = new PrivatePostgres(options, programs, cluster, time);
            try
            {
                await server.AnswersAsync(progress, stop);
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
        _stopping = true;
        // Fast: ends the connections, writes a checkpoint. Immediate: ends. Kill: for a server that hangs, with its children.
        if (!await EndsAfterAsync(_process.Id, Posix.SigInt, _options.StopTimeMax, hurry)
            && !await EndsAfterAsync(_process.Id, Posix.SigQuit, _immediateStopTimeMax, CancellationToken.None))
        {
            await EndsAfterAsync(-_process.Id, Posix.SigKill, _immediateStopTimeMax, CancellationToken.None);
        }
        if (_shortcut is not null && Directory.Exists(_shortcut))
        {
            Directory.Delete(_shortcut, recursive: true);
        }
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

    private async Task AnswersAsync(IProgress<string> progress, CancellationToken stop)
    {
        var once = new NpgsqlConnectionStringBuilder(ConnectionString) { Pooling = false }.ConnectionString;
        var start = _time.GetTimestamp();
        var said = TimeSpan.Zero;
        while (!await AnswersNowAsync(once, stop))
        {
            if (_process.Exited.IsCompleted)
            {
                throw (await Ended)!;
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
                progress.Report($"PostgreSQL is still starting after {waited.TotalSeconds:0} s, probably recovering from its log");
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

    private async Task<StartupProblem?> EndedAsync()
    {
        var code = await _process.Exited.ConfigureAwait(false);
        if (_stopping)
        {
            return null;
        }
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
