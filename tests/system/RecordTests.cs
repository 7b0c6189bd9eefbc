namespace Hierarchy.Tests.System;

/// <summary>The real process with sign-in: the origin of each change, and the record as a file.</summary>
public sealed class RecordTests(SignedInSystem system) : IClassFixture<SignedInSystem>
{
    private const string TanBien = "vn24-705";

    [Fact]
    public async Task A_change_bears_its_person_session_address_and_cause_and_files_show_them_to_administrators()
    {
        var clerk = await system.PersonAsync("origin-clerk", "CLERK", TanBien);
        var auditor = await system.PersonAsync("origin-auditor", "AUDITOR", TanBien);
        var owed = (string?)(await system.AskAsync(
            clerk, $$"""{ obligations(under: "{{TanBien}}", filter: { status: [NOT_STARTED] }, first: 1) { nodes { id } } }"""))
            ["data"]!["obligations"]!["nodes"]![0]!["id"];
        var reported = await system.AskAsync(
            clerk, $"mutation {{ reportProgress(requestId: \"origin-1\", obligation: \"{owed}\", percent: 40, note: \"=1+1\") {{ id }} }}");
        Assert.Null(reported["errors"]);

        var row = (await LinesAsync(system.Token, $"/audit.jsonl?under={TanBien}&actor=origin-clerk")).Single();

        Assert.Equal(
            "progress-reported origin-clerk Người origin-clerk",
            $"{row["type"]} {row["person"]} {row["actor"]}");
        Assert.Matches("^token:[0-9a-f]{16}$", (string?)row["session"]);
        Assert.True(IPAddress.IsLoopback(IPAddress.Parse((string)row["address"]!)));
        Assert.Contains("đạt 40%", (string?)row["summary"]);
        var told = await system.AskAsync(
            auditor, $$"""{ audit(under: "{{TanBien}}", first: 500) { nodes { type obligation } } }""");
        var changes = told["data"]!["audit"]!["nodes"]!.AsArray();
        Assert.Equal(owed, (string?)changes.First(change => (string?)change!["type"] == "progress-reported")!["obligation"]);
        Assert.Null(changes.First(change => (string?)change!["type"] == "obligations-imposed")!["obligation"]);
        var seen = (await LinesAsync(auditor, $"/audit.jsonl?under={TanBien}&actor=origin-clerk")).Single();
        Assert.Equal("origin-clerk", (string?)seen["person"]);
        Assert.Null(seen["session"]);
        Assert.Null(seen["address"]);
        // A unit's obligations were imposed by another unit's line.
        var imposed = (await LinesAsync(auditor, $"/audit.jsonl?under={TanBien}")).Where(line => (string?)line["type"] == "obligations-imposed").ToArray();
        Assert.NotEmpty(imposed);
        Assert.All(imposed, line => Assert.Matches("^.+#[0-9]+$", (string?)line["cause"]));
        Assert.Equal(
            (await system.AskAsync(auditor, $"{{ audit(under: \"{TanBien}\", first: 500) {{ nodes {{ id }} }} }}"))["data"]!["audit"]!["nodes"]!.AsArray()
                .Select(node => (string?)node!["id"]),
            (await LinesAsync(auditor, $"/audit.jsonl?under={TanBien}")).Select(line => (string?)line["id"]));
    }

    [Fact]
    public async Task The_file_for_spreadsheets_bears_their_mark_and_no_formula()
    {
        await system.DoAsync($$"""registerUnit(requestId: "=unit", input: { id: "formula", name: "=HYPERLINK(\"x\")", kind: BODY, parent: "{{TanBien}}" }) { id }""");

        using var response = await system.GetAsync(system.Token, "/audit.csv?under=formula");
        var bytes = await response.Content.ReadAsByteArrayAsync();

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal("text/csv; charset=utf-8", response.Content.Headers.ContentType!.ToString());
        Assert.Equal("attachment; filename=\"audit.csv\"", response.Content.Headers.ContentDisposition!.ToString());
        Assert.Equal([0xEF, 0xBB, 0xBF], bytes[..3]);
        var lines = Encoding.UTF8.GetString(bytes[3..]).Split("\r\n");
        Assert.Equal("id,at,unit,unitName,type,summary,actor,person,onBehalfOf,cause,session,address", lines[0]);
        Assert.Contains(",formula,\"'=HYPERLINK(\"\"x\"\")\",unit-registered,", lines[1]);
        Assert.Equal("", lines[2]);
    }

