namespace Hierarchy.Tests.System;

/// <summary>The real process: files are uploaded, named by a document, and served to those who may read what names them.</summary>
public sealed class FilesTests(SignedInSystem system) : IClassFixture<SignedInSystem>
{
    private const string TanBien = "vn24-705";
    private const string TanChau = "vn24-706";

    [Fact]
    public async Task A_file_is_read_by_who_brought_it_until_a_document_names_it_and_then_by_who_may_read_that()
    {
        var (head, other) = (await system.PersonAsync("head", "HEAD", TanBien), await system.PersonAsync("other", "HEAD", TanChau));
        var reader = await system.PersonAsync("reader", "VIEWER", TanBien);
        var bytes = RandomNumberGenerator.GetBytes(600_000);
        var id = await BroughtAsync(head, Form(bytes, "Báo cáo quý I.pdf", "application/pdf"));

        Assert.Equal(HttpStatusCode.OK, await StatusAsync(head, id));
        foreach (var token in (string?[])[other, reader, system.Token])
        {
            Assert.Equal(HttpStatusCode.NotFound, await StatusAsync(token, id));
        }
        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(null, id));

        var found = (await system.AskAsync(
            head, $$"""{ obligations(under: "{{TanBien}}", filter: { status: [NOT_STARTED], kind: TASK }, first: 1) { nodes { id task { area { reform } } } } }"""))
            ["data"]!["obligations"]!["nodes"]![0]!;
        var owed = (string?)found["id"];
        var areas = Enum.GetValues<ReformArea>().Select(Text.Constant).Where(area => area != (string?)found["task"]!["area"]!["reform"]);
        var elsewhere = await system.PersonAsync("narrow", "VIEWER", TanBien, $"[{string.Join(", ", areas)}]");
        var foreign = await system.AskAsync(other, Submit("1", owed, $"\"{id}\""));
        Assert.Equal("""INVALID ["document","files",0]""", $"{Extensions(foreign)["code"]} {Extensions(foreign)["input"]!.ToJsonString()}");
        for (var again = 0; again < 2; again++)
        {
            var submitted = await system.AskAsync(head, Submit("2", owed, $"\"{id}\""));
            Assert.True(submitted["errors"] is null, submitted.ToJsonString());
            var file = submitted["data"]!["submit"]!["document"]!["files"]![0]!;
            Assert.Equal(
                $"Báo cáo quý I.pdf application/pdf 600000 {Convert.ToHexStringLower(SHA256.HashData(bytes))} /files/{id}",
                $"{file["name"]} {file["mediaType"]} {file["bytes"]} {file["sha256"]} {file["url"]}");
            Assert.Equal(id, (string?)submitted["data"]!["submit"]!["files"]![0]!["id"]);
        }

