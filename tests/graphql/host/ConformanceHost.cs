using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Hierarchy.Tests.GraphQL.Host;

/// <summary>Serves GraphQL for conformance tests, which run in other processes.</summary>
internal static class ConformanceHost
{
    /// <summary>The argument that makes the test program serve instead of testing.</summary>
    public const string Command = "conformance-host";

    /// <summary>Serves until SIGTERM.</summary>
    public static async Task<int> RunAsync()
    {
        var port = Number("CONFORMANCE_PORT") ?? throw new InvalidOperationException("CONFORMANCE_PORT must hold the port to listen on.");
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.SetMinimumLevel(LogLevel.Warning);
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, port));
        builder.Services.AddSingleton(TimeProvider.System).AddSingleton<ProbeSchema.Query>().AddSingleton<ProbeSchema.Subscription>();
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = TimeSpan.FromSeconds(3));
        await using var app = builder.Build();

        var options = new GraphQLOptions
        {
            InitTimeout = Number("INIT_WAIT_MS") is { } wait ? TimeSpan.FromMilliseconds(wait) : new GraphQLOptions().InitTimeout,
        };
        var endpoints = new Endpoints(app.Services);
        app.UseWebSockets();
        app.MapGraphQL("/graphql", new GraphQLServer(ProbeSchema.Build(app.Services)), options);
        app.MapPost("/execute", endpoints.ExecuteAsync);
        app.MapPost("/validate", endpoints.ValidateAsync);
        app.MapPost("/check", endpoints.CheckAsync);

        await app.StartAsync();
        Console.WriteLine("ready");
        await app.WaitForShutdownAsync();
        return 0;
    }

    private static int? Number(string name) =>
        int.TryParse(Environment.GetEnvironmentVariable(name), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
}
