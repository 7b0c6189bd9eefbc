namespace Hierarchy.Api.Access.SignIn;

/// <summary>The OpenID Connect provider for sign-in.</summary>
/// <param name="Authority">The issuer's address, without a trailing slash.</param>
/// <param name="ClientId">This system's client id at the provider.</param>
/// <param name="ClientSecret">The client secret.</param>
/// <param name="Audience">The required audience of programs' access tokens.</param>
public sealed record OpenIdProvider(string Authority, string ClientId, string ClientSecret, string Audience)
{
    /// <summary>Leaves out the secret, so that it never reaches a log.</summary>
    public override string ToString() => Authority;
}
