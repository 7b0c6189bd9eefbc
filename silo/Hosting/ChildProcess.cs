using System.ComponentModel;
using System.Diagnostics;

namespace Hierarchy.Hosting;

/// <summary>Runs other programs.</summary>
internal static class ChildProcess
{
    private const int LinesMax = 40;

    private static readonly TimeSpan _interruptTimeMax = TimeSpan.FromSeconds(10);

    /// <summary>Runs a program to its end. When cancelled, interrupts it and returns once it has ended.</summary>
    /// <param name="input">Keeps the program's standard input open, without writing to it, until completed; null to close it at
    /// once.</param>
    /// <returns>The exit code, 127 when there is no such program, and the last lines printed.</returns>
    public static async Task<(int Code, string Output)> RunAsync(
        string program, IEnumerable<string> arguments, CancellationToken stop,
        Action<ProcessStartInfo>? adjust = null, Action<string>? onLine = null, Task? input = null)
    {
        stop.ThrowIfCancellationRequested();
        var start = new ProcessStartInfo(program, arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        adjust?.Invoke(start);
        var lines = new ConcurrentQueue<string>();
        using var process = new Process { StartInfo = start };
        try
        {
            process.Start();
        }
        catch (Win32Exception e)
        {
            return (127, e.Message);
        }
        var exit = process.WaitForExitAsync(CancellationToken.None);
        var ended = Task.WhenAll(ReadAsync(process.StandardOutput), ReadAsync(process.StandardError), exit);
        try
        {
            await Task.WhenAny(input ?? Task.CompletedTask, ended).WaitAsync(stop);
            process.StandardInput.Close();
            await ended.WaitAsync(stop);
        }
        catch (OperationCanceledException)
        {
            Posix.Send(Signal.Interrupt, process.Id);
            await ended.WaitAsync(_interruptTimeMax, CancellationToken.None).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (!ended.IsCompleted)
            {
                process.Kill();
            }
            throw;
        }
        return (process.ExitCode, string.Join('\n', lines));

        async Task ReadAsync(StreamReader from)
        {
            while (await from.ReadLineAsync() is { } line)
            {
                lines.Enqueue(line);
                if (lines.Count > LinesMax)
                {
                    lines.TryDequeue(out _);
                }
                onLine?.Invoke(line);
            }
        }
    }
}
