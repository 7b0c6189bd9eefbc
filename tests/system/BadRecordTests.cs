namespace Hierarchy.Tests.System;

/// <summary>One unreadable or unprocessable record stops nothing: the system starts, serves the rest, and reports that record. The backup
/// is from a program that accepted the day 9999-12-31, which the rows for lists cannot hold: the unit xa-1 has a message to itself that can
/// never succeed.</summary>
public sealed class BadRecordTests(RestoredBadRecord bad) : IClassFixture<RestoredBadRecord>
{
    private const string Undelivered = "set aside: message of unit xa-1 event 4 to xa-1";

    [LongFact]
    public async Task A_message_that_can_never_be_carried_out_stops_neither_the_start_nor_what_is_behind_it()
    {
        await using var process = await RestoredBadRecord.RestoreAsync();
        Assert.Equal(ExitCode.Difference, await process.RunAsync("verify"));
        Assert.Contains(process.Output, line => line.StartsWith("verify: no difference: 4 units", StringComparison.Ordinal));
        Assert.Contains(process.Output, line => line.StartsWith("verify: " + Undelivered, StringComparison.Ordinal));

        // Twice: the second start finds what the first one left behind.
        for (var start = 1; start <= 2; start++)
        {
            await process.StartAsync();
            using var client = new GraphQLClient(process.Address);
            // The next message has arrived: two of three.
            var read = await client.AskAsync("""
                { tinh: unit(id: "tinh") { progress(filter: {scope: ALL}) { total } } xa: unit(id: "xa-1") { obligations(first: 5, filter: {scope: ALL}) { totalCount } } }
                """);
            Assert.Equal((3, 2), ((int)read["tinh"]!["progress"]!["total"]!, (int)read["xa"]!["obligations"]!["totalCount"]!));
            await client.AskAsync($$"""mutation { reportProgress(requestId: "n{{start}}", obligation: "xa-1~rieng/2", percent: {{start}}) { id } }""");
            await HealthNamesAsync(process, Undelivered);
            Assert.Equal(0, await process.TerminateAsync());
            Assert.Single(process.Output, line => line.Contains(Undelivered, StringComparison.Ordinal));
        }

        var copy = Path.Combine(process.DataFolder, "copy.backup");
        Assert.Equal(ExitCode.Ok, await process.RunAsync("backup", copy));
    }

    /// <summary>An event, a snapshot and a message in one database; the next test tries each separately, and others.</summary>
    [Fact]
    public async Task Damaged_records_are_each_named_and_keep_nothing_else_from_being_served()
    {
        const string Damage = """
            update events set data = '\x7b22' where unit = 'xa-2' and seq = 3;
            insert into snapshots values ('xa-1', 3, '\x7b22');
            insert into outbox (unit, seq, target) values ('xa-1', 99, 'xa-2')
            """;
        string[] named = ["event of unit xa-2 event 3", "snapshot of unit xa-1 event 3", "message of unit xa-1 event 99 to xa-2"];
        await using var database = await bad.CopyAsync();
        await using var process = await PlainProgram.CreateProcessAsync(("HIERARCHY_DB", database.ConnectionString));
        await using (var command = database.Source.CreateCommand(Damage))
        {
            Assert.Equal(3, await command.ExecuteNonQueryAsync());
        }
        Assert.Equal(ExitCode.Difference, await process.RunAsync("verify"));
        Assert.Contains(process.Output, line => line.StartsWith("verify: no difference", StringComparison.Ordinal));
        Assert.All(named, one => Assert.Contains(process.Output, line => line.StartsWith($"verify: set aside: {one}", StringComparison.Ordinal)));

        await process.StartAsync();
        using var client = new GraphQLClient(process.Address);
        await ServesTheRestAsync(client, known: 1, isReadOnly: true);
        foreach (var one in named)
        {
            await HealthNamesAsync(process, "set aside: " + one);
        }
        Assert.Equal(0, await process.TerminateAsync());
    }

