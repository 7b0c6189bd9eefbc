using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Validation;

namespace Hierarchy.Tests.System;

/// <summary>The real process: a file becomes a draft, is edited and adopted by those who may plan, and the plan is exported as a
/// document.</summary>
public sealed class DraftsTests(SignedInSystem system) : IClassFixture<SignedInSystem>
{
    private const string Province = "vn24-72";

    private const string Csv = """
        STT,Nội dung,Sản phẩm,Cơ quan chủ trì,Cơ quan phối hợp,Thời gian
        1,Rà soát văn bản,Quyết định,Sở Nội vụ,Sở Tài chính,Quý I năm 2013
        2,Công khai thủ tục,,Sở Tài chính,,Thường xuyên
        """;

    [Fact]
    public async Task A_file_becomes_a_draft_and_a_plan_and_the_plan_a_file()
    {
        var planner = await system.PersonAsync("drafts-planner", "PLANNER", Province);
        var draft = await BroughtAsync(planner, Csv);
        var rows = (await AskAsync(planner, $$"""{ draft(id: "{{draft}}") { rows { totalCount nodes { key cells leads { unit { id } } schedule { due } } } } }"""))
            ["draft"]!["rows"]!;
        Assert.Equal(2, (int)rows["totalCount"]!);
        Assert.Equal(["1", "Rà soát văn bản", "Quyết định", "Sở Nội vụ", "Sở Tài chính", "Quý I năm 2013"],
            rows["nodes"]![0]!["cells"]!.AsArray().Select(cell => (string?)cell));
        Assert.Equal("2013-03-31", (string?)rows["nodes"]![0]!["schedule"]!["due"]);
        var keys = rows["nodes"]!.AsArray().Select(row => (string)row!["key"]!).ToList();

        var before = await TotalAsync();
        var edited = await AskAsync(planner, $$"""
            mutation { editDraft(requestId: "drafts-edit", draft: "{{draft}}", input: { title: "=Kế hoạch thử", number: "9/KH-UBND", adoptedOn: "2013-01-02",
                startYear: 2013, endYear: 2013, areas: [{ id: "I", name: "Thể chế", reform: INSTITUTIONS, budget: 5000000 }],
                rows: [{{string.Join(", ", keys.Select(key => $"{{ key: \"{key}\", area: \"I\" }}"))}}] }) {
                issues { code severity place } preview { tasks obligations units undated budget } } }
            """);
        Assert.DoesNotContain(edited["editDraft"]!["issues"]!.AsArray(), issue => (string?)issue!["severity"] == "ERROR");
        Assert.Equal(
            """{"tasks":2,"obligations":2,"units":2,"undated":1,"budget":5000000}""", edited["editDraft"]!["preview"]!.ToJsonString());
        Assert.Equal(before, await TotalAsync());
        await AskAsync(planner, $$"""mutation { adoptDraft(requestId: "drafts-adopt", draft: "{{draft}}") { id tasks { id } } }""");
        Assert.Equal(before + 2, await TotalAsync());
        Assert.Null((await AskAsync(planner, $$"""{ draft(id: "{{draft}}") { id } }"""))["draft"]);

        var plan = (await AskAsync(planner, $$"""{ plan(id: "{{draft}}") { docx xlsx tasks { id schedule { due } leads { label } } } }"""))["plan"]!;
        Assert.Equal(keys.Select(key => $"{draft}/{key}"), plan["tasks"]!.AsArray().Select(task => (string?)task!["id"]));
        using (var docx = WordprocessingDocument.Open(await GetAsync(planner, (string)plan["docx"]!), false))
        {
            Assert.Empty(new OpenXmlValidator().Validate(docx));
            Assert.Contains("Kèm theo văn bản số 9/KH-UBND ngày 02 tháng 01 năm 2013", docx.MainDocumentPart!.Document!.InnerText, StringComparison.Ordinal);
        }
        using (var xlsx = SpreadsheetDocument.Open(await GetAsync(planner, (string)plan["xlsx"]!), false))
        {
            Assert.Empty(new OpenXmlValidator().Validate(xlsx));
        }
        Assert.Equal(HttpStatusCode.Unauthorized, await system.StatusAsync(null, (string)plan["docx"]!));
        Assert.Equal(HttpStatusCode.NotFound, await system.StatusAsync(planner, "/plans/none.docx"));
        Assert.Equal(HttpStatusCode.NotFound, await system.StatusAsync(planner, "/plans/none.pdf"));
    }

