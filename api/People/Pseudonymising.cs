namespace Hierarchy.Api.People;

/// <summary>Removes a person's name wherever it is shown. The record contains only ids, so it does not change.</summary>
internal static class Pseudonymising
{
    /// <exception cref="FieldError">The caller is not an administrator of a whole tree or is the person concerned, there is no such person,
    /// or no reason is given.</exception>
    public static async Task<Person> RunAsync(
        string requestId, string person, string reason, IResolveFieldContext context, Backend backend, IPeople people, Judge judge)
    {
        var caller = context.Mutator();
        if (RequestKey.Fault(requestId, caller) is { } fault)
        {
            throw ApiError.From(fault, argument: null);
        }
        if (caller.Person is { } asker ? !judge.IsAdministrator(asker, backend.Today) : caller.Scope is not null)
        {
            throw ApiError.From(Refusal.Forbidden("Only administrators of a whole tree may pseudonymise a person."), argument: null);
        }
        await people.CatchUpAsync(CancellationToken.None);
        if (people.Find(person) is null)
        {
            throw ApiError.NotFound($"There is no person '{Text.Shown(person)}'.", "person");
        }
        if (Text.Fault(Texts.Kept(reason), "reason", required: true, Limits.TextMax) is { } ofReason)
        {
            throw ApiError.From(ofReason, argument: null);
        }
        if (caller.Person == person)
        {
            // Nobody can sign in as this person afterwards, so another administrator has to do it.
            throw ApiError.From(Refusal.Conflict("You cannot pseudonymise yourself: ask another administrator.", "person"), argument: null);
        }
        var now = backend.Time.GetUtcNow();
        var request = new PeopleRequest($"{caller.Key}:{requestId}", RequestKey.DigestOf(JsonSerializer.Serialize(new { pseudonymise = person, reason })));
        try
        {
            if (await people.PseudonymiseAsync(person, Texts.Kept(reason), request, now, CancellationToken.None) is { } refusal)
            {
                throw ApiError.From(refusal, argument: null);
            }
            if (context.RequestServices!.GetService<ISessions>() is { } sessions)
            {
                await sessions.EndAllAsync(person, now, CancellationToken.None);
            }
            return people.Find(person)!;
        }
        catch (StoreUnavailableException)
        {
            throw ApiError.Unavailable();
        }
    }
}