        Assert.Equal(HttpStatusCode.OK, await StatusAsync(reader, id));
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(system.Token, id));
        Assert.Equal(HttpStatusCode.NotFound, await StatusAsync(other, id));
        Assert.Equal(HttpStatusCode.NotFound, await StatusAsync(elsewhere, id));
        using var response = await GetAsync(reader, id);
        Assert.Equal(bytes, await response.Content.ReadAsByteArrayAsync());
        Assert.Equal(
            (600_000L, "application/pdf", "attachment", $"\"{Convert.ToHexStringLower(SHA256.HashData(bytes))}\""),
            (response.Content.Headers.ContentLength, response.Content.Headers.ContentType!.MediaType,
                response.Content.Headers.ContentDisposition!.DispositionType, response.Headers.ETag!.Tag));
        Assert.Equal("Báo cáo quý I.pdf", response.Content.Headers.ContentDisposition.FileNameStar);
        Assert.Equal("no-store nosniff", $"{response.Headers.CacheControl} {response.Headers.GetValues("X-Content-Type-Options").Single()}");
    }

    [Theory]
    [InlineData("text/html", "trang.html")]
    [InlineData("image/svg+xml", "hình.svg")]
    [InlineData("application/xhtml+xml; charset=utf-8", "trang.pdf")]
    [InlineData("no type", "gì đó")]
    public async Task What_a_browser_could_run_is_handed_out_as_bytes_to_be_saved(string type, string name)
    {
        var id = await BroughtAsync(system.Token, Form("<script>alert(1)</script>"u8.ToArray(), name, type));

        using var response = await GetAsync(system.Token, id);

        var headers = response.Content.Headers;
        Assert.Equal(
            ("application/octet-stream", "attachment", name),
            (headers.ContentType!.MediaType, headers.ContentDisposition!.DispositionType, headers.ContentDisposition.FileNameStar));
        Assert.Contains("sandbox", Assert.Single(response.Headers.GetValues("Content-Security-Policy")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Twenty_megabytes_are_taken_and_one_byte_more_is_not()
    {
        var bytes = new byte[Limits.FileBytesMax];
        var id = await BroughtAsync(system.Token, Form(bytes, "lớn.zip", "application/zip"));
        using (var response = await GetAsync(system.Token, id))
        {
            Assert.Equal(Limits.FileBytesMax, (await response.Content.ReadAsByteArrayAsync()).Length);
        }

        using var refused = await BringAsync(system.Token, Form(new byte[Limits.FileBytesMax + 1], "lớn.zip", "application/zip"));
        Assert.Equal((HttpStatusCode.RequestEntityTooLarge, "LIMIT_BODY"), (refused.StatusCode, await CodeAsync(refused)));
    }

    public static TheoryData<string, Func<HttpContent>> WrongForms => new()
    {
        { "another field", () => new MultipartFormDataContent { { new ByteArrayContent([1]), "files", "a.pdf" } } },
        { "no file", () => new MultipartFormDataContent { { new StringContent("a"), "file" } } },
        { "no field", () => new MultipartFormDataContent() },
        { "two files", () => new MultipartFormDataContent { { new ByteArrayContent([1]), "file", "a.pdf" }, { new ByteArrayContent([1]), "file", "b.pdf" } } },
        { "an empty file", () => Form([], "a.pdf", "application/pdf") },
        { "a long name", () => Form([1], new string('a', Limits.NameMax + 1), "application/pdf") },
        { "no name", () => Form([1], "/", "application/pdf") },
        { "no form", () => new StringContent("{}", Encoding.UTF8, "application/json") },
        { "no boundary", () => Typed("multipart/form-data") },
        { "no end", () => Typed("multipart/form-data; boundary=b") },
    };

    [Theory]
    [MemberData(nameof(WrongForms))]
    public async Task A_wrong_form_is_refused_with_the_reason(string what, Func<HttpContent> form)
    {
        using var refused = await BringAsync(system.Token, form());

        Assert.True(refused.StatusCode == HttpStatusCode.BadRequest, $"{what}: {refused.StatusCode}");
        Assert.Equal("INVALID", await CodeAsync(refused));
    }

    [Fact]
    public async Task Strangers_people_without_a_grant_and_pages_of_others_bring_nothing()
    {
        using var stranger = await BringAsync(null, Form([1], "a.pdf", "application/pdf"));
        Assert.Equal((HttpStatusCode.Unauthorized, "UNAUTHENTICATED"), (stranger.StatusCode, await CodeAsync(stranger)));
        await system.DoAsync("""registerPerson(requestId: "person-nobody", input: { id: "nobody", name: "nobody" }) { id }""");
        using var nobody = await BringAsync((await system.RunAsync("token", "nobody")).Output.Trim(), Form([1], "a.pdf", "application/pdf"));
        Assert.Equal((HttpStatusCode.Forbidden, "FORBIDDEN"), (nobody.StatusCode, await CodeAsync(nobody)));
        using var foreign = await BringAsync(system.Token, Form([1], "a.pdf", "application/pdf"), "https://evil.example");
        Assert.Equal((HttpStatusCode.Forbidden, "ORIGIN_NOT_ALLOWED"), (foreign.StatusCode, await CodeAsync(foreign)));
    }

    [Theory]
    [InlineData("no-such-file")]
    [InlineData("a%20b")]
    [InlineData("..%2f..%2fetc%2fpasswd")]
    public async Task What_is_not_there_is_not_found(string id) => Assert.Equal(HttpStatusCode.NotFound, await StatusAsync(system.Token, id));

    private static string Submit(string request, string? obligation, string files) => $$"""
        mutation { submit(requestId: "{{request}}", obligation: "{{obligation}}", document: { number: "12/BC", issuedOn: "2024-01-01", files: [{{files}}] }) {
            files { id } document { files { id name mediaType bytes sha256 url } } } }
        """;

    private static MultipartFormDataContent Form(byte[] bytes, string name, string type)
    {
        var part = new ByteArrayContent(bytes);
        part.Headers.TryAddWithoutValidation("Content-Type", type);
        return new MultipartFormDataContent { { part, "file", name } };
    }

    private static ByteArrayContent Typed(string type)
    {
        var content = new ByteArrayContent("--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a\"\r\n\r\nhalf"u8.ToArray());
        content.Headers.TryAddWithoutValidation("Content-Type", type);
        return content;
    }

    private async Task<string> BroughtAsync(string token, HttpContent form)
    {
        using var response = await BringAsync(token, form);
        var text = await response.Content.ReadAsStringAsync();
        Assert.True(response.StatusCode == HttpStatusCode.OK, text);
        return (string)JsonNode.Parse(text)!["id"]!;
    }

    private async Task<HttpResponseMessage> BringAsync(string? token, HttpContent form, string? origin = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/files") { Content = form };
        request.Headers.Authorization = token is null ? null : new AuthenticationHeaderValue("Bearer", token);
        if (origin is not null)
        {
            request.Headers.Add("Origin", origin);
        }
        return await system.Client.SendAsync(request);
    }

    private Task<HttpStatusCode> StatusAsync(string? token, string id) => system.StatusAsync(token, $"/files/{id}");

    private Task<HttpResponseMessage> GetAsync(string? token, string id) => system.GetAsync(token, $"/files/{id}");

    private static JsonNode Extensions(JsonNode answer) => answer["errors"]![0]!["extensions"]!;

    private static async Task<string?> CodeAsync(HttpResponseMessage response) =>
        (string?)Extensions(JsonNode.Parse(await response.Content.ReadAsStringAsync())!)["code"];
}
