using System.Diagnostics;
using System.Globalization;

namespace Hierarchy.Hosting;

/// <summary>The folder that holds a private PostgreSQL's data, and PostgreSQL's own tools run on it.</summary>
/// <remarks>
/// Only for whoever holds the data folder: then every PostgreSQL process that works in the cluster is ours, or an orphan of a run that was
/// killed. Each has the cluster as its working folder, a surer sign than the id in postmaster.pid, since ids are given out again.
/// </remarks>
internal sealed class PostgresCluster
{
    public const string UserName = "hierarchy";
    public const int SocketNumber = 5432;

    private const string FolderName = "postgresql";
    private const string UnfinishedSuffix = ".new-";

    /// <summary>What the server prints before its log is open.</summary>
    private const string StartLog = "log/start.log";

    /// <summary>Above every id that Linux gives out.</summary>
    private const string NoProcess = "2147483647";

    /// <summary>The folder as the tools see it: their user may not be able to walk down to it, below /root say, so we open it for them.
    /// Nor does pg_ctl quote the folder's name where it builds a shell command of it.</summary>
    private const string Handle = "/proc/self/fd/9";

    private const string Started = "started";

    /// <summary>pg_ctl leaves the server to the system. This shell, in a session of its own, outlives us by a moment when we are killed: its
    /// standard input, which we hold, ends with us.</summary>
    private const string Keeper = $"""
        mkdir -p {Handle}/log && "$0" start -s -w -t "$1" -D {Handle} -l {Handle}/{StartLog} -o "$2" </dev/null || exit
        trap '' PIPE
        echo {Started}
        read -r _
        "$0" stop -s -m fast -D {Handle}
        """;

    private static readonly TimeSpan _poll = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan _immediateStopTimeMax = TimeSpan.FromSeconds(5);

    private readonly PostgresPrograms _programs;
    private readonly ServerAccount? _account;
    private readonly TimeProvider _time;
    private TaskCompletionSource _hold = new();
    private Task _keeping = Task.CompletedTask;

    private PostgresCluster(string path, PostgresPrograms programs, ServerAccount? account, TimeProvider time) =>
        (Path, _programs, _account, _time) = (path, programs, account, time);

    public string Path { get; }

    public string LogFolder => System.IO.Path.Combine(Path, "log");

    private string PidFile => System.IO.Path.Combine(Path, "postmaster.pid");

    public static string FolderIn(string dataFolder) => System.IO.Path.Combine(dataFolder, FolderName);

    public static string SocketIn(string cluster) => System.IO.Path.Combine(cluster, $".s.PGSQL.{SocketNumber}");

    /// <summary>The major version of the PostgreSQL that created the cluster in this data folder; null when there is none yet.</summary>
    public static int? MajorIn(string dataFolder)
    {
        var cluster = FolderIn(dataFolder);
        if (!Directory.Exists(cluster))
        {
            return null;
        }
        try
        {
            return int.Parse(File.ReadAllText(System.IO.Path.Combine(cluster, "PG_VERSION")), CultureInfo.InvariantCulture);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or FormatException)
        {
            throw new StartupProblem($"{cluster} is damaged or belongs to another user: {e.Message}", ExitCode.DataFolder, e);
        }
    }

    /// <summary>
    /// Opens the cluster, creating it when there is none. Interrupted at any moment, it leaves nothing that a later call trips over.
    /// </summary>
    public static async Task<PostgresCluster> OpenAsync(
        string dataFolder, PostgresPrograms programs, bool durable, IProgress<string> progress, TimeProvider time, CancellationToken stop)
    {
        var path = FolderIn(dataFolder);
        var cluster = new PostgresCluster(path, programs, await ServerAccount.ForAsync(path, stop), time);
        // What starts left that were killed. An initdb that goes on writing for a moment may keep its folder until the next start.
        await ChildProcess.RunAsync("sh", ["-c", "rm -rf \"$0\"*", path + UnfinishedSuffix], stop);
        if (!Directory.Exists(path))
        {
            progress.Report($"creating a PostgreSQL {programs.Version} cluster in {path}");
            await cluster.CreateAsync(durable, stop);
        }
        return cluster;
    }

    /// <summary>Starts the server on a cluster where nothing is at work.</summary>
    /// <returns>Its process id once it accepts connections; null when it did not come to that in time.</returns>
    public async Task<int?> StartAsync(bool durable, TimeSpan limit, CancellationToken stop)
    {
        File.Delete(System.IO.Path.Combine(Path, StartLog));
        // An ended server's id may be a stranger's by now. The file's other lines let PostgreSQL make sure that its shared memory is free.
        if (File.Exists(PidFile))
        {
            File.WriteAllLines(PidFile, File.ReadAllLines(PidFile).Skip(1).Prepend(NoProcess));
        }
        File.Delete(SocketIn(Path) + ".lock");
        var started = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _hold = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        stop.ThrowIfCancellationRequested();
        _keeping = RunAsync(
            Path, ["sh", "-c", Keeper, Tool("pg_ctl"), Seconds(limit), string.Join(' ', PostgresSettings.Arguments(durable))],
            CancellationToken.None, line => _ = line == Started && started.TrySetResult(), _hold.Task);
        return await Task.WhenAny(started.Task, _keeping).WaitAsync(stop) == started.Task ? ReadServerId() : null;
    }

