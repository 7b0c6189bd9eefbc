using System.Diagnostics;

namespace Hierarchy.Hosting;

/// <summary>The data folder of the private PostgreSQL, on which PostgreSQL's own tools run.</summary>
/// <remarks>Only for the holder of the data folder: then every PostgreSQL process at work in the cluster is ours, or was left by a killed
/// run. Processes are recognised by their working folder, which is more reliable than the id in postmaster.pid, since ids are
/// reused.</remarks>
internal sealed class PostgresCluster
{
    public const int SocketNumber = 5432;

    private const string FolderName = "postgresql";
    private const string UnfinishedSuffix = ".new-";

    /// <summary>Higher than any process id on Linux.</summary>
    private const string NoProcess = "2147483647";

    /// <summary>The folder as the tools see it: root opens it for their user, who may have no access to its path, for instance below /root.
    /// It also avoids quoting, since pg_ctl inserts the folder's name unquoted into a shell command.</summary>
    private const string Handle = "/proc/self/fd/9";

    /// <summary>Runs a command on a folder, as the folder's owner if we are root, which PostgreSQL refuses to run as. In a session of its
    /// own, so that Ctrl-C reaches only us.</summary>
    private const string Enter = """
        exec 9<"$0" || exit
        [ "$(id -u)" != 0 ] || set -- setpriv --reuid "$(stat -c %u "$0")" --regid "$(stat -c %g "$0")" --clear-groups -- "$@"
        exec setsid "$@"
        """;

    private const string GiveAway = "chown postgres: \"$0\" 2>/dev/null || chown nobody: \"$0\"";

    private const string Started = "started";

    /// <summary>Starts the server through pg_ctl, which detaches it, and stops it when we close the shell's standard input or are killed.
    /// The start log holds what the server prints before it opens its own log.</summary>
    private const string Keeper = $"""
        log={Handle}/log/start.log
        mkdir -p {Handle}/log && : >$log && "$0" start -s -w -t "$1" -D {Handle} -l $log -o "$2" </dev/null || exit
        trap '' PIPE
        echo {Started}
        read -r _
        "$0" stop -s -m fast -D {Handle}
        """;

    private static readonly TimeSpan _poll = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan _immediateStopTimeMax = TimeSpan.FromSeconds(5);

    private readonly PostgresPrograms _programs;
    private readonly TimeProvider _time;
    private TaskCompletionSource _hold = new();
    private Task _keeping = Task.CompletedTask;

    private PostgresCluster(string path, PostgresPrograms programs, TimeProvider time) => (Path, _programs, _time) = (path, programs, time);

    public string Path { get; }

    public string LogFolder => System.IO.Path.Combine(Path, "log");

    private string PidFile => System.IO.Path.Combine(Path, "postmaster.pid");

    public static string FolderIn(string dataFolder) => System.IO.Path.Combine(dataFolder, FolderName);

    public static string SocketIn(string cluster) => System.IO.Path.Combine(cluster, $".s.PGSQL.{SocketNumber}");

    /// <summary>The major version of the PostgreSQL that created the cluster in this data folder; null if there is no cluster.</summary>
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

    /// <summary>Opens the cluster, and creates it if it is missing. An interruption at any moment leaves nothing that breaks a later
    /// call.</summary>
    public static async Task<PostgresCluster> OpenAsync(
        string dataFolder, PostgresPrograms programs, bool durable, IProgress<string> progress, TimeProvider time, CancellationToken stop)
    {
        var path = FolderIn(dataFolder);
        var cluster = new PostgresCluster(path, programs, time);
        // Removes the remains of killed starts. An initdb that still writes for a moment may keep its folder until the next start.
        await ChildProcess.RunAsync("sh", ["-c", "rm -rf \"$0\"*", path + UnfinishedSuffix], stop);
        if (!Directory.Exists(path))
        {
            progress.Report($"creating a PostgreSQL {programs.Version} cluster in {path}");
            await cluster.CreateAsync(durable, stop);
        }
        return cluster;
    }

