namespace Hierarchy.Tests.Faults;

/// <summary>All clients of a run, and the comparison of their books with the database.</summary>
internal sealed class Books : IDisposable
{
    private static readonly TimeSpan SettleTimeMax = TimeSpan.FromMinutes(2);

    private readonly BookClient[] _clients;
    private readonly Uri _address;
    private readonly string _database;
    private CancellationTokenSource? _stop;
    private Task[] _running = [];

    /// <summary>Tasks are added only for existing units; if units end during the run, clients only report.</summary>
    private const int TasksPerHundred = 2;

    private readonly bool _unitsEnd;

    /// <param name="database">Connection string of the database behind the server.</param>
    /// <param name="unitsEnd">Whether units end during the run and hand over their obligations.</param>
    public Books(Uri address, string database, string[] obligations, int clients, int seed, bool unitsEnd)
    {
        (_address, _unitsEnd) = (address, unitsEnd);
        _database = new NpgsqlConnectionStringBuilder(database) { Pooling = false, CommandTimeout = 120 }.ConnectionString;
        _clients = [.. Enumerable.Range(0, clients).Select(i =>
            new BookClient(i, address, [.. obligations.Where((_, k) => k % clients == i)], seed, unitsEnd ? 0 : TasksPerHundred))];
    }

    public int Acknowledged => _clients.Sum(client => client.Acknowledged.Count);

    public int Doubts => _clients.Sum(client => client.Doubts);

    public TimeSpan SlowestAnswer => _clients.Max(client => client.SlowestAnswer);

    /// <summary>For each client the longest time of an answer since the last call, in seconds.</summary>
    public double[] TakeSlowestAnswers() => Array.ConvertAll(_clients, client => client.TakeSlowestAnswer().TotalSeconds);

    /// <summary>The maximum over all clients: see <see cref="BookClient.TakeLongestWait"/>.</summary>
    public TimeSpan TakeLongestWait() => _clients.Max(client => client.TakeLongestWait());

    public void Start()
    {
        _stop = new CancellationTokenSource();
        _running = [.. _clients.Select(client => Task.Run(() => client.RunAsync(_stop.Token)))];
    }

    /// <summary>Waits for this number of further acknowledgements.</summary>
    public async Task AdvanceAsync(int acknowledged)
    {
        var goal = Acknowledged + acknowledged;
        var patience = DateTime.UtcNow + SettleTimeMax;
        while (Acknowledged < goal)
        {
            Assert.True(DateTime.UtcNow < patience, $"only {Acknowledged} of {goal} acknowledged: {string.Join('\n', _clients.SelectMany(c => c.Wrong).Take(5))}");
            await Task.Delay(20);
        }
    }

    /// <summary>Lets the clients settle requests of unknown outcome, and fails if books and database differ.</summary>
    public async Task BalanceAsync()
    {
        await _stop!.CancelAsync();
        await Task.WhenAll(_running);
        await Task.WhenAll(_clients.Select(client => client.SettleAsync(SettleTimeMax)));
        var wrong = _clients.SelectMany(client => client.Wrong).ToList();
        Assert.True(wrong.Count == 0, $"{wrong.Count} wrong answers: {string.Join('\n', wrong.Take(10))}");
        await using var connection = new NpgsqlConnection(_database);
        await connection.OpenAsync();
        await RequestsAgreeAsync(connection);
        await PercentsAgreeAsync(connection);
        await TasksAgreeAsync(connection);
    }

    public void Dispose()
    {
        _stop?.Cancel();
        _stop?.Dispose();
        foreach (var client in _clients)
        {
            client.Dispose();
        }
    }

