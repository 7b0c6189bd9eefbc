using Hierarchy.Grains.Reorganisations;

namespace Hierarchy.Api.Reorganisations;

internal sealed record ReorganisationInput(
    string Id, string Carrier, string Title, DocumentInput Act, DateOnly EffectiveOn, DateOnly? OperatesFrom, EstablishUnitInput[]? Establish,
    RenameInput[]? Rename, MoveInput[]? Move, CloseInput[]? Close)
{
    /// <param name="act">Its document, including files.</param>
    public Reorganisation ToContent(Document act) => new(
        Id, Carrier, Texts.Kept(Title), act, EffectiveOn, OperatesFrom ?? EffectiveOn,
        [.. (Establish ?? []).Select(unit => new Unit(unit.Id, Texts.Kept(unit.Name), unit.Kind, unit.Parent, Texts.KeptOrNull(unit.Code)))],
        [.. (Rename ?? []).Select(renaming => new Renaming(renaming.Unit, Texts.Kept(renaming.Name), renaming.Kind, Texts.KeptOrNull(renaming.Code)))],
        [.. (Move ?? []).Select(moving => new Moving(moving.Unit, moving.Parent))],
        [.. (Close ?? []).Select(closing => new Closing(closing.Unit, [.. (closing.Heirs ?? []).Select(heir => new Kin(heir.Unit, heir.Extent))]))],
        []);
}

internal sealed record EstablishUnitInput(string Id, string Name, UnitKind Kind, string Parent, string? Code);

internal sealed record RenameInput(string Unit, string Name, UnitKind? Kind, string? Code);

internal sealed record MoveInput(string Unit, string Parent);

internal sealed record CloseInput(string Unit, HeirInput[]? Heirs);

internal sealed record HeirInput(string Unit, Extent Extent);

internal sealed record AssignmentRuleInput(
    string? From, string[]? Obligations, UnitKind? FromKind, ReformArea? ReformArea, string? Plan, string? Heir, string? Steward, string? Cancel)
{
    public AssignmentRule ToRule() =>
        new(From, Obligations is null ? null : ImmutableArray.Create(Obligations), FromKind, ReformArea, Plan, Heir, Steward, Texts.KeptOrNull(Cancel));
}

/// <summary>Commands about reorganisations: each goes to the reorganisation that decides it. They are idempotent by their content, so a
/// repeat changes nothing.</summary>
internal static class ReorganisationCommands
{
    public static async Task<ShownReorganisation> DraftAsync(Backend backend, string requestId, ReorganisationInput input, IResolveFieldContext context)
    {
        if (Limits.FaultOfNewId(input.Id) is { } fault)
        {
            throw ApiError.Invalid($"id {fault}.", "input", "id");
        }
        var act = await Evidence.OfAsync(backend, input.Act, context, "input", "act");
        var content = input.ToContent(act!);
        return await AskAsync(backend, requestId, input.Id, context, "input", (grain, caller) => grain.DraftAsync(content, caller));
    }

    public static Task<ShownReorganisation> AssignAsync(
        Backend backend, string requestId, string reorganisation, AssignmentRuleInput[] rules, IResolveFieldContext context) => AskAsync(
        backend, requestId, reorganisation, context, argument: null, (grain, caller) => grain.AssignAsync([.. rules.Select(rule => rule.ToRule())], caller));

    public static Task<ShownReorganisation> AdoptAsync(Backend backend, string requestId, string reorganisation, IResolveFieldContext context) =>
        AskAsync(backend, requestId, reorganisation, context, argument: null, (grain, caller) => grain.AdoptAsync(caller));

    public static Task<ShownReorganisation> DiscardAsync(
        Backend backend, string requestId, string reorganisation, string reason, IResolveFieldContext context) =>
        AskAsync(backend, requestId, reorganisation, context, argument: null, (grain, caller) => grain.DiscardAsync(Texts.Kept(reason), caller));

    public static Task<ShownReorganisation> UndoAsync(
        Backend backend, string requestId, string reorganisation, string reason, IResolveFieldContext context) =>
        AskAsync(backend, requestId, reorganisation, context, argument: null, (grain, caller) => grain.UndoAsync(Texts.Kept(reason), caller));

    private static async Task<ShownReorganisation> AskAsync(
        Backend backend, string requestId, string id, IResolveFieldContext context, string? argument,
        Func<IReorganisationGrain, Caller, Task<ReorganisationAnswer>> ask)
    {
        var caller = context.Mutator();
        if (RequestKey.Fault(requestId, caller) is { } ofRequest)
        {
            throw ApiError.From(ofRequest, argument: null);
        }
        if (Limits.FaultOfNewId(id) is not null)
        {
            throw ApiError.NotFound($"There is no reorganisation '{Text.Shown(id)}'.", "reorganisation");
        }
        var answer = await backend.AskAsync<IReorganisationGrain, ReorganisationAnswer>(id, grain => ask(grain, caller));
        context.Call().ForgetReads();
        return answer.Refusal is { } refusal ? throw ApiError.From(refusal, argument) : new ShownReorganisation(answer.Reorganisation!);
    }
}
