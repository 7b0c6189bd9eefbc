namespace Hierarchy.Bench;

/// <summary>One query of a unit and its children: through GraphQL, as the same bytes served prebuilt, and by SQL over the
/// projections.</summary>
internal static class QueryRate
{
    private const string Unit = "vn24-52";
    private const int Connections = HttpLoad.Connections;
    private const int Rounds = 5;
    private static readonly TimeSpan Length = TimeSpan.FromSeconds(5);

    private static readonly string Query =
        """{"query":"{unit(id:\"@\"){id name progress{total done overdue percent} children{name progress{percent}}}}"}""".Replace("@", Unit);

    private const string Sql = """
        with recursive below (part, id) as (
            select id, id from units where id = $1 or parent = $1
            union all
            select below.part, units.id from below join units on units.parent = below.id
        )
        select below.part, count(o.id), count(o.id) filter (where o.status = 4),
               count(o.id) filter (where o.status in (1, 2, 3) and o.due < $2),
               sum(o.weight::numeric * o.percent) filter (where o.status <> 5) / nullif(sum(o.weight) filter (where o.status <> 5), 0) / 100
        from below left join obligations o on o.unit = below.id and o.kind = 0
        group by below.part
        """;

    public static async Task<int> RunAsync()
    {
        await using var system = await System.StartAsync(feed => feed);
        var answer = await new HttpClient().PostAsync(new Uri(system.Address, "/graphql"), new StringContent(Query, Encoding.UTF8, "application/json"));
        var bytes = await answer.Content.ReadAsByteArrayAsync();
        await using var prebuilt = await PrebuiltAsync(bytes);
        await using var sql = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(system.ConnectionString) { MaxPoolSize = Connections }.ConnectionString);
        await CheckAsync(bytes, sql);

        var ofPrebuilt = new List<double>();
        var ofSql = new List<double>();
        await HttpLoad.OwnAsync(system.Address, Query, Length);
        for (var round = 1; round <= Rounds; round++)
        {
            var graphql = await HttpLoad.OwnAsync(system.Address, Query, Length);
            var plain = await HttpLoad.OwnAsync(new Uri(prebuilt.Urls.Single()), Query, Length);
            var database = await SqlAsync(sql);
            ofPrebuilt.Add(graphql / plain);
            ofSql.Add(graphql / database);
            Console.WriteLine($"round {round}: GraphQL {graphql:N0}/s, prebuilt {plain:N0}/s ({ofPrebuilt[^1]:0.00}), SQL {database:N0}/s ({ofSql[^1]:0.0})");
        }
        Console.WriteLine(
            $"{bytes.Length} bytes; median ratio to prebuilt {ofPrebuilt.Order().ElementAt(Rounds / 2):0.00}, to SQL {ofSql.Order().ElementAt(Rounds / 2):0.0}");
        return 0;
    }

    /// <summary>All three must give the same answer.</summary>
    private static async Task CheckAsync(byte[] answer, NpgsqlDataSource sql)
    {
        var unit = JsonDocument.Parse(answer).RootElement.GetProperty("data").GetProperty("unit");
        var progress = unit.GetProperty("progress");
        await using var command = Command(sql);
        await using var reader = await command.ExecuteReaderAsync();
        while (await reader.ReadAsync())
        {
            if (reader.GetString(0) == Unit
                && (reader.GetInt64(1) != progress.GetProperty("total").GetInt64() || reader.GetInt64(3) != progress.GetProperty("overdue").GetInt64()))
            {
                throw new InvalidOperationException($"SQL and GraphQL disagree about {Unit}");
            }
        }
    }

    private static NpgsqlCommand Command(NpgsqlDataSource sql)
    {
        var command = sql.CreateCommand(Sql);
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = Unit });
        command.Parameters.Add(new NpgsqlParameter<DateOnly> { TypedValue = VietnameseDay.Today(TimeProvider.System) });
        return command;
    }

    private static async Task<double> SqlAsync(NpgsqlDataSource sql)
    {
        var clock = Stopwatch.StartNew();
        var counts = await Task.WhenAll(Enumerable.Range(0, Connections).Select(_ => Task.Run(async () =>
        {
            var count = 0;
            for (; clock.Elapsed < Length; count++)
            {
                await using var command = Command(sql);
                await using var reader = await command.ExecuteReaderAsync();
                while (await reader.ReadAsync())
                {
                    reader.GetString(0);
                }
            }
            return count;
        })));
        return counts.Sum() / clock.Elapsed.TotalSeconds;
    }

    private static async Task<WebApplication> PrebuiltAsync(byte[] bytes)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        builder.Services.AddRoutingCore();
        var web = builder.Build();
        web.UseRouting();
        EngineServer.MapBytes(web, bytes);
        await web.StartAsync();
        return web;
    }
}
