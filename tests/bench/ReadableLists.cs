namespace Hierarchy.Bench;

/// <summary>A page of the ministry's list for a person who may read only one district, compared with the same page of that district for a
/// person who may read everything: 10,894 units with a million obligations.</summary>
internal static class ReadableLists
{
    private const string District = "x-p7-d5";
    private const int Provinces = 63;
    private const int DistrictsOfEach = 11;
    private const int Communes = 10_894 - 1 - Provinces - (Provinces * DistrictsOfEach);
    private const int Obligations = 1_000_000;
    private const int Repeats = 200;

    // Below the system's own root, with one of its obligations as the template of each row.
    private const string Units = """
        insert into units (id, name, kind, parent, depth, path)
            select 'x-p' || p, 'Tỉnh ' || p, 1, 'bnv', 1, 'bnv~x-p' || p || '~' from generate_series(1, @provinces) p;
        insert into units (id, name, kind, parent, depth, path)
            select id || '-d' || d, 'Huyện ' || d, 3, id, 2, path || id || '-d' || d || '~'
            from units, generate_series(1, @districts) d where id like 'x-p%';
        insert into units (id, name, kind, parent, depth, path)
            select d.id || '-c' || c, 'Xã ' || c, 5, d.id, 3, d.path || d.id || '-c' || c || '~'
            from (select *, row_number() over (order by id) as place from units where id like 'x-p%-d%') d,
                 generate_series(0, @communes / (@provinces * @districts)) c
            where c * @provinces * @districts + d.place <= @communes;
        """;

    private const string Rows = """
        with below as (select *, row_number() over (order by path) - 1 as place from units where id like 'x-p%'),
             model as (select * from obligations limit 1)
        insert into obligations (id, unit, path, unit_kind, kind, plan, plan_owner, source, area, reform, start_year, end_year, weight,
                planned, status, percent, due, with_difficulty, spent, reported, data)
            select below.id || '~t' || i, below.id, below.path, below.kind, 0, 'p' || i % 40, 'bnv', 't' || i, 'I', i % 8, 2026, 2026, 1000,
                0, (i * 7 + below.place) % 5, i % 100 * 100, date '2026-01-01' + ((i * 37 + below.place * 11) % 700)::integer, i % 50 = 0, 0,
                i % 3 = 0, model.data
            from below, model, generate_series(0, @obligations / (select count(*) from below)) i
            where i * (select count(*) from below) + below.place < @obligations;
        analyze units, obligations;
        insert into open_spans (obligation, planned, spent, updated, unit, from_day, due, weight, percent, start_year, end_year, kind, reform,
                status, own, reported, postponed, with_difficulty, id, path)
            select o.number, 0, 0, 638000000000000000 + hashtext(o.id), u.number, date '2026-01-02' + (o.number % 300)::integer, o.due, 1000, o.percent,
                2026, 2026, o.kind, o.reform, o.status, false, o.reported, false, o.with_difficulty, o.id, o.path
            from obligations o join units u on u.id = o.unit where o.unit like 'x-p%';
        """;

    public static async Task<int> RunAsync()
    {
        await using var server = await Server.StartAsync();
        await FillAsync(server.ConnectionString, Obligations);
        await using var store = await PostgresStore.OpenAsync(server.ConnectionString, TimeProvider.System, CancellationToken.None);
        var today = VietnameseDay.Today(TimeProvider.System);
        var ratios = new List<double>();
        foreach (var order in Enum.GetValues<ObligationOrder>())
        {
            var own = new ObligationQuery(District, Below: true, today) { Order = order };
            (string Name, ObligationQuery OfDistrict)[] questions =
                [("all", own), ("overdue", own with { Overdue = true }), ("of one reform area", own with { ReformArea = Grains.Plans.ReformArea.Procedures })];
            foreach (var (name, ofDistrict) in questions)
            {
                var readable = ofDistrict with { Unit = "bnv", Readable = [new Readable(District, null)] };
                await CheckAsync(store.Queries, readable, ofDistrict);
                var (filtered, alone) = (new List<double>(), new List<double>());
                for (var i = 0; i < Repeats; i++)
                {
                    filtered.Add(await TookAsync(store.Queries, readable));
                    alone.Add(await TookAsync(store.Queries, ofDistrict));
                }
                ratios.Add(Median(filtered) / Median(alone));
                Console.WriteLine($"{order}, {name}: {Median(filtered):0.00} ms as far as it may be read, {Median(alone):0.00} ms of the district, ratio {ratios[^1]:0.00}");
            }
        }
        Console.WriteLine($"greatest ratio {ratios.Max():0.00}, median {ratios.Order().ElementAt(ratios.Count / 2):0.00}");
        return 0;
    }

    /// <summary>Adds the units and their obligations to the five plans.</summary>
    public static async Task FillAsync(string connection, int obligations)
    {
        await Activation.StopAsync(await Activation.StartAsync(connection, Path.Combine(AppContext.BaseDirectory, "data")));
        await using var source = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(connection) { CommandTimeout = 0 }.ConnectionString);
        foreach (var statement in (Units + Rows).Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Append("vacuum analyze"))
        {
            await using var command = source.CreateCommand(statement);
            foreach (var (name, value) in new[] { ("provinces", Provinces), ("districts", DistrictsOfEach), ("communes", Communes), ("obligations", obligations) })
            {
                if (statement.Contains($"@{name}", StringComparison.Ordinal))
                {
                    command.Parameters.AddWithValue(name, value);
                }
            }
            await command.ExecuteNonQueryAsync();
        }
        await using var count = source.CreateCommand("select (select count(*) from units where id = 'bnv' or id like 'x-p%'), (select count(*) from obligations)");
        await using var reader = await count.ExecuteReaderAsync();
        await reader.ReadAsync();
        Console.WriteLine($"{reader.GetInt64(0):N0} units, {reader.GetInt64(1):N0} obligations");
    }

    /// <summary>Checks that both are the same list.</summary>
    private static async Task CheckAsync(IQueries queries, ObligationQuery readable, ObligationQuery ofDistrict)
    {
        var (one, other) = (await queries.CountObligationsAsync(readable, CancellationToken.None), await queries.CountObligationsAsync(ofDistrict, CancellationToken.None));
        if (one != other || one == 0)
        {
            throw new InvalidOperationException($"{one} obligations may be read, and the district has {other}");
        }
    }

    private static async Task<double> TookAsync(IQueries queries, ObligationQuery query)
    {
        var started = Stopwatch.GetTimestamp();
        await queries.ObligationsAsync(query, CancellationToken.None);
        return Stopwatch.GetElapsedTime(started).TotalMilliseconds;
    }

    private static double Median(List<double> values) => values.Order().ElementAt(values.Count / 2);
}