    [Fact]
    public async Task A_file_holds_more_than_a_page_and_as_much_as_was_asked_for()
    {
        var all = await LinesAsync(system.Token, "/audit.jsonl?under=bnv");

        Assert.True(all.Length > 1_000, all.Length.ToString(CultureInfo.InvariantCulture));
        Assert.Equal(all.Length, all.Select(line => (string?)line["id"]).Distinct().Count());
        Assert.Equal(3, (await LinesAsync(system.Token, "/audit.jsonl?under=bnv&first=3")).Length);
        Assert.Empty(await LinesAsync(system.Token, "/audit.jsonl?under=bnv&to=2000-01-01"));
    }

    [Theory]
    [InlineData("", "under")]
    [InlineData("?under=none", "under", "NOT_FOUND")]
    [InlineData("?under=bnv&from=1/2/2013", "from")]
    [InlineData("?under=bnv&from=2013-02-02&to=2013-02-01", "to")]
    [InlineData("?under=bnv&first=501", "first")]
    [InlineData("?under=bnv&first=x", "first")]
    [InlineData("?under=bnv&after=x", "after")]
    [InlineData("?under=bnv&under=bnv", "under")]
    [InlineData("?under=bnv&format=x", "format")]
    [InlineData("?under=bnv&actor=", "actor")]
    public async Task What_cannot_be_asked_for_is_refused_with_its_place(string query, string place, string code = "INVALID")
    {
        foreach (var path in new[] { "/audit.csv", "/audit.jsonl" })
        {
            using var response = await system.GetAsync(system.Token, path + query);
            var error = JsonNode.Parse(await response.Content.ReadAsStringAsync())!["errors"]![0]!;

            Assert.Equal(code == "NOT_FOUND" ? HttpStatusCode.NotFound : HttpStatusCode.BadRequest, response.StatusCode);
            Assert.Equal($"{code} {place}", $"{error["extensions"]!["code"]} {error["extensions"]!["input"]![0]}");
        }
    }

    [Fact]
    public async Task Files_are_for_who_has_AUDIT_there()
    {
        var auditor = await system.PersonAsync("file-auditor", "AUDITOR", TanBien);
        var head = await system.PersonAsync("file-head", "HEAD", TanBien);

        Assert.Equal(HttpStatusCode.OK, await system.StatusAsync(auditor, $"/audit.csv?under={TanBien}&first=1"));
        Assert.Equal(HttpStatusCode.Forbidden, await system.StatusAsync(auditor, "/audit.csv?under=bnv"));
        Assert.Equal(HttpStatusCode.Forbidden, await system.StatusAsync(head, $"/audit.jsonl?under={TanBien}"));
        Assert.Equal(HttpStatusCode.Unauthorized, await system.StatusAsync(null, $"/audit.jsonl?under={TanBien}"));
    }

    [Fact]
    public async Task Eight_files_are_sent_at_once_and_one_that_nobody_takes_any_more_makes_room()
    {
        Assert.SkipWhen(
            Environment.GetEnvironmentVariable("HIERARCHY_TEST_NODES") is { Length: > 0 },
            "Each node sends eight, and a proxy before them takes what a slow client does not.");
        var files = new List<SlowDownload>();
        try
        {
            while (files.Count < 8)
            {
                var file = await BeginAsync();
                Assert.Equal(HttpStatusCode.OK, file.Status);
                files.Add(file);
            }
            await FullAsync();

            files[0].Dispose();
            files[0] = await BegunAsync();
            await FullAsync();

            // All of them, at different positions of the file.
            for (var i = 0; i < files.Count; i++)
            {
                await files[i].TakeAsync(i * 1_000);
                files[i].Dispose();
                files[i] = await BegunAsync();
            }
            await FullAsync();
        }
        finally
        {
            files.ForEach(file => file.Dispose());
        }
        using var whole = await BegunAsync();
        var text = await whole.ReadAsync();
        Assert.EndsWith("}\n", text, StringComparison.Ordinal);
        Assert.True(text.Length > 500_000, text.Length.ToString(CultureInfo.InvariantCulture));

        Task<SlowDownload> BeginAsync() => SlowDownload.BeginAsync(system.Process.Address, system.Token, "/audit.jsonl?under=bnv");

        async Task FullAsync()
        {
            using var more = await BeginAsync();
            Assert.Equal((HttpStatusCode.ServiceUnavailable, "5"), (more.Status, more.RetryAfter));
            Assert.Equal("OVERLOADED", (string?)JsonNode.Parse(await more.ReadAsync())!["errors"]![0]!["extensions"]!["code"]);
        }

        // Retries until the server has noticed a closed connection.
        async Task<SlowDownload> BegunAsync()
        {
            for (var watch = Stopwatch.StartNew(); ;)
            {
                var file = await BeginAsync();
                if (file.Status == HttpStatusCode.OK)
                {
                    return file;
                }
                file.Dispose();
                Assert.True(watch.Elapsed < HierarchyProcess.Patience, "no place becomes free");
                await Task.Delay(20);
            }
        }
    }

