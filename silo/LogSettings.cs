using Microsoft.Extensions.Logging.Console;

namespace Hierarchy.Silo;

/// <summary>How much the log says. It goes to the standard error, one line an entry, so that what a command answers can be
/// taken from the standard output.</summary>
internal sealed class LogSettings
{
    [Setting("LOG", "minimum log level, Trace to Critical or None, optionally by category: `Warning,Npgsql=Debug`", Unit = "levels")]
    public string Levels { get; init; } = nameof(LogLevel.Warning);

    public static LogSettings FromEnvironment(Func<string, string?> variable)
    {
        var settings = Settings.Read<LogSettings>(variable);
        _ = settings.Parse().Count();
        return settings;
    }

    public void Apply(ILoggingBuilder logging)
    {
        _ = logging.Services.Configure<ConsoleLoggerOptions>(console => console.LogToStandardErrorThreshold = LogLevel.Trace);
        logging.AddSimpleConsole(console => console.SingleLine = true)
            // What is right: a collector of garbage that suits a shared machine, and calls that fail and are told by whoever made them.
            .AddFilter("Orleans.BroadcastChannel", LogLevel.None)
            .AddFilter("Orleans.Runtime.Silo", LogLevel.Error)
            // Raises an alarm at each start, before it has looked at its own clock.
            .AddFilter("Orleans.Runtime.Watchdog", LogLevel.Error)
            // Writes down whole addresses, and with them what somebody asked.
            .AddFilter("Microsoft.AspNetCore.Hosting.Diagnostics", LogLevel.Warning)
            // Below that they write down what the provider sent, codes and tokens included.
            .AddFilter("Microsoft.AspNetCore.Authentication", LogLevel.Information)
            // Warns that the keys of cookies are kept as they are, which SECURITY.md says too.
            .AddFilter("Microsoft.AspNetCore.DataProtection.KeyManagement.XmlKeyManager", LogLevel.Error)
            // A start that fails is said in one line by whoever asked for it.
            .AddFilter("Microsoft.Extensions.Hosting.Internal.Host", LogLevel.Critical);
        foreach (var (category, level) in Parse())
        {
            _ = category.Length == 0 ? logging.SetMinimumLevel(level) : logging.AddFilter(category, level);
        }
    }

    /// <summary>The category is empty where the level is for all that have none of their own.</summary>
    private IEnumerable<(string Category, LogLevel Level)> Parse()
    {
        foreach (var part in Levels.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            var at = part.LastIndexOf('=');
            var name = part[(at + 1)..].Trim();
            yield return Enum.TryParse<LogLevel>(name, ignoreCase: true, out var level) && Enum.IsDefined(level) && !int.TryParse(name, out _)
                ? (at < 0 ? "" : part[..at].Trim(), level)
                : throw new StartupProblem(
                    $"HIERARCHY_LOG is '{Levels}': give a level ({string.Join(", ", Enum.GetNames<LogLevel>())}), optionally others for categories, such as "
                    + "Warning,Npgsql=Debug.",
                    ExitCode.Configuration);
        }
    }
}
