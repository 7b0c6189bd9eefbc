using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.AspNetCore.Authentication.OpenIdConnect;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using Microsoft.IdentityModel.Tokens;

namespace Hierarchy.Api.Access.SignIn;

/// <summary>What signing in at a provider is put together from.</summary>
internal static class SignInServices
{
    /// <summary>The scheme that leads to the provider and back.</summary>
    public const string Provider = OpenIdConnectDefaults.AuthenticationScheme;

    private static readonly TimeSpan SkewMax = TimeSpan.FromMinutes(1);

    /// <param name="services">The process's services, with IPeople, ISessions and ISessionKeys.</param>
    /// <param name="provider">Where people sign in.</param>
    /// <param name="isPublicSecure">Whether browsers reach this system by https alone.</param>
    public static void AddSignIn(this IServiceCollection services, OpenIdProvider provider, bool isPublicSecure)
    {
        services.AddSingleton(provider).AddSingleton<Sessions>().AddSingleton<AccessTokens>().AddSingleton<Newcomers>();
        services.AddSingleton<Issuer>().AddHostedService(all => all.GetRequiredService<Issuer>());
        // A name of ours, so that every node makes the same keys of what is stored.
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
        // The prefix has browsers refuse one that another host or an unencrypted page would set.
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
        // As the query of a plain GET, with which a browser sends cookies that are of this site alone.
        options.ResponseMode = OpenIdConnectResponseMode.Query;
        options.UsePkce = true;
        // The audience of access tokens is for programs; a browser needs none.
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