    [LongFact]
    public async Task A_name_that_was_taken_away_shows_nowhere_and_the_record_stays_whole()
    {
        await using var own = new SignedInSystem();
        await own.InitializeAsync();
        await own.DoAsync("""registerPerson(requestId: "1", input: { id: "p1", name: "Lê Thị Kín", email: "kin@example.vn", subject: "s-kin" }) { id }""");
        await own.DoAsync($$"""grant(requestId: "2", input: { person: "p1", role: CLERK, unit: "{{TanBien}}" }) { id }""");
        var token = (await own.RunAsync("token", "p1")).Output.Trim();
        var owed = (string?)(await own.AskAsync(token, $$"""{ obligations(under: "{{TanBien}}", filter: { status: [NOT_STARTED] }, first: 1) { nodes { id } } }"""))
            ["data"]!["obligations"]!["nodes"]![0]!["id"];
        Assert.Null((await own.AskAsync(token, $"mutation {{ reportProgress(requestId: \"3\", obligation: \"{owed}\", percent: 40) {{ id }} }}"))["errors"]);
        var forbidden = await own.AskAsync(token, """mutation { pseudonymisePerson(requestId: "4", person: "an", reason: "x") { id } }""");
        Assert.Equal("FORBIDDEN", (string?)forbidden["errors"]![0]!["extensions"]!["code"]);
        var oneself = await own.AskAsync(own.Token, """mutation { pseudonymisePerson(requestId: "5", person: "an", reason: "x") { id } }""");
        Assert.Equal("CONFLICT", (string?)oneself["errors"]![0]!["extensions"]!["code"]);
        const string Away = """pseudonymisePerson(requestId: "6", person: "p1", reason: "Theo yêu cầu") { id name email }""";

        Assert.Equal("""{"id":"p1","name":"Ng\u01B0\u1EDDi \u0111\u00E3 \u1EA9n danh","email":null}""", (await own.DoAsync(Away))["pseudonymisePerson"]!.ToJsonString());
        Assert.Equal("p1", (string?)(await own.DoAsync(Away))["pseudonymisePerson"]!["id"]);

        using var refused = await own.PostAsync(token, "{ viewer { person { id } } }");
        Assert.Equal(HttpStatusCode.Unauthorized, refused.StatusCode);
        var shown = (await own.AskAsync(own.Token, $$"""
            {
              person(id: "p1") { name email }
              unit(id: "{{TanBien}}") { history(first: 500) { nodes { actor summary person { name } } } }
              obligation(id: "{{owed}}") { history { nodes { actor summary person { id name } } } }
              audit(under: "{{TanBien}}", actor: "p1") { nodes { actor summary person { id name } } }
            }
            """)).ToJsonString(new() { Encoder = global::System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
        Assert.DoesNotContain("Kín", shown);
        Assert.DoesNotContain("kin@", shown);
        Assert.Contains("\"actor\":\"Người đã ẩn danh\"", shown);
        using var sent = await own.GetAsync(own.Token, $"/audit.csv?under={TanBien}&actor=p1");
        var text = await sent.Content.ReadAsStringAsync();
        Assert.Contains(",Người đã ẩn danh,p1,", text);
        Assert.DoesNotContain("Kín", text);
        Assert.Equal(0, await own.Process.TerminateAsync());
        var verified = await own.RunAsync("verify");
        Assert.True(verified.Code == 0, verified.Output + verified.Errors);
    }

    private async Task<JsonNode[]> LinesAsync(string token, string path)
    {
        using var response = await system.GetAsync(token, path);
        var text = await response.Content.ReadAsStringAsync();
        Assert.True(response.StatusCode == HttpStatusCode.OK, text);
        return [.. text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonNode.Parse(line)!)];
    }
}
