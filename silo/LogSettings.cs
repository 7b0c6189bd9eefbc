using Microsoft.Extensions.Logging.Console;

namespace Hierarchy.Silo;

/// <summary>The verbosity of the log. It goes to the standard error, one line per entry, so that the standard output contains only a
/// command's answer.</summary>
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
            // These warn about intended behaviour: a garbage collector chosen for shared machines, and failed deliveries that the sender
            // handles.
            .AddFilter("Orleans.BroadcastChannel", LogLevel.None)
            .AddFilter("Orleans.Runtime.Silo", LogLevel.Error)
            // Raises a false alarm at each start, before it has read its own clock.
            .AddFilter("Orleans.Runtime.Watchdog", LogLevel.Error)
            // Logs whole addresses, including the text of queries.
            .AddFilter("Microsoft.AspNetCore.Hosting.Diagnostics", LogLevel.Warning)
            // Lower levels log what the provider sent, including codes and tokens.
            .AddFilter("Microsoft.AspNetCore.Authentication", LogLevel.Information)
            // Warns that the keys of cookies are stored unencrypted, which SECURITY.md also says.
            .AddFilter("Microsoft.AspNetCore.DataProtection.KeyManagement.XmlKeyManager", LogLevel.Error)
            // The caller reports a failed start in one line.
            .AddFilter("Microsoft.Extensions.Hosting.Internal.Host", LogLevel.Critical);
        foreach (var (category, level) in Parse())
        {
            _ = category.Length == 0 ? logging.SetMinimumLevel(level) : logging.AddFilter(category, level);
        }
    }

    /// <summary>The levels; the category is empty for the default level.</summary>
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
