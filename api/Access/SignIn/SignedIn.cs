namespace Hierarchy.Api.Access.SignIn;

/// <summary>Admits people authenticated by the provider: programs by access tokens, browsers by sessions.</summary>
internal sealed class SignedIn(AccessTokens tokens, Sessions sessions)
{
    public ValueTask<Admission> FindAsync(string token) => tokens.FindAsync(token);

    public async ValueTask<Admission> FindAsync(HttpContext http) =>
        await sessions.FindAsync(http) is { } visitor ? new Admission(visitor) : Admission.Refused;
}
