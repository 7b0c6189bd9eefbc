namespace Hierarchy.Grains.People;

/// <summary>Somebody who signs in, or a program that somebody answers for.</summary>
/// <param name="Id">Given when registered, and never reused.</param>
/// <param name="Name">For display only; not unique.</param>
/// <param name="Email">The first sign-in finds the person by it, if the identity provider has verified it.</param>
/// <param name="Subject">The person's name at the identity provider; null until the first sign-in.</param>
public sealed record Person(string Id, string Name, string? Email, string? Subject)
{
    /// <summary>Maximum length of an address in characters: RFC 5321 allows no longer path.</summary>
    public const int EmailMax = 254;

    /// <summary>Maximum length of a subject in characters: OpenID Connect allows no more.</summary>
    public const int SubjectMax = 255;

    /// <summary>Displayed for a person whose name was removed. The id stays, because the record refers to it.</summary>
    public const string Nameless = "Người đã ẩn danh";

    /// <summary>What is wrong with it; null when nothing is.</summary>
    public Refusal? Fault() =>
        Limits.FaultOfNewId(Id) is { } ofId ? Refusal.Invalid($"id {ofId}.", "id")
        : Id == Caller.System.Name ? Refusal.Invalid($"'{Id}' is not for people.", "id")
        : Text.Fault(Name, "name", required: true, Limits.NameMax) is { } ofName ? ofName
        : Email is { } email && FaultOfEmail(email) is { } ofEmail ? ofEmail
        : Subject is { } subject && Text.Fault(subject, "subject", required: true, SubjectMax) is { } ofSubject ? ofSubject
        : null;

    private static Refusal? FaultOfEmail(string email) =>
        Text.Fault(email, "email", required: true, EmailMax) is { } fault ? fault
        : email.IndexOf('@') is var at && at > 0 && at == email.LastIndexOf('@') && at < email.Length - 1 && !email.Any(char.IsWhiteSpace) ? null
        : Refusal.Invalid("email must be an address such as an@example.vn.", "email");
}

/// <summary>Admits a program or a person without the identity provider. Only a hash of the token is stored.</summary>
/// <param name="Person">The person whom it admits.</param>
/// <param name="Until">When it expires.</param>
/// <param name="IsRevoked">Whether it was ended before it expired.</param>
public sealed record ServiceToken(string Person, DateTimeOffset Until, bool IsRevoked);
