using System.Security.Claims;

namespace Hierarchy.Api.Access.SignIn;

/// <summary>Finds the person that the provider has authenticated.</summary>
internal sealed partial class Newcomers(IPeople people, ILogger<Newcomers> log)
{
    /// <summary>The claim that the provider has verified the e-mail address.</summary>
    public const string IsVerified = "email_verified";

    private const string Subject = "sub";
    private const string Email = "email";

    /// <summary>The person with this subject; otherwise the person with the verified address and no subject yet, to whom it is then bound
    /// for good. Null if there is neither.</summary>
    /// <exception cref="StoreUnavailableException">The binding could not be stored.</exception>
    public async Task<Person?> FindAsync(ClaimsPrincipal said, CancellationToken cancellation)
    {
        if (said.FindFirst(Subject)?.Value is { Length: > 0 and <= Person.SubjectMax } subject
            && (people.OfSubject(subject) ?? await BindAsync(subject, said, cancellation)) is { } person)
        {
            LogSignedIn(person.Id);
            return person;
        }
        LogStranger();
        return null;
    }

    private async Task<Person?> BindAsync(string subject, ClaimsPrincipal said, CancellationToken cancellation)
    {
        var emails = said.FindAll(Email).Select(claim => claim.Value).Distinct(StringComparer.OrdinalIgnoreCase).ToList();
        var isVerified = said.FindFirst(IsVerified) is not null
            && said.FindAll(IsVerified).All(claim => claim.Value.Equals("true", StringComparison.OrdinalIgnoreCase));
        if (!isVerified || emails is not [var email] || people.OfEmail(email) is not { Subject: null } person)
        {
            return null;
        }
        if (!await people.BindAsync(person.Id, email, subject, cancellation))
        {
            return null;
        }
        LogBound(person.Id);
        return person with { Subject = subject };
    }

    [LoggerMessage(3212, LogLevel.Information, "{Person} has signed in")]
    private partial void LogSignedIn(string person);

    [LoggerMessage(3213, LogLevel.Warning, "Somebody whom nobody has registered here has tried to sign in")]
    private partial void LogStranger();

    [LoggerMessage(3211, LogLevel.Information, "{Person} has signed in for the first time, and is known by the provider's subject from now on")]
    private partial void LogBound(string person);
}
