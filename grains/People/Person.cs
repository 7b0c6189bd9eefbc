namespace Hierarchy.Grains.People;

/// <summary>Somebody who signs in, or a program that somebody answers for.</summary>
/// <param name="Id">Given when registered, and never reused.</param>
/// <param name="Name">For show: others may bear the same.</param>
/// <param name="Email">By which the first sign-in finds the person, where the identity provider has verified it.</param>
/// <param name="Subject">As the identity provider names the person; null until the first sign-in.</param>
public sealed record Person(string Id, string Name, string? Email, string? Subject)
{
    /// <summary>Characters of an address: RFC 5321 allows no longer path.</summary>
    public const int EmailMax = 254;

    /// <summary>Characters of a subject: OpenID Connect allows no more.</summary>
    public const int SubjectMax = 255;

    /// <summary>What a person is shown as whose name was taken away; the id stays, as the record is by it.</summary>
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
        : Refusal.Invalid("email is an address such as an@example.vn.", "email");
}

/// <summary>What admits a program or a person without the identity provider. Of the token itself no more than a hash is kept.</summary>
/// <param name="Person">Whose it is.</param>
/// <param name="Until">When it ends.</param>
/// <param name="IsRevoked">Whether it was ended before.</param>
public sealed record ServiceToken(string Person, DateTimeOffset Until, bool IsRevoked);
