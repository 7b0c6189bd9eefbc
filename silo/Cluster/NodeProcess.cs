using System.Diagnostics;

namespace Hierarchy.Silo.Cluster;

/// <summary>One process of a cluster on this machine: starts it, watches it, restarts it if it ends unexpectedly, and stops it.</summary>
internal sealed class NodeProcess(string name, int port, IReadOnlyDictionary<string, string> environment, string logFolder)
{
    /// <summary>Size of a log in bytes above which the next start begins a new one and keeps the old one beside it.</summary>
    private const long LogBytesMax = 16 * 1024 * 1024;

    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    private Process? _process;

    public string Name => name;

    /// <summary>The port at which it reports whether it is ready.</summary>
    public int Port => port;

    public int? Id => _process is { HasExited: false } process ? process.Id : null;

    /// <summary>Keeps it running until cancelled.</summary>
    public async Task RunAsync(IProgress<string> progress, TimeProvider time, CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            using var process = _process = Start(time);
            await process.WaitForExitAsync(CancellationToken.None);
            if (!stop.IsCancellationRequested)
            {
                progress.Report(string.Create(CultureInfo.InvariantCulture, $"{name} ended with code {process.ExitCode}; starting it again"));
                await Task.Delay(Pause, time, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    /// <summary>Asks it to stop, without waiting.</summary>
    public void Terminate() => Signal("TERM");

    public void Kill() => Signal("KILL");

    private void Signal(string signal)
    {
        if (Id is { } id)
        {
            using var kill = Process.Start("kill", [$"-{signal}", id.ToString(CultureInfo.InvariantCulture)]);
            kill.WaitForExit();
        }
    }

    private Process Start(TimeProvider time)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!, [Path.Combine(AppContext.BaseDirectory, "Hierarchy.Silo.dll"), "node"])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (variable, value) in environment)
        {
            start.Environment[variable] = value;
        }
        start.Environment["HIERARCHY_PARENT"] = Environment.ProcessId.ToString(CultureInfo.InvariantCulture);
        var log = OpenLog();
        var process = new Process { StartInfo = start, EnableRaisingEvents = true };
        process.OutputDataReceived += (_, line) => Keep(log, line.Data, time);
        process.ErrorDataReceived += (_, line) => Keep(log, line.Data, time);
        process.Start();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return process;
    }

    private TextWriter OpenLog()
    {
        PrivateFiles.CreateFolder(logFolder);
        var path = Path.Combine(logFolder, $"{name}.log");
        if (File.Exists(path) && new FileInfo(path).Length > LogBytesMax)
        {
            File.Move(path, $"{path}.1", overwrite: true);
        }
        return TextWriter.Synchronized(new StreamWriter(PrivateFiles.Open(path, FileMode.Append, FileAccess.Write, FileShare.Read)) { AutoFlush = true });
    }

    private static void Keep(TextWriter log, string? line, TimeProvider time)
    {
        if (line is not null)
        {
            log.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{time.GetUtcNow():yyyy-MM-dd HH:mm:ss.fff}Z {line}"));
        }
    }
}
