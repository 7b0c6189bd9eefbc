using System.Globalization;

namespace Hierarchy.Hosting;

/// <summary>What the environment says about where to serve and where to keep data.</summary>
/// <param name="Port">TCP port on 127.0.0.1, 0 to 65535; 0 lets the system choose a free one.</param>
/// <param name="DataPath">Absolute path of the data folder; it need not exist yet.</param>
/// <param name="Database">Another PostgreSQL to use, or null for the private one below the data folder.</param>
/// <param name="ToolsPath">Absolute path of the folder that keeps PostgreSQL's programs when they come from npm.</param>
/// <param name="WebPath">Absolute path of the folder that holds the built dashboard; it need not exist.</param>
public sealed record HostSettings(int Port, string DataPath, DatabaseAddress? Database, string ToolsPath, string WebPath)
{
    public const int PortDefault = 8080;
    public const string DataDefault = ".data";

    /// <summary>
    /// A second port on 127.0.0.1, for HTTP/2 without TLS, which cannot share one with HTTP/1.1 and WebSockets; 0 for any free one, null
    /// for none.
    /// </summary>
    public int? Http2Port { get; init; }

    /// <exception cref="StartupProblem">A variable has a value that cannot be used.</exception>
    public static HostSettings FromEnvironment(Func<string, string?> variable)
    {
        var data = Path.GetFullPath(Given(variable, "HIERARCHY_DATA") ?? DataDefault);
        var database = Given(variable, "HIERARCHY_DB") is { } address ? DatabaseAddress.Parse(address) : null;
        var port = ParsePort(variable, "HIERARCHY_PORT") ?? PortDefault;
        return new HostSettings(port, data, database, ToolsFolder(variable, data), WebFolder(variable))
        {
            Http2Port = ParsePort(variable, "HIERARCHY_HTTP2_PORT"),
        };
    }

    private static int? ParsePort(Func<string, string?> variable, string name)
    {
        if (Given(variable, name) is not { } text)
        {
            return null;
        }
        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var port) && port <= ushort.MaxValue)
        {
            return port;
        }
        throw new StartupProblem($"{name} is '{text}': give a port from 0 to 65535 (0: any free one).", ExitCode.Configuration);
    }

    private static string WebFolder(Func<string, string?> variable) =>
        Given(variable, "HIERARCHY_WEB") is { } given ? Path.GetFullPath(given) : Path.Combine(AppContext.BaseDirectory, "web");

    /// <summary>Shared by all data folders of a user, since it only holds programs.</summary>
    private static string ToolsFolder(Func<string, string?> variable, string data)
    {
        if (Given(variable, "HIERARCHY_TOOLS") is { } given)
        {
            return Path.GetFullPath(given);
        }
        if (Environment.IsPrivilegedProcess)
        {
            // Not below root's home: the user that runs PostgreSQL for root must reach it.
            return "/var/cache/hierarchy";
        }
        var cache = Given(variable, "XDG_CACHE_HOME") ?? (Given(variable, "HOME") is { } home ? Path.Combine(home, ".cache") : null);
        if (cache is not null)
        {
            try
            {
                return Directory.CreateDirectory(Path.Combine(Path.GetFullPath(cache), "hierarchy")).FullName;
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                // A user without a home of its own, as in many containers.
            }
        }
        return Path.Combine(data, "tools");
    }

    private static string? Given(Func<string, string?> variable, string name) =>
        variable(name) is { } value && !string.IsNullOrWhiteSpace(value) ? value.Trim() : null;
}
