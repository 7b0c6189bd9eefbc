namespace Hierarchy.Api.Access.SignIn;

/// <summary>What browsers see of this system, where something stands before it that ends TLS or bears another name.</summary>
/// <param name="url">Null where browsers reach it as it is.</param>
public sealed class PublicAddress(Uri? url)
{
    /// <summary>Whether browsers reach it by https alone.</summary>
    public bool IsSecure => url?.Scheme == Uri.UriSchemeHttps;

    /// <summary>Has all that comes later see what the browser saw, so that addresses to come back to lead there.</summary>
    internal Task PassAsync(HttpContext http, RequestDelegate next)
    {
        if (url is not null)
        {
            (http.Request.Scheme, http.Request.Host) = (url.Scheme, new HostString(url.Authority));
        }
        return next(http);
    }
}
