using Hierarchy.Grains.Plans.Drafts;

namespace Hierarchy.Grains;

/// <summary>Caches a draft and what is understood of it. Only the store is authoritative. It also shows whether somebody else has changed
/// the draft.</summary>
internal sealed class PlanDraftGrain(IGrainFactory grains, IDrafts drafts, IUnitDirectory directory, Judge judge, TimeProvider time)
    : Grain, IPlanDraftGrain
{
    /// <summary>Attempts at a change while another activation keeps writing to the draft.</summary>
    private const int AttemptsMax = 3;

    private PlanDraft? _draft;
    private PlanDraftReading? _reading;

    // Names and classes are resolved in the directory, so each change of the directory invalidates the reading.
    private int _directoryChanges;

    private string Id => this.GetPrimaryKeyString();

    private string? Owner => PlanDraft.OwnerOf(Id) is { } owner && directory.Find(owner) is not null ? owner : null;

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        directory.Changed += Note;
        return Task.CompletedTask;
    }

    public override Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        directory.Changed -= Note;
        return Task.CompletedTask;
    }

    public async Task<PlanDraftReading?> ReadAsync(Caller caller) =>
        FaultOf(caller) is null && await LoadAsync() is { } draft ? Understood(draft) : null;

    public Task<DraftAnswer> CreateAsync(DraftEdit content, string requestId, Caller caller) =>
        MakeAsync(() => content.Apply(New), Digest("create", content), requestId, caller);

    public Task<DraftAnswer> BringAsync(DraftText content, string requestId, Caller caller) => MakeAsync(
        () => DraftRules.Brought(content) is { Text: { } text } ? (New with { Version = 1, Text = text }, null) : (null, DraftRules.Brought(content).Fault),
        Brought(content), requestId, caller);

    public async Task<DraftAnswer> EditAsync(DraftEdit edit, long? expectedVersion, string requestId, Caller caller)
    {
        if ((FaultOf(caller) ?? RequestKey.Fault(requestId, caller)) is { } refused)
        {
            return new DraftAnswer(null, refused);
        }
        var request = RequestOf(caller, requestId, Digest("edit", edit, expectedVersion));
        for (var attempt = 1; attempt <= AttemptsMax; attempt++)
        {
            var draft = await LoadAsync();
            if (await RepeatAsync(request, draft) is { } first)
            {
                return first;
            }
            if (draft is null)
            {
                return new DraftAnswer(null, NoDraft());
            }
            if (expectedVersion is { } expected && expected != draft.Version)
            {
                return new DraftAnswer(
                    null, Refusal.Conflict($"The draft has version {draft.Version}, not {expected}: read it again.", "expectedVersion"));
            }
            var (next, fault) = edit.Apply(draft);
            if ((fault ?? FaultOfSize(next!)) is { } wrong)
            {
                return new DraftAnswer(null, wrong);
            }
            if (await drafts.SaveAsync(next!, request, time.GetUtcNow(), CancellationToken.None) == DraftSaving.Saved)
            {
                _draft = next;
                return new DraftAnswer(Understood(next!), null);
            }
        }
        return new DraftAnswer(null, Refusal.Unavailable("Another node is changing the draft; repeat the request with the same requestId."));
    }

    public async Task<Refusal?> DiscardAsync(string requestId, Caller caller)
    {
        if ((FaultOf(caller) ?? RequestKey.Fault(requestId, caller)) is { } refused)
        {
            return refused;
        }
        var request = RequestOf(caller, requestId, Digest("discard"));
        var draft = await LoadAsync();
        if (await drafts.FindRequestAsync(Id, request.Id, CancellationToken.None) is { } digest)
        {
            return digest == request.Digest ? null : Reused;
        }
        if (draft is null)
        {
            return NoDraft();
        }
        await drafts.RemoveAsync(Id, request, CancellationToken.None);
        Forget();
        return null;
    }

    public async Task<Outcome> AdoptAsync(string requestId, Caller caller)
    {
        if ((FaultOf(caller) ?? RequestKey.Fault(requestId, caller)) is { } refused)
        {
            return refused;
        }
        await directory.CatchUpAsync();
        var draft = await LoadAsync();
        if (draft is null && directory.FindPlan(Id) is null)
        {
            return NoDraft();
        }
        var command = new UnitCommand.AdoptDraft(Id, null, []);
        if (draft is not null)
        {
            var reading = Understood(draft);
            if (reading.Errors > 0)
            {
                return FaultOfIssues(reading);
            }
            command = new DraftAdoption(draft, reading.Understood).ToCommand();
        }
        var outcome = await grains.GetGrain<IUnitGrain>(Owner!).ExecuteAsync(command, requestId, caller);
        if (outcome is Outcome.Refused { Refusal: { Field: { } field } refusal } && draft is not null)
        {
            return refusal with { Message = $"{PlaceOf(field, draft)}{refusal.Message}", Field = "draft" };
        }
        if (outcome is not Outcome.Refused)
        {
            await RemoveAdoptedAsync();
        }
        return outcome;
    }

    /// <summary>Removes an adopted draft. Nobody finds it any more in any case, because its plan exists.</summary>
    private async Task RemoveAdoptedAsync()
    {
        Forget();
        try
        {
            await drafts.RemoveAsync(Id, request: null, CancellationToken.None);
        }
        catch (StoreUnavailableException)
        {
            // The draft takes up space but has no effect.
        }
    }

    private async Task<DraftAnswer> MakeAsync(Func<(PlanDraft? Draft, Refusal? Fault)> make, string digest, string requestId, Caller caller)
    {
        if ((FaultOf(caller) ?? RequestKey.Fault(requestId, caller)) is { } refused)
        {
            return new DraftAnswer(null, refused);
        }
        var request = RequestOf(caller, requestId, digest);
        var draft = await LoadAsync();
        if (await RepeatAsync(request, draft) is { } first)
        {
            return first;
        }
        var (made, fault) = make();
        if ((fault ?? FaultOfSize(made!)) is { } wrong)
        {
            return new DraftAnswer(null, wrong);
        }
        switch (await drafts.SaveAsync(made!, request, time.GetUtcNow(), CancellationToken.None))
        {
            case DraftSaving.Saved:
                _draft = made;
                return new DraftAnswer(Understood(made!), null);
            case DraftSaving.TooMany:
                return new DraftAnswer(null, Refusal.Invalid($"A unit has at most {Limits.DraftsMax} drafts: discard or adopt one.", "owner"));
            default:
                return new DraftAnswer(null, Refusal.Unavailable("Another node is creating the draft; repeat the request with the same requestId."));
        }
    }

    /// <summary>Null when the request is new.</summary>
    private async Task<DraftAnswer?> RepeatAsync(DraftRequest request, PlanDraft? draft) =>
        await drafts.FindRequestAsync(Id, request.Id, CancellationToken.None) is not { } digest ? null
        : digest != request.Digest ? new DraftAnswer(null, Reused)
        : draft is null ? new DraftAnswer(null, NoDraft())
        : new DraftAnswer(Understood(draft), null);

    private async Task<PlanDraft?> LoadAsync()
    {
        var found = await drafts.FindAsync(Id, _draft?.Version ?? 0, CancellationToken.None);
        if (found is null)
        {
            Forget();
        }
        else if (found.Draft is { } read)
        {
            _draft = read;
        }
        return _draft;
    }

    private void Forget() => (_draft, _reading) = (null, null);

    private PlanDraftReading Understood(PlanDraft draft)
    {
        if (_reading is { } reading && reading.Draft == draft)
        {
            return reading;
        }
        var changes = Volatile.Read(ref _directoryChanges);
        var understood = DraftReading.Understand(draft.Text, draft.Owner, directory);
        reading = new PlanDraftReading(draft, understood, new DraftAdoption(draft, understood).ToPreview(directory));
        _reading = changes == Volatile.Read(ref _directoryChanges) ? reading : null;
        return reading;
    }

    private void Note()
    {
        Interlocked.Increment(ref _directoryChanges);
        _reading = null;
    }

    private PlanDraft New => new(Id, Owner!, 0, DraftRules.Nothing, 0);

    private Refusal? FaultOf(Caller caller) => Owner is { } owner
        ? Rights.FaultOfDrafts(caller, owner, judge, directory, VietnameseDay.Of(time.GetUtcNow()))
        : NoDraft();

    private Refusal NoDraft() => Refusal.NotFound($"There is no draft '{Text.Shown(Id)}': it never existed, or was discarded or adopted.", "draft");

    private static Refusal Reused => Refusal.Conflict("You have used this requestId for another change: choose a new one.", "requestId");

    private static Refusal? FaultOfSize(PlanDraft draft) => EventCodec.Encode(draft).Length is var bytes && bytes > Limits.DraftBytesMax
        ? Refusal.Invalid($"The draft has {bytes} bytes; at most {Limits.DraftBytesMax} are allowed.", "rows")
        : null;

    private static Refusal FaultOfIssues(PlanDraftReading reading)
    {
        var first = reading.Understood.Issues.First(issue => issue.Severity == DraftSeverity.Error);
        var refusal = Refusal.Invalid(
            $"{reading.Errors} errors keep the draft from being adopted; the first is {first.Code}: {first.Place}.", "draft");
        return refusal with { Reason = Reasons.DraftHasErrors };
    }

    /// <summary>The row to which a refusal by the plan's owner refers; empty for none.</summary>
    private static string PlaceOf(string field, PlanDraft draft) =>
        field.StartsWith("tasks[", StringComparison.Ordinal) && int.TryParse(field.AsSpan(6, field.IndexOf(']') - 6), out var index)
            ? $"The row '{draft.Text.Lines[index].Key}', {field[(field.IndexOf(']') + 1)..].TrimStart('.')}: "
            : "";

    private static DraftRequest RequestOf(Caller caller, string requestId, string digest) => new($"{caller.Key}:{requestId}", digest);

    private static string Brought(DraftText content) =>
        RequestKey.DigestOf($"brought\n{JsonSerializer.Serialize(content, DraftJson.Default.DraftText)}");

    private static string Digest(string what, DraftEdit? edit = null, long? expectedVersion = null) => RequestKey.DigestOf(
        $"{what}\n{expectedVersion}\n{(edit is null ? "" : JsonSerializer.Serialize(edit, DraftJson.Default.DraftEdit))}");
}

[JsonSourceGenerationOptions(DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(DraftEdit))]
[JsonSerializable(typeof(DraftText))]
internal sealed partial class DraftJson : JsonSerializerContext;
