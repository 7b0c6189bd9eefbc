namespace Hierarchy.Bench;

/// <summary>The program in its own process, on a temporary data folder.</summary>
internal sealed class Served : IAsyncDisposable
{
    private readonly Process _process;
    private readonly string _folder;

    private Served(Process process, string folder, Uri address) =>
        (_process, _folder, Address) = (process, folder, address);

    public Uri Address { get; }

    /// <summary>Its peak resident memory in megabytes.</summary>
    public long PeakMegabytes => long.Parse(
        File.ReadLines($"/proc/{_process.Id}/status").First(line => line.StartsWith("VmHWM:", StringComparison.Ordinal))
            .Split([' ', '\t'], StringSplitOptions.RemoveEmptyEntries)[1],
        CultureInfo.InvariantCulture) / 1024;

    /// <summary>Processor time of the program and its PostgreSQL so far, in steps of 10 ms.</summary>
    public TimeSpan ProcessorTime => TimeSpan.FromMilliseconds(10 * Directory.EnumerateDirectories("/proc").Sum(TicksOf));

    /// <summary>The built program of this repository.</summary>
    public static string Program { get; } =
        Path.GetFullPath(Path.Combine(AppContext.BaseDirectory, "../../../../../silo/bin/Release/net10.0/Hierarchy.Silo.dll"));

    public static Task<Served> StartAsync(string[] arguments, params (string Name, string Value)[] settings) =>
        StartAsync(Program, arguments, settings);

    /// <param name="program">The program, for instance that of another commit.</param>
    public static async Task<Served> StartAsync(string program, string[] arguments, params (string Name, string Value)[] settings)
    {
        if (!File.Exists(program))
        {
            throw new FileNotFoundException($"{program} is not there: dotnet build silo -c Release makes it.");
        }
        var folder = Directory.CreateTempSubdirectory("hierarchy-bench-").FullName;
        var start = new ProcessStartInfo("dotnet", [program, .. arguments]) { RedirectStandardOutput = true };
        start.Environment["HIERARCHY_DATA"] = folder;
        start.Environment["HIERARCHY_PORT"] = "0";
        foreach (var (name, value) in settings)
        {
            start.Environment[name] = value;
        }
        var process = Process.Start(start)!;
        while (await process.StandardOutput.ReadLineAsync() is { } line)
        {
            if (line.StartsWith("ready ", StringComparison.Ordinal))
            {
                _ = process.StandardOutput.ReadToEndAsync();
                return new Served(process, folder, new Uri(line["ready ".Length..]));
            }
        }
        throw new InvalidOperationException($"{program} ended before it was ready.");
    }

    /// <summary>The output of another command of the program on this system.</summary>
    public async Task<string> SaidAsync(params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", [Program, .. arguments]) { RedirectStandardOutput = true };
        start.Environment["HIERARCHY_DATA"] = _folder;
        using var command = Process.Start(start)!;
        var said = await command.StandardOutput.ReadToEndAsync();
        await command.WaitForExitAsync();
        return command.ExitCode == 0 ? said.Trim() : throw new InvalidOperationException($"{string.Join(' ', arguments)} ended with code {command.ExitCode}");
    }

    private long TicksOf(string folder)
    {
        try
        {
            var isOurs = int.TryParse(Path.GetFileName(folder), out var id)
                && (id == _process.Id || new FileInfo(Path.Combine(folder, "cwd")).LinkTarget?.StartsWith(_folder, StringComparison.Ordinal) == true);
            var stat = isOurs ? File.ReadAllText(Path.Combine(folder, "stat")) : "";
            // utime and stime, including those of ended children.
            return isOurs ? stat[(stat.LastIndexOf(')') + 2)..].Split(' ')[11..15].Sum(field => long.Parse(field, CultureInfo.InvariantCulture)) : 0;
        }
        catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
        {
            return 0;
        }
    }

    public async ValueTask DisposeAsync()
    {
        Process.Start("kill", [$"{_process.Id}"]).WaitForExit();
        await _process.WaitForExitAsync();
        _process.Dispose();
        Directory.Delete(_folder, recursive: true);
    }
}
