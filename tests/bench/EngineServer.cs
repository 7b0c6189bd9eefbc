using GraphQL.Types;
using Hierarchy.Api.GraphQL.Transport;

namespace Hierarchy.Bench;

/// <summary>A small schema with 700 units in memory; engine/data.mjs has the same for the Node servers.</summary>
internal static class EngineData
{
    public const string Sdl = """
        type Query { unit(id: ID!): Unit }
        type Unit { id: ID! name: String! progress: Progress! children: [Unit!]! }
        type Progress { total: Int! done: Int! overdue: Int! percent: Float! }
        """;

    private const int Parents = 33;
    private static readonly Dictionary<string, Unit> s_units = Make().ToDictionary(unit => unit.Id);

    public static Schema Schema { get; } = Build();

    private static Schema Build()
    {
        var contract = new ContractBuilder(new ServiceCollection().BuildServiceProvider());
        contract.Resolve<QueryFields>("Query");
        contract.Show<Unit>("Unit");
        contract.Show<Progress>("Progress");
        return contract.Build(Sdl);
    }

    /// <summary>Registers the resolvers.</summary>
    public static IServiceCollection AddFields(IServiceCollection services) => services.AddSingleton<QueryFields>();

    private sealed class QueryFields
    {
        public Unit? Unit(string id) => s_units.GetValueOrDefault(id);
    }

    private static Unit[] Make()
    {
        var units = Enumerable.Range(0, 700).Select(i => new Unit(
            $"u{i}",
            i < Parents ? $"Tỉnh số {i}" : $"Xã Đông Hòa {i}",
            new Progress(100 + i, i % 97, i % 17, i * 37 % 1000 / 10.0))).ToArray();
        for (var i = 0; i < Parents; i++)
        {
            units[i].Children = units[(Parents + (20 * i))..(Parents + (20 * (i + 1)))];
        }
        return units;
    }

    private sealed record Unit(string Id, string Name, Progress Progress)
    {
        public Unit[] Children { get; set; } = [];
    }

    private sealed record Progress(int Total, int Done, int Overdue, double Percent);
}

/// <summary>One of the two servers on Kestrel, in a process of its own that ends with its standard input.</summary>
internal static class EngineServer
{
    /// <summary>Serves the library, or the bytes of a file.</summary>
    public static async Task<int> RunAsync(string? file)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        EngineData.AddFields(builder.Services.AddRoutingCore());
        await using var web = builder.Build();
        web.UseRouting();
        if (file is null)
        {
            // No caller is created, since nothing needs one.
            web.MapGraphQL("/graphql", new GraphQLServer(EngineData.Schema), new GraphQLOptions { Caller = static _ => null });
        }
        else
        {
            MapBytes(web, await File.ReadAllBytesAsync(file));
        }
        await web.StartAsync();
        Console.WriteLine(web.Urls.Single());
        while (await Console.In.ReadLineAsync() is not null)
        {
            Console.WriteLine(GC.GetTotalAllocatedBytes(precise: true));
        }
        return 0;
    }

    public static void MapBytes(WebApplication web, byte[] bytes) => web.MapPost("/graphql", async context =>
    {
        await context.Request.Body.CopyToAsync(Stream.Null);
        context.Response.ContentType = "application/json; charset=utf-8";
        context.Response.ContentLength = bytes.Length;
        await context.Response.Body.WriteAsync(bytes);
    });
}
