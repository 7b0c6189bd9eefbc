namespace Hierarchy.Tests.System;

/// <summary>This program opens data of earlier ones. The files in tests/system/old are backups made by programs of each schema: a small
/// province with every kind of event, schedule and state, a snapshot, roll-ups and undelivered messages. They never change; a new schema
/// gets a new one. Those of schemas 3 and 4 are that of schema 2, restored and extended by programs of their time; a trigger in the
/// database held the message back. That of schema 27 is that of schema 4, extended by the last program that kept open spans together with
/// ended ones.</summary>
public sealed class OldDataTests(PostgresFixture postgres)
{
    private static readonly string[] _everyEvent =
    [
        "difficulty-escalated", "difficulty-raised", "difficulty-received", "difficulty-resolved", "duty-added", "obligation-accepted",
        "obligation-cancelled", "obligation-sent-back", "obligation-submitted", "obligation-triggered", "obligations-imposed", "plan-adopted",
        "progress-reported", "task-added", "unit-registered",
    ];

    [Theory]
    [InlineData(1)]
    [InlineData(2, Traits = ["Length", "long"])]
    [InlineData(3, Traits = ["Length", "long"])]
    [InlineData(4, Traits = ["Length", "long"])]
    public async Task A_backup_of_an_earlier_program_is_restored_opened_and_recounted(int schema)
    {
        var file = Old($"schema-{schema}");
        await using var database = await postgres.CreateDatabaseAsync();
        await using var process = await PlainProgram.CreateProcessAsync(("HIERARCHY_DB", database.ConnectionString));
        Assert.Equal(ExitCode.Ok, await process.RunAsync("restore", file));
        Assert.Equal(_everyEvent, (string[])(await ScalarAsync(database, "select array_agg(distinct name order by name) from events"))!);
        Assert.Equal(schema, await ScalarAsync(database, "select max(version) from migrations"));
        foreach (var table in new[] { "snapshots", "rollup_checkpoints", "outbox" })
        {
            Assert.True((long)(await ScalarAsync(database, $"select count(*) from {table}"))! > 0, $"{table} is empty");
        }

        Assert.Equal(ExitCode.Configuration, await process.RunAsync("restore", file));
        Assert.Contains(process.Output, line => line.Contains("is not empty", StringComparison.Ordinal));

        Assert.Equal(ExitCode.Ok, await process.RunAsync("verify"));
        Assert.Contains(process.Output, line => line.StartsWith("verify: no difference: 6 units", StringComparison.Ordinal));

        // Past days were filled from the events.
        await VerifyAsync(process, "2013-06-30", $"{DateTime.UtcNow.AddDays(-1):yyyy-MM-dd}");

        await process.StartAsync();
        using var client = new GraphQLClient(process.Address);
        var past = await client.AskAsync("""{ unit(id: "tinh") { progress(filter: {kind: null}, asOf: "2013-06-30") { total units } } }""");
        Assert.True((int)past["unit"]!["progress"]!["total"]! > 0);
        var done = (await client.AskAsync(
            """{ obligations(under: "xa-1", filter: {status: [DONE]}, first: 5) { nodes { percent completedOn } } }"""))["obligations"]!["nodes"]!;
        Assert.Equal("2013-06-29", (string?)Assert.Single(done.AsArray())!["completedOn"]);
        // The message in the outbox has been delivered.
        var owed = await client.AskAsync("""{ so: unit(id: "so") { obligations(filter: {task: "ke-hoach/9"}, first: 5) { totalCount } } }""");
        Assert.Equal(1, (int)owed["so"]!["obligations"]!["totalCount"]!);
        Assert.Equal(0L, await ScalarAsync(database, "select count(*) from outbox"));
        Assert.Equal(0, await process.TerminateAsync());
    }

    [Fact]
    public async Task Spans_that_are_open_move_to_a_table_of_their_own_and_every_day_stays_what_it_was()
    {
        await using var database = await postgres.CreateDatabaseAsync();
        await using var process = await PlainProgram.CreateProcessAsync(("HIERARCHY_DB", database.ConnectionString));
        Assert.Equal(ExitCode.Ok, await process.RunAsync("restore", Old("schema-27")));
        var spans = await ScalarAsync(database, "select count(*) from obligation_spans");

        await process.StartAsync();
        // No span was lost or rebuilt, and each obligation has one open span.
        Assert.Equal(spans, await ScalarAsync(database, "select (select count(*) from obligation_spans) + (select count(*) from open_spans)"));
        Assert.Equal(0L, await ScalarAsync(database, "select count(*) from obligation_spans where to_day = 'infinity'"));
        Assert.Equal(
            await ScalarAsync(database, "select count(*) from obligations where status <> 6"),
            await ScalarAsync(database, "select count(*) from open_spans"));
        using var client = new GraphQLClient(process.Address);
        // The answers of the program that wrote the backup.
        await CheckAsync("2026-08-10", 34, 1, 1, "so~ke-hoach/10 10", "xa-1~ke-hoach/bc2~2013 0");
        await CheckAsync("2026-10-20", 32, 2, 2, "so~ke-hoach/10 10", "xa-2~ke-hoach/5 100");
        await CheckAsync("2026-11-29", 29, 5, 1, "so~ke-hoach/10 20", "xa-2~ke-hoach/5 100");
        var highest = await client.AskAsync("""{ obligations(under: "bo", orderBy: PERCENT_DESC, first: 4) { nodes { id percent } } }""");
        Assert.Equal(
            ["xa-1~ke-hoach/5 100", "xa-2~ke-hoach/5 100", "so~ke-hoach/1 70", "xa-1~ke-hoach/2~2013-Q2 55"], Named(highest["obligations"]!["nodes"]!));
        Assert.Equal(0, await process.TerminateAsync());
        await VerifyAsync(process, "2026-08-10", "2026-10-20", "2026-11-30");

        async Task CheckAsync(string day, int notStarted, int inProgress, int submitted, params string[] newest)
        {
            var told = await client.AskAsync($$"""
                {
                    unit(id: "bo") { progress(filter: {kind: null}, asOf: "{{day}}") { notStarted inProgress submitted } }
                    obligations(under: "bo", filter: {asOf: "{{day}}"}, orderBy: UPDATED_DESC, first: 2) { nodes { id percent } }
                }
                """);
            var progress = told["unit"]!["progress"]!;
            Assert.Equal((notStarted, inProgress, submitted), ((int)progress["notStarted"]!, (int)progress["inProgress"]!, (int)progress["submitted"]!));
            Assert.Equal(newest, Named(told["obligations"]!["nodes"]!));
        }

        static string[] Named(JsonNode nodes) => [.. nodes.AsArray().Select(node => $"{node!["id"]} {node["percent"]}")];
    }

