using System.Collections.Immutable;
using System.CommandLine;
using Hierarchy.Hosting;

namespace Hierarchy.Silo.Commands;

/// <summary>A command with all that its help tells.</summary>
internal sealed class ServerCommand : Command
{
    public ServerCommand(string name, string description, params Setting[] settings) : base(name, description)
    {
        foreach (var setting in settings.Where(setting => !setting.IsSecret))
        {
            Add(setting.ToOption());
        }
        Variables = [.. settings.Where(setting => setting.IsSecret)];
    }

    /// <summary>What it reads from the environment and has no option for.</summary>
    public ImmutableArray<Setting> Variables { get; }

    /// <summary>Those of <see cref="ExitCode"/> that it can end with.</summary>
    public ImmutableArray<int> ExitCodes { get; init; } =
        [ExitCode.Ok, ExitCode.Fault, ExitCode.Configuration, ExitCode.DataFolder, ExitCode.Postgres];

    /// <summary>Its argument.</summary>
    public Argument Takes
    {
        init => Add(value);
    }

    /// <summary>What it does.</summary>
    public Func<ParseResult, CommandScope, Task<int>> Run
    {
        init => SetAction((result, _) => CommandScope.RunAsync(scope => value(result, scope)));
    }
}
