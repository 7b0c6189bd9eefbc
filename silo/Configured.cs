using System.Reflection;
using Microsoft.Extensions.Configuration;

namespace Hierarchy.Silo;

/// <summary>The operator's settings: from the command line, else the environment, else the settings file.</summary>
internal sealed class Configured
{
    /// <summary>Name of the settings file in the data folder.</summary>
    private const string FileName = "hierarchy.json";

    /// <summary>OpenTelemetry's exporters use the same variables in all programs.</summary>
    private const string TelemetryPrefix = "OTEL_";

    /// <summary>All classes of settings.</summary>
    public static readonly ImmutableArray<Type> Classes =
        [
            typeof(HostSettings), typeof(DoorSettings), typeof(ReverseProxies), typeof(SignInSettings), typeof(LogSettings), typeof(ClusterSettings),
            typeof(PartSettings),
        ];

    private Configured(IConfigurationRoot root, IReadOnlyDictionary<string, string> commandLine) => (Root, CommandLine) = (root, commandLine);

    public static IEnumerable<(PropertyInfo Property, SettingAttribute Setting)> Known => Classes.SelectMany(Settings.Of);

    /// <summary>All settings, for libraries that read theirs directly.</summary>
    public IConfigurationRoot Root { get; }

    /// <summary>Settings given on the command line, by name in the environment, to be passed on to child processes.</summary>
    public IReadOnlyDictionary<string, string> CommandLine { get; }

    /// <exception cref="StartupProblem">The settings file cannot be used.</exception>
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
        // An empty variable counts as unset.
        var given = Environment.GetEnvironmentVariables().Keys.Cast<string>()
            .Where(name => name.StartsWith(SettingAttribute.Prefix, StringComparison.Ordinal) || name.StartsWith(TelemetryPrefix, StringComparison.Ordinal))
            .Where(name => !string.IsNullOrWhiteSpace(Environment.GetEnvironmentVariable(name)))
            .Select(name => KeyValuePair.Create(name, Environment.GetEnvironmentVariable(name)));
        builder.AddInMemoryCollection(given.Select(variable => KeyValuePair.Create(KeyOf(variable.Key), variable.Value)))
            .AddInMemoryCollection(commandLine.Select(set => KeyValuePair.Create(KeyOf(set.Key), (string?)set.Value)));
        return new Configured(builder.Build(), commandLine);
    }

    /// <summary>The value of a setting, by its name in the environment; lists in the file are joined by commas. Any other name is read from
    /// the environment.</summary>
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
