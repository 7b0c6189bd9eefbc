namespace Hierarchy.Hosting;

/// <summary>Settings of ports, folders and the database.</summary>
public sealed class HostSettings
{
    [Setting("PORT", "HTTP; 0: any free port", Unit = "port", Max = ushort.MaxValue)]
    public int Port { get; init; } = 8080;

    /// <summary>Without TLS a connection does not tell its HTTP version, so HTTP/2 needs its own port.</summary>
    [Setting("HTTP2_PORT", "a second port on 127.0.0.1, only for HTTP/2 without TLS; 0: any free port", Unit = "port",
        Max = ushort.MaxValue, Usual = "none")]
    public int? Http2Port { get; init; }

    [Setting("CONFIG", "a file of settings", Unit = "file", Usual = "`hierarchy.json` in the data folder, where there is one")]
    public string? Config { get; init; }

    [Setting("DATA", "the data folder; it need not exist yet", Unit = "folder", Usual = "`.data`")]
    public string Data { get; init; } = ".data";

    [Setting("DB", "another PostgreSQL instead of the private one: an address or a connection string", Usual = "none", IsSecret = true)]
    public string? Db { get; init; }

    [Setting("DB_FILE", "a file that holds the value of HIERARCHY_DB", Unit = "file", Usual = "none")]
    public string? DbFile { get; init; }

    [Setting("DB_OWNER", "the same database as the owner of its tables, for schema changes; the user of HIERARCHY_DB then needs to own nothing", Usual = "HIERARCHY_DB",
        IsSecret = true)]
    public string? DbOwner { get; init; }

    [Setting("DB_OWNER_FILE", "a file that holds the value of HIERARCHY_DB_OWNER", Unit = "file", Usual = "none")]
    public string? DbOwnerFile { get; init; }

    [Setting("TOOLS", "folder for PostgreSQL's programs when installed from npm", Unit = "folder", Usual = "`/var/cache/hierarchy` (root), `~/.cache/hierarchy`")]
    public string? Tools { get; init; }

    [Setting("WEB", "the built dashboard; it need not exist", Unit = "folder", Usual = "`web/dist` with `./run`")]
    public string? Web { get; init; }

    /// <summary>Absolute path of the data folder.</summary>
    public string DataPath => Path.GetFullPath(Data);

    /// <summary>Absolute path of the folder that holds the built dashboard.</summary>
    public string WebPath => Web is null ? Path.Combine(AppContext.BaseDirectory, "web") : Path.GetFullPath(Web);

    /// <summary>Absolute path of the folder that keeps PostgreSQL's programs.</summary>
    public string ToolsPath { get; private set; } = "";

    /// <summary>An external PostgreSQL; null for the private one below the data folder.</summary>
    public DatabaseAddress? Database { get; private set; }

    /// <summary>The same database with the role that owns the tables; null if that is the same role.</summary>
    public DatabaseAddress? DatabaseOwner { get; private set; }

    /// <param name="variable">Returns the value of a setting by its name in the environment.</param>
    /// <exception cref="StartupProblem">A setting has a value that cannot be used.</exception>
    public static HostSettings FromEnvironment(Func<string, string?> variable)
    {
        var settings = Settings.Read<HostSettings>(variable);
        settings.ToolsPath = settings.Tools is { } given ? Path.GetFullPath(given) : ToolsFolder(variable, settings.DataPath);
        settings.Database = (settings.Db ?? Settings.ReadFile(settings.DbFile, "DB_FILE")) is { } address ? DatabaseAddress.Parse(address) : null;
        settings.DatabaseOwner = (settings.DbOwner ?? Settings.ReadFile(settings.DbOwnerFile, "DB_OWNER_FILE")) is { } owner ? DatabaseAddress.Parse(owner) : null;
        return settings;
    }

    /// <summary>Shared by all data folders of a user, since it contains only programs.</summary>
    private static string ToolsFolder(Func<string, string?> variable, string data)
    {
        if (Environment.IsPrivilegedProcess)
        {
            // Not below root's home: the user that runs PostgreSQL for root must be able to reach it.
            return "/var/cache/hierarchy";
        }
        var cache = Settings.Given(variable, "XDG_CACHE_HOME")
            ?? (Settings.Given(variable, "HOME") is { } home ? Path.Combine(home, ".cache") : null);
        if (cache is not null)
        {
            try
            {
                return Directory.CreateDirectory(Path.Combine(Path.GetFullPath(cache), "hierarchy")).FullName;
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                // The user has no home, as in many containers.
            }
        }
        return Path.Combine(data, "tools");
    }
}
