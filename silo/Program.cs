using System.Net;
using Hierarchy.Hosting;
using Hierarchy.Silo;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;

var progress = new ConsoleProgress();
using var shutdown = new Shutdown();
try
{
    return args switch
    {
        [] => await ServeAsync(),
        ["install-postgres"] => await InstallPostgresAsync(),
        _ => throw new StartupProblem(
            $"'{string.Join(' ', args)}' is not a command: give none to serve, or install-postgres.", ExitCode.Configuration),
    };
}
catch (StartupProblem problem)
{
    Console.Error.WriteLine(problem.Message);
    return problem.ExitCode;
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
    using var folder = DataFolder.Lock(settings.DataPath);
    LoopbackPort.Check(settings.Port);
    await using var database = await HostedDatabase.OpenAsync(settings, folder, progress, TimeProvider.System, shutdown.Requested);
    await using var source = NpgsqlDataSource.Create(database.ConnectionString);
    await PrepareAsync(source, shutdown.Requested);

    await using var web = BuildWeb(settings.Port);
    await ListenAsync(web, settings.Port);
    var address = new Uri(web.Urls.Single());
    folder.Announce(address);
    progress.Report($"ready {address.GetLeftPart(UriPartial.Authority)}");

    await Task.WhenAny(shutdown.WaitAsync(), database.Ended);
    progress.Report("stopping");
    await web.StopAsync(shutdown.Insisted);
    var problem = database.Ended.IsCompleted ? await database.Ended : null;
    await source.DisposeAsync();
    await database.StopAsync(shutdown.Insisted);
    progress.Report("stopped");
    return problem is null ? ExitCode.Ok : throw problem;
}

async Task<int> InstallPostgresAsync()
{
    var tools = HostSettings.FromEnvironment(Environment.GetEnvironmentVariable).ToolsPath;
    var programs = await PostgresInstallation.FindOrInstallAsync(tools, major: null, progress, shutdown.Requested);
    progress.Report($"PostgreSQL {programs.Version} in {programs.Folder}");
    return ExitCode.Ok;
}

static async Task PrepareAsync(NpgsqlDataSource source, CancellationToken stop)
{
    await using var connection = await source.OpenConnectionAsync(stop);
}

static WebApplication BuildWeb(int port)
{
    // The empty builder reads no settings file and no variables, so nothing but the next line can open another address.
    var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
    builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, port));
    builder.Logging.AddSimpleConsole(console => console.SingleLine = true).SetMinimumLevel(LogLevel.Warning);
    builder.Services.AddRoutingCore().AddSingleton<IHostLifetime, OutsideLifetime>();
    var web = builder.Build();
    web.UseRouting();
    web.MapGet("/health", () => Results.Text("ok"));
    return web;
}

async Task ListenAsync(WebApplication web, int port)
{
    try
    {
        await web.StartAsync(shutdown.Requested);
    }
    catch (IOException e) when (e.InnerException is AddressInUseException)
    {
        throw LoopbackPort.Taken(port, e);
    }
}
