using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;

namespace Hierarchy.UnitTests.Api;

/// <summary>Pages and files of a folder, over real sockets.</summary>
public abstract class ServedPages : IAsyncLifetime
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("hierarchy-pages-");
    private WebApplication? _web;

    protected HttpClient Client { get; } = new(new HttpClientHandler { AutomaticDecompression = DecompressionMethods.None });

    protected string Folder => _folder.FullName;

    protected Uri Address => new(_web!.Urls.Single());

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        if (_web is not null)
        {
            await _web.DisposeAsync();
        }
        _folder.Delete(recursive: true);
        GC.SuppressFinalize(this);
    }

    protected async Task ServeAsync(Action<WebApplication> map, Action<WebApplicationBuilder>? add = null) => _web = await WebAsync(map, add);

    /// <summary>An application at any free port of this machine.</summary>
    public static async Task<WebApplication> WebAsync(Action<WebApplication> map, Action<WebApplicationBuilder>? add = null)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        builder.Services.AddRoutingCore();
        add?.Invoke(builder);
        var web = builder.Build();
        web.UseRouting();
        map(web);
        await web.StartAsync();
        return web;
    }

    protected Task<HttpResponseMessage> GetAsync(string path, params (string Name, string? Value)[] headers)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, new Uri(Address, path));
        foreach (var (name, value) in headers)
        {
            if (value is not null)
            {
                request.Headers.TryAddWithoutValidation(name, value);
            }
        }
        return Client.SendAsync(request);
    }
}