    [Theory]
    [Trait("Length", "long")]
    [InlineData("update events set name = 'from-the-future' where unit = 'xa-2' and seq = 3", "event of unit xa-2 event 3", true)]
    [InlineData("update events set data = '\\x7b22' where unit = 'xa-2' and seq = 3", "event of unit xa-2 event 3", true)]
    [InlineData("update events set data = '\\x7b22' where unit = 'xa-2' and seq = 1", "event of unit xa-2 event 1", true)]
    [InlineData("insert into snapshots values ('xa-2', 3, '\\x7b22')", "snapshot of unit xa-2 event 3", false)]
    [InlineData("update rollup_checkpoints set data = '\\x060e04ff' where unit = 'xa-2'", "checkpoint of unit xa-2", false)]
    [InlineData("update rollup_checkpoints set data = '\\x01ff' where unit = 'xa-2'", null, false)]
    [InlineData("update rollup_checkpoints set included = '{\"xa-2\": \"x\"}' where unit = 'tinh'", null, false)]
    [InlineData("insert into outbox (unit, seq, target) values ('xa-2', 99, 'xa-1')", "message of unit xa-2 event 99 to xa-1", false)]
    public async Task A_damaged_record_is_named_and_keeps_nothing_else_from_being_served(string damage, string? named, bool isReadOnly)
    {
        await using var database = await bad.CopyAsync();
        await using var process = await PlainProgram.CreateProcessAsync(("HIERARCHY_DB", database.ConnectionString));
        await using (var command = database.Source.CreateCommand(damage))
        {
            Assert.True(await command.ExecuteNonQueryAsync() > 0, "nothing was damaged");
        }
        Assert.Equal(ExitCode.Difference, await process.RunAsync("verify"));
        Assert.Contains(process.Output, line => line.StartsWith("verify: no difference", StringComparison.Ordinal));
        Assert.Contains(process.Output, line => named is null || line.StartsWith($"verify: set aside: {named}", StringComparison.Ordinal));

        await process.StartAsync();
        using var client = new GraphQLClient(process.Address);
        // The unit has the state before its bad event.
        await ServesTheRestAsync(client, isReadOnly && named!.EndsWith('1') ? 0 : 1, isReadOnly);
        if (named is not null && !named.StartsWith("checkpoint", StringComparison.Ordinal))
        {
            await HealthNamesAsync(process, "set aside: " + named);
        }
        Assert.Equal(0, await process.TerminateAsync());
    }

    /// <param name="known">Number of the damaged unit's readable obligations.</param>
    /// <param name="isReadOnly">Whether it refuses commands.</param>
    private static async Task ServesTheRestAsync(GraphQLClient client, int known, bool isReadOnly)
    {
        var read = await client.AskAsync(
            """
            fragment Total on Unit { progress(filter: {scope: ALL}) { total } }
            { bo: unit(id: "bo") { ...Total } one: unit(id: "xa-1") { ...Total } two: unit(id: "xa-2") { ...Total } }
            """);
        Assert.Equal(2, (int)read["one"]!["progress"]!["total"]!);
        Assert.Equal((known, 2 + known), ((int)read["two"]!["progress"]!["total"]!, (int)read["bo"]!["progress"]!["total"]!));
        await client.AskAsync("""mutation { reportProgress(requestId: "n1", obligation: "xa-1~rieng/2", percent: 1) { id } }""");
        var answer = (await client.SendAsync("""mutation { reportProgress(requestId: "n2", obligation: "xa-2~chung/1", percent: 70) { percent } }""")).ToJsonString();
        Assert.Contains(isReadOnly ? "\"UNAVAILABLE\"" : "\"percent\":70", answer, StringComparison.Ordinal);
        Assert.Equal(isReadOnly, answer.Contains("cannot be read", StringComparison.Ordinal));
    }

    // A message is tried five times, a second apart, before it is set aside.
    private static async Task HealthNamesAsync(HierarchyProcess process, string record)
    {
        using var client = process.Client;
        string text;
        var patience = DateTime.UtcNow + HierarchyProcess.Patience;
        do
        {
            text = await client.GetStringAsync(new Uri("/health", UriKind.Relative));
            Assert.StartsWith("ok", text, StringComparison.Ordinal);
            Assert.True(DateTime.UtcNow < patience, $"not named: {text}");
            await Task.Delay(100);
        }
        while (!text.Contains(record, StringComparison.Ordinal));
    }
}

/// <summary>The backup, restored once: each test damages a copy of the database.</summary>
public sealed class RestoredBadRecord(PostgresFixture postgres) : IAsyncLifetime
{
    private TestDatabase _database = null!;

    public Task<TestDatabase> CopyAsync() => postgres.CreateDatabaseAsync(_database.Name);

    public static async Task<HierarchyProcess> RestoreAsync(params (string Name, string Value)[] environment)
    {
        var process = await PlainProgram.CreateProcessAsync(environment);
        Assert.Equal(ExitCode.Ok, await process.RunAsync("restore", Path.Combine(ScriptTests.Repository, "tests", "system", "old", "bad-day.backup")));
        return process;
    }

    public async ValueTask InitializeAsync()
    {
        _database = await postgres.CreateDatabaseAsync();
        await using var process = await RestoreAsync(("HIERARCHY_DB", _database.ConnectionString));
    }

    public ValueTask DisposeAsync() => _database.DisposeAsync();
}
