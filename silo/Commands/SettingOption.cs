using System.CommandLine;
using System.Reflection;

namespace Hierarchy.Silo.Commands;

/// <summary>A setting as an option of a command.</summary>
internal sealed class SettingOption : Option<string>
{
    public SettingOption(PropertyInfo property, SettingAttribute setting) : base(setting.Option)
    {
        Setting = setting;
        HelpName = setting.Unit.Split(' ')[^1].ToUpperInvariant();
        Description = $"{Sentence.Begin(setting.Meaning)}; without it {Settings.DefaultOf(property, setting).Replace("`", "", StringComparison.Ordinal)}. "
            + $"Variable: {setting.Variable}";
    }

    public SettingAttribute Setting { get; }
}
