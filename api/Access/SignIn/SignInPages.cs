using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.OpenIdConnect;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;

namespace Hierarchy.Api.Access.SignIn;

/// <summary>The pages of sign-in and sign-out: to the provider and back.</summary>
internal static class SignInPages
{
    /// <summary>Starts a sign-in; <c>return</c> is the page to return to.</summary>
    public const string SignIn = "/sign-in";

    /// <summary>Ends a session.</summary>
    public const string SignOut = "/sign-out";

    /// <summary>Shown in a window that was opened for the sign-in.</summary>
    public const string Done = "/signed-in";

    public const string SignedOut = "/signed-out";

    /// <summary>The redirect address, which must be registered at the provider.</summary>
    public const string Callback = "/signin-oidc";

    /// <summary>The redirect address after signing out.</summary>
    public const string SignedOutCallback = "/signout-callback-oidc";

    /// <summary>Maximum time at the provider.</summary>
    public static readonly TimeSpan TimeMax = TimeSpan.FromMinutes(15);

    /// <summary>Marks a browser whose user enters tokens, and is not redirected to the provider.</summary>
    private const string TokenCookie = "hierarchy-token";

    private const int ReturnMax = 2_000;

    /// <summary>Our handlers for the steps of a sign-in.</summary>
    public static OpenIdConnectEvents Events => new()
    {
        OnRedirectToIdentityProvider = context =>
        {
            context.ProtocolMessage.Prompt =
                context.Properties.GetParameter<string>(OpenIdConnectParameterNames.Prompt) ?? context.ProtocolMessage.Prompt;
            return Task.CompletedTask;
        },
        OnTokenValidated = context =>
        {
            // The id token tells the provider at sign-out which of its own sessions to end.
            context.Properties!.StoreTokens([new() { Name = OpenIdConnectParameterNames.IdToken, Value = context.TokenEndpointResponse!.IdToken }]);
            return Task.CompletedTask;
        },
        OnTicketReceived = ReceiveAsync,
        OnRemoteFailure = context =>
        {
            context.HandleResponse();
            var isAway = context.Failure is IssuerAwayException or HttpRequestException or TaskCanceledException;
            Note(context.HttpContext, SecurityEvents.SignInRefused, isAway ? ApiError.UnavailableCode : ApiError.UnauthenticatedCode, person: null);
            return (isAway ? SignInText.Away : SignInText.Failed).SendAsync(context.HttpContext);
        },
    };

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet(SignIn, SignInAsync);
        routes.MapPost(SignOut, SignOutAsync);
        routes.MapGet(Done, SignInText.SignedIn.SendAsync);
        routes.MapGet(SignedOut, SignInText.SignedOut.SendAsync);
    }

    /// <summary>Redirects a browser without a known user from the dashboard to the provider.</summary>
    public static Task GuardViewsAsync(HttpContext http, RequestDelegate next)
    {
        if (http.GetEndpoint()?.Metadata.GetMetadata<PeopleOnly>() is not null && http.Features.Get<Admission>() is { Visitor: null }
            && !http.Request.Cookies.ContainsKey(TokenCookie))
        {
            http.Response.Redirect(SignIn + QueryString.Create("return", http.Request.Path + http.Request.QueryString));
            return Task.CompletedTask;
        }
        return next(http);
    }

    /// <summary>Whether a path stays on this site.</summary>
    public static bool IsLocal(string? path) =>
        path is { Length: > 0 and <= ReturnMax } && path[0] == '/' && !path.StartsWith("//", StringComparison.Ordinal)
        && !path.Contains('\\', StringComparison.Ordinal) && !path.Any(char.IsControl);

    private static async Task SignInAsync(HttpContext http)
    {
        var query = http.Request.Query;
        var back = query["return"].ToString() is var given && IsLocal(given) ? given : "/";
        if (query.ContainsKey("token"))
        {
            http.Response.Cookies.Append(
                TokenCookie, "1", new CookieOptions { HttpOnly = true, SameSite = SameSiteMode.Lax, Secure = http.Request.IsHttps });
            http.Response.Redirect(back);
            return;
        }
        http.Response.Cookies.Delete(TokenCookie);
        var properties = new AuthenticationProperties { RedirectUri = back };
        if (query.ContainsKey("again"))
        {
            properties.SetParameter(OpenIdConnectParameterNames.Prompt, OpenIdConnectPrompt.Login);
        }
        try
        {
            await http.ChallengeAsync(SignInServices.Provider, properties);
        }
        catch (IssuerAwayException)
        {
            await SignInText.Away.SendAsync(http);
        }
    }

    private static async Task ReceiveAsync(TicketReceivedContext context)
    {
        var (http, services) = (context.HttpContext, context.HttpContext.RequestServices);
        try
        {
            if (await services.GetRequiredService<Newcomers>().FindAsync(context.Principal!, http.RequestAborted) is { } person)
            {
                context.Principal = await services.GetRequiredService<Sessions>().BeginAsync(person, context.Properties!, http.RequestAborted);
                Note(http, SecurityEvents.SignedIn, code: null, person.Id);
                return;
            }
            Note(http, SecurityEvents.SignInRefused, SecurityJournal.ForbiddenCode, person: null);
            await SignInText.Stranger.SendAsync(http);
        }
        catch (StoreUnavailableException)
        {
            await SignInText.Unavailable.SendAsync(http);
        }
        context.HandleResponse();
    }

    /// <summary>Ends the session, and returns the next address for the browser, so that the provider's own session ends too.</summary>
    private static async Task SignOutAsync(HttpContext http)
    {
        if (!Sessions.MayCount(http))
        {
            http.Response.StatusCode = Status403Forbidden;
            await http.Response.WriteAsJsonAsync(new
            {
                errors = new[] { new { message = "A page signs out: send its Origin.", extensions = new { code = "ORIGIN_NOT_ALLOWED" } } },
            });
            return;
        }
        try
        {
            var person = http.Features.Get<Admission>()?.Visitor?.Caller.Person;
            await http.RequestServices.GetRequiredService<Sessions>().EndAsync(http);
            Note(http, SecurityEvents.SignedOut, code: null, person);
        }
        catch (StoreUnavailableException)
        {
            http.Response.StatusCode = Status503ServiceUnavailable;
            await http.Response.WriteAsJsonAsync(new
            {
                errors = new[] { new { message = "The session may go on: try again.", extensions = new { code = "UNAVAILABLE" } } },
            });
            return;
        }
        await http.SignOutAsync(Sessions.Scheme);
        await http.Response.WriteAsJsonAsync(new { next = await NextAsync(http) });
    }

    private static void Note(HttpContext http, string what, string? code, string? person) =>
        http.RequestServices.GetRequiredService<SecurityJournal>().Note(what, code, person, http.Connection.RemoteIpAddress);

    private static async Task<string> NextAsync(HttpContext http)
    {
        try
        {
            var said = await http.RequestServices.GetRequiredService<Issuer>().GetConfigurationAsync(http.RequestAborted);
            if (string.IsNullOrEmpty(said.EndSessionEndpoint))
            {
                return SignedOut;
            }
            await http.SignOutAsync(SignInServices.Provider, new AuthenticationProperties { RedirectUri = SignedOut });
        }
        catch (IssuerAwayException)
        {
            return SignedOut;
        }
        // The page navigates there itself, because its request could not follow a redirect to another site.
        var next = http.Response.Headers.Location.ToString();
        http.Response.Headers.Remove("Location");
        http.Response.StatusCode = Status200OK;
        return next;
    }
}

/// <summary>Marks a page as open only to people who have signed in.</summary>
internal sealed class PeopleOnly;
