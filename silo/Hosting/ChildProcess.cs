using System.Diagnostics;

namespace Hierarchy.Hosting;

/// <summary>A program that this process has started; keeps the last lines that it printed.</summary>
internal sealed class ChildProcess
{
    private const int LinesMax = 40;

    private static readonly TimeSpan _interruptTimeMax = TimeSpan.FromSeconds(10);

    private readonly TaskCompletionSource<int> _exited = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Queue<string> _lines = new();

    private ChildProcess()
    {
    }

    public int Id { get; private set; }

    /// <summary>Completes with the exit code, after everything printed has been read; 128 + n after signal n.</summary>
    public Task<int> Exited => _exited.Task;

    public string[] Lines
    {
        get
        {
            lock (_lines)
            {
                return [.. _lines];
            }
        }
    }

    /// <summary>Starts a program with no standard input.</summary>
    /// <exception cref="System.ComponentModel.Win32Exception">There is no such program, or it may not be run.</exception>
    public static ChildProcess Start(
        string program, IEnumerable<string> arguments, Action<ProcessStartInfo>? adjust = null, Action<string>? onLine = null)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        adjust?.Invoke(start);
        var child = new ChildProcess();
        var started = new TaskCompletionSource();
        // A thread of its own, alive as long as the child: Linux sends the parent-death signal when the thread that forked ends, and a
        // thread of the pool may end at any time.
        var thread = new Thread(() => child.Follow(start, started, onLine)) { IsBackground = true, Name = Path.GetFileName(program) };
        thread.Start();
        started.Task.GetAwaiter().GetResult();
        return child;
    }

    /// <summary>Runs a program to its end; when cancelled, interrupts it and returns once it has ended.</summary>
    /// <returns>The exit code, 127 when there is no such program, and the last lines printed.</returns>
    public static async Task<(int Code, string Output)> RunAsync(
        string program, IEnumerable<string> arguments, CancellationToken stop,
        Action<ProcessStartInfo>? adjust = null, Action<string>? onLine = null)
    {
        stop.ThrowIfCancellationRequested();
        ChildProcess child;
        try
        {
            child = Start(program, arguments, adjust, onLine);
        }
        catch (System.ComponentModel.Win32Exception e)
        {
            return (127, e.Message);
        }
        try
        {
            return (await child.Exited.WaitAsync(stop), string.Join('\n', child.Lines));
        }
        catch (OperationCanceledException)
        {
            await child.InterruptAsync();
            throw;
        }
    }

    private async Task InterruptAsync()
    {
        Posix.Signal(Id, Posix.SigInt);
        try
        {
            await Exited.WaitAsync(_interruptTimeMax, TimeProvider.System);
        }
        catch (TimeoutException)
        {
            Posix.Signal(Id, Posix.SigKill);
        }
    }

    private void Follow(ProcessStartInfo start, TaskCompletionSource started, Action<string>? onLine)
    {
        using var process = new Process { StartInfo = start };
        process.OutputDataReceived += (_, line) => Keep(line.Data, onLine);
        process.ErrorDataReceived += (_, line) => Keep(line.Data, onLine);
        try
        {
            process.Start();
        }
        catch (Exception e)
        {
            started.SetException(e);
            return;
        }
        Id = process.Id;
        process.StandardInput.Close();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        started.SetResult();
        process.WaitForExit();
        _exited.SetResult(process.ExitCode);
    }

    private void Keep(string? line, Action<string>? onLine)
    {
        if (line is null)
        {
            return;
        }
        lock (_lines)
        {
            _lines.Enqueue(line);
            if (_lines.Count > LinesMax)
            {
                _lines.Dequeue();
            }
        }
        onLine?.Invoke(line);
    }
}
