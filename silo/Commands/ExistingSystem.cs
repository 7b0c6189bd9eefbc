namespace Hierarchy.Silo.Commands;

/// <summary>The existing system that a command works on: a mistyped folder never becomes a new, empty one.</summary>
internal static class ExistingSystem
{
    /// <summary>Runs an operation on the system: asks the process that holds it or, if there is none, starts the system without its API and
    /// stops it again.</summary>
    /// <param name="operation">The operation's name, as known to a running process.</param>
    /// <param name="what">What is displayed in the meantime.</param>
    /// <param name="files">Files sent to a running process.</param>
    /// <param name="parameters">Parameters sent to a running process.</param>
    /// <returns>The exit code.</returns>
    public static async Task<int> OperateAsync(
        CommandScope scope, string operation, string what, IReadOnlyList<string> files, Func<IOperated, IProgress<double>, Task<int>> run,
        Parameters? parameters = null)
    {
        var settings = scope.ReadSettings();
        try
        {
            using var folder = Hold(settings);
            var plan = Serve.PlanOf(settings, folder, scope.Around, database => CheckAsync(database, settings, scope.Stop)) with { Data = null };
            var host = SystemHost.Build(plan, scope.Around);
            return await SystemHost.RunAsync(
                host, () => scope.Display.ShowAsync(what, share => run(new Operated(host.Services), share)), scope.Around);
        }
        catch (DataFolderInUse holder)
        {
            var (code, text) = await scope.Display.ShowAsync(
                what, share => RunningSystem.AskAsync(holder, settings.DataPath, operation, files, parameters, share, scope.Stop));
            scope.Display.Report(text);
            return code;
        }
    }

    /// <summary>Runs an operation that is answered with one line, printed alone on the output or, for a refusal, on the error stream.
    /// Creates the system if it does not exist: the first administrator is made before the first start.</summary>
    /// <returns>The exit code.</returns>
    public static async Task<int> AnswerAsync(
        CommandScope scope, string operation, (string Name, string? Value)[] parameters, Func<IOperated, Action<string>, Task<int>> run)
    {
        var settings = scope.ReadSettings();
        var said = new List<string>();
        int code;
        try
        {
            using var folder = DataFolder.Lock(settings.DataPath);
            var host = SystemHost.Build(Serve.PlanOf(settings, folder, scope.Around) with { Data = null }, scope.Around);
            code = await SystemHost.RunAsync(host, () => run(new Operated(host.Services), said.Add), scope.Around);
        }
        catch (DataFolderInUse holder)
        {
            (code, var text) = await RunningSystem.AskAsync(
                holder, settings.DataPath, operation, files: [], new Parameters(parameters), new Share(), scope.Stop);
            said.Add(text);
        }
        foreach (var line in said)
        {
            await (code == ExitCode.Ok ? Console.Out : Console.Error).WriteLineAsync(line);
        }
        return code;
    }

    /// <summary>Locks the folder of an existing system. Creates nothing.</summary>
    /// <returns>Null if another PostgreSQL holds the system and nobody has served it from this folder.</returns>
    /// <exception cref="DataFolderInUse">Another process holds the folder.</exception>
    /// <exception cref="StartupProblem">The folder contains no system.</exception>
    public static DataFolder? Hold(HostSettings settings)
    {
        var known = DataFolder.LockIfKnown(settings.DataPath);
        if (settings.Database is not null || known is not null && HasDatabase(settings))
        {
            return known;
        }
        known?.Dispose();
        return HasDatabase(settings) ? DataFolder.Lock(settings.DataPath) : throw Missing(settings);
    }

    /// <exception cref="StartupProblem">There is no system in the database.</exception>
    public static async Task CheckAsync(string connectionString, HostSettings settings, CancellationToken stop)
    {
        if (!await PostgresStore.HoldsSystemAsync(connectionString, stop))
        {
            throw Missing(settings);
        }
    }

    public static bool HasDatabase(HostSettings settings) => PostgresCluster.MajorIn(settings.DataPath) is not null;

    private static StartupProblem Missing(HostSettings settings) => new(
        settings.Database is { } other
            ? $"There is no system in the database {other.Name} (from HIERARCHY_DB): name the right database, or start a server there."
            : $"There is no system in {settings.DataPath} (HIERARCHY_DATA): name the right folder, or start a server there.",
        ExitCode.Configuration);
}
