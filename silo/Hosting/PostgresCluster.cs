using System.Diagnostics;
using System.Globalization;

namespace Hierarchy.Hosting;

/// <summary>The folder that holds a private PostgreSQL's data, and PostgreSQL's own tools run on it.</summary>
/// <remarks>
/// Only for whoever holds the data folder: then every PostgreSQL process that works in the cluster is ours, or an orphan of a run that was
/// killed. Each has the cluster as its working folder, a surer sign than the id in postmaster.pid, since ids are given out again.
/// </remarks>
internal sealed class PostgresCluster : IDisposable
{
    public const string UserName = "hierarchy";
    public const int SocketNumber = 5432;

    private const string FolderName = "postgresql";
    private const string UnfinishedPrefix = FolderName + ".new-";

    /// <summary>What the server prints before its log is open.</summary>
    private const string StartLog = "start.log";

    /// <summary>Above every id that Linux gives out.</summary>
    private const string NoProcess = "2147483647";

    private static readonly TimeSpan _poll = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan _removalTimeMax = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan _immediateStopTimeMax = TimeSpan.FromSeconds(5);

    private readonly PostgresPrograms _programs;
    private readonly ServerAccount? _account;
    private readonly TimeProvider _time;
    private readonly PostgresKeeper _keeper;

    private PostgresCluster(string path, PostgresPrograms programs, ServerAccount? account, TimeProvider time)
    {
        Path = path;
        _programs = programs;
        _account = account;
        _time = time;
        _keeper = new PostgresKeeper(account);
    }

    public string Path { get; }

    public string LogFolder => System.IO.Path.Combine(Path, "log");

    private string PidFile => System.IO.Path.Combine(Path, "postmaster.pid");

    public static string FolderIn(string dataFolder) => System.IO.Path.Combine(dataFolder, FolderName);

    public static string SocketIn(string cluster) => System.IO.Path.Combine(cluster, $".s.PGSQL.{SocketNumber}");

