namespace Hierarchy.Api.Access.SignIn;

/// <summary>Where people sign in.</summary>
/// <param name="Authority">The issuer's address, without a slash at its end.</param>
/// <param name="ClientId">As what this system is registered there.</param>
/// <param name="ClientSecret">By which it shows that it is that.</param>
/// <param name="Audience">For whom access tokens of programs must have been issued.</param>
public sealed record OpenIdProvider(string Authority, string ClientId, string ClientSecret, string Audience)
{
    /// <summary>Without the secret, wherever it may be written.</summary>
    public override string ToString() => Authority;
}
