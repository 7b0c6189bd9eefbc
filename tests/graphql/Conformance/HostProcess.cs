using Hierarchy.Tests.GraphQL.Host;

namespace Hierarchy.Tests.GraphQL.Conformance;

/// <summary>The conformance host as outside runners start it: a process that listens, prints <c>ready</c> and stops on SIGTERM.</summary>
public sealed class HostProcess : IAsyncLifetime
{
    public const int InitWaitMs = 1_000;

    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(60);

    private readonly StringBuilder _errors = new();
    private Process _process = null!;

    public string Address { get; private set; } = "";

    public async ValueTask InitializeAsync()
    {
        var port = FreePort();
        Address = $"http://127.0.0.1:{port}";
        var start = new ProcessStartInfo("dotnet", [typeof(HostProcess).Assembly.Location, ConformanceHost.Command])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["CONFORMANCE_PORT"] = port.ToString(CultureInfo.InvariantCulture);
        start.Environment["INIT_WAIT_MS"] = InitWaitMs.ToString(CultureInfo.InvariantCulture);
        _process = Process.Start(start)!;
        _process.ErrorDataReceived += (_, line) => _errors.AppendLine(line.Data);
        _process.BeginErrorReadLine();
        var said = await _process.StandardOutput.ReadLineAsync().WaitAsync(s_patience);
        Assert.True(said == "ready", $"The host said \"{said}\": {_errors}");
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            await TerminateAsync();
        }

        _process.Dispose();
    }

    /// <summary>Sends SIGTERM and waits for the exit code.</summary>
    public async Task<int> TerminateAsync()
    {
        // The shell's own: not every system has a program of that name.
        using var kill = Process.Start("sh", ["-c", string.Create(CultureInfo.InvariantCulture, $"kill -TERM {_process.Id}")]);
        await _process.WaitForExitAsync().WaitAsync(s_patience);
        return _process.ExitCode;
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
