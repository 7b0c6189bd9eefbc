namespace Hierarchy.Tests.System.SignIn;

/// <summary>An OpenID Connect provider on this machine, in its own process: <c>tests/clients/provider.mjs</c>.</summary>
public sealed class SignInProvider : IAsyncDisposable
{
    private readonly HttpClient _http = new() { Timeout = HierarchyProcess.Patience };
    private Process? _process;

    public string Address { get; private set; } = "";

    /// <summary>The system's settings for it.</summary>
    public IEnumerable<(string Name, string Value)> Settings =>
    [
        ("HIERARCHY_OIDC_AUTHORITY", Address),
        ("HIERARCHY_OIDC_CLIENT_ID", "hierarchy"),
        ("HIERARCHY_OIDC_CLIENT_SECRET", "secret of hierarchy"),
        ("HIERARCHY_OIDC_AUDIENCE", "hierarchy-api"),
    ];

    public static async Task<SignInProvider> StartedAsync()
    {
        var provider = new SignInProvider();
        await provider.StartAsync();
        return provider;
    }

    /// <summary>Starts it with new keys, after a stop at the same address.</summary>
    public async Task StartAsync()
    {
        ClientScript.Need("oidc-provider");
        var port = Address.Length == 0 ? 0 : new Uri(Address).Port;
        var (said, ready) = (new ConcurrentQueue<string>(), new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously));
        _process = ClientScript.Start("provider.mjs", port.ToString(CultureInfo.InvariantCulture));
        _process.ErrorDataReceived += (_, line) => said.Enqueue(line.Data ?? "");
        _process.OutputDataReceived += (_, line) =>
        {
            if (line.Data is ['r', 'e', 'a', 'd', 'y', ' ', .. var address])
            {
                ready.TrySetResult(address);
            }
        };
        _process.BeginErrorReadLine();
        _process.BeginOutputReadLine();
        var first = await Task.WhenAny(ready.Task, _process.WaitForExitAsync()).WaitAsync(HierarchyProcess.Patience);
        Assert.True(first == ready.Task, $"The provider does not start:\n{string.Join('\n', said)}");
        Address = await ready.Task;
    }

    public async Task StopAsync()
    {
        if (_process is { } process)
        {
            process.Kill();
            await process.WaitForExitAsync().WaitAsync(HierarchyProcess.Patience);
            process.Dispose();
            _process = null;
        }
    }

    /// <summary>An access token of a program known to the provider.</summary>
    public async Task<string> TokenAsync(string program = "program", string resource = "urn:hierarchy:api")
    {
        using var form = new FormUrlEncodedContent(new Dictionary<string, string>
        {
            ["grant_type"] = "client_credentials",
            ["client_id"] = program,
            ["client_secret"] = $"secret of {program}",
            ["resource"] = resource,
        });
        using var response = await _http.PostAsync($"{Address}/token", form);
        var answer = await response.Content.ReadAsStringAsync();
        Assert.True(response.IsSuccessStatusCode, answer);
        return (string)JsonNode.Parse(answer)!["access_token"]!;
    }

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await StopAsync();
    }
}

/// <summary>A process with sign-in at a provider, and a second provider unknown to it.</summary>
public sealed class ProviderSystem : SignedInSystem
{
    public SignInProvider Provider { get; } = new();

    public SignInProvider Foreign { get; } = new();

    public override async ValueTask InitializeAsync()
    {
        await Task.WhenAll(Provider.StartAsync(), Foreign.StartAsync());
        foreach (var (name, value) in Provider.Settings)
        {
            Process.Environment[name] = value;
        }
        // The provider's settings alone enable sign-in.
        Process.Environment.Remove("HIERARCHY_SIGN_IN");
        await base.InitializeAsync();
        await DoAsync("""registerPerson(requestId: "program", input: { id: "program", name: "Phần mềm báo cáo", subject: "program" }) { id }""");
    }

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        await Provider.DisposeAsync();
        await Foreign.DisposeAsync();
    }
}

/// <summary>One such process for all tests of it.</summary>
[CollectionDefinition(nameof(ProviderSystem))]
public sealed class ProviderTests : ICollectionFixture<ProviderSystem>;
