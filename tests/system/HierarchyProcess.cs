namespace Hierarchy.Tests.System;

/// <summary>The real process, as started by ./run, on its own data folder and a free port. Disposing stops it and removes the
/// folder.</summary>
/// <remarks>Tests of starting and stopping create their own with <see cref="Create"/>; all others share that of
/// <c>RunningSystem</c>.</remarks>
public sealed class HierarchyProcess : IAsyncDisposable
{
    /// <summary>For anything that takes a second or less on a quiet machine; national scale needs more.</summary>
    public static TimeSpan Patience { get; set; } = TimeSpan.FromMinutes(3);

    private readonly ConcurrentQueue<string> _output = new();
    private Process? _process;
    private TaskCompletionSource<Uri> _ready = new();

    /// <summary>The data folder, removed at the end.</summary>
    public string DataFolder { get; } = Directory.CreateTempSubdirectory("hierarchy-system-").FullName;

    /// <summary>The default program: the one that ./test has compiled ahead of time, or the one beside the tests.</summary>
    public static string Built { get; } = global::System.Environment.GetEnvironmentVariable("HIERARCHY_PROGRAM") is { Length: > 0 } program
        ? program
        : Path.Combine(AppContext.BaseDirectory, "Hierarchy.Silo.dll");

    /// <summary>The program that is started.</summary>
    public string Program { get; init; } = Built;

    /// <summary>Additional environment of the next start.</summary>
    public Dictionary<string, string> Environment { get; } = [];

    /// <summary>Address of the running server.</summary>
    public Uri Address => _ready.Task.IsCompletedSuccessfully ? _ready.Task.Result : throw new InvalidOperationException("not ready");

    /// <summary>For the running server.</summary>
    public HttpClient Client => new() { BaseAddress = Address, Timeout = Patience };

    public int ProcessId => _process!.Id;

    /// <summary>Everything printed since the last start, on both streams.</summary>
    public string[] Output => [.. _output];

    public static HierarchyProcess Create(params (string Name, string Value)[] environment) => new HierarchyProcess().With(environment);

    public HierarchyProcess With((string Name, string Value)[] environment)
    {
        foreach (var (name, value) in environment)
        {
            Environment[name] = value;
        }
        return this;
    }

    /// <summary>Starts the process and waits for its ready line.</summary>
    /// <returns>The time from the start to the ready line.</returns>
    public async Task<TimeSpan> StartAsync(params string[] arguments)
    {
        var watch = Stopwatch.StartNew();
        Launch(arguments);
        var ended = _process!.WaitForExitAsync();
        // A first start creates a database and loads five plans.
        if (await Task.WhenAny(_ready.Task, ended).WaitAsync(4 * Patience) == ended)
        {
            Assert.Fail($"ended with code {_process.ExitCode} before it was ready:\n{string.Join('\n', Output)}");
        }
        return watch.Elapsed;
    }

    /// <summary>Like <see cref="StartAsync"/>, but cleans up if it does not become ready.</summary>
    public async Task<HierarchyProcess> StartedAsync()
    {
        try
        {
            await StartAsync();
            return this;
        }
        catch
        {
            await DisposeAsync();
            throw;
        }
    }

    /// <summary>Starts the process and returns at once.</summary>
    public void Launch(params string[] arguments) => Launch(new ProcessStartInfo(
        "dotnet", [Program, .. arguments.Length == 0 ? Serve : arguments]));

    /// <summary>Empty, for a single process, or a cluster of HIERARCHY_TEST_NODES nodes.</summary>
    private static string[] Serve => global::System.Environment.GetEnvironmentVariable("HIERARCHY_TEST_NODES") is { Length: > 0 } nodes ? ["cluster", nodes] : [];

    /// <summary>Like <see cref="Launch(string[])"/>, for another program that becomes the process, such as ./run.</summary>
    public void Launch(ProcessStartInfo start)
    {
        Assert.True(_process is null || _process.HasExited, "still running");
        start.RedirectStandardOutput = start.RedirectStandardError = true;
        start.Environment["HIERARCHY_DATA"] = DataFolder;
        start.Environment["HIERARCHY_PORT"] = "0";
        start.Environment.Remove("HIERARCHY_DB");
        foreach (var (name, value) in Environment)
        {
            start.Environment[name] = value;
        }
        _output.Clear();
        var ready = _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);
        _process?.Dispose();
        _process = Process.Start(start)!;
        _process.OutputDataReceived += (_, line) => Read(line.Data, ready);
        _process.ErrorDataReceived += (_, line) => Read(line.Data, ready);
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    /// <summary>Waits until a line of the output contains the text, for <see cref="Patience"/> unless told otherwise.</summary>
    public async Task SaysAsync(string text, TimeSpan? patience = null)
    {
        var watch = Stopwatch.StartNew();
        while (!Output.Any(line => line.Contains(text, StringComparison.Ordinal)))
        {
            Assert.False(_process!.HasExited, $"ended without saying '{text}':\n{string.Join('\n', Output)}");
            Assert.True(watch.Elapsed < (patience ?? Patience), $"does not say '{text}':\n{string.Join('\n', Output)}");
            await Task.Delay(5);
        }
    }

