using System.Reflection;
using Microsoft.Extensions.Configuration;

namespace Hierarchy.Silo;

/// <summary>What the operator has set: on the command line, else in the environment, else in a file.</summary>
internal sealed class Configured
{
    /// <summary>Of the file in the data folder.</summary>
    private const string FileName = "hierarchy.json";

    /// <summary>The exporters of OpenTelemetry have names of their own, the same in all programs.</summary>
    private const string TelemetryPrefix = "OTEL_";

    /// <summary>All classes of settings.</summary>
    public static readonly ImmutableArray<Type> Classes =
        [
            typeof(HostSettings), typeof(DoorSettings), typeof(ReverseProxies), typeof(SignInSettings), typeof(LogSettings), typeof(ClusterSettings),
            typeof(PartSettings),
        ];

    private Configured(IConfigurationRoot root, IReadOnlyDictionary<string, string> commandLine) => (Root, CommandLine) = (root, commandLine);

    public static IEnumerable<(PropertyInfo Property, SettingAttribute Setting)> Known => Classes.SelectMany(Settings.Of);

    /// <summary>All of it, for what reads its settings itself.</summary>
    public IConfigurationRoot Root { get; }

    /// <summary>What the command line sets, by its name in the environment, for processes that this one starts.</summary>
    public IReadOnlyDictionary<string, string> CommandLine { get; }

    /// <exception cref="StartupProblem">The file cannot be used.</exception>
    public static Configured Load(IReadOnlyDictionary<string, string> commandLine)
    {
        string? Early(string name) => commandLine.GetValueOrDefault(name) ?? Environment.GetEnvironmentVariable(name);
        var early = Settings.Read<HostSettings>(Early);
        var builder = new ConfigurationBuilder();
        var file = Path.GetFullPath(early.Config ?? Path.Combine(early.DataPath, FileName));
        if (early.Config is not null || File.Exists(file))
        {
            builder.AddConfiguration(Read(file));
        }
        // An empty variable says as little as none.
        var given = Environment.GetEnvironmentVariables().Keys.Cast<string>()
            .Where(name => name.StartsWith(SettingAttribute.Prefix, StringComparison.Ordinal) || name.StartsWith(TelemetryPrefix, StringComparison.Ordinal))
            .Where(name => !string.IsNullOrWhiteSpace(Environment.GetEnvironmentVariable(name)))
            .Select(name => KeyValuePair.Create(name, Environment.GetEnvironmentVariable(name)));
        builder.AddInMemoryCollection(given.Select(variable => KeyValuePair.Create(KeyOf(variable.Key), variable.Value)))
            .AddInMemoryCollection(commandLine.Select(set => KeyValuePair.Create(KeyOf(set.Key), (string?)set.Value)));
        return new Configured(builder.Build(), commandLine);
    }

    /// <summary>The value of a setting, by its name in the environment; of a list in the file, with commas between. Any other name is one
    /// of the environment itself.</summary>
    public string? Variable(string name)
    {
        if (!name.StartsWith(SettingAttribute.Prefix, StringComparison.Ordinal))
        {
            return Environment.GetEnvironmentVariable(name);
        }
        var section = Root.GetSection(KeyOf(name));
        return section.Value ?? (section.GetChildren().Any() ? string.Join(',', section.GetChildren().Select(item => item.Value)) : null);
    }

    private static string KeyOf(string variable) =>
        variable.StartsWith(SettingAttribute.Prefix, StringComparison.Ordinal) ? variable[SettingAttribute.Prefix.Length..] : variable;

    private static bool IsKnown(string name) =>
        Known.Any(known => known.Setting.Name.Equals(name, StringComparison.OrdinalIgnoreCase));

    private static IConfiguration Read(string file)
    {
        IConfiguration read;
        try
        {
            using var stream = File.OpenRead(file);
            read = new ConfigurationBuilder().AddJsonStream(stream).Build();
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new StartupProblem($"The settings in {file} cannot be read: {fault.Message}", ExitCode.Configuration, fault);
        }
        catch (Exception fault) when (fault is FormatException or InvalidDataException or System.Text.Json.JsonException)
        {
            throw new StartupProblem($"{file} is no JSON: {fault.Message}", ExitCode.Configuration, fault);
        }
        return read.GetChildren().FirstOrDefault(
            section => !IsKnown(section.Key) && !section.Key.StartsWith(TelemetryPrefix, StringComparison.OrdinalIgnoreCase)) is { } unknown
            ? throw new StartupProblem(
                $"{file} holds '{unknown.Key}', which is not a setting: docs/OPERATING.md lists them, for instance \"port\": 8080.", ExitCode.Configuration)
            : read;
    }
}
