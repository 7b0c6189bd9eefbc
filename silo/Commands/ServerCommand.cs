using System.CommandLine;

namespace Hierarchy.Silo.Commands;

/// <summary>A command with all that its help tells.</summary>
internal sealed class ServerCommand : Command
{
    /// <param name="settings">Names of the settings that it reads, beside the file of settings and how much its log says.</param>
    public ServerCommand(string name, string description, params string[] settings) : base(name, description)
    {
        var known = Configured.Known.ToDictionary(setting => setting.Setting.Name);
        foreach (var setting in settings.Append("CONFIG").Append("LOG").Select(name => known[name]).Where(setting => !setting.Setting.IsSecret))
        {
            Add(new SettingOption(setting.Property, setting.Setting));
        }
        Variables = [.. settings.Select(name => known[name].Setting).Where(setting => setting.IsSecret)];
    }

    /// <summary>What it reads from the environment or the file and has no option for.</summary>
    public ImmutableArray<SettingAttribute> Variables { get; }

    /// <summary>Those of <see cref="ExitCode"/> that it can end with.</summary>
    public ImmutableArray<int> ExitCodes { get; init; } =
        [ExitCode.Ok, ExitCode.Fault, ExitCode.Configuration, ExitCode.DataFolder, ExitCode.Postgres];

    /// <summary>Its argument.</summary>
    public Argument Takes
    {
        init => Add(value);
    }

    /// <summary>A second one.</summary>
    public Argument TakesToo
    {
        init => Add(value);
    }

    /// <summary>Its options beside the settings.</summary>
    public ImmutableArray<Option> Can
    {
        init
        {
            foreach (var option in value)
            {
                Add(option);
            }
        }
    }

    /// <summary>Whether nothing but its answer goes to the output: steps go to the error stream.</summary>
    public bool AnswersAlone { get; init; }

    /// <summary>What it does.</summary>
    public Func<ParseResult, CommandScope, Task<int>> Run
    {
        init => SetAction((result, _) => CommandScope.RunAsync(SetBy(result), scope => value(result, scope), AnswersAlone));
    }

    private static Dictionary<string, string> SetBy(ParseResult result) => result.CommandResult.Children.OfType<System.CommandLine.Parsing.OptionResult>()
        .Where(option => option is { Implicit: false, Option: SettingOption })
        .ToDictionary(option => ((SettingOption)option.Option).Setting.Variable, option => option.GetValueOrDefault<string>()!);
}
