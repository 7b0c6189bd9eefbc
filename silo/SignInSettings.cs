using Hierarchy.Api.Access.SignIn;

namespace Hierarchy.Silo;

/// <summary>Settings of sign-in at an OpenID Connect provider.</summary>
internal sealed class SignInSettings
{
    [Setting("OIDC_AUTHORITY", "issuer address of the OpenID Connect provider for sign-in: https, or http on this machine", Unit = "address",
        Usual = "none")]
    public string? Authority { get; init; }

    [Setting("OIDC_CLIENT_ID", "this system's client id at the provider", Unit = "name", Usual = "none")]
    public string? ClientId { get; init; }

    [Setting("OIDC_CLIENT_SECRET", "what it shows there", Unit = "secret", Usual = "none", IsSecret = true)]
    public string? ClientSecret { get; init; }

    [Setting("OIDC_CLIENT_SECRET_FILE", "a file that holds the value of HIERARCHY_OIDC_CLIENT_SECRET", Unit = "file", Usual = "none")]
    public string? ClientSecretFile { get; init; }

    [Setting("OIDC_AUDIENCE", "audience of the access tokens that the provider issues to programs: a name reserved for the API", Unit = "name", Usual = "none")]
    public string? Audience { get; init; }

    [Setting("PUBLIC_URL", "address that browsers use, behind a proxy that terminates TLS: https, or http on this machine", Unit = "address", Usual = "what they ask for")]
    public string? Public { get; init; }

    /// <summary>Null without sign-in at a provider.</summary>
    public OpenIdProvider? Provider { get; private set; }

    public Uri? PublicUrl { get; private set; }

    /// <summary>Names of the settings, for the commands that read them.</summary>
    public static IEnumerable<string> Names => Settings.Of(typeof(SignInSettings)).Select(known => known.Setting.Name);

    /// <exception cref="StartupProblem">A setting that the others require is missing, or one is invalid.</exception>
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
            Needed(settings.ClientId, "OIDC_CLIENT_ID", "the client id that the provider gave this system"),
            Needed(secret, "OIDC_CLIENT_SECRET", "the client secret, or name its file with HIERARCHY_OIDC_CLIENT_SECRET_FILE"),
            Needed(settings.Audience, "OIDC_AUDIENCE", "the audience of the provider's access tokens"));
        return settings.Audience != settings.ClientId
            ? settings
            : throw new StartupProblem(
                $"HIERARCHY_OIDC_AUDIENCE and HIERARCHY_OIDC_CLIENT_ID are both '{settings.ClientId}': give the API an audience of its own, since the id token that "
                + "the provider issues to the client would pass for an access token.",
                ExitCode.Configuration);
    }

    private static string Needed(string? value, string name, string what) => value is { Length: > 0 }
        ? value
        : throw new StartupProblem($"HIERARCHY_{name} is missing but required for sign-in at a provider: give {what}.", ExitCode.Configuration);

    /// <summary>Traffic over a network must be encrypted.</summary>
    private static Uri AddressOf(string name, string text, bool mayHavePath) =>
        Uri.TryCreate(text, UriKind.Absolute, out var url) && (url.Scheme == Uri.UriSchemeHttps || (url.Scheme == Uri.UriSchemeHttp && IsHere(url)))
            && url.UserInfo.Length == 0 && url.Query.Length == 0 && url.Fragment.Length == 0 && (mayHavePath || url.AbsolutePath == "/")
            ? url
            // The part before an @ may contain a password.
            : throw new StartupProblem(
                $"HIERARCHY_{name} is '{text[(text.LastIndexOf('@') + 1)..]}': give an address such as https://"
                + (mayHavePath ? "id.example.vn/realms/plans" : "plans.example.vn") + "; http is allowed only for 127.0.0.0/8, [::1] and localhost.",
                ExitCode.Configuration);

    private static bool IsHere(Uri url) =>
        url.Host == "localhost" || (IPAddress.TryParse(url.Host.Trim('[', ']'), out var address) && IPAddress.IsLoopback(address));
}
