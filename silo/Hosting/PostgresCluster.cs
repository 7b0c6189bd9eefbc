using System.Globalization;

namespace Hierarchy.Hosting;

/// <summary>The folder that holds a private PostgreSQL's data, and how its programs are run on it.</summary>
internal sealed class PostgresCluster
{
    public const string UserName = "hierarchy";
    public const int SocketNumber = 5432;

    private const string FolderName = "postgresql";
    private const string UnfinishedPrefix = FolderName + ".new-";

    private static readonly TimeSpan _removalPause = TimeSpan.FromMilliseconds(100);

    private readonly ServerAccount? _account;

    private PostgresCluster(string path, ServerAccount? account)
    {
        Path = path;
        _account = account;
    }

    public string Path { get; }

    public string Socket => SocketIn(Path);

    public string LogFolder => System.IO.Path.Combine(Path, "log");

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
        var account = await ServerAccount.ForAsync(path, stop);
        foreach (var unfinished in Directory.GetDirectories(dataFolder, UnfinishedPrefix + "*"))
        {
            await RemoveAsync(unfinished, time, stop);
        }
        if (!Directory.Exists(path))
        {
            progress.Report($"creating a PostgreSQL {programs.Version} cluster in {path}");
            await CreateAsync(path, account, programs, durable, stop);
        }
        return new PostgresCluster(path, account);
    }

    /// <summary>
    /// Starts a program on the cluster, in a session of its own: Ctrl-C in the terminal is for us, and we decide what it means for it.
    /// </summary>
    public ChildProcess Start(string program, Func<string, string[]> arguments)
    {
        var (first, rest) = CommandLine(Path, _account, program, arguments);
        return ChildProcess.Start(first, rest, Adjust);
    }

    /// <summary>Removes a folder that an initdb whose parent was killed may still be writing to, until it notices.</summary>
    private static async Task RemoveAsync(string folder, TimeProvider time, CancellationToken stop)
    {
        const int AttemptsMax = 100;
        for (var attempt = 1; Directory.Exists(folder); attempt++)
        {
            try
            {
                Directory.Delete(folder, recursive: true);
            }
            catch (IOException) when (attempt < AttemptsMax)
            {
                await Task.Delay(_removalPause, time, stop);
            }
        }
    }

    private static async Task CreateAsync(
        string path, ServerAccount? account, PostgresPrograms programs, bool durable, CancellationToken stop)
    {
        // The final name appears only once everything is in it. The name is new each time, since an initdb that outlives a killed
        // parent for a moment tidies up below the name that it was given.
        var unfinished = System.IO.Path.Combine(System.IO.Path.GetDirectoryName(path)!, UnfinishedPrefix + Guid.NewGuid().ToString("n"));
        PrivateFiles.CreateFolder(unfinished);
        if (account is not null)
        {
            Posix.ChangeOwner(unfinished, account.UserId, account.GroupId);
        }
        var (first, rest) = CommandLine(unfinished, account, programs.InitDb, folder =>
        [
            "-D", folder, "--username", UserName, "--auth", "trust", "--encoding", "UTF8", "--locale", "C", "--data-checksums",
            .. durable ? Array.Empty<string>() : ["--no-sync"],
        ]);
        var (code, output) = await ChildProcess.RunAsync(first, rest, stop, Adjust);
        if (code != 0)
        {
            Directory.Delete(unfinished, recursive: true);
            throw new StartupProblem(
                $"PostgreSQL cannot create its cluster: {PostgresMessage.MostTelling(output.Split('\n'))}", ExitCode.Postgres);
        }
        Directory.Move(unfinished, path);
        if (durable)
        {
            await ChildProcess.RunAsync("sync", [System.IO.Path.GetDirectoryName(path)!], stop);
        }
    }

    /// <remarks>
    /// PostgreSQL refuses to be root, so for root it runs as another user, who may not be able to walk down to the cluster: a checkout
    /// below /root, say. So root opens the cluster's folder, and the program gets to it through that open handle. The parent-death
    /// signal has
    /// PostgreSQL shut itself down when this process is killed and can no longer do it.
    /// </remarks>
    private static (string Program, string[] Arguments) CommandLine(
        string path, ServerAccount? account, string program, Func<string, string[]> arguments)
    {
        string[] tied = ["setpriv", "--pdeathsig", "INT"];
        if (account is null)
        {
            return ("setsid", [.. tied, "--", program, .. arguments(path)]);
        }
        var identity = string.Create(CultureInfo.InvariantCulture, $"--reuid={account.UserId} --regid={account.GroupId} --clear-groups");
        return ("sh",
        [
            "-c", "exec 9<\"$0\" && exec \"$@\"", path,
            "setsid", .. tied, .. identity.Split(' '), "--", program, .. arguments("/proc/self/fd/9"),
        ]);
    }

    private static void Adjust(System.Diagnostics.ProcessStartInfo start)
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
