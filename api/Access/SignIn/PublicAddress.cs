namespace Hierarchy.Api.Access.SignIn;

/// <summary>The public address of this system behind a proxy that terminates TLS or has another name.</summary>
/// <param name="url">Null if browsers connect directly.</param>
public sealed class PublicAddress(Uri? url)
{
    /// <summary>Whether browsers use only https.</summary>
    public bool IsSecure => url?.Scheme == Uri.UriSchemeHttps;

    /// <summary>Makes later middleware see the scheme and host that the browser used, so that redirects lead back there.</summary>
    internal Task PassAsync(HttpContext http, RequestDelegate next)
    {
        if (url is not null)
        {
            (http.Request.Scheme, http.Request.Host) = (url.Scheme, new HostString(url.Authority));
        }
        return next(http);
    }
}
