using Hierarchy.Api.Access.SignIn;

namespace Hierarchy.Silo;

/// <summary>Where people sign in, and what their browsers see of this system.</summary>
internal sealed class SignInSettings
{
    [Setting("OIDC_AUTHORITY", "the OpenID Connect provider at which people sign in: its issuer's address, https, or http on this machine", Unit = "address",
        Usual = "none")]
    public string? Authority { get; init; }

    [Setting("OIDC_CLIENT_ID", "as what this system is registered there", Unit = "name", Usual = "none")]
    public string? ClientId { get; init; }

    [Setting("OIDC_CLIENT_SECRET", "what it shows there", Unit = "secret", Usual = "none", IsSecret = true)]
    public string? ClientSecret { get; init; }

    [Setting("OIDC_CLIENT_SECRET_FILE", "a file that holds what HIERARCHY_OIDC_CLIENT_SECRET would", Unit = "file", Usual = "none")]
    public string? ClientSecretFile { get; init; }

    [Setting("OIDC_AUDIENCE", "for whom the provider issues access tokens of programs: a name of the API's own", Unit = "name", Usual = "none")]
    public string? Audience { get; init; }

    [Setting("PUBLIC_URL", "what browsers see, behind a proxy that ends TLS: https, or http on this machine", Unit = "address", Usual = "what they ask for")]
    public string? Public { get; init; }

    /// <summary>Null where people do not sign in at a provider.</summary>
    public OpenIdProvider? Provider { get; private set; }

    public Uri? PublicUrl { get; private set; }

    /// <summary>For the commands that read them.</summary>
    public static IEnumerable<string> Names => Settings.Of(typeof(SignInSettings)).Select(known => known.Setting.Name);

    /// <exception cref="StartupProblem">A setting is missing beside the others, or cannot be used.</exception>
    public static SignInSettings FromEnvironment(Func<string, string?> variable)
    {
        var settings = Settings.Read<SignInSettings>(variable);
        settings.PublicUrl = settings.Public is { } url ? AddressOf("PUBLIC_URL", url, mayHavePath: false) : null;
        var secret = settings.ClientSecret ?? Settings.ReadFile(settings.ClientSecretFile, "OIDC_CLIENT_SECRET_FILE");
        if (settings.Authority is null && settings.ClientId is null && secret is null && settings.Audience is null)
        {
            return settings;
        }
        var authority = AddressOf("OIDC_AUTHORITY", Needed(settings.Authority, "OIDC_AUTHORITY", "the issuer's address"), mayHavePath: true);
        settings.Provider = new OpenIdProvider(
            authority.AbsoluteUri.TrimEnd('/'),
            Needed(settings.ClientId, "OIDC_CLIENT_ID", "the name that the provider has given this system"),
            Needed(secret, "OIDC_CLIENT_SECRET", "the secret that goes with it, or name its file by HIERARCHY_OIDC_CLIENT_SECRET_FILE"),
            Needed(settings.Audience, "OIDC_AUDIENCE", "the name for which the provider issues access tokens"));
        return settings.Audience != settings.ClientId
            ? settings
            : throw new StartupProblem(
                $"HIERARCHY_OIDC_AUDIENCE and HIERARCHY_OIDC_CLIENT_ID are both '{settings.ClientId}': give the API an audience of its own, since what "
                + "the provider tells the client of a person would pass for an access token.",
                ExitCode.Configuration);
    }

    private static string Needed(string? value, string name, string what) => value is { Length: > 0 }
        ? value
        : throw new StartupProblem($"HIERARCHY_{name} is missing, which signing in at a provider needs: give {what}.", ExitCode.Configuration);

    /// <summary>What goes over a network is encrypted.</summary>
    private static Uri AddressOf(string name, string text, bool mayHavePath) =>
        Uri.TryCreate(text, UriKind.Absolute, out var url) && (url.Scheme == Uri.UriSchemeHttps || (url.Scheme == Uri.UriSchemeHttp && IsHere(url)))
            && url.UserInfo.Length == 0 && url.Query.Length == 0 && url.Fragment.Length == 0 && (mayHavePath || url.AbsolutePath == "/")
            ? url
            // What stands before an @ may be a password.
            : throw new StartupProblem(
                $"HIERARCHY_{name} is '{text[(text.LastIndexOf('@') + 1)..]}': give an address such as https://"
                + (mayHavePath ? "id.example.vn/realms/plans" : "plans.example.vn") + "; http is for 127.0.0.0/8, [::1] and localhost alone.",
                ExitCode.Configuration);

    private static bool IsHere(Uri url) =>
        url.Host == "localhost" || (IPAddress.TryParse(url.Host.Trim('[', ']'), out var address) && IPAddress.IsLoopback(address));
}
