using System.Globalization;

namespace Hierarchy.Hosting;

/// <summary>What a run that was killed may have left behind in its cluster: running processes, and files that name ended ones.</summary>
/// <remarks>
/// Only for whoever holds the data folder: then every PostgreSQL process that works in the cluster is an orphan. Each of them has the
/// cluster as its working folder, which is a surer sign than the process id in postmaster.pid, since ids are given out again.
/// </remarks>
internal static class PostgresLeftovers
{
    private static readonly TimeSpan _fastStopTimeMax = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan _killTimeMax = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan _poll = TimeSpan.FromMilliseconds(20);

    /// <exception cref="StartupProblem">
    /// A process does not end even when killed: it hangs in the kernel, on a dead disk for instance.
    /// </exception>
    public static async Task ClearAsync(PostgresCluster cluster, IProgress<string> progress, TimeProvider time, CancellationToken stop)
    {
        var first = Find(cluster);
        if (first.Length > 0)
        {
            progress.Report("stopping the PostgreSQL that an earlier run left behind");
            if (ReadServerId(cluster) is { } server && first.Contains(server))
            {
                Posix.Signal(server, Posix.SigInt);
            }
            if (!await GoneWithinAsync(cluster, _fastStopTimeMax, time, stop))
            {
                foreach (var process in Find(cluster))
                {
                    Posix.Signal(process, Posix.SigKill);
                }
                if (!await GoneWithinAsync(cluster, _killTimeMax, time, stop))
                {
                    throw new StartupProblem($"A PostgreSQL process on {cluster.Path} does not end, even killed.", ExitCode.Postgres);
                }
            }
        }
        DisownFiles(cluster);
    }

    /// <summary>Keeps a start from failing because an ended server's process id now belongs to a stranger.</summary>
    private static void DisownFiles(PostgresCluster cluster)
    {
        File.Delete(cluster.Socket);
        File.Delete(cluster.Socket + ".lock");
        var file = PidFile(cluster);
        if (File.Exists(file))
        {
            // PostgreSQL takes its own parent's id in this file for a stale one. The file is not deleted, since its other lines let
            // PostgreSQL make sure that nobody is left in its shared memory.
            var others = File.ReadAllLines(file).Skip(1);
            File.WriteAllLines(file, others.Prepend(Environment.ProcessId.ToString(CultureInfo.InvariantCulture)));
        }
    }

    private static int[] Find(PostgresCluster cluster)
    {
        var found = new List<int>();
        foreach (var folder in Directory.EnumerateDirectories("/proc"))
        {
            if (!int.TryParse(Path.GetFileName(folder), NumberStyles.None, CultureInfo.InvariantCulture, out var id))
            {
                continue;
            }
            try
            {
                if (File.ReadAllText(Path.Combine(folder, "comm")).Trim() == "postgres"
                    && new FileInfo(Path.Combine(folder, "cwd")).LinkTarget == cluster.Path)
                {
                    found.Add(id);
                }
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                // Ended meanwhile, or another user's, and then not ours.
            }
        }
        return [.. found];
    }

    private static async Task<bool> GoneWithinAsync(PostgresCluster cluster, TimeSpan limit, TimeProvider time, CancellationToken stop)
    {
        var start = time.GetTimestamp();
        while (Find(cluster).Length > 0)
        {
            if (time.GetElapsedTime(start) > limit)
            {
                return false;
            }
            await Task.Delay(_poll, time, stop);
        }
        return true;
    }

    private static int? ReadServerId(PostgresCluster cluster)
    {
        var file = PidFile(cluster);
        var first = File.Exists(file) ? File.ReadLines(file).FirstOrDefault() : null;
        return int.TryParse(first, NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? id : null;
    }

    private static string PidFile(PostgresCluster cluster) => Path.Combine(cluster.Path, "postmaster.pid");
}
