using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using Microsoft.IdentityModel.Tokens;

namespace Hierarchy.Api.Access.SignIn;

/// <summary>Access tokens that the provider has issued: JSON Web Tokens (RFC 9068) for this API, signed by keys of the provider.</summary>
/// <remarks>The handler of the library judges the header of a request, once; a WebSocket brings tokens in its messages. So its options are
/// held against tokens here.</remarks>
internal sealed class AccessTokens(
    Issuer issuer, IOptionsMonitor<JwtBearerOptions> options, IPeople people, ISessions sessions, TimeProvider time)
{
    /// <summary>Characters of a token.</summary>
    public const int LengthMax = 16 * 1024;

    /// <summary>Tokens that wait at once for keys which are not known yet; a further one is refused.</summary>
    public const int WaitingMax = 100;

    /// <summary>How far the provider's clock may be before ours.</summary>
    private static readonly TimeSpan ClockSkew = TimeSpan.FromMinutes(1);

    private readonly SemaphoreSlim _waiting = new(WaitingMax);

    /// <summary>What the options hold of it: signed by a key that only the provider has, for this API, by this issuer, with an
    /// end.</summary>
    public static TokenValidationParameters RulesOf(OpenIdProvider provider, TimeProvider time) => new()
    {
        ValidIssuers = [provider.Authority, provider.Authority + "/"],
        ValidAudience = provider.Audience,
        ValidAlgorithms =
        [
            SecurityAlgorithms.RsaSha256, SecurityAlgorithms.RsaSha384, SecurityAlgorithms.RsaSha512,
            SecurityAlgorithms.RsaSsaPssSha256, SecurityAlgorithms.RsaSsaPssSha384, SecurityAlgorithms.RsaSsaPssSha512,
            SecurityAlgorithms.EcdsaSha256, SecurityAlgorithms.EcdsaSha384, SecurityAlgorithms.EcdsaSha512,
        ],
        LifetimeValidator = (from, until, _, _) =>
            until is { } end && Of(end) > time.GetUtcNow() && (from is not { } begin || Of(begin) <= time.GetUtcNow() + ClockSkew),
    };

    /// <summary>Whether a token may be one of these, valid or not.</summary>
    public static bool MayBeOne(string token) => token.Length <= LengthMax && !ServiceTokens.IsOne(token) && token.AsSpan().Count('.') == 2;

    /// <summary>Whose token it is.</summary>
    public async ValueTask<Admission> FindAsync(string token)
    {
        if (!MayBeOne(token))
        {
            return Admission.Refused;
        }
        JsonWebToken? valid;
        try
        {
            valid = await ValidateAsync(token);
        }
        catch (IssuerAwayException)
        {
            return Admission.Unjudged;
        }
        if (valid is not { Subject.Length: > 0 })
        {
            return Admission.Refused;
        }
        if (people.OfSubject(valid.Subject) is not { } person)
        {
            return Admission.Stranger;
        }
        return Holds()
            ? new Admission(new Visitor(ServiceTokens.CallerOf(person, people), Holds))
            : Admission.Refused;

        bool Holds() => time.GetUtcNow() < Of(valid.ValidTo) && people.OfSubject(valid.Subject)?.Id == person.Id
            && !(sessions.AllEnded(person.Id) >= Of(valid.IssuedAt));
    }

    private async ValueTask<JsonWebToken?> ValidateAsync(string token)
    {
        var (result, keys) = await ValidateOnceAsync(token);
        if (result.Exception is SecurityTokenSignatureKeyNotFoundException && _waiting.Wait(0, CancellationToken.None))
        {
            try
            {
                // The provider may have new keys: it is asked, not too often and once for all who wait, and the token looked at once more.
                await issuer.RefreshSoonAsync();
            }
            finally
            {
                _waiting.Release();
            }
            if (!ReferenceEquals(await issuer.GetConfigurationAsync(CancellationToken.None), keys))
            {
                (result, _) = await ValidateOnceAsync(token);
            }
        }
        return result is { IsValid: true, SecurityToken: JsonWebToken valid } ? valid : null;
    }

    private async ValueTask<(TokenValidationResult Result, OpenIdConnectConfiguration Keys)> ValidateOnceAsync(string token)
    {
        var said = await issuer.GetConfigurationAsync(CancellationToken.None);
        var settings = options.Get(JwtBearerDefaults.AuthenticationScheme);
        var rules = settings.TokenValidationParameters.Clone();
        rules.IssuerSigningKeys = said.SigningKeys;
        return (await settings.TokenHandlers[0].ValidateTokenAsync(token, rules), said);
    }

    private static DateTimeOffset Of(DateTime utc) => new(DateTime.SpecifyKind(utc, DateTimeKind.Utc));
}

/// <summary>What a token or a session admits.</summary>
/// <param name="Visitor">Null for nobody.</param>
/// <param name="IsStranger">Whether it is valid, and of somebody who is not registered here.</param>
/// <param name="IsUnjudged">Whether nobody can tell, because the provider's keys are not known.</param>
internal sealed record Admission(Visitor? Visitor, bool IsStranger = false, bool IsUnjudged = false)
{
    public static readonly Admission Refused = new((Visitor?)null);

    public static readonly Admission Stranger = new(null, IsStranger: true);

    public static readonly Admission Unjudged = new(null, IsUnjudged: true);
}
