using Microsoft.Extensions.Hosting;
using Microsoft.IdentityModel.Protocols;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;

namespace Hierarchy.Api.Access.SignIn;

/// <summary>
/// What the provider says of itself, its addresses and keys: held in memory and asked for anew in the background. Nobody waits for the
/// provider longer than <see cref="AnswerMax"/>, and it is asked at most once in <see cref="Apart"/>, whatever comes from outside.
/// </summary>
internal sealed partial class Issuer : BackgroundService, IConfigurationManager<OpenIdConnectConfiguration>
{
    /// <summary>The time that one question to the provider may take.</summary>
    public static readonly TimeSpan AnswerMax = TimeSpan.FromSeconds(5);

    /// <summary>Between two questions at the least.</summary>
    public static readonly TimeSpan Apart = TimeSpan.FromSeconds(5);

    /// <summary>Between two questions where nothing asks for one sooner.</summary>
    public static readonly TimeSpan Every = TimeSpan.FromHours(1);

    /// <summary>Keys that could not be looked at for so long admit nobody any more.</summary>
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
        // Where its own address is no secret of this machine, neither may that of its keys be.
        _documents = new HttpDocumentRetriever(_http) { RequireHttps = _authority.StartsWith("https:", StringComparison.OrdinalIgnoreCase) };
    }

    /// <exception cref="IssuerAwayException">The provider has not answered, or too long ago.</exception>
    public async Task<OpenIdConnectConfiguration> GetConfigurationAsync(CancellationToken cancel)
    {
        if (Known is null)
        {
            await RefreshAsync().WaitAsync(cancel);
        }
        return Known ?? throw new IssuerAwayException($"The sign-in provider {_authority} does not answer.");
    }

    public void RequestRefresh() => _ = RefreshAsync();

    /// <summary>Asks the provider anew, or waits for the question that is under way; does nothing where the last one is not long ago. Does
    /// not throw.</summary>
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

    /// <summary>The same, and where the last question is not long ago, it is asked again as soon as it may be.</summary>
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
        // The lock of whoever asks is not held while the provider thinks.
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
