namespace Hierarchy.Tests.System;

/// <summary>An external PostgreSQL as in docker/compose.yaml: TCP with passwords, and roles created by docker/postgres-init.sql.</summary>
internal sealed class PasswordPostgres : IAsyncDisposable
{
    private readonly string _folder;
    private readonly PostgresPrograms _programs;
    private readonly int _port = FreePort.Find();

    private PasswordPostgres(string folder, PostgresPrograms programs) => (_folder, _programs) = (folder, programs);

    /// <summary>The files of docker/compose.yaml: passwords and the nodes' settings.</summary>
    public string Secrets => Path.Combine(_folder, "secrets");

    private string Data => Path.Combine(_folder, "data");

    public static async Task<PasswordPostgres> StartAsync()
    {
        var tools = HostSettings.FromEnvironment(Environment.GetEnvironmentVariable).ToolsPath;
        var programs = await PostgresPrograms.FindAsync(tools, major: null, CancellationToken.None);
        Assert.SkipUnless(programs is not null, "PostgreSQL is not installed; ./test installs it.");
        Assert.SkipUnless(await CanRunAsync("psql"), "psql is not installed: Debian's postgresql-client has it, the npm package does not.");
        var server = new PasswordPostgres(Directory.CreateTempSubdirectory("hierarchy-passwords-").FullName, programs!);
        await server.MakeAsync();
        return server;
    }

    /// <summary>The connection string of a role.</summary>
    /// <param name="user">A role of the database.</param>
    /// <param name="file">The file of its password.</param>
    public string As(string user, string file) => new NpgsqlConnectionStringBuilder
    {
        Host = "127.0.0.1",
        Port = _port,
        Username = user,
        Database = "hierarchy",
        Password = File.ReadAllText(Path.Combine(Secrets, file)),
        Pooling = false,
    }.ConnectionString;

    /// <summary>Runs docker/postgres-init.sql with psql as superuser, as described in its header.</summary>
    /// <returns>The exit code and what was printed.</returns>
    public Task<(int Code, string Output)> MakeRolesAsync() => RunAsync(
        new ProcessStartInfo("psql", ["-X", "-h", "127.0.0.1", "-p", $"{_port}", "-U", "hierarchy", "-d", "postgres",
            "-f", Path.Combine(ScriptTests.Repository, "docker", "postgres-init.sql")])
        {
            Environment = { ["SECRETS"] = Secrets, ["PGPASSWORD"] = File.ReadAllText(Path.Combine(Secrets, "superuser-password")) },
        });

    public async ValueTask DisposeAsync()
    {
        if (File.Exists(Path.Combine(Data, "postmaster.pid")))
        {
            await RunAsync(AsPostgres("pg_ctl", "-D", Data, "-m", "immediate", "-w", "stop"));
        }
        Directory.Delete(_folder, recursive: true);
    }

    private static async Task<bool> CanRunAsync(string program)
    {
        try
        {
            return await RunAsync(new ProcessStartInfo(program, ["--version"])) is (0, _);
        }
        catch (global::System.ComponentModel.Win32Exception)
        {
            return false;
        }
    }

    private async Task MakeAsync()
    {
        Directory.CreateDirectory(Secrets);
        foreach (var role in (string[])["superuser", "owner", "server"])
        {
            await File.WriteAllTextAsync(Path.Combine(Secrets, role + "-password"), RandomNumberGenerator.GetHexString(48));
        }
        File.SetUnixFileMode(_folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute | UnixFileMode.OtherExecute);
        Directory.CreateDirectory(Data, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        if (Environment.IsPrivilegedProcess)
        {
            Assert.Equal(0, (await RunAsync(new ProcessStartInfo("chown", ["postgres", Data]))).Code);
        }
        await DoneAsync(AsPostgres("initdb", "-D", Data, "-U", "hierarchy", "--pwfile", Path.Combine(Secrets, "superuser-password"),
            "-A", "scram-sha-256", "-E", "UTF8", "--no-sync"));
        await DoneAsync(AsPostgres("pg_ctl", "-D", Data, "-w", "-l", Path.Combine(Data, "log"), "-o",
            string.Create(CultureInfo.InvariantCulture, $"-p {_port} -c listen_addresses=127.0.0.1 -c unix_socket_directories='' -c fsync=off"), "start"));
    }

    // PostgreSQL refuses to run as root.
    private ProcessStartInfo AsPostgres(string program, params string[] arguments)
    {
        var tool = Path.Combine(_programs.Folder, program);
        var start = Environment.IsPrivilegedProcess
            ? new ProcessStartInfo("setpriv", ["--reuid", "postgres", "--regid", "postgres", "--clear-groups", tool, .. arguments])
            : new ProcessStartInfo(tool, arguments);
        start.WorkingDirectory = "/";
        return start;
    }

    private static async Task DoneAsync(ProcessStartInfo start)
    {
        var (code, output) = await RunAsync(start);
        Assert.True(code == 0, output);
    }

    // Into a file: the server that stays inherits the output of its starter.
    private static async Task<(int Code, string Output)> RunAsync(ProcessStartInfo start)
    {
        var file = Path.GetTempFileName();
        try
        {
            var shell = new ProcessStartInfo("sh", ["-c", "out=$1; shift; exec \"$@\" >\"$out\" 2>&1 </dev/null", "sh", file, start.FileName, .. start.ArgumentList])
            {
                WorkingDirectory = start.WorkingDirectory,
            };
            foreach (var (name, value) in start.Environment)
            {
                shell.Environment[name] = value;
            }
            using var process = Process.Start(shell)!;
            await process.WaitForExitAsync().WaitAsync(HierarchyProcess.Patience);
            return (process.ExitCode, await File.ReadAllTextAsync(file));
        }
        finally
        {
            File.Delete(file);
        }
    }
}
