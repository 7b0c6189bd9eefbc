using Microsoft.Extensions.Hosting;
using Microsoft.IdentityModel.Protocols;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;

namespace Hierarchy.Api.Access.SignIn;

/// <summary>The provider's metadata, addresses and keys: held in memory and refreshed in the background. Nobody waits for the provider
/// longer than <see cref="AnswerMax"/>, and it is asked at most once in <see cref="Apart"/>, whatever the incoming load.</summary>
internal sealed partial class Issuer : BackgroundService, IConfigurationManager<OpenIdConnectConfiguration>
{
    /// <summary>Maximum duration of one request to the provider.</summary>
    public static readonly TimeSpan AnswerMax = TimeSpan.FromSeconds(5);

    /// <summary>Minimum interval between two requests.</summary>
    public static readonly TimeSpan Apart = TimeSpan.FromSeconds(5);

    /// <summary>Usual interval between two requests.</summary>
    public static readonly TimeSpan Every = TimeSpan.FromHours(1);

    /// <summary>Keys that could not be refreshed for this time no longer admit anybody.</summary>
    public static readonly TimeSpan KeptMax = TimeSpan.FromDays(1);

    private const int BytesMax = 1024 * 1024;

    private readonly Lock _lock = new();
    private readonly string _authority;
    private readonly TimeProvider _time;
    private readonly ILogger<Issuer> _log;
    private readonly HttpClient _http;
    private readonly HttpDocumentRetriever _documents;
    private (OpenIdConnectConfiguration Said, long At)? _known;
    private (Task Running, long Begun)? _asking;
    private bool _isAway;

    public Issuer(OpenIdProvider provider, TimeProvider time, ILogger<Issuer> log)
    {
        (_authority, _time, _log) = (provider.Authority, time, log);
        _http = new HttpClient(new SocketsHttpHandler { PooledConnectionLifetime = TimeSpan.FromMinutes(5) })
        {
            Timeout = AnswerMax,
            MaxResponseContentBufferSize = BytesMax,
        };
        // If the provider's address requires https, so does that of its keys.
        _documents = new HttpDocumentRetriever(_http) { RequireHttps = _authority.StartsWith("https:", StringComparison.OrdinalIgnoreCase) };
    }

    /// <exception cref="IssuerAwayException">The provider has not answered, or its last answer is too old.</exception>
    public async Task<OpenIdConnectConfiguration> GetConfigurationAsync(CancellationToken cancel)
    {
        if (Known is null)
        {
            await RefreshAsync().WaitAsync(cancel);
        }
        return Known ?? throw new IssuerAwayException($"The sign-in provider {_authority} does not answer.");
    }

    public void RequestRefresh() => _ = RefreshAsync();

    /// <summary>Refreshes the metadata, or waits for a refresh under way; does nothing if the last one is recent. Does not throw.</summary>
    public Task RefreshAsync()
    {
        lock (_lock)
        {
            if (_asking is not { } asking || (asking.Running.IsCompleted && _time.GetElapsedTime(asking.Begun) >= Apart))
            {
                _asking = asking = (AskAsync(TimeSpan.Zero), _time.GetTimestamp());
            }
            return asking.Running;
        }
    }

    /// <summary>Likewise, but if the last refresh is recent, waits until another is allowed.</summary>
    public Task RefreshSoonAsync()
    {
        lock (_lock)
        {
            if (_asking is { Running.IsCompleted: true } asked && _time.GetElapsedTime(asked.Begun) is var since && since < Apart)
            {
                _asking = (AskAsync(Apart - since), _time.GetTimestamp());
            }
            return RefreshAsync();
        }
    }

    public override void Dispose()
    {
        _http.Dispose();
        base.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            await RefreshAsync();
            await Task.Delay(_isAway ? Apart : Every, _time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private OpenIdConnectConfiguration? Known
    {
        get
        {
            lock (_lock)
            {
                return _known is { } known && _time.GetElapsedTime(known.At) < KeptMax ? known.Said : null;
            }
        }
    }

    private async Task AskAsync(TimeSpan pause)
    {
        // The caller's lock must not be held during the request.
        await Task.Yield();
        await Task.Delay(pause, _time);
        string why;
        try
        {
            using var late = new CancellationTokenSource(AnswerMax, _time);
            var said = await OpenIdConnectConfigurationRetriever.GetAsync(
                $"{_authority}/.well-known/openid-configuration", _documents, late.Token);
            if (said.Issuer?.TrimEnd('/') == _authority)
            {
                Answered(said);
                return;
            }
            why = $"it calls itself {Text.Shown(said.Issuer ?? "nothing")}";
        }
        catch (Exception fault) when (fault is not OutOfMemoryException)
        {
            why = (fault.InnerException ?? fault).Message;
        }
        if (!_isAway)
        {
            _isAway = true;
            LogAway(_authority, why);
        }
    }

    private void Answered(OpenIdConnectConfiguration said)
    {
        lock (_lock)
        {
            _known = (said, _time.GetTimestamp());
        }
        if (_isAway)
        {
            _isAway = false;
            LogBack(_authority);
        }
    }

    [LoggerMessage(3201, LogLevel.Warning,
        "The sign-in provider {Authority} does not answer ({Why}): nobody can sign in anew; sessions and service tokens go on")]
    private partial void LogAway(string authority, string why);

    [LoggerMessage(3202, LogLevel.Warning, "The sign-in provider {Authority} answers again")]
    private partial void LogBack(string authority);
}

/// <summary>Nobody can sign in now.</summary>
internal sealed class IssuerAwayException(string message) : Exception(message);
