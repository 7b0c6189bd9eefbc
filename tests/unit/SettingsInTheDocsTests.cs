using System.Runtime.Versioning;
using Hierarchy.Hosting;
using Hierarchy.Silo;

namespace Hierarchy.UnitTests;

/// <summary>docs/OPERATING.md lists the settings that the program has, each with its unit, range, default and meaning.</summary>
[SupportedOSPlatform("linux")]
public sealed partial class SettingsInTheDocsTests
{
    private static readonly string Page = File.ReadAllText(Path.Combine(Repository.Root, "docs/OPERATING.md"));

    public static TheoryData<string, string, string> Rows { get; } = new(Configured.Known.Select(known => (
        known.Setting.Variable,
        $"| `{known.Setting.Variable}` | {known.Setting.Unit} | {RangeOf(known.Setting)} | {Settings.DefaultOf(known.Property, known.Setting)} |",
        known.Setting.Meaning)));

    [Theory]
    [MemberData(nameof(Rows))]
    public void A_setting_is_told_as_it_is(string variable, string begins, string meaning)
    {
        var row = Assert.Single(Page.Split('\n'), line => line.StartsWith($"| `{variable}` |", StringComparison.Ordinal));

        Assert.StartsWith(begins, row, StringComparison.Ordinal);
        Assert.EndsWith($" · {meaning} |", row, StringComparison.Ordinal);
    }

    [Fact]
    public void No_other_setting_is_told() => Assert.Equal(
        Configured.Known.Select(known => known.Setting.Variable).Order(StringComparer.Ordinal),
        Row().Matches(Page).Select(row => row.Groups[1].Value).Order(StringComparer.Ordinal));

    private static string RangeOf(SettingAttribute setting) => setting.Max == 0
        ? ""
        : string.Create(CultureInfo.InvariantCulture, $"{setting.Min} to {setting.Max}");

    [GeneratedRegex(@"^\| `(HIERARCHY_\w+)` \|", RegexOptions.Multiline)]
    private static partial Regex Row();
}
