namespace Hierarchy.Tests.Cluster;

/// <summary>One process of the cluster.</summary>
internal sealed class Part(string name, Uri address, Func<ProcessStartInfo> plan) : IAsyncDisposable
{
    private readonly ConcurrentQueue<string> _output = new();
    private Process? _process;

    public string Name => name;

    public Uri Address => address;

    public bool Runs => _process is { HasExited: false };

    public string Said => string.Join('\n', _output.TakeLast(60));

    public void Start()
    {
        var start = plan();
        start.RedirectStandardOutput = start.RedirectStandardError = true;
        _process?.Dispose();
        _process = Process.Start(start)!;
        _process.OutputDataReceived += (_, line) => Keep(line.Data);
        _process.ErrorDataReceived += (_, line) => Keep(line.Data);
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    /// <summary>Waits until it is ready.</summary>
    public async Task ReadyAsync()
    {
        using var http = new HttpClient { BaseAddress = address, Timeout = TimeSpan.FromSeconds(5) };
        var watch = Stopwatch.StartNew();
        while (true)
        {
            try
            {
                using var answer = await http.GetAsync("/ready");
                if (answer.IsSuccessStatusCode)
                {
                    return;
                }
            }
            catch (Exception gone) when (gone is HttpRequestException or TaskCanceledException)
            {
                // Not yet.
            }
            Assert.True(Runs, $"{name} has ended:\n{Said}");
            Assert.True(watch.Elapsed < ClusterUnderTest.Patience, $"{name} is not ready:\n{Said}");
            await Task.Delay(50);
        }
    }

    /// <summary>STOP, CONT, TERM or KILL.</summary>
    public void Signal(string signal) => HierarchyProcess.Signal(signal, _process!.Id);

    /// <returns>The exit code.</returns>
    public async Task<int> EndAsync()
    {
        await _process!.WaitForExitAsync().WaitAsync(ClusterUnderTest.Patience);
        return _process.ExitCode;
    }

    public async Task KillAsync()
    {
        if (Runs)
        {
            Signal("KILL");
            await EndAsync();
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_process is not null)
        {
            await KillAsync();
            _process.Dispose();
        }
    }

    private void Keep(string? line)
    {
        if (line is not null)
        {
            _output.Enqueue(line);
            while (_output.Count > 200 && _output.TryDequeue(out _))
            {
            }
        }
    }
}