    /// <summary>Ends every process in the cluster: in order, then at once, then by force.</summary>
    /// <param name="limit">For the orderly part.</param>
    /// <param name="hurry">Fires to skip the rest of it.</param>
    /// <exception cref="StartupProblem">One does not end even when killed: it hangs in the kernel, on a dead disk for instance.</exception>
    public async Task StopAsync(TimeSpan limit, CancellationToken hurry)
    {
        _hold.TrySetResult();
        if (await EndsAsync("fast", limit, hurry) || await EndsAsync("immediate", _immediateStopTimeMax, CancellationToken.None))
        {
            return;
        }
        foreach (var process in ProcessesAtWork())
        {
            Posix.Signal(process, Posix.SigKill);
        }
        if (!await EndsAsync("immediate", _immediateStopTimeMax, CancellationToken.None))
        {
            throw new StartupProblem($"A PostgreSQL process on {Path} does not end, even killed.", ExitCode.Postgres);
        }
    }

    /// <summary>Whether this process is a PostgreSQL that works in the cluster. One that ended and was not fetched is not.</summary>
    public bool IsAtWork(int process)
    {
        try
        {
            return new FileInfo($"/proc/{process}/cwd").LinkTarget == Path
                && File.ReadAllText($"/proc/{process}/comm").Trim() == "postgres";
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Ended meanwhile, or another user's, and then not ours.
            return false;
        }
    }

    public int[] ProcessesAtWork() =>
    [
        .. Directory.EnumerateDirectories("/proc")
            .Select(folder => ParseId(System.IO.Path.GetFileName(folder)) ?? 0)
            .Where(id => id != 0 && IsAtWork(id)),
    ];

    /// <summary>What the server has said last, at its start and after it.</summary>
    public string LastWords()
    {
        const int LinesMax = 20;
        try
        {
            var files = new DirectoryInfo(LogFolder).EnumerateFiles().OrderBy(file => file.LastWriteTimeUtc).TakeLast(2);
            return PostgresMessage.MostTelling([.. files.SelectMany(file => File.ReadLines(file.FullName).TakeLast(LinesMax))]);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return "its log cannot be read";
        }
    }

    private async Task<bool> EndsAsync(string mode, TimeSpan limit, CancellationToken hurry)
    {
        using var enough = CancellationTokenSource.CreateLinkedTokenSource(hurry);
        enough.CancelAfter(limit);
        try
        {
            while (!_keeping.IsCompleted || ProcessesAtWork().Length > 0)
            {
                // pg_ctl would signal whoever has the id in postmaster.pid now.
                if (ReadServerId() is { } server && IsAtWork(server))
                {
                    await RunAsync(Path, [Tool("pg_ctl"), "stop", "-s", "-m", mode, "-t", Seconds(limit), "-D", Handle], enough.Token);
                }
                await Task.Delay(_poll, _time, enough.Token);
            }
            return true;
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    private int? ReadServerId() => File.Exists(PidFile) ? ParseId(File.ReadLines(PidFile).FirstOrDefault()) : null;

    private static int? ParseId(string? text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? id : null;

    private async Task CreateAsync(bool durable, CancellationToken stop)
    {
        // The final name appears only once everything is in it. The name is new each time, since an initdb that outlives a killed
        // parent for a moment tidies up below the name that it was given.
        var unfinished = Path + UnfinishedSuffix + Guid.NewGuid().ToString("n");
        PrivateFiles.CreateFolder(unfinished);
        if (_account is not null)
        {
            await ChildProcess.RunAsync("chown", [$"{_account.User}:{_account.Group}", unfinished], stop);
        }
        string[] arguments = ["-D", Handle, "--username", UserName, "--auth", "trust", "--encoding", "UTF8", "--locale", "C", "--data-checksums"];
        var (code, output) = await RunAsync(unfinished, [Tool("initdb"), .. arguments, .. durable ? [] : (string[])["--no-sync"]], stop);
        if (code != 0)
        {
            Directory.Delete(unfinished, recursive: true);
            throw new StartupProblem(
                $"PostgreSQL cannot create its cluster: {PostgresMessage.MostTelling(output.Split('\n'))}", ExitCode.Postgres);
        }
        Directory.Move(unfinished, Path);
        if (durable)
        {
            await ChildProcess.RunAsync("sync", [System.IO.Path.GetDirectoryName(Path)!], stop);
        }
    }

    private string Tool(string name) => System.IO.Path.Combine(_programs.Folder, name);

    private static string Seconds(TimeSpan time) => ((int)Math.Ceiling(time.TotalSeconds)).ToString(CultureInfo.InvariantCulture);

    /// <summary>Runs a tool in a session of its own: Ctrl-C in the terminal is for us, who decide what it means for PostgreSQL.</summary>
    private Task<(int Code, string Output)> RunAsync(
        string folder, string[] command, CancellationToken stop, Action<string>? onLine = null, Task? input = null) =>
        ChildProcess.RunAsync(
            "sh", ["-c", "exec 9<\"$0\" && exec setsid \"$@\"", folder, .. _account?.Prefix ?? [], .. command], stop, Adjust, onLine, input);

    private static void Adjust(ProcessStartInfo start)
    {
        // PostgreSQL returns to the folder that it was started in, which must therefore be one that every user may enter.
        start.WorkingDirectory = "/";
        foreach (var name in start.Environment.Keys.Where(key => key.StartsWith("PG", StringComparison.Ordinal)).ToArray())
        {
            start.Environment.Remove(name);
        }
        start.Environment["LC_ALL"] = "C";
    }
}