    /// <summary>Starts the server on a cluster without running processes.</summary>
    /// <returns>Its process id once it accepts connections; null if it did not do so in time.</returns>
    public async Task<int?> StartAsync(bool durable, TimeSpan limit, CancellationToken stop)
    {
        // The id of an ended server may belong to another process by now. From the file's other lines PostgreSQL verifies that its shared
        // memory is free.
        if (File.Exists(PidFile))
        {
            File.WriteAllLines(PidFile, File.ReadAllLines(PidFile).Skip(1).Prepend(NoProcess));
        }
        File.Delete(SocketIn(Path) + ".lock");
        // Rewritten at each start: the folder may belong to another user now, and earlier programs admitted everybody.
        File.WriteAllText(System.IO.Path.Combine(Path, "pg_hba.conf"), PostgresRoles.Access);
        File.WriteAllText(System.IO.Path.Combine(Path, "pg_ident.conf"), PostgresRoles.Map(Environment.UserName));
        var started = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _hold = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        stop.ThrowIfCancellationRequested();
        _keeping = RunAsync(
            Path, ["sh", "-c", Keeper, Tool("pg_ctl"), Seconds(limit), PostgresSettings.Options(durable)],
            CancellationToken.None, line => _ = line == Started && started.TrySetResult(), _hold.Task);
        return await Task.WhenAny(started.Task, _keeping).WaitAsync(stop) == started.Task ? ReadServerId() : null;
    }

    /// <summary>Ends all processes of the cluster: orderly, then immediately, then by force.</summary>
    /// <param name="limit">Maximum time of the orderly stop.</param>
    /// <param name="hurry">Fires to skip the rest of the orderly stop.</param>
    /// <exception cref="StartupProblem">A process does not end even after SIGKILL: it hangs in the kernel, for instance on a dead
    /// disk.</exception>
    public async Task StopAsync(TimeSpan limit, CancellationToken hurry)
    {
        _hold.TrySetResult();
        if (await EndsAsync("fast", limit, hurry) || await EndsAsync("immediate", _immediateStopTimeMax, CancellationToken.None))
        {
            return;
        }
        foreach (var process in ProcessesAtWork())
        {
            Posix.Send(Signal.Kill, process);
        }
        if (!await EndsAsync("immediate", _immediateStopTimeMax, CancellationToken.None))
        {
            throw new StartupProblem($"A PostgreSQL process on {Path} does not end even after SIGKILL.", ExitCode.Postgres);
        }
    }

    /// <summary>Whether this process is a PostgreSQL at work in the cluster; false for a zombie.</summary>
    public bool IsAtWork(int process)
    {
        try
        {
            return new FileInfo($"/proc/{process}/cwd").LinkTarget == Path
                && File.ReadAllText($"/proc/{process}/comm").Trim() == "postgres";
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // The process has ended, or belongs to another user and is not ours.
            return false;
        }
    }

    public int[] ProcessesAtWork() =>
    [
        .. Directory.EnumerateDirectories("/proc")
            .Select(folder => ParseId(System.IO.Path.GetFileName(folder)) ?? 0)
            .Where(id => id != 0 && IsAtWork(id)),
    ];

    /// <summary>The last messages of the server, during its start and later.</summary>
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
                // pg_ctl would signal whatever process now has the id in postmaster.pid.
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
        // The final name appears only once the folder is complete. Each attempt uses a new name, since an initdb that briefly outlives a
        // killed parent cleans up the folder that it was given.
        var unfinished = Path + UnfinishedSuffix + Guid.NewGuid().ToString("n");
        PrivateFiles.CreateFolder(unfinished);
        if (Environment.IsPrivilegedProcess && (await ChildProcess.RunAsync("sh", ["-c", GiveAway, unfinished], stop)).Code != 0)
        {
            throw new StartupProblem(
                "PostgreSQL refuses to run as root, and there is no user 'postgres' or 'nobody' for it: start as another user.",
                ExitCode.Postgres);
        }
        var options = $"-D {Handle} --username {PostgresRoles.Administrator} --auth peer --encoding UTF8 --locale C --data-checksums".Split(' ');
        var (code, output) = await RunAsync(unfinished, [Tool("initdb"), .. options, .. durable ? [] : (string[])["--no-sync"]], stop);
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

    private Task<(int Code, string Output)> RunAsync(
        string folder, string[] command, CancellationToken stop, Action<string>? onLine = null, Task? input = null) =>
        ChildProcess.RunAsync("sh", ["-c", Enter, folder, .. command], stop, Adjust, onLine, input);

    private static void Adjust(ProcessStartInfo start)
    {
        // PostgreSQL changes back to the folder in which it was started, so every user must be able to enter it.
        start.WorkingDirectory = "/";
        foreach (var name in start.Environment.Keys.Where(key => key.StartsWith("PG", StringComparison.Ordinal)).ToArray())
        {
            start.Environment.Remove(name);
        }
        start.Environment["LC_ALL"] = "C";
    }
}
