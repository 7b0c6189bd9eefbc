namespace Hierarchy.Silo.Commands;

/// <summary>What a running command has at its disposal.</summary>
internal sealed class CommandScope(Configured configured, Display display, Shutdown shutdown)
{
    /// <summary>The same, for the system that a command starts.</summary>
    public Surroundings Around { get; } = new(configured, display, TimeProvider.System, shutdown);

    public TimeProvider Time => Around.Time;

    public Display Display => display;

    /// <summary>Fires when the user interrupts the command.</summary>
    public CancellationToken Stop => shutdown.Requested;

    /// <exception cref="StartupProblem">A setting has a value that cannot be used.</exception>
    public HostSettings ReadSettings() => HostSettings.FromEnvironment(configured.Variable);

    /// <summary>Stops when the process that started this one ends, if so configured.</summary>
    public CommandScope FollowParent()
    {
        Parent.Follow(Settings.Read<PartSettings>(configured.Variable).Parent, shutdown, Time);
        return this;
    }

    /// <summary>Runs a command. Errors become one line on the error stream and an exit code; only a defect prints more.</summary>
    /// <param name="set">The values of its options, by name in the environment.</param>
    /// <param name="answersAlone">Whether progress goes to the error stream.</param>
    public static async Task<int> RunAsync(IReadOnlyDictionary<string, string> set, Func<CommandScope, Task<int>> run, bool answersAlone = false)
    {
        var display = answersAlone ? new Display(Console.Error, openTerminal: null, TimeProvider.System) : Display.OfConsole(TimeProvider.System);
        using var shutdown = new Shutdown();
        try
        {
            return await run(new CommandScope(Configured.Load(set), display, shutdown));
        }
        catch (StartupProblem problem)
        {
            await Console.Error.WriteLineAsync(problem.Message);
            return problem.ExitCode;
        }
        catch (StoreUnavailableException away)
        {
            await Console.Error.WriteLineAsync($"The database became unavailable: {away.Message}");
            return ExitCode.Postgres;
        }
        catch (OperationCanceledException) when (shutdown.Requested.IsCancellationRequested)
        {
            display.Report("stopped before the system was ready");
            return ExitCode.Ok;
        }
        catch (Exception defect)
        {
            await Console.Error.WriteLineAsync(defect.ToString());
            return ExitCode.Fault;
        }
    }
}