    /// <summary>Every acknowledged request has exactly one event, and there are no other events.</summary>
    private async Task RequestsAgreeAsync(NpgsqlConnection connection)
    {
        var stored = new Dictionary<string, int>();
        await using var command = new NpgsqlCommand(
            $"select regexp_replace(request_id, '^p:[^:]*:', '') from events where request_id like 'p:%:{BookClient.Mark}%'", connection);
        await using (var reader = await command.ExecuteReaderAsync())
        {
            while (await reader.ReadAsync())
            {
                var request = reader.GetString(0);
                stored[request] = stored.GetValueOrDefault(request) + 1;
            }
        }
        var booked = _clients.SelectMany(client => client.Acknowledged).ToHashSet();
        Assert.Equal(Acknowledged, booked.Count);
        var lost = booked.Where(request => !stored.ContainsKey(request)).ToList();
        Assert.True(lost.Count == 0, $"{lost.Count} acknowledged changes are LOST: {string.Join(' ', lost.Take(20))}");
        var twice = stored.Where(request => request.Value > 1).ToList();
        Assert.True(twice.Count == 0, $"{twice.Count} changes happened twice: {string.Join(' ', twice.Take(20))}");
        var unasked = stored.Keys.Where(request => !booked.Contains(request)).ToList();
        Assert.True(unasked.Count == 0, $"{unasked.Count} changes stand in no book: {string.Join(' ', unasked.Take(20))}");
    }

    /// <summary>Rows and grains show the last acknowledged values.</summary>
    private async Task PercentsAgreeAsync(NpgsqlConnection connection)
    {
        var expected = _clients.SelectMany(client => client.Percents).ToDictionary();
        // A handed-over obligation has its row at another unit under another id; units find it by any of its ids.
        await (_unitsEnd ? Task.CompletedTask : RowsAgreeAsync(connection, expected));
        using var client = new GraphQLClient(_address);
        foreach (var some in expected.Keys.Order(StringComparer.Ordinal).Chunk(50))
        {
            var fields = string.Join(' ', some.Select((_, i) => $"o{i}: obligation(id: $v{i}) {{ percent }}"));
            var variables = Enumerable.Range(0, some.Length).ToDictionary(i => $"v{i}", i => some[i]);
            var data = await client.AskAsync($"query({string.Join(' ', variables.Keys.Select(v => $"${v}: ID!"))}) {{ {fields} }}", variables);
            Assert.All(some.Select((id, i) => (id, i)), o =>
                Assert.Equal(expected[o.id], (int)Math.Round((double)data[$"o{o.i}"]!["percent"]! * 100)));
        }
    }

    private static async Task RowsAgreeAsync(NpgsqlConnection connection, Dictionary<string, int> expected)
    {
        await using var command = new NpgsqlCommand("select id, percent from obligations where id = any($1)", connection)
        {
            Parameters = { new NpgsqlParameter<string[]> { TypedValue = [.. expected.Keys] } },
        };
        var rows = new Dictionary<string, int>();
        await using (var reader = await command.ExecuteReaderAsync())
        {
            while (await reader.ReadAsync())
            {
                rows[reader.GetString(0)] = reader.GetInt32(1);
            }
        }
        Assert.Equal(expected.OrderBy(o => o.Key), rows.OrderBy(o => o.Key));
    }

    /// <summary>Every added task has exactly one obligation at each leading unit; waits for messages under way.</summary>
    private async Task TasksAgreeAsync(NpgsqlConnection connection)
    {
        var tasks = _clients.SelectMany(client => client.Tasks).ToArray();
        var patience = DateTime.UtcNow + SettleTimeMax;
        while (true)
        {
            await using var command = new NpgsqlCommand(
                "select source, count(*), count(distinct unit) from obligations where source = any($1) group by source", connection)
            {
                Parameters = { new NpgsqlParameter<string[]> { TypedValue = tasks } },
            };
            var complete = 0;
            await using (var reader = await command.ExecuteReaderAsync())
            {
                while (await reader.ReadAsync())
                {
                    Assert.Equal(reader.GetInt64(1), reader.GetInt64(2));
                    Assert.InRange(reader.GetInt64(1), 1, 2);
                    complete += reader.GetInt64(1) == 2 ? 1 : 0;
                }
            }
            if (complete == tasks.Length)
            {
                return;
            }
            Assert.True(DateTime.UtcNow < patience, $"{tasks.Length - complete} of {tasks.Length} tasks have not reached both units");
            await Task.Delay(200);
        }
    }
}
