namespace Hierarchy.Api.Access.SignIn;

/// <summary>Admits whoever the provider vouches for: programs by its access tokens, browsers by the sessions that began with it.</summary>
internal sealed class SignedIn(AccessTokens tokens, Sessions sessions)
{
    public ValueTask<Admission> FindAsync(string token) => tokens.FindAsync(token);

    public async ValueTask<Admission> FindAsync(HttpContext http) =>
        await sessions.FindAsync(http) is { } visitor ? new Admission(visitor) : Admission.Refused;
}
