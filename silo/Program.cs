using Hierarchy.Api.Access;
using Hierarchy.Api.Changes;
using Hierarchy.Api.Dashboard;
using Hierarchy.Grains.Ports;
using Hierarchy.Hosting;
using Hierarchy.Silo;
using Hierarchy.Silo.Runtime;
using Hierarchy.Store;

// Whatever this process and its children write holds what belongs to nobody else, and much of it secrets.
PrivateFiles.BeginToWrite();
var progress = new ConsoleProgress();
var time = TimeProvider.System;
using var shutdown = new Shutdown();
try
{
    return args switch
    {
        [] => await ServeAsync(),
        ["verify"] => await OperateAsync("verify", null, node => Operations.VerifyAsync(node, Console.WriteLine, shutdown.Requested)),
        ["load", var file] => await OperateAsync("load", file, node => Operations.LoadAsync(node, file, Console.WriteLine, shutdown.Requested)),
        ["backup", var file] => Say(await BackupOf().WriteAsync(file)),
        ["restore", var file] => Say(await BackupOf().ReadAsync(file)),
        ["install-postgres"] => await InstallPostgresAsync(),
        [("node" or "proxy" or "cluster" or "health"), ..] => await ClusterRoles.RunAsync(args, ReadTokens, progress, time, shutdown),
        _ => throw new StartupProblem(
            $"'{string.Join(' ', args)}' is not a command: give none to serve, or verify, load FILE, backup FILE, restore FILE, install-postgres.",
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

async Task<int> ServeAsync()
{
    var settings = HostSettings.FromEnvironment(Environment.GetEnvironmentVariable);
    var tokens = ReadTokens();
    var hosts = DoorSettings.ReadHosts();
    using var folder = DataFolder.Lock(settings.DataPath);
    LoopbackPort.Check(settings.Port);
    if (settings.Http2Port is { } second)
    {
        LoopbackPort.Check(second, "HIERARCHY_HTTP2_PORT");
    }
    await using var database = await HostedDatabase.OpenAsync(settings, folder, progress, time, shutdown.Requested);
    await using var store = await OpenStoreAsync(database);
    var changes = new LiveChanges(store.Directory, time);
    await using var node = await Node.StartAsync(store, changes, progress, time, shutdown.Requested);
    await node.LoadAsync(Path.Combine(AppContext.BaseDirectory, "data"), shutdown.Requested);

    progress.Report(tokens is null ? "no tokens are configured: everybody on this machine is an administrator" : $"tokens of {tokens.Count} callers");
    await using var web = await ApiServer.StartAsync(
        ApiServer.Place.Here(settings.Port, settings.Http2Port) with { Hosts = hosts }, node, changes, tokens, DashboardFiles.Read(settings.WebPath),
        OperatorKey.Create(folder.Path), shutdown.Requested);
    var address = new Uri(web.Urls.First());
    folder.Announce(address);
    if (settings.Http2Port is not null)
    {
        progress.Report($"HTTP/2 alone at {web.Urls.Last()}");
    }
    progress.Report($"ready {address.GetLeftPart(UriPartial.Authority)}");

    await Task.WhenAny(shutdown.WaitAsync(), database.Ended);
    progress.Report("stopping");
    await web.StopAsync(shutdown.Insisted);
    await node.StopAsync(shutdown.Insisted);
    var problem = database.Ended.IsCompleted ? await database.Ended : null;
    await store.DisposeAsync();
    await database.StopAsync(shutdown.Insisted);
    progress.Report("stopped");
    return problem is null ? ExitCode.Ok : throw problem;
}

// On a running system the process that holds it is asked; otherwise the system is brought up without its API and stopped again.
async Task<int> OperateAsync(string operation, string? file, Func<Node, Task<int>> run)
{
    if (file is not null && !File.Exists(file))
    {
        throw new StartupProblem($"There is no file {file}.", ExitCode.Configuration);
    }
    var settings = HostSettings.FromEnvironment(Environment.GetEnvironmentVariable);
    try
    {
        using var folder = DataFolder.Lock(settings.DataPath);
        await using var database = await HostedDatabase.OpenAsync(settings, folder, progress, time, shutdown.Requested);
        await using var store = await OpenStoreAsync(database);
        await using var node = await Node.StartAsync(store, new LiveChanges(store.Directory, time), progress, time, shutdown.Requested);
        return await run(node);
    }
    catch (DataFolderInUse holder)
    {
        return await Operations.AskAsync(holder, settings.DataPath, operation, file, shutdown.Requested);
    }
}

Backup BackupOf() => new(HostSettings.FromEnvironment(Environment.GetEnvironmentVariable), progress, time, shutdown.Requested);

static int Say(string done)
{
    Console.WriteLine(done);
    return ExitCode.Ok;
}

async Task<PostgresStore> OpenStoreAsync(HostedDatabase database)
{
    try
    {
        return await DatabasePatience.TryAsync(
            () => PostgresStore.OpenAsync(database.ConnectionString, time, shutdown.Requested), progress, time, shutdown.Requested);
    }
    catch (InvalidOperationException newer)
    {
        throw new StartupProblem(newer.Message, ExitCode.Configuration, newer);
    }
}

static Tokens? ReadTokens()
{
    try
    {
        return Tokens.FromEnvironment(Environment.GetEnvironmentVariable);
    }
    catch (TokensFileException wrong)
    {
        throw new StartupProblem(wrong.Message, ExitCode.Configuration, wrong);
    }
}

async Task<int> InstallPostgresAsync()
{
    var tools = HostSettings.FromEnvironment(Environment.GetEnvironmentVariable).ToolsPath;
    var programs = await PostgresInstallation.FindOrInstallAsync(tools, major: null, progress, shutdown.Requested);
    progress.Report($"PostgreSQL {programs.Version} in {programs.Folder}");
    return ExitCode.Ok;
}
