namespace Hierarchy.Api.Plans.Drafts;

/// <summary>Commands about drafts: each goes to the draft that decides it.</summary>
internal static class DraftCommands
{
    public static async Task<DraftOfOwner> CreateAsync(
        Backend backend, string requestId, string owner, IDictionary<string, object?> input, IResolveFieldContext context)
    {
        var caller = context.Mutator();
        var unit = backend.Directory.Get(owner, "owner");
        var edit = EditOf(input, context);
        return Shown(await backend.AskAsync<IPlanDraftGrain, DraftAnswer>(
            PlanDraft.IdOf(unit.Id, caller.Key, requestId), draft => draft.CreateAsync(edit, requestId, caller)));
    }

    /// <summary>Creates a draft from the content of a file.</summary>
    public static async Task<string> BringAsync(Backend backend, string owner, DraftText content, string requestId, Caller caller) =>
        Shown(await backend.AskAsync<IPlanDraftGrain, DraftAnswer>(
            PlanDraft.IdOf(owner, caller.Key, requestId), draft => draft.BringAsync(content, requestId, caller))).Id;

    public static async Task<DraftOfOwner> EditAsync(
        Backend backend, string requestId, string draft, IDictionary<string, object?> input, long? expectedVersion, IResolveFieldContext context)
    {
        var (caller, edit) = (context.Mutator(), EditOf(input, context));
        return Shown(await AskAsync(backend, draft, grain => grain.EditAsync(edit, expectedVersion, requestId, caller)));
    }

    public static async Task<bool> DiscardAsync(Backend backend, string requestId, string draft, IResolveFieldContext context)
    {
        var caller = context.Mutator();
        return await AskAsync(backend, draft, grain => grain.DiscardAsync(requestId, caller)) is { } refusal ? throw From(refusal) : true;
    }

    public static async Task<Plan> AdoptAsync(Backend backend, string requestId, string draft, IResolveFieldContext context)
    {
        var (caller, began) = (context.Mutator(), backend.Time.GetTimestamp());
        var outcome = await AskAsync(backend, draft, grain => grain.AdoptAsync(requestId, caller));
        if (outcome is Outcome.Refused { Refusal: var refusal })
        {
            throw From(refusal);
        }
        var plan = ((Outcome.OfPlan)outcome).Plan;
        await Commands.SeeAsync(backend, plan.Owner, context, began);
        return plan;
    }

    /// <summary>Only texts that can be the id of a draft are looked up.</summary>
    private static Task<T> AskAsync<T>(Backend backend, string draft, Func<IPlanDraftGrain, Task<T>> call) =>
        PlanDraft.OwnerOf(draft) is { } owner && backend.Directory.Find(owner) is not null
            ? backend.AskAsync(draft, call)
            : throw ApiError.NotFound($"There is no draft '{Text.Shown(draft)}'.", "draft");

    private static DraftEdit EditOf(IDictionary<string, object?> given, IResolveFieldContext context)
    {
        // The library replaces the rows by objects in place, and the next call of the same document would find those.
        lock (given)
        {
            var nulls = GivenNulls.Of(given);
            if (!given.TryGetValue("rows", out var rows) || rows is not object?[] list)
            {
                return context.GetArgument<PlanDraftInput>("input").ToEdit(nulls);
            }
            given["rows"] = list.ToArray();
            try
            {
                return context.GetArgument<PlanDraftInput>("input").ToEdit(nulls);
            }
            finally
            {
                given["rows"] = rows;
            }
        }
    }

    private static DraftOfOwner Shown(DraftAnswer answer) =>
        answer.Refusal is { } refusal ? throw From(refusal) : DraftOfOwner.Of(answer.Draft!);

    private static FieldError From(Refusal refusal) =>
        ApiError.From(refusal, refusal.Field is null or "draft" or "owner" or "file" or "requestId" or "expectedVersion" ? null : "input");
}