    [Fact]
    public async Task Only_who_may_plan_there_brings_sees_and_changes_a_draft()
    {
        var planner = await system.PersonAsync("drafts-two", "PLANNER", Province);
        var others = new[]
        {
            await system.PersonAsync("drafts-head", "HEAD", Province), await system.PersonAsync("drafts-below", "PLANNER", "vn24-705"),
            await system.PersonAsync("drafts-narrow", "PLANNER", Province, "[INSTITUTIONS]"),
        };
        var draft = await BroughtAsync(planner, Csv);
        foreach (var other in others)
        {
            using var brought = await BringAsync(other, Csv);
            Assert.Equal((HttpStatusCode.Forbidden, "FORBIDDEN"), (brought.StatusCode, await CodeAsync(brought)));
            var seen = await AskAsync(other, $$"""{ draft(id: "{{draft}}") { id } unit(id: "{{Province}}") { drafts { id } } }""");
            Assert.Null(seen["draft"]);
            Assert.Empty(seen["unit"]!["drafts"]!.AsArray());
            foreach (var mutation in new[] { "editDraft(requestId: \"no\", input: {}, ", "discardDraft(requestId: \"no\", ", "adoptDraft(requestId: \"no\", " })
            {
                var refused = await system.AskAsync(other, $"mutation {{ {mutation}draft: \"{draft}\"){(mutation[0] == 'd' ? "" : " { id }")} }}");
                Assert.Equal("FORBIDDEN", (string?)refused["errors"]![0]!["extensions"]!["code"]);
            }
        }
        Assert.Contains(
            draft, (await AskAsync(planner, $$"""{ unit(id: "{{Province}}") { drafts { id } } }"""))["unit"]!["drafts"]!.AsArray().Select(one => (string?)one!["id"]));
        using var stranger = await BringAsync(null, Csv);
        Assert.Equal(HttpStatusCode.Unauthorized, stranger.StatusCode);
        using var foreign = await BringAsync(planner, Csv, origin: "https://evil.example");
        Assert.Equal((HttpStatusCode.Forbidden, "ORIGIN_NOT_ALLOWED"), (foreign.StatusCode, await CodeAsync(foreign)));
    }

    public static TheoryData<string, string?, byte[], HttpStatusCode, string, string?> Wrong => new()
    {
        { "kế hoạch.csv", "none", Encoding.UTF8.GetBytes(Csv), HttpStatusCode.NotFound, "NOT_FOUND", null },
        { "kế hoạch.csv", null, Encoding.UTF8.GetBytes(Csv), HttpStatusCode.BadRequest, "INVALID", null },
        { "kế hoạch.docx", Province, [1, 0, 2, 0, 3], HttpStatusCode.BadRequest, "INVALID", "NOT_A_TABLE" },
        { "kế hoạch.xlsx", Province, "PK\u0003\u0004 damaged"u8.ToArray(), HttpStatusCode.BadRequest, "INVALID", "FILE_DAMAGED" },
        { "kế hoạch.txt", Province, "không có bảng"u8.ToArray(), HttpStatusCode.BadRequest, "INVALID", "NOT_A_TABLE" },
        { "kế hoạch.csv", Province, [(byte)'a', 0xFD, 0xFE], HttpStatusCode.BadRequest, "INVALID", "FILE_DAMAGED" },
    };

    [Theory]
    [MemberData(nameof(Wrong))]
    public async Task What_is_no_plan_is_refused_with_the_reason(string name, string? owner, byte[] bytes, HttpStatusCode status, string code, string? reason)
    {
        using var refused = await BringAsync(system.Token, bytes, name, owner is null ? "" : $"?owner={owner}");
        Assert.Equal((status, code, reason), (refused.StatusCode, await CodeAsync(refused), await ReasonAsync(refused)));
    }

