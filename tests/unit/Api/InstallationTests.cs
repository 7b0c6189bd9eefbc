namespace Hierarchy.UnitTests.Api;

public sealed class InstallationTests(ApiHost host) : IClassFixture<ApiHost>
{
    [Fact]
    public async Task An_administrator_names_it_and_takes_the_name_away()
    {
        await host.CheckDoneAsync(
            """nameInstallation(name: " Tỉnh Tây Ninh\n") { name }""", """{ "nameInstallation": { "name": "Tỉnh Tây Ninh" } }""");
        await host.CheckAsync("{ installation { name } }", """{ "installation": { "name": "Tỉnh Tây Ninh" } }""");
        await host.CheckDoneAsync("nameInstallation(name: \" \") { name }", """{ "nameInstallation": { "name": null } }""");
        await host.CheckAsync("{ installation { name } }", """{ "installation": { "name": null } }""");
    }

    [Fact]
    public async Task The_same_request_names_it_once()
    {
        const string first = """mutation { nameInstallation(requestId: "once", name: "Một") { name } }""";
        await host.DataAsync(first);
        await host.DataAsync(first);
        await host.CheckAsync("{ installation { name } }", """{ "installation": { "name": "Một" } }""");
    }

    [Fact]
    public async Task Anybody_else_is_refused_and_a_bad_name_too()
    {
        var clerk = new Caller("clerk", "tn");
        Assert.Equal("FORBIDDEN", await host.CodeAsync("""mutation { nameInstallation(requestId: "a", name: "x") { name } }""", clerk));
        Assert.Equal("INVALID", await host.CodeAsync("""mutation { nameInstallation(requestId: "", name: "x") { name } }"""));
        var long501 = new string('a', Limits.NameMax + 1);
        Assert.Equal("INVALID", await host.CodeAsync($$"""mutation { nameInstallation(requestId: "b", name: "{{long501}}") { name } }"""));
    }
}
