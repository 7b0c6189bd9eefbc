namespace Hierarchy.Api.People;

/// <summary>The viewer.</summary>
/// <param name="Person">Null without sign-in.</param>
internal sealed record Viewer(Person? Person);

internal sealed record RegisterPersonInput(string Id, string Name, string? Email, string? Subject)
{
    public Person ToPerson() => new(Id, Texts.Kept(Name), Texts.KeptOrNull(Email), Texts.KeptOrNull(Subject));
}

/// <summary>Resolves people, for readers who may see them.</summary>
internal static class PeopleFields
{
    public static Viewer ViewerOf(IResolveFieldContext context, IPeople people) =>
        new(context.Asker()?.Person is { } id ? people.Find(id) : null);

    /// <exception cref="FieldError">The caller may not register people, or the input is invalid.</exception>
    public static async Task<Person> RegisterAsync(
        string requestId, RegisterPersonInput input, IResolveFieldContext context, Backend backend, IPeople people, Judge judge)
    {
        var caller = context.Mutator();
        if (RequestKey.Fault(requestId, caller) is { } fault)
        {
            throw ApiError.From(fault, argument: null);
        }
        if (FaultOf(caller, input.Id, people, judge, backend) is { } forbidden)
        {
            throw ApiError.From(forbidden, argument: null);
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

    /// <summary>People who may give grants anywhere may register people. Changing a person requires the rights to give everything that
    /// person holds, since changing the subject decides who signs in as that person.</summary>
    private static Refusal? FaultOf(Caller caller, string id, IPeople people, Judge judge, Backend backend)
    {
        if (caller.Person is not { } person)
        {
            return caller.Scope is null ? null : Refusal.Forbidden("Only administrators register people.");
        }
        var today = backend.Today;
        if (!judge.HoldingsOf(person, today).Any(holding => holding.Rights.Contains(Right.Grant)))
        {
            return Refusal.Forbidden("Registering people needs the right GRANT at some unit.");
        }
        var isCovered = people.IsAdministrator(person) || (!people.IsAdministrator(id) && judge.GrantsFrom(id, today).All(grant =>
            judge.Covers(person, Roles.RightsOf(grant.Role), grant.Unit, grant.ReformAreas, grant.LastDay, today)));
        return isCovered ? null : Refusal.Forbidden("That person has rights that you could not give.", "ABOVE_OWN_RIGHTS");
    }
}
