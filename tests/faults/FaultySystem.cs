namespace Hierarchy.Tests.Faults;

/// <summary>The real process with its clients and their books, and operations to disturb it.</summary>
internal sealed class FaultySystem : IAsyncDisposable
{

    private readonly Action<string> _print;

    // An obligation that no client uses.
    private readonly string _spare;

    private FaultySystem(HierarchyProcess process, Books books, string spare, string database, Action<string> print)
    {
        _spare = spare;
        Process = process;
        Books = books;
        Database = database;
        _print = print;
    }

    public HierarchyProcess Process { get; }

    public Books Books { get; }

    /// <summary>Connection string of the database behind the server.</summary>
    public string Database { get; }

    /// <summary>Number of processes killed so far: servers and PostgreSQL servers.</summary>
    public int Kills { get; set; }

    /// <param name="database">HIERARCHY_DB; null for the private PostgreSQL.</param>
    /// <param name="unitsEnd">Whether units will end during the run, so that clients add no tasks.</param>
    public static async Task<FaultySystem> StartAsync(
        HierarchyProcess process, string? database, bool nationwide, Action<string> print, bool unitsEnd = false)
    {
        HierarchyProcess.Patience = TimeSpan.FromMinutes(FaultRun.IsFull ? 10 : 4);
        if (database is not null)
        {
            process.Environment["HIERARCHY_DB"] = database;
        }
        var clients = FaultRun.IsFull ? 32 : 16;
        var obligations = await Country.PrepareAsync(process, 1 + clients * 8, nationwide);
        var behind = database ?? new NpgsqlConnectionStringBuilder
        {
            Host = Path.Combine(process.DataFolder, "postgresql"),
            Username = "hierarchy",
            Database = "postgres",
        }.ConnectionString;
        print($"seed {FaultRun.Seed}, {clients} clients, {obligations.Length} obligations");
        var books = new Books(process.Address, behind, obligations[1..], clients, FaultRun.Seed, unitsEnd);
        return new FaultySystem(process, books, obligations[0], behind, print);
    }

    /// <summary>Applies a fault while clients write; afterwards all clients continue, the books agree, and the recount finds no
    /// difference.</summary>
    /// <param name="recount">False to skip the recount, which at national scale takes longer than most faults.</param>
    public async Task SufferAsync(string what, Func<Task> fault, bool recount = true)
    {
        var (acknowledged, watch) = (Books.Acknowledged, Stopwatch.StartNew());
        Books.Start();
        await Books.AdvanceAsync(100);
        await fault();
        await Books.AdvanceAsync(100);
        var went = watch.Elapsed;
        await Books.BalanceAsync();
        var balanced = watch.Elapsed;
        if (recount)
        {
            await VerifyAsync();
        }
        _print($"{what}: {Books.Acknowledged - acknowledged} acknowledged, 0 lost, all write again after {went.TotalSeconds:0.0} s, "
            + $"books compared after {balanced.TotalSeconds:0.0} s" + (recount ? $", recounted after {watch.Elapsed.TotalSeconds:0.0} s" : ""));
    }

    /// <summary>Restarts the server, as its supervisor would.</summary>
    public Task StartAgainAsync() => Process.StartAsync();

    public async Task VerifyAsync()
    {
        await using var verify = HierarchyProcess.Create(("HIERARCHY_DATA", Process.DataFolder));
        verify.Launch("verify");
        var code = await verify.EndAsync();
        Assert.True(code == 0, $"verify ended with {code}: {string.Join('\n', verify.Output.Take(20))}");
        _print("  " + Assert.Single(verify.Output, line => line.StartsWith("verify: no difference", StringComparison.Ordinal)));
    }

    /// <summary>While the database is unavailable, figures are readable, and changes are refused with UNAVAILABLE.</summary>
    public async Task ReadsButDoesNotWriteAsync()
    {
        await ReadsAsync();
        using var client = new GraphQLClient(Process.Address);
        var watch = Stopwatch.StartNew();
        Assert.Equal("UNAVAILABLE", await client.RefusedAsync(
            "mutation($r: ID!, $o: ID!) { reportProgress(requestId: $r, obligation: $o, percent: 1) { id } }",
            new { r = GraphQLClient.NewRequest(), o = _spare }));
        _print($"  away: a change refused after {watch.Elapsed.TotalSeconds:0.0} s");
    }

    /// <summary>Requests this number of lists at once, which need the database: each is answered or refused.</summary>
    public Task ListsAsync(int count) => Task.WhenAll(Enumerable.Range(0, count).Select(async i =>
    {
        using var client = new GraphQLClient(Process.Address);
        var code = await client.RefusedAsync(
            """query($t: String!) { obligations(under: "bnv", filter: { text: $t }) { totalCount } }""", new { t = $"xã {i}" });
        Assert.Contains(code, new[] { "UNAVAILABLE", "OVERLOADED" });
    }));

    public async Task ReadsAsync()
    {
        using var client = new GraphQLClient(Process.Address);
        var watch = Stopwatch.StartNew();
        var total = (await client.AskAsync("""{ unit(id: "bnv") { progress { total } } }"""))["unit"]!["progress"]!["total"]!;
        Assert.True((int)total > 0);
        _print($"  away: a total after {watch.Elapsed.TotalMilliseconds:0} ms");
    }

    /// <summary>The id of the postmaster, whose death ends all other PostgreSQL processes.</summary>
    public int Postmaster() => int.Parse(File.ReadLines(Path.Combine(Process.DataFolder, "postgresql", "postmaster.pid")).First(), null);


    public async ValueTask DisposeAsync()
    {
        Books.Dispose();
        await Process.DisposeAsync();
    }
}