    /// <summary>What precedes a command that is to run as this account.</summary>
    public static string[] Identity(ServerAccount? account) => account is null
        ? []
        : ["setpriv", $"--reuid={account.UserId}", $"--regid={account.GroupId}", "--clear-groups", "--"];

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
        try
        {
            foreach (var unfinished in Directory.GetDirectories(dataFolder, UnfinishedPrefix + "*"))
            {
                await cluster.RemoveAsync(unfinished, stop);
            }
            if (!Directory.Exists(path))
            {
                progress.Report($"creating a PostgreSQL {programs.Version} cluster in {path}");
                await cluster.CreateAsync(durable, stop);
            }
            return cluster;
        }
        catch
        {
            cluster.Dispose();
            throw;
        }
    }

    /// <summary>Starts the server and returns its process id once it accepts connections, or null when it did not come to that.</summary>
    /// <param name="limit">After which it may be left running without accepting connections.</param>
    public async Task<int?> StartAsync(bool durable, TimeSpan limit, CancellationToken stop)
    {
        File.Delete(System.IO.Path.Combine(Path, StartLog));
        var (code, _) = await RunAsync(
            Path,
            folder =>
            [
                "pg_ctl", "start", "-s", "-w", "-t", Seconds(limit), "-D", folder, "-l", $"{folder}/{StartLog}",
                "-o", string.Join(' ', PostgresSettings.Arguments(durable)),
            ],
            stop, _keeper.Keep);
        var id = code == 0 ? ReadServerId() : null;
        _keeper.Keep(id);
        return id;
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

    /// <summary>Ends every process in the cluster: in order, then at once, then by force; and disowns the files that name them.</summary>
    /// <param name="hurry">Fires to skip the orderly part.</param>
    /// <exception cref="StartupProblem">
    /// A process does not end even when killed: it hangs in the kernel, on a dead disk for instance.
    /// </exception>
    public async Task ClearAsync(TimeSpan limit, CancellationToken hurry)
    {
        try
        {
            await StopAsync("fast", limit, hurry);
        }
        catch (OperationCanceledException)
        {
            // Somebody is in a hurry.
        }
        await StopAsync("immediate", _immediateStopTimeMax, CancellationToken.None);
        foreach (var process in ProcessesAtWork())
        {
            Posix.Signal(process, Posix.SigKill);
        }
        if (!await GoneWithinAsync(_immediateStopTimeMax, CancellationToken.None))
        {
            throw new StartupProblem($"A PostgreSQL process on {Path} does not end, even killed.", ExitCode.Postgres);
        }
        _keeper.Keep(null);
        Disown();
    }

    /// <summary>What the server has said last, at its start and after it.</summary>
    public string LastWords()
    {
        const int LinesMax = 20;
        try
        {
            var newest = new DirectoryInfo(LogFolder) is { Exists: true } folder
                ? folder.EnumerateFiles().MaxBy(file => file.LastWriteTimeUtc)
                : null;
            string?[] files = [newest?.FullName, System.IO.Path.Combine(Path, StartLog)];
            return PostgresMessage.MostTelling([.. files.Where(File.Exists).SelectMany(file => File.ReadLines(file!).TakeLast(LinesMax))]);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return "its log cannot be read";
        }
    }

    public void Dispose() => _keeper.Dispose();

    private async Task StopAsync(string mode, TimeSpan limit, CancellationToken hurry)
    {
        // pg_ctl would signal whoever has the id in postmaster.pid now. The children notice its end by themselves, a moment later.
        if (ReadServerId() is not { } server || !IsAtWork(server)
            || (await RunAsync(Path, folder => ["pg_ctl", "stop", "-s", "-m", mode, "-t", Seconds(limit), "-D", folder], hurry)).Code == 0)
        {
            await GoneWithinAsync(_immediateStopTimeMax, hurry);
        }
    }

    private async Task<bool> GoneWithinAsync(TimeSpan limit, CancellationToken stop)
    {
        var start = _time.GetTimestamp();
        while (ProcessesAtWork().Length > 0)
        {
            if (_time.GetElapsedTime(start) > limit)
            {
                return false;
            }
            await Task.Delay(_poll, _time, stop);
        }
        return true;
    }

    /// <summary>Keeps a start from failing because an ended server's process id now belongs to a stranger.</summary>
    private void Disown()
    {
        File.Delete(SocketIn(Path));
        File.Delete(SocketIn(Path) + ".lock");
        if (File.Exists(PidFile))
        {
            // Not deleted, since its other lines let PostgreSQL make sure that nobody is left in its shared memory.
            File.WriteAllLines(PidFile, File.ReadAllLines(PidFile).Skip(1).Prepend(NoProcess));
        }
    }

    private int? ReadServerId()
    {
        var first = File.Exists(PidFile) ? File.ReadLines(PidFile).FirstOrDefault() : null;
        return ParseId(first);
    }

    private static int? ParseId(string? text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? id : null;

    /// <summary>Removes a folder that an initdb whose parent was killed may still be writing to, until it notices.</summary>
    private async Task RemoveAsync(string folder, CancellationToken stop)
    {
        var start = _time.GetTimestamp();
        while (Directory.Exists(folder))
        {
            try
            {
                Directory.Delete(folder, recursive: true);
            }
            catch (IOException) when (_time.GetElapsedTime(start) < _removalTimeMax)
            {
                await Task.Delay(_poll, _time, stop);
            }
        }
    }

    private async Task CreateAsync(bool durable, CancellationToken stop)
    {
        // The final name appears only once everything is in it. The name is new each time, since an initdb that outlives a killed
        // parent for a moment tidies up below the name that it was given.
        var unfinished = System.IO.Path.Combine(System.IO.Path.GetDirectoryName(Path)!, UnfinishedPrefix + Guid.NewGuid().ToString("n"));
        PrivateFiles.CreateFolder(unfinished);
        if (_account is not null)
        {
            await ChildProcess.RunAsync("chown", [$"{_account.UserId}:{_account.GroupId}", unfinished], stop);
        }
        var (code, output) = await RunAsync(
            unfinished,
            folder =>
            [
                "initdb", "-D", folder, "--username", UserName, "--auth", "trust", "--encoding", "UTF8", "--locale", "C",
                "--data-checksums",
                .. durable ? Array.Empty<string>() : ["--no-sync"],
            ],
            stop, _keeper.Keep);
        _keeper.Keep(null);
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

    /// <summary>Runs a tool in a session of its own: Ctrl-C in the terminal is for us, who decide what it means for PostgreSQL.</summary>
    /// <remarks>
    /// The tool gets to the folder through a handle that we open: its own user may not be able to walk down to it, below /root say, and
    /// pg_ctl puts the folder's name into a shell command unquoted.
    /// </remarks>
    private Task<(int Code, string Output)> RunAsync(
        string path, Func<string, string[]> command, CancellationToken stop, Action<int?>? onStart = null)
    {
        var (tool, arguments) = command("/proc/self/fd/9") is [var first, .. var rest] ? (first, rest) : throw new UnreachableException();
        return ChildProcess.RunAsync(
            "sh",
            [
                "-c", "exec 9<\"$0\" && exec \"$@\"", path, "setsid", .. Identity(_account),
                System.IO.Path.Combine(_programs.Folder, tool), .. arguments,
            ],
            stop, Adjust, onStart: id => onStart?.Invoke(id));
    }

    private static string Seconds(TimeSpan time) => ((int)Math.Ceiling(time.TotalSeconds)).ToString(CultureInfo.InvariantCulture);

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
