using Hierarchy.Grains.Ports;
using Hierarchy.Hosting;
using Hierarchy.Silo;
using Hierarchy.Silo.Runtime;

// Whatever this process and its children write holds what belongs to nobody else, and much of it secrets.
PrivateFiles.BeginToWrite();
var progress = new ConsoleProgress();
using var shutdown = new Shutdown();
try
{
    var (command, set) = Configured.Split(args);
    var around = new Surroundings(Configured.Load(set), progress, TimeProvider.System, shutdown);
    return command switch
    {
        [] => await Serve.RunAsync(around),
        ["verify"] => await Serve.OperateAsync("verify", null, node => Operations.VerifyAsync(node, Console.WriteLine, shutdown.Requested), around),
        ["load", var file] =>
            await Serve.OperateAsync("load", file, node => Operations.LoadAsync(node, file, Console.WriteLine, shutdown.Requested), around),
        ["backup", var file] => Say(await BackupOf(around).WriteAsync(file)),
        ["restore", var file] => Say(await BackupOf(around).ReadAsync(file)),
        ["install-postgres"] => await InstallPostgresAsync(around),
        [("node" or "proxy" or "cluster" or "health"), ..] => await ClusterRoles.RunAsync(command, around),
        _ => throw new StartupProblem(
            $"'{string.Join(' ', command)}' is not a command: give none to serve, or verify, load FILE, backup FILE, restore FILE, install-postgres.",
            ExitCode.Configuration),
    };
}
catch (StartupProblem problem)
{
    Console.Error.WriteLine(problem.Message);
    return problem.ExitCode;
}
catch (StoreUnavailableException away)
{
    Console.Error.WriteLine($"The database went away: {away.Message}");
    return ExitCode.Postgres;
}
catch (OperationCanceledException) when (shutdown.Requested.IsCancellationRequested)
{
    progress.Report("stopped before it was ready");
    return ExitCode.Ok;
}
catch (Exception defect)
{
    Console.Error.WriteLine(defect);
    return ExitCode.Fault;
}

Backup BackupOf(Surroundings around) =>
    new(HostSettings.FromEnvironment(around.Configured.Variable), progress, around.Time, shutdown.Requested);

static int Say(string done)
{
    Console.WriteLine(done);
    return ExitCode.Ok;
}

async Task<int> InstallPostgresAsync(Surroundings around)
{
    var tools = HostSettings.FromEnvironment(around.Configured.Variable).ToolsPath;
    var programs = await PostgresInstallation.FindOrInstallAsync(tools, major: null, progress, shutdown.Requested);
    progress.Report($"PostgreSQL {programs.Version} in {programs.Folder}");
    return ExitCode.Ok;
}
