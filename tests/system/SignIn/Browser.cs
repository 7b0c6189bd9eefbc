using System.Net.Security;
using System.Security.Cryptography.X509Certificates;

namespace Hierarchy.Tests.System.SignIn;

/// <summary>A browser during sign-in: keeps cookies, follows redirects, fills in the provider's forms.</summary>
internal sealed partial class Browser : IDisposable
{
    private const int RedirectsMax = 20;

    private readonly HttpClient _http;

    private readonly RemoteCertificateValidationCallback? _trusts;

    /// <param name="system">The address of the system.</param>
    /// <param name="certificate">The trusted certificate for https.</param>
    public Browser(Uri system, X509Certificate2? certificate = null)
    {
        _trusts = certificate is null ? null : (_, shown, _, _) => shown?.GetCertHashString() == certificate.GetCertHashString();
        _http = new HttpClient(new SocketsHttpHandler
        {
            CookieContainer = Cookies,
            AllowAutoRedirect = false,
            SslOptions = { RemoteCertificateValidationCallback = _trusts },
        })
        {
            BaseAddress = system,
            Timeout = HierarchyProcess.Patience,
        };
        _http.DefaultRequestHeaders.Accept.ParseAdd("text/html");
        Origin = system.GetLeftPart(UriPartial.Authority);
    }

    public CookieContainer Cookies { get; } = new();

    /// <summary>The Origin of the page.</summary>
    public string Origin { get; }

    /// <summary>The target of the last redirect.</summary>
    public Uri? At { get; private set; }

    public Task<HttpResponseMessage> GetAsync(string address) => SendAsync(new HttpRequestMessage(HttpMethod.Get, address));

    /// <summary>Opens a page and follows redirects.</summary>
    public async Task<(HttpStatusCode Status, string Text)> GoAsync(string address) =>
        await ArriveAsync(new HttpRequestMessage(HttpMethod.Get, address));

    /// <summary>Opens a page of the system, signs in at the provider, and returns.</summary>
    public async Task<(HttpStatusCode Status, string Text)> SignInAsync(string login, string page = "/units/bnv")
    {
        var (status, text) = await GoAsync(page);
        // The provider asks for the login, then for consent.
        Dictionary<string, string>[] forms = [new() { ["prompt"] = "login", ["login"] = login, ["password"] = "x" }, new() { ["prompt"] = "consent" }];
        foreach (var fields in forms)
        {
            var form = Form().Match(text);
            Assert.True(form.Success, $"{status} at {At}: {text}");
            (status, text) = await ArriveAsync(
                new HttpRequestMessage(HttpMethod.Post, new Uri(At!, form.Groups[1].Value)) { Content = new FormUrlEncodedContent(fields) });
        }
        return (status, text);
    }

    /// <summary>Queries the API like a page of the system.</summary>
    /// <param name="origin">Null for none.</param>
    public async Task<(HttpStatusCode Status, JsonNode Answer)> AskAsync(string query, string? origin)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/graphql")
        {
            Content = new StringContent(new JsonObject { ["query"] = query }.ToJsonString(), new global::System.Net.Http.Headers.MediaTypeHeaderValue("application/json")),
        };
        request.Headers.Accept.ParseAdd("application/json");
        if (origin is not null)
        {
            request.Headers.Add("Origin", origin);
        }
        using var response = await SendAsync(request);
        return (response.StatusCode, JsonNode.Parse(await response.Content.ReadAsStringAsync())!);
    }

    public async Task<string?> PersonAsync()
    {
        var (status, answer) = await AskAsync("{ viewer { person { id } } }", Origin);
        return status == HttpStatusCode.OK ? (string?)answer["data"]!["viewer"]!["person"]!["id"] : null;
    }

    /// <summary>Signs out like the page.</summary>
    /// <returns>The next address.</returns>
    public async Task<string> SignOutAsync()
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/sign-out");
        request.Headers.Add("Origin", Origin);
        using var response = await SendAsync(request);
        var text = await response.Content.ReadAsStringAsync();
        Assert.True(response.IsSuccessStatusCode, text);
        return (string)JsonNode.Parse(text)!["next"]!;
    }

    /// <summary>A WebSocket of the page, without a token.</summary>
    public async Task<ClientWebSocket> ConnectAsync(string? origin)
    {
        var socket = new ClientWebSocket();
        socket.Options.AddSubProtocol("graphql-transport-ws");
        if (origin is not null)
        {
            socket.Options.SetRequestHeader("Origin", origin);
        }
        // Cookies are those of the page's own address.
        socket.Options.Cookies = new CookieContainer();
        socket.Options.RemoteCertificateValidationCallback = _trusts;
        var address = new UriBuilder(new Uri(_http.BaseAddress!, "/graphql")) { Scheme = _trusts is null ? "ws" : "wss" }.Uri;
        foreach (Cookie cookie in Cookies.GetCookies(_http.BaseAddress!))
        {
            socket.Options.Cookies.Add(address, new Cookie(cookie.Name, cookie.Value, "/") { Secure = cookie.Secure });
        }
        await socket.ConnectAsync(address, CancellationToken.None);
        await PeopleTests.SendAsync(socket, new { type = "connection_init" });
        return socket;
    }

    public async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request) => await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);

    public void Dispose() => _http.Dispose();

    private async Task<(HttpStatusCode Status, string Text)> ArriveAsync(HttpRequestMessage request)
    {
        for (var i = 0; i < RedirectsMax; i++)
        {
            At = new Uri(_http.BaseAddress!, request.RequestUri!);
            using var response = await SendAsync(request);
            request.Dispose();
            if (response.Headers.Location is not { } next)
            {
                return (response.StatusCode, await response.Content.ReadAsStringAsync());
            }
            request = new HttpRequestMessage(HttpMethod.Get, new Uri(At, next));
        }
        throw new InvalidOperationException($"Redirects lead nowhere: {At}");
    }

    [GeneratedRegex("<form[^>]*action=\"([^\"]+)\"")]
    private static partial Regex Form();
}
