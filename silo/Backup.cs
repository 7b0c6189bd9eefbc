namespace Hierarchy.Silo;

/// <summary>Backs up the whole system into one file, and restores it. Both return one line on success and throw a
/// <see cref="StartupProblem"/> otherwise.</summary>
internal sealed class Backup(CommandScope scope)
{
    private const string Unfinished = ".unfinished";
    private const string Ledger = "migrations";

    private readonly HostSettings _settings = scope.ReadSettings();

    /// <summary>Writes the file, whether the system runs or not. The file appears once it is complete, and replaces one of the same
    /// name.</summary>
    public async Task<string> WriteAsync(string file)
    {
        var target = Path.GetFullPath(file);
        if (!Directory.Exists(Path.GetDirectoryName(target)))
        {
            throw new StartupProblem($"There is no folder {Path.GetDirectoryName(target)}.", ExitCode.Configuration);
        }
        if (_settings.Database is { } other)
        {
            await other.CheckAsync(scope.Stop);
            return await DumpAsync((_settings.DatabaseOwner ?? other).ConnectionString, target);
        }
        try
        {
            using var folder = ExistingSystem.Hold(_settings);
            await using var database = await HostedDatabase.OpenAsync(_settings, folder, scope.Display, scope.Time, scope.Stop);
            return await DumpAsync(database.OwnerConnectionString, target);
        }
        catch (DataFolderInUse)
        {
            if (!ExistingSystem.HasDatabase(_settings))
            {
                throw RunningSystem.Starting();
            }
            using var socket = new PostgresSocket(PostgresCluster.FolderIn(Path.GetFullPath(_settings.DataPath)));
            return await DumpAsync(socket.As(PostgresRoles.Owner), target);
        }
    }

    /// <summary>Restores a file of <see cref="WriteAsync"/> into an empty database, all or nothing.</summary>
    /// <exception cref="DataFolderInUse">Another process uses the data folder.</exception>
    public async Task<string> ReadAsync(string file)
    {
        if (!File.Exists(file))
        {
            throw new StartupProblem($"There is no file {file}.", ExitCode.Configuration);
        }
        using var folder = DataFolder.Lock(_settings.DataPath);
        await using var database = await HostedDatabase.OpenAsync(_settings, folder, scope.Display, scope.Time, scope.Stop);
        if (!await PostgresStore.IsEmptyAsync(database.OwnerConnectionString, scope.Stop))
        {
            throw new StartupProblem(
                _settings.Database is { } other
                    ? $"The database {other.Name} is not empty: restore into an empty one."
                    : $"There is data in {_settings.DataPath} already: restore into another folder (HIERARCHY_DATA), or move that one away.",
                ExitCode.Configuration);
        }
        var client = await ClientAsync(database.OwnerConnectionString);
        var version = await client.HighestAsync(file, Ledger, scope.Stop)
            ?? throw new StartupProblem($"{file} is not a backup of this system, or it is damaged.", ExitCode.Configuration);
        if (version > PostgresStore.SchemaVersion)
        {
            throw new StartupProblem(
                $"{file} was written by a newer program (schema {version}; this one knows {PostgresStore.SchemaVersion}): use that.",
                ExitCode.Configuration);
        }
        if (await client.StrangeAsync(file, PostgresStore.Functions, scope.Stop) is { } strange)
        {
            throw new StartupProblem($"{file} contains something that no backup of this system contains: {strange}.", ExitCode.Configuration);
        }
        scope.Display.Report($"restoring {file}");
        await ShowAsync($"restoring {Path.GetFileName(file)}", client.RestoreAsync(file, scope.Stop));
        return $"restored {file}; './run verify' recounts it";
    }

    private async Task<string> DumpAsync(string connectionString, string target)
    {
        await ExistingSystem.CheckAsync(connectionString, _settings, scope.Stop);
        var client = await ClientAsync(connectionString);
        var unfinished = target + Unfinished;
        try
        {
            // Created with restricted rights before any data is written.
            File.Delete(unfinished);
            PrivateFiles.Open(unfinished, FileMode.CreateNew, FileAccess.Write).Dispose();
            await ShowAsync($"writing {Path.GetFileName(target)}", client.DumpAsync(unfinished, PostgresStore.Ephemeral, scope.Stop));
            await using (var written = new FileStream(unfinished, FileMode.Open, FileAccess.ReadWrite))
            {
                written.Flush(flushToDisk: true);
            }
            File.Move(unfinished, target, overwrite: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new StartupProblem($"{target} cannot be written: {e.Message}", ExitCode.Configuration, e);
        }
        finally
        {
            File.Delete(unfinished);
        }
        return $"wrote {target}, {new FileInfo(target).Length:N0} bytes";
    }

    // pg_dump and pg_restore report no progress.
    private Task ShowAsync(string what, Task work) => scope.Display.ShowAsync(what, async _ =>
    {
        await work;
        return true;
    });

    private async Task<PostgresClient> ClientAsync(string connectionString)
    {
        try
        {
            var major = await PostgresStore.ServerMajorAsync(connectionString, scope.Stop);
            return await PostgresClient.FindAsync(connectionString, major, _settings.ToolsPath, scope.Stop);
        }
        catch (Grains.Ports.StoreUnavailableException away)
        {
            throw new StartupProblem($"The database does not answer: {away.Message}", ExitCode.Postgres, away);
        }
    }
}
