using Hierarchy.Grains.Ports;

namespace Hierarchy.Grains;

/// <summary>Who may ask for what, and what is answered to a request that has been answered before.</summary>
public sealed partial class UnitGrain
{
    private long? AnsweredAt(RequestKey request) => _state.Requests.GetValueOrDefault(request.Id)?.Seq
        ?? (request.Earlier is { } earlier ? _state.Requests.GetValueOrDefault(earlier)?.Seq : null);

    // Refused perhaps because it has been carried out, by another activation or after its answer had been given up; or because this activation
    // has missed what another one wrote, and then it may yet be carried out there.
    private async Task<Outcome?> RefuseAsync(UnitCommand command, RequestKey request, Caller caller, Refusal refusal)
    {
        var trace = await store.FindRequestAsync(_id, request.Id, CancellationToken.None);
        if (trace.Seq is null && request.Earlier is { } earlier)
        {
            trace = await store.FindRequestAsync(_id, earlier, CancellationToken.None);
        }
        if (trace.Seq is { } seq && await RepeatMissedAsync(command, request, caller, seq) is { } first)
        {
            return first;
        }
        return trace.Head > _state.Seq ? Fenced() : refusal;
    }

    /// <summary>Answers as the first time: what the unit's state was right after that event.</summary>
    /// <returns>Null when the event answers another caller, of whom an earlier program kept no more than the name.</returns>
    private async Task<Outcome?> RepeatAsync(UnitCommand command, RequestKey request, Caller caller, long seq)
    {
        var state = UnitState.Empty;
        StoredEvent? answer = null;
        await foreach (var stored in store.ReadAsync(_id, 1, seq, CancellationToken.None))
        {
            state = state.Apply(stored);
            answer = stored;
        }
        Invariant.Holds(state.Seq == seq && answer is not null, "an answered request has its event");
        if (answer!.RequestId == request.Earlier && answer.Actor != caller.Name)
        {
            return null;
        }
        var isSame = answer.Digest is { } digest ? digest == request.Digest : UnitState.SubjectOf(answer.Event) == command.Subject;
        return isSame
            ? OutcomeOf(answer.Event, state)
            : Refusal.Conflict("You have used this requestId for another change: choose a new one.", "requestId");
    }

    /// <summary>The event that answers the request was stored without this activation: late, after its answer had been given up, or by another
    /// one. The state must show it before the answer does.</summary>
    private async Task<Outcome?> RepeatMissedAsync(UnitCommand command, RequestKey request, Caller caller, long seq)
    {
        if (seq > _state.Seq)
        {
            _uncertain = true;
            await LoadAsync(CancellationToken.None);
        }
        return await RepeatAsync(command, request, caller, seq);
    }

    private Refusal? FaultOfCaller(UnitCommand command, Caller caller)
    {
        if (caller.Scope is not { } scope)
        {
            return null;
        }
        if (command is UnitCommand.RegisterUnit)
        {
            return Refusal.Forbidden("Registering units is for administrators.");
        }
        if (!directory.IsAtOrBelow(_id, scope))
        {
            return Refusal.Forbidden($"'{caller.Name}' may act at or below '{scope}' only.");
        }
        var needsSuperior = command is UnitCommand.Accept or UnitCommand.SendBack or UnitCommand.Cancel or UnitCommand.Trigger;
        return needsSuperior && _id == scope && directory.Ancestors(_id).Count > 0
            ? Refusal.Forbidden("This is for a unit above the one that owes it.")
            : null;
    }

    /// <summary>Only the unit that a difficulty has been raised to passes it on or resolves it; an administrator may, too.</summary>
    private Refusal? FaultOfHolder(UnitCommand command, Caller caller)
    {
        if (caller.Scope is not { } scope || command is not (UnitCommand.EscalateDifficulty or UnitCommand.ResolveDifficulty)
            || _state.Obligations.GetValueOrDefault(((UnitCommand.OfObligation)command).Obligation) is not { HasOpenDifficulty: true } obligation
            || obligation.Difficulty!.RaisedTo is var holder && holder == scope)
        {
            return null;
        }
        var name = directory.Find(holder)?.Name;
        return Refusal.Forbidden($"The difficulty is with '{holder}'{(name is null ? "" : $" ({name})")}: only that unit can escalate or resolve it.");
    }
}
