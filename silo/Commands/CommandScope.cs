using Hierarchy.Api.Access;
using Hierarchy.Grains.Ports;
using Hierarchy.Hosting;

namespace Hierarchy.Silo.Commands;

/// <summary>What a command works with while it runs.</summary>
internal sealed class CommandScope : IDisposable
{
    private CommandScope() => Display = Display.OfConsole(Time);

    public TimeProvider Time { get; } = TimeProvider.System;

    public Display Display { get; }

    /// <summary>How its user ends it.</summary>
    public Shutdown Shutdown { get; } = new();

    public CancellationToken Stop => Shutdown.Requested;

    /// <summary>The environment, with what the options say.</summary>
    public Func<string, string?> Variable { get; } = Environment.GetEnvironmentVariable;

    /// <exception cref="StartupProblem">A variable has a value that cannot be used.</exception>
    public HostSettings ReadSettings() => HostSettings.FromEnvironment(Variable);

    /// <exception cref="StartupProblem">The file of tokens cannot be used.</exception>
    public Tokens? ReadTokens()
    {
        try
        {
            return Tokens.FromEnvironment(Variable);
        }
        catch (TokensFileException wrong)
        {
            throw new StartupProblem(wrong.Message, ExitCode.Configuration, wrong);
        }
    }

    /// <summary>Runs a command. What goes wrong becomes one line on the error stream and an exit code; only a defect says more.</summary>
    public static async Task<int> RunAsync(Func<CommandScope, Task<int>> run)
    {
        using var scope = new CommandScope();
        try
        {
            return await run(scope);
        }
        catch (StartupProblem problem)
        {
            await Console.Error.WriteLineAsync(problem.Message);
            return problem.ExitCode;
        }
        catch (StoreUnavailableException away)
        {
            await Console.Error.WriteLineAsync($"The database went away: {away.Message}");
            return ExitCode.Postgres;
        }
        catch (OperationCanceledException) when (scope.Stop.IsCancellationRequested)
        {
            scope.Display.Report("stopped before it was ready");
            return ExitCode.Ok;
        }
        catch (Exception defect)
        {
            await Console.Error.WriteLineAsync(defect.ToString());
            return ExitCode.Fault;
        }
    }

    public void Dispose() => Shutdown.Dispose();
}
