using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using Microsoft.IdentityModel.Tokens;

namespace Hierarchy.Api.Access.SignIn;

/// <summary>Access tokens issued by the provider: JSON Web Tokens (RFC 9068) for this API, signed with the provider's keys.</summary>
/// <remarks>The library's handler checks only the header of a request, while WebSockets send tokens in messages. So tokens are validated
/// here, with the handler's options.</remarks>
internal sealed class AccessTokens(
    Issuer issuer, IOptionsMonitor<JwtBearerOptions> options, IPeople people, ISessions sessions, TimeProvider time)
{
    /// <summary>Maximum length of a token in characters.</summary>
    public const int LengthMax = 16 * 1024;

    /// <summary>Maximum number of tokens that wait for unknown keys; further ones are refused.</summary>
    public const int WaitingMax = 100;

    /// <summary>How far the provider's clock may be ahead of ours.</summary>
    private static readonly TimeSpan ClockSkew = TimeSpan.FromMinutes(1);

    private readonly SemaphoreSlim _waiting = new(WaitingMax);

    /// <summary>The validation rules: signed with a key of the provider, for this API, by this issuer, with an expiry.</summary>
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

    /// <summary>Whether a token has the form of an access token, valid or not.</summary>
    public static bool MayBeOne(string token) => token.Length <= LengthMax && !ServiceTokens.IsOne(token) && token.AsSpan().Count('.') == 2;

    /// <summary>The owner of a token.</summary>
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
                // The provider may have new keys: asks it, not too often and once for all who wait, and checks the token once more.
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

/// <summary>The result of checking a token or a session.</summary>
/// <param name="Visitor">Null if nobody is admitted.</param>
/// <param name="IsStranger">Whether the token is valid but its owner is not registered here.</param>
/// <param name="IsUnjudged">Whether it could not be checked, because the provider's keys are unknown.</param>
internal sealed record Admission(Visitor? Visitor, bool IsStranger = false, bool IsUnjudged = false)
{
    public static readonly Admission Refused = new((Visitor?)null);

    public static readonly Admission Stranger = new(null, IsStranger: true);

    public static readonly Admission Unjudged = new(null, IsUnjudged: true);
}