    /// <summary>rollups-3.backup is that of schema 4, extended by the last program without scopes: a commune with a plan of its own, which
    /// it has carried out.</summary>
    [LongFact]
    public async Task Rollups_that_did_not_tell_scopes_apart_are_counted_anew_before_anybody_is_served()
    {
        await using var database = await postgres.CreateDatabaseAsync();
        await using var process = HierarchyProcess.Create(("HIERARCHY_DB", database.ConnectionString));
        Assert.Equal(ExitCode.Ok, await process.RunAsync("restore", Old("rollups-3")));
        Assert.Equal(4L, await ScalarAsync(database, "select count(*) from rollup_checkpoints where get_byte(data, 0) = 3"));

        Assert.Equal(ExitCode.Ok, await process.RunAsync("verify"));
        Assert.Contains(process.Output, line => line.StartsWith("verify: no difference: 7 units", StringComparison.Ordinal));

        await process.StartAsync();
        using var client = new GraphQLClient(process.Address);
        var asked = string.Join(' ', new[] { "IMPOSED", "OWN", "ALL" }.Select(scope =>
            $"{scope}: progress(filter: {{kind: null, scope: {scope}}}) {{ total submitted units budget {{ planned }} }}"));
        var units = (await client.AskAsync($"{{ units(ids: [\"bo\", \"tinh\", \"xa-3\"]) {{ {asked} }} }}"))["units"]!.AsArray();
        const string Own = """{"total":1,"submitted":1,"units":1,"budget":{"planned":700}}""";
        foreach (var above in units.Take(2))
        {
            Assert.Equal("""{"total":38,"submitted":0,"units":4,"budget":{"planned":1000000000}}""", above!["IMPOSED"]!.ToJsonString());
            Assert.Equal(Own, above["OWN"]!.ToJsonString());
            Assert.Equal("""{"total":39,"submitted":1,"units":5,"budget":{"planned":1000000700}}""", above["ALL"]!.ToJsonString());
        }
        Assert.Equal("""{"total":0,"submitted":0,"units":0,"budget":{"planned":0}}""", units[2]!["IMPOSED"]!.ToJsonString());
        Assert.Equal([Own, Own], new[] { units[2]!["OWN"]!.ToJsonString(), units[2]!["ALL"]!.ToJsonString() });
        Assert.Equal(0, await process.TerminateAsync());
    }

    [LongFact]
    public async Task Two_programs_that_start_on_an_old_database_at_once_migrate_it_once()
    {
        await using var database = await postgres.CreateDatabaseAsync();
        await using var first = HierarchyProcess.Create(("HIERARCHY_DB", database.ConnectionString));
        Assert.Equal(ExitCode.Ok, await first.RunAsync("restore", Old("schema-1")));
        await using var second = HierarchyProcess.Create(("HIERARCHY_DB", database.ConnectionString));

        first.Launch("verify");
        second.Launch("verify");

        // One database is for one server: the second either comes after the first or is told so. Neither breaks anything.
        int[] codes = [await first.EndAsync(), await second.EndAsync()];
        Assert.Contains(ExitCode.Ok, codes);
        Assert.All(codes, code => Assert.True(code is ExitCode.Ok or ExitCode.DataFolder, $"ended with {code}"));
        Assert.Equal(0L, await ScalarAsync(database, "select count(*) - count(distinct version) from migrations"));
    }

    private static string Old(string name) => Path.Combine(ScriptTests.Repository, "tests", "system", "old", name + ".backup");

    private static async Task VerifyAsync(HierarchyProcess process, params string[] days)
    {
        foreach (var day in days)
        {
            Assert.Equal(ExitCode.Ok, await process.RunAsync("verify", "--as-of", day));
            Assert.Contains(process.Output, line =>
                line.StartsWith("verify: no difference: 6 units", StringComparison.Ordinal) && line.Contains(day, StringComparison.Ordinal));
        }
    }

    private static async Task<object?> ScalarAsync(TestDatabase database, string sql)
    {
        await using var command = database.Source.CreateCommand(sql);
        return await command.ExecuteScalarAsync();
    }
}