    /// <summary>Waits for the end.</summary>
    /// <returns>The exit code.</returns>
    public async Task<int> EndAsync()
    {
        await _process!.WaitForExitAsync().WaitAsync(Patience);
        return _process.ExitCode;
    }

    /// <summary>Starts the process and waits for its end.</summary>
    /// <returns>The exit code.</returns>
    public Task<int> RunAsync(params string[] arguments)
    {
        Launch(arguments);
        return EndAsync();
    }

    /// <inheritdoc cref="RunAsync(string[])"/>
    public Task<int> RunAsync(ProcessStartInfo start)
    {
        Launch(start);
        return EndAsync();
    }

    /// <summary>Runs it and expects success; a failure shows its output.</summary>
    public async Task SucceedAsync(params string[] arguments) => Assert.True(await RunAsync(arguments) == 0, string.Join('\n', Output));

    /// <summary>Runs a program to its end, with separate output streams.</summary>
    public static async Task<(int Code, string Output, string Errors)> RunApartAsync(ProcessStartInfo start)
    {
        start.RedirectStandardOutput = start.RedirectStandardError = true;
        using var process = Process.Start(start)!;
        var (output, errors) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync().WaitAsync(2 * Patience);
        return (process.ExitCode, await output, await errors);
    }

    /// <summary>Checks that it did nothing and told why in one line.</summary>
    public static void CheckRefused(string says, (int Code, string Output, string Errors) run)
    {
        Assert.Equal((ExitCode.Configuration, ""), (run.Code, run.Output));
        Assert.StartsWith(says, Assert.Single(run.Errors.Split('\n', StringSplitOptions.RemoveEmptyEntries)), StringComparison.Ordinal);
    }

    /// <summary>Sends SIGTERM or another named signal, and waits for the end.</summary>
    public async Task<int> TerminateAsync(string signal = "TERM")
    {
        Signal(signal, ProcessId);
        return await EndAsync();
    }

    /// <summary>Kills the process and its PostgreSQL with SIGKILL, as a power failure would.</summary>
    public async Task KillAsync()
    {
        // PostgreSQL first: it shuts down in order when only its parent dies.
        Signal("KILL", [.. ClusterProcesses(), ProcessId]);
        await EndAsync();
        await ClusterIsQuietAsync();
    }

    /// <summary>Kills only the process with SIGKILL.</summary>
    public async Task KillAloneAsync()
    {
        Signal("KILL", ProcessId);
        await EndAsync();
    }

    /// <summary>The ids of all processes with a working folder in the data folder, which are PostgreSQL's.</summary>
    public int[] ClusterProcesses() => Processes(
        folder => new FileInfo(Path.Combine(folder, "cwd")).LinkTarget?.StartsWith(DataFolder, StringComparison.Ordinal) == true);

    /// <summary>The ids of all processes left by a start: with the data folder in their environment or as working folder.</summary>
    public int[] Remains() => [.. Processes(HasFolderInEnvironment).Union(ClusterProcesses())];

    /// <summary>Waits until no process works in the data folder.</summary>
    public async Task ClusterIsQuietAsync()
    {
        var watch = Stopwatch.StartNew();
        while (ClusterProcesses() is { Length: > 0 } left)
        {
            Assert.True(watch.Elapsed < Patience, $"still running: {string.Join(' ', left)}");
            await Task.Delay(10);
        }
    }

    public static void Signal(string signal, params int[] processes)
    {
        var ids = processes.Select(id => id.ToString(CultureInfo.InvariantCulture));
        using var kill = Process.Start(new ProcessStartInfo("kill", [$"-{signal}", .. ids]) { RedirectStandardError = true })!;
        kill.WaitForExit();
    }

    /// <summary>Stops it and its PostgreSQL, if running. Idempotent.</summary>
    public async Task StopAsync()
    {
        if (_process is { HasExited: false })
        {
            await TerminateAsync();
        }
        await ClusterIsQuietAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        _process?.Dispose();
        Directory.Delete(DataFolder, recursive: true);
    }

    private bool HasFolderInEnvironment(string folder) =>
        File.ReadAllText(Path.Combine(folder, "environ")).Contains(DataFolder, StringComparison.Ordinal);

    private static int[] Processes(Predicate<string> wanted)
    {
        var found = new List<int>();
        foreach (var folder in Directory.EnumerateDirectories("/proc"))
        {
            try
            {
                if (int.TryParse(Path.GetFileName(folder), NumberStyles.None, CultureInfo.InvariantCulture, out var id) && wanted(folder))
                {
                    found.Add(id);
                }
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                // The process has ended, or belongs to another user.
            }
        }
        return [.. found];
    }

    private void Read(string? line, TaskCompletionSource<Uri> ready)
    {
        if (line is null)
        {
            return;
        }
        _output.Enqueue(line);
        if (line.StartsWith("ready ", StringComparison.Ordinal))
        {
            ready.TrySetResult(new Uri(line["ready ".Length..]));
        }
    }
}
