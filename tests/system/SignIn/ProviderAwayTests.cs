namespace Hierarchy.Tests.System.SignIn;

/// <summary>What still works without the provider, over restarts and on several nodes; and secrets that are never logged.</summary>
public sealed class ProviderAwayTests
{
    [LongFact]
    public async Task Sessions_and_service_tokens_go_on_without_the_provider_and_new_keys_of_it_are_taken()
    {
        await using var system = new ProviderSystem();
        await system.InitializeAsync();
        await system.DoAsync("""registerPerson(requestId: "binh", input: { id: "binh", name: "Bình", email: "binh@example.vn" }) { id }""");
        using var browser = new Browser(system.Process.Address);
        await browser.SignInAsync("binh@example.vn");
        var issued = await system.Provider.TokenAsync();

        // The same port, so that the browser's cookie stays valid; full logging.
        system.Process.Environment["HIERARCHY_PORT"] = $"{system.Process.Address.Port}";
        system.Process.Environment["HIERARCHY_LOG"] = "Trace,Microsoft.Orleans=Warning,Orleans=Warning,Npgsql=Warning";
        await system.Process.StopAsync();
        await system.Provider.StopAsync();
        await system.Process.StartAsync();

        Assert.Equal("binh", await browser.PersonAsync());
        Assert.Equal("an", (string?)(await system.AskAsync(system.Token, "{ viewer { person { id } } }"))["data"]!["viewer"]!["person"]!["id"]);
        await system.Process.SaysAsync($"The sign-in provider {system.Provider.Address} does not answer");
        using (var refused = await system.PostAsync(issued, "{ root { id } }"))
        {
            Assert.Equal((HttpStatusCode.ServiceUnavailable, "UNAVAILABLE"), (refused.StatusCode, await PeopleTests.CodeOfAsync(refused)));
        }
        using var other = new Browser(system.Process.Address);
        var (status, text) = await other.GoAsync("/units/bnv");
        Assert.Equal(HttpStatusCode.ServiceUnavailable, status);
        Assert.Contains("Nơi đăng nhập hiện không trả lời", text, StringComparison.Ordinal);
        Assert.Equal("/signed-out", await browser.SignOutAsync());
        Assert.Null(await browser.PersonAsync());

        // With keys that the system has never seen.
        await system.Provider.StartAsync();
        await system.Process.SaysAsync($"The sign-in provider {system.Provider.Address} answers again");
        await AdmitsAsync(system);
        await system.Provider.StopAsync();
        await system.Provider.StartAsync();
        await AdmitsAsync(system);
        Assert.Equal((HttpStatusCode.OK, "binh"), ((await other.SignInAsync("binh@example.vn")).Status, await other.PersonAsync()));

        var said = string.Join('\n', system.Process.Output);
        Assert.All(
            ["secret of hierarchy", issued, issued.Split('.')[2], "code=", other.Cookies.GetCookies(system.Process.Address)["hierarchy"]!.Value],
            secret => Assert.DoesNotContain(secret, said, StringComparison.Ordinal));
    }

    [LongFact]
    public async Task Each_node_reads_the_session_that_began_at_another()
    {
        await using var provider = await SignInProvider.StartedAsync();
        await using var process = (await FilledFolder.CreateProcessAsync()).With([.. provider.Settings]);
        Assert.Equal(ExitCode.Ok, (await SignedInSystem.RunAsync(process, "administrator", "an", "An", "--email", "an@example.vn")).Code);
        await process.StartAsync("cluster", "2");
        using var browser = new Browser(process.Address);
        await browser.SignInAsync("an@example.vn");

        // The proxy sends requests to the nodes in turn.
        for (var i = 0; i < 8; i++)
        {
            Assert.Equal("an", await browser.PersonAsync());
        }

        await browser.SignOutAsync();
        // A node notices within a second what another has written.
        var (inARow, watch) = (0, Stopwatch.StartNew());
        while (inARow < 8 && watch.Elapsed < HierarchyProcess.Patience)
        {
            inARow = await browser.PersonAsync() is null ? inARow + 1 : 0;
        }
        Assert.Equal(8, inARow);
    }

    private static async Task AdmitsAsync(ProviderSystem system)
    {
        using var response = await system.PostAsync(await system.Provider.TokenAsync(), "{ root { id } }");
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }
}
