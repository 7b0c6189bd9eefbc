using System.ComponentModel;
using System.Diagnostics;

namespace Hierarchy.Hosting;

/// <summary>Runs other programs.</summary>
internal static class ChildProcess
{
    private const int LinesMax = 40;

    private static readonly TimeSpan _interruptTimeMax = TimeSpan.FromSeconds(10);

    /// <summary>Runs a program to its end, with no standard input; when cancelled, interrupts it and returns once it has ended.</summary>
    /// <returns>The exit code, 127 when there is no such program, and the last lines printed.</returns>
    public static async Task<(int Code, string Output)> RunAsync(
        string program, IEnumerable<string> arguments, CancellationToken stop,
        Action<ProcessStartInfo>? adjust = null, Action<string>? onLine = null, Action<int>? onStart = null)
    {
        stop.ThrowIfCancellationRequested();
        var start = new ProcessStartInfo(program, arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        adjust?.Invoke(start);
        var lines = new Queue<string>();
        using var process = new Process { StartInfo = start };
        process.OutputDataReceived += (_, line) => Keep(line.Data);
        process.ErrorDataReceived += (_, line) => Keep(line.Data);
        try
        {
            process.Start();
        }
        catch (Win32Exception e)
        {
            return (127, e.Message);
        }
        onStart?.Invoke(process.Id);
        process.StandardInput.Close();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        try
        {
            await process.WaitForExitAsync(stop);
        }
        catch (OperationCanceledException)
        {
            await InterruptAsync(process);
            throw;
        }
        lock (lines)
        {
            return (process.ExitCode, string.Join('\n', lines));
        }

        void Keep(string? line)
        {
            if (line is null)
            {
                return;
            }
            lock (lines)
            {
                lines.Enqueue(line);
                if (lines.Count > LinesMax)
                {
                    lines.Dequeue();
                }
            }
            onLine?.Invoke(line);
        }
    }

    private static async Task InterruptAsync(Process process)
    {
        Posix.Signal(process.Id, Posix.SigInt);
        try
        {
            await process.WaitForExitAsync(CancellationToken.None).WaitAsync(_interruptTimeMax);
        }
        catch (TimeoutException)
        {
            process.Kill();
        }
    }
}
