using Microsoft.AspNetCore.Http;

namespace Hierarchy.UnitTests.Api;

public sealed class TokensTests
{
    private static readonly string Secret = HashOf("bí mật");
    private static readonly string Other = HashOf("other");

    [Fact]
    public void A_token_names_its_caller_and_where_he_may_act()
    {
        var tokens = Tokens.Parse("f", ["# people", "", $"{Secret} an vn24-72", $"  {Other.ToUpperInvariant()}\troot  * "]);

        Assert.Equal(new Caller("an", "vn24-72"), tokens.FindBearer("Bearer bí mật"));
        Assert.Equal(new Caller("root", null), tokens.FindBearer("bearer  other"));
        Assert.Equal(2, tokens.Count);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("Bearer ")]
    [InlineData("Bearer wrong")]
    [InlineData("Basic bí mật")]
    [InlineData("bí mật")]
    public void What_is_no_known_token_names_nobody(string? header) =>
        Assert.Null(Tokens.Parse("f", [$"{Secret} an *"]).FindBearer(header));

    [Theory]
    [InlineData("abc an *", "tokens.txt:2: the first part is no SHA-256")]
    [InlineData("HASH an", "tokens.txt:2: a line has three parts")]
    [InlineData("HASH an * more", "tokens.txt:2: a line has three parts")]
    [InlineData("HASH an* *", "tokens.txt:2: the actor may hold")]
    [InlineData("HASH system *", "tokens.txt:2: 'system' is not for callers")]
    [InlineData("HASH an a~b", "tokens.txt:2: the unit may hold")]
    [InlineData("OTHER an *", "tokens.txt:2: the token is named twice")]
    public void A_wrong_line_is_named_with_its_place_and_reason(string line, string message)
    {
        var lines = new[] { $"{Other} first *", line.Replace("HASH", Secret).Replace("OTHER", Other) };

        var error = Assert.Throws<TokensFileException>(() => Tokens.Parse("tokens.txt", lines));

        Assert.StartsWith(message, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_without_tokens_or_that_is_missing_is_an_error_and_an_unset_variable_is_none()
    {
        Assert.Throws<TokensFileException>(() => Tokens.Parse("f", ["# nobody"]));
        var missing = Path.Combine(Path.GetTempPath(), Guid.NewGuid().ToString("N"));
        var error = Assert.Throws<TokensFileException>(() => Tokens.FromEnvironment(_ => missing));
        Assert.Contains(missing, error.Message, StringComparison.Ordinal);
        Assert.Null(Tokens.FromEnvironment(_ => null));
    }

    [Fact]
    public async Task Without_tokens_everybody_is_an_administrator_and_it_is_said()
    {
        var rules = new AccessRules(null);

        Assert.Equal(new Caller("admin", null), rules.CallerOf(new DefaultHttpContext()));
        Assert.Equal(new Caller("admin", null), Assert.IsType<Visitor>(await rules.ConnectAsync(new DefaultHttpContext(), default)).Caller);
        Assert.Contains("everybody is an administrator", rules.Description, StringComparison.Ordinal);
    }

    [Fact]
    public async Task With_tokens_a_request_without_one_is_answered_401_with_a_GraphQL_error()
    {
        var rules = new AccessRules(Tokens.Parse("f", [$"{Secret} an *"]));
        var http = new DefaultHttpContext();
        http.Request.Method = "POST";
        http.Response.Body = new MemoryStream();

        await rules.GuardAsync(http, _ => throw new InvalidOperationException("let through"));

        Assert.Equal(401, http.Response.StatusCode);
        http.Response.Body.Position = 0;
        using var body = await JsonDocument.ParseAsync(http.Response.Body);
        var extensions = body.RootElement.GetProperty("errors")[0].GetProperty("extensions");
        Assert.Equal("UNAUTHENTICATED", extensions.GetProperty("code").GetString());
    }

    [Theory]
    [InlineData("POST", "application/json", "", "Bearer bí mật", true)]
    [InlineData("GET", "text/html", "", null, false)]
    [InlineData("GET", "text/html", "?sdl", null, false)]
    [InlineData("GET", "text/html", "?query={root{id}}", null, false)]
    [InlineData("GET", "application/json", "", null, false)]
    [InlineData("POST", "text/html", "", null, false)]
    public async Task Nothing_of_the_api_goes_without_a_token(string method, string accept, string query, string? header, bool passes)
    {
        var rules = new AccessRules(Tokens.Parse("f", [$"{Secret} an *"]));
        var http = new DefaultHttpContext();
        (http.Request.Method, http.Request.QueryString) = (method, new(query));
        (http.Request.Headers.Accept, http.Request.Headers.Authorization) = (accept, header);
        http.Request.Path = "/graphql";
        var passed = false;

        await rules.GuardAsync(http, _ =>
        {
            passed = true;
            return Task.CompletedTask;
        });

        Assert.Equal(passes, passed);
    }

    [Theory]
    [InlineData("""{"authorization":"Bearer bí mật"}""", true)]
    [InlineData("""{"Authorization":"Bearer bí mật"}""", true)]
    [InlineData("""{"authorization":"Bearer wrong"}""", false)]
    [InlineData("""{"authorization":7}""", false)]
    [InlineData("null", false)]
    public async Task A_WebSocket_brings_its_token_in_its_first_message(string payload, bool known)
    {
        var rules = new AccessRules(Tokens.Parse("f", [$"{Secret} an *"]));
        using var json = JsonDocument.Parse(payload);

        Assert.Equal(known, await rules.ConnectAsync(new DefaultHttpContext(), json.RootElement) is Visitor { Caller.Name: "an" });
    }

    private static string HashOf(string token) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(token)));
}
