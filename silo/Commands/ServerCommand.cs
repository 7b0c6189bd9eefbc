using System.CommandLine;

namespace Hierarchy.Silo.Commands;

/// <summary>A command, with everything that its help shows.</summary>
internal sealed class ServerCommand : Command
{
    /// <param name="settings">Names of the settings that it reads, besides the settings file and the log level.</param>
    public ServerCommand(string name, string description, params string[] settings) : base(name, description)
    {
        var known = Configured.Known.ToDictionary(setting => setting.Setting.Name);
        foreach (var setting in settings.Append("CONFIG").Append("LOG").Select(name => known[name]).Where(setting => !setting.Setting.IsSecret))
        {
            Add(new SettingOption(setting.Property, setting.Setting));
        }
        Variables = [.. settings.Select(name => known[name].Setting).Where(setting => setting.IsSecret)];
    }

    /// <summary>Settings that it reads from the environment or the file but that have no option.</summary>
    public ImmutableArray<SettingAttribute> Variables { get; }

    /// <summary>The values of <see cref="ExitCode"/> that it can return.</summary>
    public ImmutableArray<int> ExitCodes { get; init; } =
        [ExitCode.Ok, ExitCode.Fault, ExitCode.Configuration, ExitCode.DataFolder, ExitCode.Postgres];

    /// <summary>The command's argument.</summary>
    public Argument Takes
    {
        init => Add(value);
    }

    /// <summary>A second argument.</summary>
    public Argument TakesToo
    {
        init => Add(value);
    }

    /// <summary>The command's options besides its settings.</summary>
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

    /// <summary>Whether only its answer goes to the output, and progress to the error stream.</summary>
    public bool AnswersAlone { get; init; }

    /// <summary>The action of the command.</summary>
    public Func<ParseResult, CommandScope, Task<int>> Run
    {
        init => SetAction((result, _) => CommandScope.RunAsync(SetBy(result), scope => value(result, scope), AnswersAlone));
    }

    private static Dictionary<string, string> SetBy(ParseResult result) => result.CommandResult.Children.OfType<System.CommandLine.Parsing.OptionResult>()
        .Where(option => option is { Implicit: false, Option: SettingOption })
        .ToDictionary(option => ((SettingOption)option.Option).Setting.Variable, option => option.GetValueOrDefault<string>()!);
}
