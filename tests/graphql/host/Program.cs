using System.Globalization;
using Hierarchy.GraphQL.Execution;
using Hierarchy.GraphQL.Transport;
using Hierarchy.Tests.GraphQL.Host;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

// A server for conformance tests of any origin: a probe schema on all transports, and any schema with derived resolvers. Never the product.
var builder = WebApplication.CreateEmptyBuilder(new());
builder.WebHost.UseKestrelCore().UseUrls($"http://127.0.0.1:{Environment.GetEnvironmentVariable("CONFORMANCE_PORT") ?? "0"}");
builder.Services.AddRoutingCore();
var app = builder.Build();
app.UseWebSockets();
app.UseRouting();
app.MapGraphQL("/graphql", new GraphQLEngine(Probe.Schema), new GraphQLOptions
{
    InitTimeout = TimeSpan.FromMilliseconds(
        double.Parse(Environment.GetEnvironmentVariable("INIT_WAIT_MS") ?? "3000", CultureInfo.InvariantCulture)),
});
app.MapPost("/execute", (RequestDelegate)Derived.ExecuteAsync);
app.MapPost("/validate", (RequestDelegate)Derived.ValidateAsync);
await app.StartAsync();
Console.WriteLine("ready " + app.Urls.Single());
await ((IHost)app).WaitForShutdownAsync();
