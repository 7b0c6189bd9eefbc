using Hierarchy.Api.Access;
using Hierarchy.Grains.People;

namespace Hierarchy.Api.People;

/// <summary>Whoever asks.</summary>
/// <param name="Person">Null where nobody signs in.</param>
internal sealed record Viewer(Person? Person);

internal sealed record RegisterPersonInput(string Id, string Name, string? Email, string? Subject)
{
    public Person ToPerson() => new(Id, Texts.Kept(Name), Texts.KeptOrNull(Email), Texts.KeptOrNull(Subject));
}

/// <summary>People, as those who may know of them see them.</summary>
internal static class PeopleFields
{
    public static Viewer ViewerOf(IResolveFieldContext context, IPeople people) =>
        new(context.Asker()?.Person is { } id ? people.Find(id) : null);

    /// <summary>Null when there is no such person, or the caller is neither that person nor an administrator.</summary>
    public static Person? Find(string id, IResolveFieldContext context, IPeople people) =>
        context.Asker() is { } asker && (asker.Scope is null || asker.Person == id) ? people.Find(id) : null;

    /// <exception cref="FieldError">The caller is no administrator, or the person cannot be so.</exception>
    public static async Task<Person> RegisterAsync(string requestId, RegisterPersonInput input, IResolveFieldContext context, Backend backend, IPeople people)
    {
        var caller = context.Mutator();
        if (RequestKey.Fault(requestId, caller) is { } fault)
        {
            throw ApiError.From(fault, argument: null);
        }
        if (caller.Scope is not null)
        {
            throw ApiError.From(Refusal.Forbidden("Registering people is for administrators."), argument: null);
        }
        var person = Place.At(["input"], input.ToPerson);
        var request = new PeopleRequest($"{caller.Key}:{requestId}", RequestKey.DigestOf(JsonSerializer.Serialize(person)));
        try
        {
            return await people.RegisterAsync(person, request, backend.Time.GetUtcNow(), CancellationToken.None) is { } refusal
                ? throw ApiError.From(refusal, "input")
                : people.Find(person.Id)!;
        }
        catch (StoreUnavailableException)
        {
            throw ApiError.Unavailable();
        }
    }
}