    [LongFact]
    public async Task What_was_acknowledged_is_there_after_a_kill_and_a_restart_and_of_two_editors_the_second_is_told()
    {
        await using var process = await FilledFolder.StartAsync();
        string id;
        using (var client = new GraphQLClient(process.Address))
        {
            id = (string)(await client.AskAsync(
                $$"""mutation { createDraft(requestId: "c", owner: "{{Province}}", input: { title: "A", startYear: 2013, endYear: 2013 }) { id } }"""))
                ["createDraft"]!["id"]!;
            await client.AskAsync($$"""mutation { editDraft(requestId: "e1", draft: "{{id}}", expectedVersion: 1, input: { title: "B" }) { version } }""");
            Assert.Equal("CONFLICT", await client.RefusedAsync(
                $$"""mutation { editDraft(requestId: "e2", draft: "{{id}}", expectedVersion: 1, input: { title: "C" }) { version } }"""));
            await client.AskAsync($$"""
                mutation { editDraft(requestId: "e3", draft: "{{id}}", expectedVersion: 2, input: { areas: [{ id: "I", name: "Thể chế", reform: INSTITUTIONS }],
                    rows: [{ code: "1", area: "I", title: "Rà soát", leadsText: "Sở Nội vụ", scheduleText: "Quý I năm 2013" }] }) { version } }
                """);
        }
        await process.KillAsync();
        await process.StartAsync();
        using (var client = new GraphQLClient(process.Address))
        {
            await CheckAsync(client, $$"""{ draft(id: "{{id}}") { version title rows { totalCount } issues { code } } }""",
                """{"draft":{"version":3,"title":"B","rows":{"totalCount":1},"issues":[]}}""");
            await CheckAsync(client, $$"""mutation { editDraft(requestId: "e1", draft: "{{id}}", expectedVersion: 1, input: { title: "B" }) { version title } }""",
                """{"editDraft":{"version":3,"title":"B"}}""");
            await client.AskAsync($$"""mutation { adoptDraft(requestId: "a", draft: "{{id}}") { id } }""");
        }
        await process.KillAsync();
        await process.StartAsync();
        using (var client = new GraphQLClient(process.Address))
        {
            await CheckAsync(client, $$"""mutation { adoptDraft(requestId: "a", draft: "{{id}}") { id tasks { code } } }""",
                $$$"""{"adoptDraft":{"id":"{{{id}}}","tasks":[{"code":"1"}]}}""");
            await CheckAsync(client, $$"""{ draft(id: "{{id}}") { id } obligation(id: "{{Province}}-so-noi-vu~{{id}}/n1") { due } }""",
                """{"draft":null,"obligation":{"due":"2013-03-31"}}""");
        }
        await process.TerminateAsync();
        Assert.Equal(0, await process.RunAsync("verify"));
        Assert.Contains(process.Output, line => line.StartsWith("verify: no difference", StringComparison.Ordinal));
    }

    private static async Task CheckAsync(GraphQLClient client, string query, string expected) =>
        Assert.Equal(expected, (await client.AskAsync(query)).ToJsonString());

    private async Task<int> TotalAsync()
    {
        var data = await AskAsync(system.Token, $$"""{ unit(id: "{{Province}}") { progress(filter: { scope: ALL, year: 2013 }) { total } } }""");
        return (int)data["unit"]!["progress"]!["total"]!;
    }

    private async Task<JsonNode> AskAsync(string token, string query)
    {
        var answer = await system.AskAsync(token, query);
        Assert.True(answer["errors"] is null, answer.ToJsonString());
        return answer["data"]!;
    }

    private async Task<string> BroughtAsync(string token, string csv)
    {
        using var response = await BringAsync(token, csv);
        var text = await response.Content.ReadAsStringAsync();
        Assert.True(response.StatusCode == HttpStatusCode.OK, text);
        return (string)JsonNode.Parse(text)!["id"]!;
    }

    private Task<HttpResponseMessage> BringAsync(string? token, string csv, string? origin = null) =>
        BringAsync(token, Encoding.UTF8.GetBytes(csv), "kế hoạch.csv", $"?owner={Province}", origin);

    private async Task<HttpResponseMessage> BringAsync(string? token, byte[] bytes, string name, string owner, string? origin = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/drafts" + owner)
        {
            Content = new MultipartFormDataContent { { new ByteArrayContent(bytes), "file", name } },
        };
        request.Headers.Authorization = token is null ? null : new AuthenticationHeaderValue("Bearer", token);
        if (origin is not null)
        {
            request.Headers.Add("Origin", origin);
        }
        return await system.Client.SendAsync(request);
    }

    private async Task<MemoryStream> GetAsync(string token, string address)
    {
        using var response = await system.GetAsync(token, address);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        return new MemoryStream(await response.Content.ReadAsByteArrayAsync());
    }

    private static async Task<string?> CodeAsync(HttpResponseMessage response) =>
        (string?)JsonNode.Parse(await response.Content.ReadAsStringAsync())!["errors"]![0]!["extensions"]!["code"];

    private static async Task<string?> ReasonAsync(HttpResponseMessage response) =>
        (string?)JsonNode.Parse(await response.Content.ReadAsStringAsync())!["errors"]![0]!["extensions"]!["reason"];
}
