using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.AspNetCore.Authentication.OpenIdConnect;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using Microsoft.IdentityModel.Tokens;

namespace Hierarchy.Api.Access.SignIn;

/// <summary>The services for sign-in at a provider.</summary>
internal static class SignInServices
{
    /// <summary>The authentication scheme of the provider.</summary>
    public const string Provider = OpenIdConnectDefaults.AuthenticationScheme;

    private static readonly TimeSpan SkewMax = TimeSpan.FromMinutes(1);

    /// <param name="services">The process's services, with IPeople, ISessions and ISessionKeys.</param>
    /// <param name="provider">The provider.</param>
    /// <param name="isPublicSecure">Whether browsers use only https.</param>
    public static void AddSignIn(this IServiceCollection services, OpenIdProvider provider, bool isPublicSecure)
    {
        services.AddSingleton(provider).AddSingleton<Sessions>().AddSingleton<AccessTokens>().AddSingleton<Newcomers>();
        services.AddSingleton<Issuer>().AddHostedService(all => all.GetRequiredService<Issuer>());
        // A fixed name, so that every node derives the same keys from the stored ones.
        services.AddDataProtection().SetApplicationName("hierarchy");
        services.AddOptions<KeyManagementOptions>()
            .Configure<ISessionKeys>((options, keys) => options.XmlRepository = new SessionKeyRing(keys));
        services.AddAuthentication(Sessions.Scheme)
            .AddCookie(Sessions.Scheme, options => Set(options.Cookie, options, isPublicSecure))
            .AddOpenIdConnect(options => Set(options, provider, isPublicSecure))
            .AddJwtBearer();
        services.AddOptions<OpenIdConnectOptions>(Provider).Configure<Issuer>((options, issuer) => options.ConfigurationManager = issuer);
        services.AddOptions<JwtBearerOptions>(JwtBearerDefaults.AuthenticationScheme).Configure<Issuer, TimeProvider>((options, issuer, time) =>
        {
            options.ConfigurationManager = issuer;
            options.MapInboundClaims = false;
            options.TokenValidationParameters = AccessTokens.RulesOf(provider, time);
        });
    }

    private static void Set(CookieBuilder cookie, CookieAuthenticationOptions options, bool isPublicSecure)
    {
        // With this prefix, browsers refuse cookies set by another host or an unencrypted page.
        cookie.Name = isPublicSecure ? "__Host-hierarchy" : "hierarchy";
        cookie.HttpOnly = true;
        options.ExpireTimeSpan = Sessions.TimeMax;
        options.SlidingExpiration = false;
        Narrow(cookie, isPublicSecure);
    }

    private static void Set(OpenIdConnectOptions options, OpenIdProvider provider, bool isPublicSecure)
    {
        options.ClientId = provider.ClientId;
        options.ClientSecret = provider.ClientSecret;
        options.ResponseType = OpenIdConnectResponseType.Code;
        // The answer comes as the query of a GET, with which browsers send same-site cookies.
        options.ResponseMode = OpenIdConnectResponseMode.Query;
        options.UsePkce = true;
        // Only programs need the audience of access tokens; browsers do not.
        options.Scope.Clear();
        foreach (var scope in (ReadOnlySpan<string>)["openid", "profile", "email"])
        {
            options.Scope.Add(scope);
        }
        options.GetClaimsFromUserInfoEndpoint = true;
        options.ClaimActions.MapUniqueJsonKey(Newcomers.IsVerified, Newcomers.IsVerified);
        options.MapInboundClaims = false;
        options.TokenValidationParameters = new TokenValidationParameters
        {
            ValidIssuers = [provider.Authority, provider.Authority + "/"],
            ValidAudience = provider.ClientId,
            ClockSkew = SkewMax,
        };
        options.CallbackPath = SignInPages.Callback;
        options.SignedOutCallbackPath = SignInPages.SignedOutCallback;
        options.RemoteSignOutPath = default;
        options.SignedOutRedirectUri = SignInPages.SignedOut;
        options.BackchannelTimeout = Issuer.AnswerMax;
        options.RemoteAuthenticationTimeout = SignInPages.TimeMax;
        options.Events = SignInPages.Events;
        Narrow(options.CorrelationCookie, isPublicSecure);
        Narrow(options.NonceCookie, isPublicSecure);
    }

    private static void Narrow(CookieBuilder cookie, bool isPublicSecure)
    {
        cookie.SameSite = SameSiteMode.Lax;
        cookie.SecurePolicy = isPublicSecure ? CookieSecurePolicy.Always : CookieSecurePolicy.SameAsRequest;
    }
}
